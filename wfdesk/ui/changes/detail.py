"""The right side of the review: one item with all its edits. Built anew only when it changed."""

from collections.abc import Mapping, Sequence
from functools import partial

from msgspec import Struct, field
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from wfdesk.domain.edits import SendState, Side, Work
from wfdesk.domain.ids import FieldSlug
from wfdesk.domain.validation import Problem
from wfdesk.services.reviewing import FieldReview, ItemReview
from wfdesk.ui.changes.alike import is_gone
from wfdesk.ui.changes.askedcard import Answer, AskedCard
from wfdesk.ui.changes.card import Card
from wfdesk.ui.changes.fieldblock import FieldBlock, problem_line
from wfdesk.ui.changes.gonecard import GoneCard
from wfdesk.ui.changes.sides import Clash
from wfdesk.ui.changes.values import Surroundings
from wfdesk.ui.changes.wording import (
    collection_of,
    look_of_state,
    look_of_work,
    name_of,
    place_to_go,
    problem_of,
    reason_of,
    what_happens,
    what_of,
    when_of,
)
from wfdesk.ui.editor.fields.flow import FlowLayout
from wfdesk.ui.toolkit.labels import PlainLabel, visible
from wfdesk.ui.toolkit.taborder import order_tabs
from wfdesk.ui.toolkit.theme import NEAR


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
        self.first = button

    def _want(self) -> None:
        self.field_wanted.emit(self._slug)


Part = ProblemRow | Card | FieldBlock
"""What the keyboard can enter: each has a widget that is its first."""


class Alike(Struct, frozen=True):
    """How many may be decided in one go with what is shown."""

    conflicts: Mapping[FieldSlug, int] = field(default_factory=dict)
    gone: int = 1


NONE_ALIKE = Alike()
NOTHING_CHOSEN = "Choose an item to see what changes."
_LEFT_OUT = "Left out of the next send. Tick it in the list to take it in again."


