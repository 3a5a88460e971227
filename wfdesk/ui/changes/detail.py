"""The right side of the review: one item with all its edits. Built anew only when it changed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from wfdesk.domain.ids import FieldSlug
from wfdesk.domain.validation import Problem
from wfdesk.services.reviewing import ItemReview
from wfdesk.ui.changes.fieldblock import Clash, FieldBlock, problem_line
from wfdesk.ui.changes.values import Surroundings
from wfdesk.ui.changes.wording import collection_of, look_of_state, name_of, what_of
from wfdesk.ui.toolkit.labels import PlainLabel


def hairline() -> QFrame:
    line = QFrame()
    line.setProperty("kind", "line")
    line.setFixedHeight(1)
    return line


class ProblemRow(QWidget):
    """A problem of the item and the way to its field."""

    field_wanted = Signal(str)

    def __init__(self, sentence: str, slug: FieldSlug, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slug = slug
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(problem_line(sentence), 1)
        button = QPushButton("Go to field")
        button.setProperty("kind", "link")
        button.clicked.connect(self._want)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def _want(self) -> None:
        self.field_wanted.emit(self._slug)


class ItemDetail(QScrollArea):
    """Shows one item at a time. Each signal carries the item's key first."""

    hold_toggled = Signal(object, object, bool)  # ItemKey, FieldSlug, held back
    mine_taken = Signal(object, object)  # ItemKey, FieldSlug
    theirs_taken = Signal(object, object)
    field_wanted = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._review: ItemReview | None = None
        self._around = Surroundings()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_item(self, review: ItemReview | None, around: Surroundings) -> None:
        """Show the item; with the same content nothing moves, and scrolling stays."""
        if (review, around) == (self._review, self._around):
            return
        is_same_item = (
            review is not None
            and self._review is not None
            and review.work.key == self._review.work.key
        )
        at = self.verticalScrollBar().value() if is_same_item else 0
        self._review, self._around = review, around
        self.setWidget(QWidget() if review is None else self._page(review))
        self.verticalScrollBar().setValue(at)

    def _page(self, review: ItemReview) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(4)
        for widget in _heading(review):
            column.addWidget(widget)
        for row in self._problems(review):
            column.addWidget(row)
        column.addSpacing(8)
        for block in self._blocks(review):
            column.addWidget(hairline())
            column.addWidget(block)
        column.addStretch(1)
        return page

    def _problems(self, review: ItemReview) -> Sequence[QWidget]:
        """Problems of fields that were not edited; the others stand at their field."""
        edited = {each.slug for each in review.fields}
        rows: list[QWidget] = []
        for problem in _unedited(review.problems, edited):
            row = ProblemRow(problem.sentence, problem.field)
            row.field_wanted.connect(self._on_field_wanted)
            rows.append(row)
        return rows

    def _blocks(self, review: ItemReview) -> list[FieldBlock]:
        work = review.work
        blocks = []
        for each in review.fields:
            clash = Clash(work.conflicts[each.slug]) if each.slug in work.conflicts else None
            block = FieldBlock(each, self._around, work.refused_fields.get(each.slug, ""), clash)
            block.hold_toggled.connect(self._on_hold_toggled)
            block.mine_taken.connect(self._on_mine_taken)
            block.theirs_taken.connect(self._on_theirs_taken)
            block.field_wanted.connect(self._on_field_wanted)
            blocks.append(block)
        return blocks

    def _on_hold_toggled(self, slug: str, is_held: bool) -> None:
        if self._review is not None:
            self.hold_toggled.emit(self._review.work.key, FieldSlug(slug), is_held)

    def _on_mine_taken(self, slug: str) -> None:
        if self._review is not None:
            self.mine_taken.emit(self._review.work.key, FieldSlug(slug))

    def _on_theirs_taken(self, slug: str) -> None:
        if self._review is not None:
            self.theirs_taken.emit(self._review.work.key, FieldSlug(slug))

    def _on_field_wanted(self, slug: str) -> None:
        if self._review is not None:
            self.field_wanted.emit(self._review.work.key, FieldSlug(slug))


def _heading(review: ItemReview) -> list[QWidget]:
    look = look_of_state(review.work.state)
    name = PlainLabel(name_of(review), "title")
    name.setWordWrap(True)
    place = collection_of(review)
    if review.site is not None:
        place = f"{review.site.display_name} \N{RIGHTWARDS ARROW} {place}"
    state = " \N{EN DASH} ".join(text for text in (look.word, review.work.reason) if text)
    return [
        name,
        PlainLabel(f"{place} \N{MIDDLE DOT} {what_of(review)}", "muted"),
        problem_line(state, look.icon, look.tone),
    ]


def _unedited(problems: Sequence[Problem], edited: set[FieldSlug]) -> list[Problem]:
    return [problem for problem in problems if problem.field not in edited]
