"""The right side of the review: one item with all its edits. Built anew only when it changed."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from wfdesk.domain.edits import SendState, Work
from wfdesk.domain.ids import FieldSlug
from wfdesk.domain.validation import Problem
from wfdesk.services.reviewing import FieldReview, ItemReview
from wfdesk.ui.changes.fieldblock import Clash, FieldBlock, problem_line
from wfdesk.ui.changes.values import Surroundings
from wfdesk.ui.changes.wording import (
    collection_of,
    look_of_state,
    name_of,
    what_happens,
    what_of,
)
from wfdesk.ui.toolkit.labels import PlainLabel, visible


def wrapped(text: str, kind: str = "") -> PlainLabel:
    label = PlainLabel(text, kind)
    label.setWordWrap(True)
    return label


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
        row.addWidget(problem_line(sentence), 1, Qt.AlignmentFlag.AlignVCenter)
        button = QPushButton("Go to field")
        button.setProperty("kind", "link")
        button.clicked.connect(self._want)
        row.addWidget(button)

    def _want(self) -> None:
        self.field_wanted.emit(self._slug)


NOTHING_CHOSEN = "Choose an item to see what changes."
_LEFT_OUT = "Left out of the next send. Tick it in the list to take it in again."


class ItemDetail(QScrollArea):
    """Shows one item at a time. Each signal carries the item's key first."""

    hold_toggled = Signal(object, object, bool)  # ItemKey, FieldSlug, held back
    mine_taken = Signal(object, object)  # ItemKey, FieldSlug
    theirs_taken = Signal(object, object)
    theirs_seen = Signal(object, object)
    field_wanted = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._review: ItemReview | None = None
        self._shown: tuple[ItemReview | None, Surroundings, bool] | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_item(
        self, review: ItemReview | None, around: Surroundings, *, goes: bool = True
    ) -> None:
        """Show the item, or that it is left out of the next send.

        With the same content nothing moves, and scrolling stays.
        """
        if (review, around, goes) == self._shown:
            return
        is_same_item = (
            review is not None
            and self._review is not None
            and review.work.key == self._review.work.key
        )
        at = self.verticalScrollBar().value() if is_same_item else 0
        self._review, self._shown = review, (review, around, goes)
        self.setWidget(self._page(review, around, goes=goes) if review else _nothing())
        self.verticalScrollBar().setValue(at)

    def _page(self, review: ItemReview, around: Surroundings, *, goes: bool) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(4)
        for widget in [*_heading(review, goes=goes), *self._problems(review)]:
            column.addWidget(widget)
        column.addSpacing(8)
        for block in self._blocks(review, around, goes=goes):
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

    def _blocks(self, review: ItemReview, around: Surroundings, *, goes: bool) -> list[FieldBlock]:
        """Those that need care come first: among many edits they would be out of sight."""
        work = review.work
        blocks = []
        for each in sorted(review.fields, key=partial(_is_fine, work)):
            clash = Clash(work.conflicts[each.slug]) if each.slug in work.conflicts else None
            refused = work.refused_fields.get(each.slug, "")
            block = FieldBlock(each, around, refused, clash, goes=goes)
            block.hold_toggled.connect(self._on_hold_toggled)
            block.mine_taken.connect(self._on_mine_taken)
            block.theirs_taken.connect(self._on_theirs_taken)
            block.theirs_seen.connect(self._on_theirs_seen)
            block.field_wanted.connect(self._on_field_wanted)
            blocks.append(block)
        return blocks

    def _on_hold_toggled(self, slug: str, is_held: bool) -> None:
        if self._review is not None:
            self.hold_toggled.emit(self._review.work.key, FieldSlug(slug), is_held)

    def _on_mine_taken(self, slug: str) -> None:
        if self._review is not None:
            self.mine_taken.emit(self._review.work.key, FieldSlug(slug))

    def _on_theirs_seen(self, slug: str) -> None:
        if self._review is not None:
            self.theirs_seen.emit(self._review.work.key, FieldSlug(slug))

    def _on_theirs_taken(self, slug: str) -> None:
        if self._review is not None:
            self.theirs_taken.emit(self._review.work.key, FieldSlug(slug))

    def _on_field_wanted(self, slug: str) -> None:
        if self._review is not None:
            self.field_wanted.emit(self._review.work.key, FieldSlug(slug))


def _heading(review: ItemReview, *, goes: bool) -> list[QWidget]:
    look = look_of_state(review.work.state)
    place = collection_of(review)
    if review.site is not None:
        place = f"{review.site.display_name} \N{RIGHTWARDS ARROW} {place}"
    state = " \N{EN DASH} ".join(text for text in (look.word, review.work.reason) if text)
    lines = [
        wrapped(name_of(review), "title"),
        wrapped(f"{place} \N{MIDDLE DOT} {what_of(review)}", "muted"),
        problem_line(visible(state), look.icon, look.tone),
    ]
    if not goes:
        held = look_of_state(SendState.HELD)
        lines.append(problem_line(_LEFT_OUT, held.icon, held.tone))
    if sentence := what_happens(review):
        lines.append(wrapped(sentence))
    return lines


def _nothing() -> QWidget:
    label = PlainLabel(NOTHING_CHOSEN, "muted")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label


def _is_fine(work: Work, field: FieldReview) -> bool:
    needs_care = field.problems or field.slug in work.conflicts or field.slug in work.refused_fields
    return not needs_care


def _unedited(problems: Sequence[Problem], edited: set[FieldSlug]) -> list[Problem]:
    return [problem for problem in problems if problem.field not in edited]
