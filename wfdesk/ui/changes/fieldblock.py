"""One edited field in the review: before and after, or base, mine and theirs in a conflict."""

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from wfdesk.domain.diff import word_diff
from wfdesk.domain.ids import FieldSlug
from wfdesk.domain.schema import Field
from wfdesk.domain.values import Value, canonical
from wfdesk.services.reviewing import FieldReview
from wfdesk.ui.changes.difftext import DiffText
from wfdesk.ui.changes.values import TEXT_TYPES, Surroundings, comparable
from wfdesk.ui.changes.valueview import value_view
from wfdesk.ui.toolkit.colours import Tone
from wfdesk.ui.toolkit.icons import icon
from wfdesk.ui.toolkit.labels import PlainLabel, plain

_INDENT = 30
"""Where the text of a check box begins."""
_AT_A_GLANCE = 80
"""Characters up to which two texts are compared at a glance, without marks."""
_GOES = "Goes with the next send"
_STAYS = "The whole item is left out. Tick it in the list, and its fields go again."


class Clash(Struct, frozen=True):
    """A conflict on a field: what the colleague made of it."""

    theirs: Value


class FieldBlock(QWidget):
    """Shows one edit and passes the user's wishes about it on."""

    hold_toggled = Signal(str, bool)  # field slug, held back
    mine_taken = Signal(str)
    theirs_taken = Signal(str)
    theirs_seen = Signal(str)
    """Both sides were before the user, who goes on to write a third value."""
    field_wanted = Signal(str)

    def __init__(
        self,
        review: FieldReview,
        around: Surroundings,
        refused: str = "",
        clash: Clash | None = None,
        *,
        goes: bool = True,
    ) -> None:
        super().__init__()
        self._slug: FieldSlug = review.slug
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 12)
        column.setSpacing(6)
        column.addLayout(self._head(review, clash, goes=goes))
        body = QVBoxLayout()
        body.setContentsMargins(_INDENT, 0, 0, 0)
        body.setSpacing(6)
        body.addWidget(_three(review, around, clash) if clash else comparison(review, around))
        if clash:
            body.addLayout(self._decision())
        if refused:
            body.addWidget(problem_line(refused))
        for problem in review.problems:
            body.addWidget(problem_line(problem.sentence))
        column.addLayout(body)

    def _head(self, review: FieldReview, clash: Clash | None, *, goes: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self._tick(review, goes=goes))
        if review.edit.is_held:
            row.addWidget(PlainLabel("held back", "muted"))
        row.addStretch(1)
        if clash is None and review.field is not None:
            edit = QPushButton("Go to field")
            edit.setProperty("kind", "link")
            edit.clicked.connect(self._want_field)
            row.addWidget(edit)
        return row

    def _tick(self, review: FieldReview, *, goes: bool) -> QCheckBox:
        """Whether the field goes with its item; without the item, no field goes."""
        tick = QCheckBox(plain(review.label))
        font = tick.font()
        font.setWeight(QFont.Weight.DemiBold)
        tick.setFont(font)
        tick.setChecked(goes and not review.edit.is_held)
        tick.setEnabled(goes)
        tick.setAccessibleName(f"Send {review.label}")
        tick.setToolTip(_GOES if goes else _STAYS)
        tick.toggled.connect(self._on_goes_toggled)
        return tick

    def _decision(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for text, slot in (
            ("Take mine", self._take_mine),
            ("Take theirs", self._take_theirs),
            ("Edit\N{HORIZONTAL ELLIPSIS}", self._write_third),
        ):
            button = QPushButton(text)
            button.clicked.connect(slot)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _on_goes_toggled(self, goes: bool) -> None:
        self.hold_toggled.emit(self._slug, not goes)

    def _take_mine(self) -> None:
        self.mine_taken.emit(self._slug)

    def _take_theirs(self) -> None:
        self.theirs_taken.emit(self._slug)

    def _write_third(self) -> None:
        self.theirs_seen.emit(self._slug)
        self._want_field()

    def _want_field(self) -> None:
        self.field_wanted.emit(self._slug)


def comparison(review: FieldReview, around: Surroundings) -> QWidget:
    """Before and after: in one flow for text, else side by side with an arrow."""
    about, before, after = review.field, review.edit.base, review.edit.value
    if about is not None and _are_texts(about, before, after):
        return _words(*comparable(about, before, after))
    widget = QWidget()
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    top = Qt.AlignmentFlag.AlignTop
    row.addWidget(value_view(about, before, around), 1, top)
    row.addWidget(PlainLabel("\N{RIGHTWARDS ARROW}", "muted"), 0, top)
    row.addWidget(value_view(about, after, around), 1, top)
    return widget


def _are_texts(about: Field, before: Value, after: Value) -> bool:
    """Whether both are there and can be compared word by word."""
    return about.type in TEXT_TYPES and None not in (
        canonical(about, before),
        canonical(about, after),
    )


def _side(review: FieldReview, value: Value, around: Surroundings) -> QWidget:
    """One side of a conflict: a short value as it is, a long text by what it changed."""
    about, before = review.field, review.edit.base
    if about is not None and _are_texts(about, before, value):
        old, new, note = comparable(about, before, value)
        if note or max(len(old), len(new)) > _AT_A_GLANCE:
            return _words(old, new, note)
    return value_view(about, value, around)


def _words(before: str, after: str, note: str) -> QWidget:
    text = DiffText(word_diff(before, after))
    if not note:
        return text
    widget = QWidget()
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(PlainLabel(note, "muted"))
    column.addWidget(text)
    return widget


def _three(review: FieldReview, around: Surroundings, clash: Clash) -> QWidget:
    widget = QWidget()
    grid = QGridLayout(widget)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 1)
    rows = [("Mine", _side(review, review.edit.value, around))]
    if review.edit.base == clash.theirs:  # seen before: mine starts from it
        rows.append(("Theirs", value_view(review.field, clash.theirs, around)))
    else:
        rows.append(("Theirs", _side(review, clash.theirs, around)))
        rows.insert(0, ("Before", value_view(review.field, review.edit.base, around)))
    for place, (title, shown) in enumerate(rows):
        grid.addWidget(PlainLabel(title, "muted"), place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(shown, place, 1)
    return widget


def problem_line(sentence: str, name: str = "error", tone: Tone = Tone.DANGER) -> QWidget:
    """An icon and a sentence."""
    widget = QWidget()
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    sign = PlainLabel("")
    sign.setPixmap(icon(name, tone).pixmap(16, 16))
    row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    text = PlainLabel(sentence, "problem" if tone is Tone.DANGER else "")
    text.setWordWrap(True)
    row.addWidget(text, 1)
    return widget
