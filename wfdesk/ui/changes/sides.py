"""The sides of a conflict: what it was before, mine, theirs. Beside each other if there is room."""

from collections.abc import Sequence
from functools import partial

from msgspec import Struct
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from wfdesk.domain.diff import Part, Piece, word_diff
from wfdesk.domain.edits import Edit
from wfdesk.domain.schema import Field
from wfdesk.domain.values import Value, canonical
from wfdesk.ui.changes.differview import differing_view
from wfdesk.ui.changes.difftext import DiffText, char_format, grouped
from wfdesk.ui.changes.exacttext import ExactText, shortened
from wfdesk.ui.changes.richview import RichView, is_rich, text_of
from wfdesk.ui.changes.values import TEXT_TYPES, Surroundings, comparable
from wfdesk.ui.changes.valueview import value_view
from wfdesk.ui.toolkit.labels import PlainLabel, tooltip
from wfdesk.ui.toolkit.theme import APART, NEAR, TIGHT
from wfdesk.words.differences import has_lines

_NARROWEST = 180
"""Pixels of a panel that a short value has room in."""
_READABLE = 196
"""Pixels of a panel in which one reads a long text: three have room in a window as it opens."""
_LONG = 240
"""Characters from which on a text is long."""
_AT_A_GLANCE = 80
"""Characters up to which nobody has to be shown what a text lost."""


_TALLEST_BEFORE = 130


class Clash(Struct, frozen=True):
    """A conflict on a field: what the colleague made of it, and when that was seen to be."""

    theirs: Value
    when: str = ""
    alike: int = 1
    """Conflicts of this field in the collection, itself among them."""


class Panel(QFrame):
    """One side: its title, what can be done with it, its value, and what is known of that."""

    def __init__(
        self, title: str, value: QWidget, caption: str = "", button: QPushButton | None = None
    ) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setAccessibleName(title)
        self.head = QHBoxLayout()
        self.head.setSpacing(NEAR)
        self.title = PlainLabel(title, "heading")
        self.head.addWidget(self.title, 1)
        if button is not None:
            self.head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(APART, NEAR, NEAR, APART)
        column.setSpacing(TIGHT)
        column.addLayout(self.head)
        column.addWidget(value)
        if caption:
            said = PlainLabel(caption, "small")
            said.setToolTip(tooltip("When the item was last changed in Webflow"))
            said.setWordWrap(True)
            column.addWidget(said)
        column.addStretch(1)


class _Strut(QWidget):
    """Where a panel has no button: nothing, as high as one is. It grows with the text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._button = QPushButton(self)
        self._button.hide()

    def sizeHint(self) -> QSize:
        return QSize(0, self._button.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.updateGeometry()


class Sides(QWidget):
    """Lays panels out beside each other, as far as they have room.

    With less, the two last ones, between which one chooses, are beside each other below the first;
    where that is too narrow as well, each is below the one before.
    """

    def __init__(
        self, panels: Sequence[QWidget], narrowest: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._panels = tuple(panels)
        self._narrowest = narrowest
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(NEAR)
        self.columns = 0
        """How many are beside each other."""
        self._lay_out(1)

    def _room(self, count: int) -> int:
        """The width that so many beside each other take: more where the text is zoomed.

        In no more than that they would keep themselves from getting narrower.
        """
        widths = [panel.minimumSizeHint().width() for panel in self._panels]
        return count * max(self._narrowest, *widths) + (count - 1) * NEAR

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        counts = range(len(self._panels), 1, -1)
        self._lay_out(next((each for each in counts if self.width() > self._room(each)), 1))

    def _lay_out(self, columns: int) -> None:
        if columns == self.columns:
            return
        self.columns = columns
        above = (len(self._panels) - columns) if columns > 1 else 0
        for place, panel in enumerate(self._panels):
            self._grid.removeWidget(panel)
            if place < above:
                self._grid.addWidget(panel, place, 0, 1, columns)
            else:
                row, column = divmod(place - above, columns)
                self._grid.addWidget(panel, above + row, column)
        for column in range(len(self._panels)):
            self._grid.setColumnStretch(column, int(column < columns))


def are_texts(about: Field, before: Value, after: Value) -> bool:
    """Whether both are there and can be compared word by word."""
    return about.type in TEXT_TYPES and None not in (
        canonical(about, before),
        canonical(about, after),
    )


def side_view(about: Field | None, base: Value, value: Value, around: Surroundings) -> QWidget:
    """One side's value; of a text, what it made of the one before, which stands beside it."""
    if about is not None and is_rich(about, base, value):
        return RichView(text_of(base), text_of(value), around.tasks)
    if about is not None and has_lines(about, base, value):
        return differing_view(about, base, value, around)
    if about is None or not are_texts(about, base, value):
        return value_view(about, value, around)
    old, new, note = comparable(about, base, value)
    pieces = word_diff(old, new)
    is_other = all(piece.part is not Part.SAME or not piece.text.strip() for piece in pieces)
    if not note and (is_other or max(len(old), len(new)) <= _AT_A_GLANCE):
        return _with_marks(pieces)
    return words_view(old, new, note)


def words_view(before: str, after: str, note: str) -> QWidget:
    text = DiffText(word_diff(before, after))
    if not note:
        return text
    widget = QWidget()
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    said = PlainLabel(note, "muted")
    said.setWordWrap(True)
    column.addWidget(said)
    column.addWidget(text)
    return widget


def theirs_panel(
    about: Field | None,
    base: Value,
    clash: Clash,
    around: Surroundings,
    button: QPushButton | None = None,
) -> Panel:
    """What the colleague has made of it, compared with what it was before both."""
    view = side_view(about, base, clash.theirs, around)
    caption = f"Changed {clash.when}" if clash.when else ""
    return Panel("Theirs", view, caption, button)


def three_sides(
    about: Field | None,
    edit: Edit,
    clash: Clash,
    around: Surroundings,
    buttons: Sequence[QPushButton],
) -> Sides:
    """Compare what it was, mine and theirs; the buttons are those that take one of the two.

    Once theirs was seen, mine starts from it: then there is nothing before.
    """
    take_mine, take_theirs = buttons
    mine = Panel("Mine", side_view(about, edit.base, edit.value, around), button=take_mine)
    theirs = theirs_panel(about, edit.base, clash, around, take_theirs)
    longest = max(len(str(each or "")) for each in (edit.base, edit.value, clash.theirs))
    is_long = about is not None and about.type in TEXT_TYPES and longest > _LONG
    narrowest = _READABLE if is_long else _NARROWEST
    if edit.base == clash.theirs:
        return Sides([mine, theirs], narrowest)
    before = _before(about, edit.base, around)
    before.head.addWidget(_Strut())  # the values in one line
    return Sides([before, mine, theirs], narrowest)


def _with_marks(pieces: Sequence[Piece]) -> QWidget:
    """A text as it is; what is new in it is marked."""
    stretches = [
        stretch
        for piece in grouped(pieces)
        if piece.part is not Part.REMOVED
        for stretch in shortened(piece.text, partial(char_format, piece.part))
    ]
    view = ExactText(stretches)
    view.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    return view


def _before(about: Field | None, value: Value, around: Surroundings) -> Panel:
    """What it was: the sides tell of it, so of a long text the beginning will do."""
    view = value_view(about, value, around)
    if isinstance(view, ExactText | RichView):
        view.set_tallest(_TALLEST_BEFORE)
    return Panel("Before", view)
