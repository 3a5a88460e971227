"""What is pasted or dropped comes into the text as one step, or others have to see to it first."""

from functools import partial

from msgspec import Struct
from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QTextEdit

from wfdesk.ui.editor.richtext.canvas import RunStep
from wfdesk.ui.editor.richtext.clipping import Clipping, has_picture
from wfdesk.ui.editor.richtext.incoming import LARGE, Incoming, Taken, read
from wfdesk.ui.editor.richtext.insertion import Insertion


class Pasted(Struct, frozen=True):
    """What was pasted last: where it is now, what it was, and what was done to it."""

    place: QTextCursor
    incoming: Incoming
    note: str


class Pasting(QObject):
    """Reads at once what is read within a frame; what is large, and pictures, it hands over."""

    pasted = Signal(object)  # Pasted
    large_came = Signal(object, object)  # QTextCursor, Incoming: to be read beside the window
    picture_came = Signal()

    def __init__(
        self, edit: QTextEdit, clipping: Clipping, insertion: Insertion, run_step: RunStep
    ) -> None:
        super().__init__(edit)
        self._edit = edit
        self._clipping = clipping
        self._insertion = insertion
        self._run_step = run_step

    def take(self, data: QMimeData) -> None:
        if has_picture(data):
            self.picture_came.emit()
        else:
            self._take(self._clipping.taken(data))

    def take_plain(self) -> None:
        """Paste nothing but the text, whatever there is."""
        if (data := QGuiApplication.clipboard().mimeData()) is not None:
            self._take(self._clipping.taken(data, as_text=True))

    def put(self, place: QTextCursor, incoming: Incoming, taken: Taken) -> None:
        """Put in what was pasted, in place of what is selected there."""
        if self._edit.isReadOnly():
            return
        self._edit.setTextCursor(place)
        start = place.selectionStart()
        self._run_step(partial(self._insertion.insert, taken.blocks))
        end = self._edit.textCursor()
        where = QTextCursor(end)
        where.setPosition(min(start, end.position()))
        where.setPosition(end.position(), QTextCursor.MoveMode.KeepAnchor)
        self.pasted.emit(Pasted(where, incoming, taken.note))

    def _take(self, incoming: Incoming) -> None:
        place = self._edit.textCursor()
        if incoming.size > LARGE:
            self.large_came.emit(place, incoming)
        else:
            self.put(place, incoming, read(incoming))