class ItemDetail(QScrollArea):
    """Shows one item at a time. Each signal carries the item's key first."""

    hold_toggled = Signal(object, object, bool)  # ItemKey, FieldSlug, held back
    side_taken = Signal(object, object, object)  # ItemKey, FieldSlug, Side
    all_taken = Signal(object, object, object)  # the same, for all conflicts like this
    field_wanted = Signal(object, object)
    field_discarded = Signal(object, object)
    recreate_wanted = Signal(object, bool)  # ItemKey, all like this
    give_up_wanted = Signal(object, bool)
    answered = Signal(object, object)  # ItemKey, Answer
    history_wanted = Signal(object)  # ItemKey
    left = Signal()
    """What had the keyboard is gone, and nothing else here wants it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._review: ItemReview | None = None
        self._shown: tuple[ItemReview | None, Surroundings, bool, Alike] | None = None
        self._built: list[Part] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_item(
        self,
        review: ItemReview | None,
        around: Surroundings,
        *,
        goes: bool = True,
        alike: Alike = NONE_ALIKE,
    ) -> None:
        """Show the item, or that it is left out of the next send.

        With the same content nothing moves, and scrolling stays. The keyboard stays at its field,
        or goes on to the next that needs care once this one is settled.
        """
        if (review, around, goes, alike) == self._shown:
            return
        is_same_item = (
            review is not None
            and self._review is not None
            and review.work.key == self._review.work.key
        )
        at = self.verticalScrollBar().value() if is_same_item else 0
        had_focus, left = self.has_focus_within, self._entered()
        self._review, self._shown, self._built = review, (review, around, goes, alike), []
        page = self._page(review, around, goes=goes, alike=alike) if review else _nothing()
        self.setWidget(page)
        if (column := page.layout()) is not None:
            order_tabs(self, column)
        self.verticalScrollBar().setValue(at)
        if had_focus:
            self._enter_again(left.slug if isinstance(left, FieldBlock) else None)

    def enter_next_care(self, *, from_top: bool = False) -> bool:
        """Take the keyboard to the next part that needs care; return whether there is one."""
        entered = None if from_top else self._entered()
        start = self._built.index(entered) + 1 if entered in self._built else 0
        for part in self._built[start:]:
            if self._needs_care(part):
                self._enter(part)
                return True
        return False

    def _needs_care(self, part: Part) -> bool:
        if not isinstance(part, FieldBlock):
            return True
        review = self._review
        fields = review.fields if review else ()
        each = next((each for each in fields if each.slug == part.slug), None)
        return review is not None and each is not None and not _is_fine(review.work, each)

    def _enter(self, part: Part) -> None:
        part.first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(part.first, 0, 60)

    def _enter_again(self, slug: FieldSlug | None) -> None:
        blocks = (part for part in self._built if isinstance(part, FieldBlock))
        same = next((block for block in blocks if block.slug == slug), None)
        cared = next(filter(self._needs_care, self._built), None)
        target = same if same is not None and self._needs_care(same) else cared or same
        if target is not None:
            self._enter(target)
        else:
            self.left.emit()

    @property
    def has_focus_within(self) -> bool:
        focused = self.window().focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _entered(self) -> Part | None:
        """The part that has the keyboard."""
        focused = self.window().focusWidget()
        has = (part for part in self._built if focused and part.isAncestorOf(focused))
        return next(has, None)

    def _page(
        self, review: ItemReview, around: Surroundings, *, goes: bool, alike: Alike
    ) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(4)
        problems, cards = self._problems(review), self._cards(review, alike)
        blocks = self._blocks(review, around, goes=goes, alike=alike)
        self._built = [*problems, *cards, *blocks]
        for widget in [*_heading(review, goes=goes), *problems, self._ways()]:
            column.addWidget(widget)
        for card in cards:
            column.addSpacing(8)
            column.addWidget(card)
        column.addSpacing(8)
        for block in blocks:
            column.addWidget(hairline())
            column.addWidget(block)
        column.addStretch(1)
        return page

    def _ways(self) -> QWidget:
        """From here to the item, and to what it was."""
        line = QWidget()
        flow = FlowLayout(NEAR, line)
        for text, slot in (
            ("Go to item", self._want_item),
            ("Earlier values\N{HORIZONTAL ELLIPSIS}", self._want_history),
        ):
            button = QPushButton(text)
            button.setProperty("kind", "link")
            button.clicked.connect(slot)
            flow.addWidget(button)
        return line

    def _want_item(self) -> None:
        if self._review is not None:
            self.field_wanted.emit(self._review.work.key, place_to_go(self._review))

    def _want_history(self) -> None:
        if self._review is not None:
            self.history_wanted.emit(self._review.work.key)

    def _cards(self, review: ItemReview, alike: Alike) -> list[Card]:
        """What has to be decided about the item as a whole."""
        if is_gone(review):
            gone = GoneCard(alike.gone)
            gone.recreate_wanted.connect(self._on_recreate_wanted)
            gone.give_up_wanted.connect(self._on_give_up_wanted)
            return [gone]
        if review.work.is_asked_about:
            asked = AskedCard(visible(review.work.reason))
            asked.answered.connect(self._on_answered)
            return [asked]
        return []

    def _problems(self, review: ItemReview) -> list[ProblemRow]:
        """Problems of fields that were not edited; the others stand at their field."""
        edited = {each.slug for each in review.fields}
        rows: list[ProblemRow] = []
        for problem in _unedited(review.problems, edited):
            row = ProblemRow(visible(problem_of(problem, review.collection)), problem.field)
            row.field_wanted.connect(self._on_field_wanted)
            rows.append(row)
        return rows

    def _blocks(
        self, review: ItemReview, around: Surroundings, *, goes: bool, alike: Alike
    ) -> list[FieldBlock]:
        """Those that need care come first: among many edits they would be out of sight.

        The first conflict has the keys for its choices.
        """
        work, when = review.work, when_of(review)
        blocks: list[FieldBlock] = []
        has_keys = False
        for each in sorted(review.fields, key=partial(_is_fine, work)):
            clash = None
            if each.slug in work.conflicts:
                clash = Clash(work.conflicts[each.slug], when, alike.conflicts.get(each.slug, 1))
            gets_keys = clash is not None and not has_keys
            refused = work.refused_fields.get(each.slug, "")
            block = FieldBlock(each, around, refused, clash, goes=goes, has_keys=gets_keys)
            has_keys = has_keys or gets_keys
            block.hold_toggled.connect(self._on_hold_toggled)
            block.side_taken.connect(self._on_side_taken)
            block.all_taken.connect(self._on_all_taken)
            block.field_wanted.connect(self._on_field_wanted)
            block.discarded.connect(self._on_discarded)
            blocks.append(block)
        return blocks

    def _on_hold_toggled(self, slug: str, is_held: bool) -> None:
        if self._review is not None:
            self.hold_toggled.emit(self._review.work.key, FieldSlug(slug), is_held)

    def _on_side_taken(self, slug: str, side: Side) -> None:
        if self._review is not None:
            self.side_taken.emit(self._review.work.key, FieldSlug(slug), side)

    def _on_all_taken(self, slug: str, side: Side) -> None:
        if self._review is not None:
            self.all_taken.emit(self._review.work.key, FieldSlug(slug), side)

    def _on_discarded(self, slug: str) -> None:
        if self._review is not None:
            self.field_discarded.emit(self._review.work.key, FieldSlug(slug))

    def _on_recreate_wanted(self, for_all: bool) -> None:
        if self._review is not None:
            self.recreate_wanted.emit(self._review.work.key, for_all)

    def _on_give_up_wanted(self, for_all: bool) -> None:
        if self._review is not None:
            self.give_up_wanted.emit(self._review.work.key, for_all)

    def _on_answered(self, answer: Answer) -> None:
        if self._review is not None:
            self.answered.emit(self._review.work.key, answer)

    def _on_field_wanted(self, slug: str) -> None:
        if self._review is not None:
            self.field_wanted.emit(self._review.work.key, FieldSlug(slug))


def _heading(review: ItemReview, *, goes: bool) -> list[QWidget]:
    look = look_of_work(review)
    place = collection_of(review)
    if review.site is not None:
        place = f"{review.site.display_name} \N{RIGHTWARDS ARROW} {place}"
    reason = "" if review.work.is_asked_about else reason_of(review)  # the card says it
    state = " \N{EN DASH} ".join(text for text in (look.word, reason) if text)
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


def _is_fine(work: Work, each: FieldReview) -> bool:
    needs_care = each.problems or each.slug in work.conflicts or each.slug in work.refused_fields
    return not needs_care


def _unedited(problems: Sequence[Problem], edited: set[FieldSlug]) -> list[Problem]:
    return [problem for problem in problems if problem.field not in edited]
