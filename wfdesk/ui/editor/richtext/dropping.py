"""What is dropped: where it comes from this very text it is moved, as one step."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QTextEdit

from wfdesk.ui.editor.richtext.dragging import Dragging
from wfdesk.ui.editor.richtext.pasting import Pasting


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
        if not is_ours or event.dropAction() != Qt.DropAction.MoveAction:
            self._pasting.take(data, place)
            return
        dragged = self._edit.textCursor()
        if not dragged.selectionStart() <= place.position() <= dragged.selectionEnd():
            self._pasting.move(data, place)
