"""What is pasted or dropped comes into the text as one step, or others have to see to it first."""

from collections.abc import Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QTextEdit

from wfdesk.richtext.document import Block
from wfdesk.ui.editor.richtext.canvas import RunStep, one_step
from wfdesk.ui.editor.richtext.clipping import Clipping, has_picture
from wfdesk.ui.editor.richtext.hand import Hand
from wfdesk.ui.editor.richtext.incoming import LARGE, Incoming, Taken, read
from wfdesk.ui.editor.richtext.insertion import Insertion


class Pasted(Struct, frozen=True):
    """What was pasted last: in place of what, at which step, what it was, what was done to it."""

    place: tuple[int, int]
    """Where the selection began and ended that it took the place of."""
    steps: int
    incoming: Incoming
    note: str


class Pasting(QObject):
    """Reads at once what is read within a frame; what is large, and pictures, it hands over."""

    pasted = Signal(object)  # Pasted
    large_came = Signal(object, object)  # QTextCursor, Incoming: to be read beside the window
    picture_came = Signal()

    def __init__(
        self,
        edit: QTextEdit,
        clipping: Clipping,
        hand: Hand,
        insertion: Insertion,
        run_step: RunStep,
    ) -> None:
        super().__init__(edit)
        self._edit = edit
        self._clipping = clipping
        self._hand = hand
        self._insertion = insertion
        self._run_step = run_step

    def take(self, data: QMimeData, place: QTextCursor | None = None) -> None:
        """Put in what came, in place of what is selected, or where it was dropped."""
        place = place or self._edit.textCursor()
        if has_picture(data):
            self._edit.setTextCursor(place)
            self.picture_came.emit()
        else:
            self._take(place, self._clipping.taken(data))

    def takes_at_once(self, data: QMimeData) -> bool:
        """Whether it is in the text as soon as it is taken; else it comes later, or never."""
        return not has_picture(data) and self._clipping.taken(data).size <= LARGE

    def take_plain(self) -> None:
        """Paste nothing but the text, whatever there is."""
        if (data := QGuiApplication.clipboard().mimeData()) is not None:
            self._take(self._edit.textCursor(), self._clipping.taken(data, as_text=True))

    def put(self, place: QTextCursor, incoming: Incoming, taken: Taken) -> None:
        """Put in what was pasted, in place of what is selected there."""
        if self._edit.isReadOnly():
            return
        where = place.selectionStart(), place.selectionEnd()
        steps = self._edit.document().availableUndoSteps()
        self._run_step(partial(self._insert, place, taken.blocks))
        self.pasted.emit(Pasted(where, steps, incoming, taken.note))

    def put_plain(self, pasted: Pasted) -> None:
        """Have the text alone of what came last, as if nothing but that had been pasted."""
        if self._edit.isReadOnly():
            return
        incoming = replace(pasted.incoming, is_text=True)
        taken = read(incoming)
        self._run_step(partial(self._put_anew, pasted, taken.blocks))
        self.pasted.emit(replace(pasted, incoming=incoming, note=taken.note))

    def _put_anew(self, pasted: Pasted, blocks: Sequence[Block]) -> None:
        """Begin where the paste began: what it made of a line there is not to stay."""
        document = self._edit.document()
        while document.availableUndoSteps() > pasted.steps and document.isUndoAvailable():
            document.undo()
        place = QTextCursor(document)
        place.setPosition(pasted.place[0])
        place.setPosition(pasted.place[1], QTextCursor.MoveMode.KeepAnchor)
        self._insert(place, blocks)

    def move(self, data: QMimeData, place: QTextCursor) -> None:
        """Take what is selected from where it is, and put it in at the place, as one step."""
        self._run_step(partial(self._move, place, read(self._clipping.taken(data)).blocks))

    def _move(self, place: QTextCursor, blocks: Sequence[Block]) -> None:
        with one_step(place):
            self._hand.remove()
            self._insert(place, blocks)

    def _insert(self, place: QTextCursor, blocks: Sequence[Block]) -> None:
        with one_step(place):
            is_above = place.atBlockStart() and not place.hasSelection()
            if not is_above or not self._hand.open_above_card(place.block()):
                self._edit.setTextCursor(place)
            self._insertion.insert(blocks)

    def _take(self, place: QTextCursor, incoming: Incoming) -> None:
        if incoming.size > LARGE:
            self.large_came.emit(place, incoming)
        else:
            self.put(place, incoming, read(incoming))
