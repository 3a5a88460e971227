"""The frame of a list that hangs from a line, wherever in the window there is room for it."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from wfdesk.ui.toolkit.theme import TIGHT

_GAP = 2
_EDGES = 4
"""What the borders of the frame and of its content take of the height."""
_NARROWEST = 200


class HangingFrame(QFrame):
    """Lies under its line, or above it where there is more room, and never over it.

    It stays on its side for as long as it fits there: what is typed makes the list longer and
    shorter, and it is not to jump about for that.
    """

    def __init__(self, line: QWidget, content: QWidget) -> None:
        super().__init__(line.window())
        self._line = line
        self._is_above = False
        self._height = 0
        self._stood: tuple[QRect, QRect] | None = None
        """The line and the room there was when it was placed."""
        self.setProperty("kind", "popup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(TIGHT, TIGHT, TIGHT, TIGHT)
        column.addWidget(content)

    def hang(self, height: int) -> None:
        """Take the place for so much content, or for as much of it as there is room for."""
        self._height = height + 2 * TIGHT + _EDGES
        self._place(*self._surroundings())

    def follow(self) -> None:
        """Go along with the line, and keep within a window that has become smaller."""
        surroundings = self._surroundings()
        if surroundings != self._stood:
            self._place(*surroundings)

    def _surroundings(self) -> tuple[QRect, QRect]:
        window = self._line.window()
        line = QRect(self._line.mapTo(window, QPoint()), self._line.size())
        return line, _seen_part(window, line)

    def _place(self, line: QRect, room: QRect) -> None:
        self._stood = line, room
        above = line.top() - room.top() - _GAP
        below = room.bottom() - line.bottom() - _GAP
        if self._height > (above if self._is_above else below):
            self._is_above = self._height > below and above > below
        height = min(self._height, above if self._is_above else below)
        width = min(max(line.width(), _NARROWEST), room.width())
        left = max(room.left(), min(line.left(), room.right() + 1 - width))
        top = line.top() - _GAP - height if self._is_above else line.bottom() + 1 + _GAP
        self.setGeometry(left, top, width, height)


def _seen_part(window: QWidget, line: QRect) -> QRect:
    """What of a window is on its screen: it may stand half outside."""
    screen = window.screen().availableGeometry()
    seen = window.rect() & QRect(window.mapFromGlobal(screen.topLeft()), screen.size())
    return seen if seen.contains(line) else window.rect()
