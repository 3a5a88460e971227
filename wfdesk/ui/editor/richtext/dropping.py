"""Where what is dropped comes; what comes from this very text is moved, as one step.

What is not in the text at once is never moved from elsewhere but copied: who gave it away would
remove it, and it might not come to anything here. To a file manager that would be the file itself.
"""

from PySide6.QtCore import QMimeData, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QDropEvent, QPainter, QTextCursor
from PySide6.QtWidgets import QTextEdit

from wfdesk.ui.editor.richtext.clipping import is_of_cards
from wfdesk.ui.editor.richtext.decorations import Decorations
from wfdesk.ui.editor.richtext.dragging import Dragging
from wfdesk.ui.editor.richtext.pasting import Pasting
from wfdesk.ui.toolkit.icons import current_colours

_EDGE = 20
"""Pixels at the top and at the bottom where Qt scrolls for what is dragged there."""
_THICK = 3
_MOVES = QTextCursor.MoveOperation

_COPY, _MOVE = Qt.DropAction.CopyAction, Qt.DropAction.MoveAction


class Dropping:
    """All else is pasted where it is dropped."""

    def __init__(
        self, edit: QTextEdit, dragging: Dragging, pasting: Pasting, decorations: Decorations
    ) -> None:
        self._edit = edit
        self._dragging = dragging
        self._pasting = pasting
        self._decorations = decorations
        self._line: QRectF | None = None
        """Between which two blocks cards would come."""

    def drop(self, event: QDropEvent) -> None:
        data, place = event.mimeData(), self._place_of(event)
        if self._edit.isReadOnly() or not self._edit.canInsertFromMimeData(data):
            event.ignore()
            return
        event.acceptProposedAction()
        is_ours = self._dragging.is_within(event.source())
        is_move = is_ours and event.dropAction() == _MOVE
        if not is_move or not self._dragging.pick_up():  # The text is another one meanwhile.
            self._take(event, data, place)
            return
        if not self._is_there(place, is_card=is_of_cards(data)):
            self._pasting.move(data, place)

    def _take(self, event: QDropEvent, data: QMimeData, place: QTextCursor) -> None:
        if event.dropAction() == _MOVE and not self._pasting.takes_at_once(data):
            if not event.possibleActions() & _COPY:
                event.ignore()
                return
            event.setDropAction(_COPY)
        self._pasting.take(data, place)

    def _is_there(self, place: QTextCursor, *, is_card: bool) -> bool:
        """Whether that is where it is already: also at the blocks beside it, for cards."""
        dragged = self._edit.textCursor()
        beside = int(is_card and place.block().length() > 1)
        start, end = dragged.selectionStart() - beside, dragged.selectionEnd() + beside
        return start <= place.position() <= end

    def show_line(self, event: QDropEvent) -> bool:
        """Show between which blocks cards would come; return whether that is all to be shown."""
        if self._edit.isReadOnly() or not is_of_cards(event.mimeData()):
            return False
        place = self._place_of(event)
        rect = self._edit.document().documentLayout().blockBoundingRect(place.block())
        rect.translate(self._decorations.offset())
        room, margin = self._edit.viewport().rect(), self._edit.document().documentMargin()
        edge = rect.top() - _THICK if place.atBlockStart() else rect.bottom()
        top = min(max(edge, 0.0), float(room.height() - _THICK))
        self._line = QRectF(margin, top, room.width() - 2 * margin, _THICK)
        self._edit.viewport().update()
        return _EDGE <= event.position().y() <= room.height() - _EDGE

    def hide_line(self) -> None:
        self._line = None
        self._edit.viewport().update()

    def paint(self, painter: QPainter) -> None:
        if self._line is not None:
            painter.fillRect(self._line, QColor(current_colours().accent))

    def _place_of(self, event: QDropEvent) -> QTextCursor:
        """Between two letters, or for cards between two blocks: none is to part a sentence."""
        place = self._edit.cursorForPosition(event.position().toPoint())
        if is_of_cards(event.mimeData()):
            is_below = self._is_below(place, event.position())
            place.movePosition(_MOVES.EndOfBlock if is_below else _MOVES.StartOfBlock)
        return place

    def _is_below(self, place: QTextCursor, spot: QPointF) -> bool:
        """Whether the spot is in the lower half of the block."""
        rect = self._edit.document().documentLayout().blockBoundingRect(place.block())
        return spot.y() > rect.translated(self._decorations.offset()).center().y()
