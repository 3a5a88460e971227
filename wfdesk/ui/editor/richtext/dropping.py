"""What is dropped: where it comes from this very text it is moved, as one step.

What is not in the text at once is never moved from elsewhere but copied: who gave it away would
remove it, and it might not come to anything here. To a file manager that would be the file itself.
"""

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDropEvent, QTextCursor
from PySide6.QtWidgets import QTextEdit

from wfdesk.ui.editor.richtext.dragging import Dragging
from wfdesk.ui.editor.richtext.pasting import Pasting

_COPY, _MOVE = Qt.DropAction.CopyAction, Qt.DropAction.MoveAction


class Dropping:
    """All else is pasted where it is dropped."""

    def __init__(self, edit: QTextEdit, dragging: Dragging, pasting: Pasting) -> None:
        self._edit = edit
        self._dragging = dragging
        self._pasting = pasting

    def drop(self, event: QDropEvent) -> None:
        data, place = event.mimeData(), self._edit.cursorForPosition(event.position().toPoint())
        if self._edit.isReadOnly() or not self._edit.canInsertFromMimeData(data):
            event.ignore()
            return
        event.acceptProposedAction()
        is_ours = self._dragging.is_within(event.source())
        is_move = is_ours and event.dropAction() == _MOVE
        if not is_move or not self._dragging.pick_up():  # The text is another one meanwhile.
            self._take(event, data, place)
            return
        dragged = self._edit.textCursor()
        if not dragged.selectionStart() <= place.position() <= dragged.selectionEnd():
            self._pasting.move(data, place)

    def _take(self, event: QDropEvent, data: QMimeData, place: QTextCursor) -> None:
        if event.dropAction() == _MOVE and not self._pasting.takes_at_once(data):
            if not event.possibleActions() & _COPY:
                event.ignore()
                return
            event.setDropAction(_COPY)
        self._pasting.take(data, place)
