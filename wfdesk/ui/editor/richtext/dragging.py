"""Carries what is selected to another place, a card as well as text.

Qt's own drag would remove by itself what was moved out of the text, behind the back of our hands:
a card would leave an empty line, and it would be no step of the item's.
"""

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QObject, QPoint, QRect, Qt
from PySide6.QtGui import QDrag, QMouseEvent, QPainter, QPixmap, QTextCursor
from PySide6.QtWidgets import QApplication, QTextEdit

from wfdesk.ui.editor.richtext.clipping import Clipping
from wfdesk.ui.editor.richtext.decorations import Decorations

_COPY, _MOVE = Qt.DropAction.CopyAction, Qt.DropAction.MoveAction
_CARD = "\N{OBJECT REPLACEMENT CHARACTER}"
_VEIL = 0.7
"""How much is seen of a card that is carried: it is not to hide where it goes."""
_WIDEST = 280
"""Pixels of it, and those by which it hangs beside the pointer, for the same reason."""
_BESIDE = 12


class Dragging:
    def __init__(
        self,
        edit: QTextEdit,
        clipping: Clipping,
        decorations: Decorations,
        remove_selection: Callable[[], None],
    ) -> None:
        self._edit = edit
        self._clipping = clipping
        self._decorations = decorations
        self._remove_selection = remove_selection
        self._pressed: QPoint | None = None
        self._card: QRect | None = None
        self._carried = QTextCursor()
        """What is carried, as long as it is there: in another text there is nothing of it."""

    def selection_at(self, event: QMouseEvent) -> tuple[int, int] | None:
        """What is selected, if the pointer is on that."""
        cursor = self._edit.textCursor()
        chosen = cursor.selectionStart(), cursor.selectionEnd()
        spot = event.position() - self._decorations.offset()
        layout = self._edit.document().documentLayout()
        place = layout.hitTest(spot, Qt.HitTestAccuracy.ExactHit)
        return chosen if cursor.hasSelection() and chosen[0] <= place <= chosen[1] else None

    def press(self, event: QMouseEvent, card: QRect | None = None) -> None:
        """Begin to wait for the pointer to leave the place: on what is selected, or on a card."""
        self._pressed, self._card = event.position().toPoint(), card

    def release(self) -> bool:
        """End to wait; return whether that was waited for."""
        was_pressed, self._pressed = self._pressed is not None, None
        return was_pressed

    def move(self, event: QMouseEvent) -> bool:
        """Begin to carry once it is meant; return whether the move is ours."""
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            self._pressed = None
            return False
        way = event.position().toPoint() - self._pressed
        if way.manhattanLength() >= QApplication.startDragDistance():
            start, self._pressed = self._pressed, None
            self._carry(start)
        return True

    def is_within(self, source: object) -> bool:
        """Whether it is here that a drag comes from."""
        return source in {self._edit, self._edit.viewport()}

    def pick_up(self) -> bool:
        """Select what is carried from here; return whether that is still there."""
        if not self._carried.hasSelection():
            return False
        self._edit.setTextCursor(self._carried)
        return True

    def _carry(self, start: QPoint) -> None:
        """Wait for the drop. Meanwhile the program goes on: the text may be another one by then."""
        edit, is_fixed = self._edit, self._edit.isReadOnly()
        self._carried = QTextCursor(edit.textCursor())
        drag = QDrag(edit.viewport())
        drag.setMimeData(self._clipping.dragged())
        if self._card is not None:
            drag.setPixmap(_carried(edit.viewport().grab(self._card)))
            drag.setHotSpot(QPoint(-_BESIDE, -_BESIDE))
        action = drag.exec(_COPY if is_fixed else _COPY | _MOVE, _COPY if is_fixed else _MOVE)
        if not shiboken6.isValid(edit):
            return
        if action == _MOVE and self._is_elsewhere(drag.target()) and self.pick_up():
            self._remove_selection()
        self._carried = QTextCursor()

    def _is_elsewhere(self, target: QObject | None) -> bool:
        """Whether all that was carried has come to another place, where it can stay.

        Of a card only what can be read of it comes to anything but a rich text: it stays here.
        """
        if self.is_within(target):
            return False
        is_rich = target is not None and isinstance(target.parent(), type(self._edit))
        return is_rich or _CARD not in self._carried.selectedText()


def _carried(picture: QPixmap) -> QPixmap:
    """A card as it is seen while it is carried: smaller, and as if through a veil."""
    widest = round(_WIDEST * picture.devicePixelRatio())
    if picture.width() > widest:
        picture = picture.scaledToWidth(widest, Qt.TransformationMode.SmoothTransformation)
    shown = QPixmap(picture.size())
    shown.setDevicePixelRatio(picture.devicePixelRatio())
    shown.fill(Qt.GlobalColor.transparent)
    painter = QPainter(shown)
    painter.setOpacity(_VEIL)
    painter.drawPixmap(0, 0, picture)
    painter.end()
    return shown
