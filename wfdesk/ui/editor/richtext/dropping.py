"""What is dropped: where it comes from this very text it is moved, as one step."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QDropEvent, QTextCursor
from PySide6.QtWidgets import QTextEdit

from wfdesk.richtext.document import Block
from wfdesk.ui.editor.richtext.canvas import RunStep, one_step
from wfdesk.ui.editor.richtext.clipping import Clipping
from wfdesk.ui.editor.richtext.hand import Hand
from wfdesk.ui.editor.richtext.incoming import read
from wfdesk.ui.editor.richtext.insertion import Insertion


class Dropping:
    """All else is pasted where it is dropped."""

    def __init__(
        self,
        edit: QTextEdit,
        clipping: Clipping,
        hand: Hand,
        insertion: Insertion,
        run_step: RunStep,
    ) -> None:
        self._edit = edit
        self._clipping = clipping
        self._hand = hand
        self._insertion = insertion
        self._run_step = run_step

    def drop(self, event: QDropEvent) -> bool:
        """Move what is dragged to where it is dropped; return whether it is anything of ours."""
        is_ours = event.source() in {self._edit, self._edit.viewport()}
        is_moved = is_ours and event.dropAction() == Qt.DropAction.MoveAction
        if not is_moved or self._edit.isReadOnly():
            return False
        event.acceptProposedAction()
        dragged = self._edit.textCursor()
        place = self._edit.cursorForPosition(event.position().toPoint())
        if not dragged.selectionStart() <= place.position() <= dragged.selectionEnd():
            blocks = read(self._clipping.taken(event.mimeData())).blocks
            self._run_step(partial(self._move, place, blocks))
        return True

    def _move(self, place: QTextCursor, blocks: Sequence[Block]) -> None:
        with one_step(place):
            self._hand.remove()
            self._edit.setTextCursor(place)
            self._insertion.insert(blocks)
