"""One edited field in the review: before and after, or base, mine and theirs in a conflict."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from wfdesk.domain.diff import Part
from wfdesk.domain.edits import Side
from wfdesk.domain.ids import FieldSlug
from wfdesk.domain.schema import FieldType
from wfdesk.domain.validation import Severity
from wfdesk.services.reviewing import FieldReview
from wfdesk.ui.changes.differview import differing_view
from wfdesk.ui.changes.richview import RichView, is_rich, text_of
from wfdesk.ui.changes.sides import (
    Clash,
    are_texts,
    three_sides,
    words_view,
)
from wfdesk.ui.changes.values import NOT_SET, Surroundings, comparable, in_words
from wfdesk.ui.changes.valueview import value_view
from wfdesk.ui.editor.fields.flow import FlowLayout
from wfdesk.ui.toolkit.colours import Tone
from wfdesk.ui.toolkit.labels import PlainLabel, plain, visible
from wfdesk.ui.toolkit.sign import SignLabel
from wfdesk.ui.toolkit.theme import NEAR
from wfdesk.words.differences import has_lines

_INDENT = 30
"""Where the text of a check box begins."""
_GOES = "Goes with the next send"
_STAYS = "The whole item is left out. Tick it in the list, and its fields go again."
_FIELD_GONE = (
    "Webflow no longer has this field. The value is kept, and goes once the field is back."
)
_FIELD_FIXED = "This field can no longer be changed. The value is kept, and goes once it can be."
_SIGNS = {
    Severity.WARNING: ("problems", Tone.WARNING),
    Severity.BLOCKS_PUBLISH: ("error", Tone.DANGER),
    Severity.BLOCKS_SEND: ("error", Tone.DANGER),
}
_TAKE = {Side.MINE: ("Take mine", "Take &mine"), Side.THEIRS: ("Take theirs", "Take &theirs")}


class FieldBlock(QWidget):
    """Shows one edit and passes the user's wishes about it on."""

    hold_toggled = Signal(str, bool)  # field slug, held back
    side_taken = Signal(str, object)  # field slug, Side
    all_taken = Signal(str, object)
    """The same, for all conflicts like this one."""
    field_wanted = Signal(str)
    discarded = Signal(str)

    def __init__(
        self,
        review: FieldReview,
        around: Surroundings,
        refused: str = "",
        clash: Clash | None = None,
        *,
        goes: bool = True,
        has_keys: bool = False,
    ) -> None:
        """With ``has_keys`` the choices of the conflict have keys of their own."""
        super().__init__()
        self.slug: FieldSlug = review.slug
        self._has_keys = has_keys
        self.first: QWidget
        """Takes the keyboard when one goes to the field."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 12)
        column.setSpacing(6)
        body = QVBoxLayout()
        body.setContentsMargins(_INDENT, 0, 0, 0)
        body.setSpacing(6)
        if review.is_parked:
            body.addWidget(self._parked_name(review))
            self._add_parked(body, review, around)
        else:
            column.addLayout(self._head(review, clash, goes=goes))
            if clash:  # three sides need all the room there is
                body.setContentsMargins(0, 0, 0, 0)
            self._add_value(body, review, around, clash)
        if refused:
            body.addWidget(problem_line(refused))
        for problem in review.problems:
            body.addWidget(problem_line(problem.sentence, *_SIGNS[problem.severity]))
        column.addLayout(body)

    def _head(self, review: FieldReview, clash: Clash | None, *, goes: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        self.first = self._tick(review, goes=goes)
        row.addWidget(self.first)
        if review.edit.is_held:
            row.addWidget(PlainLabel("held back", "muted"))
        row.addStretch(1)
        if clash is None:
            row.addWidget(_link("Go to field", self._want_field))
        return row

    def _tick(self, review: FieldReview, *, goes: bool) -> QCheckBox:
        """Whether the field goes with its item; without the item, no field goes."""
        tick = QCheckBox(plain(review.label))
        tick.setFont(_bold(tick.font()))
        tick.setChecked(goes and not review.edit.is_held)
        tick.setEnabled(goes)
        tick.setAccessibleName(f"Send {review.label}")
        tick.setToolTip(_GOES if goes else _STAYS)
        tick.toggled.connect(self._on_goes_toggled)
        return tick

    def _add_value(
        self, body: QVBoxLayout, review: FieldReview, around: Surroundings, clash: Clash | None
    ) -> None:
        if clash is None:
            body.addWidget(comparison(review, around))
            return
        buttons = [self._take_button(Side.MINE), self._take_button(Side.THEIRS)]
        self.first = buttons[0]
        body.addWidget(three_sides(review.field, review.edit, clash, around, buttons))
        third = QPushButton("Edit\N{HORIZONTAL ELLIPSIS}")
        third.clicked.connect(self._want_field)
        body.addWidget(_flow([third]))
        if clash.alike > 1:
            body.addWidget(_flow(self._for_all(clash.alike)))

    def _take_button(self, side: Side) -> QPushButton:
        button = QPushButton(_TAKE[side][self._has_keys])
        button.clicked.connect(self._take_mine if side is Side.MINE else self._take_theirs)
        return button

    def _for_all(self, alike: int) -> list[QPushButton]:
        count = f"for all {alike:,} like this"
        return [
            _link(f"{_TAKE[Side.MINE][0]} {count}", self._take_all_mine),
            _link(f"{_TAKE[Side.THEIRS][0]} {count}", self._take_all_theirs),
        ]

    def _parked_name(self, review: FieldReview) -> PlainLabel:
        name = PlainLabel(visible(review.label))
        name.setFont(_bold(name.font()))
        name.setWordWrap(True)
        return name

    def _add_parked(self, body: QVBoxLayout, review: FieldReview, around: Surroundings) -> None:
        self._text = in_words(review.field, review.edit.value, around)
        why = _FIELD_GONE if review.field is None else _FIELD_FIXED
        body.addWidget(problem_line(why, "hold", Tone.MUTED))
        body.addWidget(value_view(review.field, review.edit.value, around))
        copy = QPushButton("Copy")
        copy.clicked.connect(self._copy)
        discard = QPushButton("Discard")
        discard.clicked.connect(self._discard)
        body.addWidget(_flow([copy, discard]))
        self.first = copy

    def _on_goes_toggled(self, goes: bool) -> None:
        self.hold_toggled.emit(self.slug, not goes)

    def _take_mine(self) -> None:
        self.side_taken.emit(self.slug, Side.MINE)

    def _take_theirs(self) -> None:
        self.side_taken.emit(self.slug, Side.THEIRS)

    def _take_all_mine(self) -> None:
        self.all_taken.emit(self.slug, Side.MINE)

    def _take_all_theirs(self) -> None:
        self.all_taken.emit(self.slug, Side.THEIRS)

    def _want_field(self) -> None:
        self.field_wanted.emit(self.slug)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)

    def _discard(self) -> None:
        self.discarded.emit(self.slug)


def comparison(review: FieldReview, around: Surroundings) -> QWidget:
    """Before and after: in one flow for texts and lists of items, else side by side.

    Of a new item there is no before.
    """
    about, before, after = review.field, review.edit.base, review.edit.value
    if about is not None and is_rich(about, before, after):
        return RichView(text_of(before), text_of(after), around.tasks)
    is_unset = {in_words(about, each, around) for each in (before, after)} == {NOT_SET}
    if around.is_new or is_unset:  # the latter is a new item's, filled and emptied again
        return value_view(about, after, around)
    if about is not None and are_texts(about, before, after):
        return words_view(*comparable(about, before, after))
    if about is None or not has_lines(about, before, after):
        return _in_turn(value_view(about, before, around), value_view(about, after, around))
    marked = differing_view(about, before, after, around)
    if about.type is FieldType.MULTI_REFERENCE:
        return marked
    return _in_turn(differing_view(about, after, before, around, Part.REMOVED), marked)


def _in_turn(before: QWidget, after: QWidget) -> QWidget:
    widget = QWidget()
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    top = Qt.AlignmentFlag.AlignTop
    row.addWidget(before, 1, top)
    row.addWidget(PlainLabel("\N{RIGHTWARDS ARROW}", "muted"), 0, top)
    row.addWidget(after, 1, top)
    return widget


def problem_line(sentence: str, name: str = "error", tone: Tone = Tone.DANGER) -> QWidget:
    """An icon and a sentence."""
    widget = QWidget()
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(SignLabel(name, tone), 0, Qt.AlignmentFlag.AlignTop)
    text = PlainLabel(sentence, "problem" if tone is Tone.DANGER else "")
    text.setWordWrap(True)
    row.addWidget(text, 1)
    return widget


def _link(text: str, slot: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", "link")
    button.clicked.connect(slot)
    return button


def _flow(widgets: Sequence[QWidget]) -> QWidget:
    """A line of buttons that goes on below where the pane is narrow."""
    line = QWidget()
    flow = FlowLayout(NEAR, line)
    for each in widgets:
        flow.addWidget(each)
    return line


def _bold(font: QFont) -> QFont:
    font.setWeight(QFont.Weight.DemiBold)
    return font
