"""What is copied from rich text, and what others put on the clipboard, as blocks."""

from collections.abc import Sequence
from uuid import uuid4

import shiboken6
from msgspec.structs import replace
from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QGuiApplication, QTextCursor, QTextDocument, QTextDocumentFragment
from PySide6.QtWidgets import QTextEdit

from wfdesk.richtext.document import BREAK, LINE, Block, Document, Kind, Run, Tag
from wfdesk.richtext.parsing import parse
from wfdesk.richtext.writing import serialize
from wfdesk.ui.editor.richtext.bridge import Reading
from wfdesk.ui.editor.richtext.canvas import Canvas

_OURS = "application/x-wfdesk-richtext"
"""HTML that is known to be one of ours: nothing needs to be cleaned away."""
_COPY = "application/x-wfdesk-copy"
"""Which copy it is: where it came from its blocks keep their bytes."""


class Clipping:
    def __init__(self, edit: QTextEdit, canvas: Canvas) -> None:
        self._edit = edit
        self._canvas = canvas
        self._copy = b""
        self._copied: tuple[Block, ...] = ()
        self._dragged: list[QMimeData] = []

    def copy(self) -> None:
        if self._edit.textCursor().hasSelection():
            QGuiApplication.clipboard().setMimeData(self._copied_data())

    def dragged(self) -> QMimeData:
        """What is to be dragged: Qt takes it over."""
        # WORKAROUND(PySide6 6.11): Python would free what it returns, which Qt owns by then.
        self._dragged = [each for each in self._dragged if shiboken6.isValid(each)]
        self._dragged.append(self._copied_data())
        return self._dragged[-1]

    def _copied_data(self) -> QMimeData:
        """What is selected: for us, for other programs, and as plain text."""
        blocks = self._selected()
        self._copy, self._copied = uuid4().bytes, blocks
        spellings = self._canvas.reading.source.spellings
        fresh = tuple(replace(block, origin=None) for block in blocks)
        html = serialize(Document(fresh, spellings=spellings))
        data = QMimeData()
        data.setData(_OURS, QByteArray(html.encode()))
        data.setData(_COPY, QByteArray(self._copy))
        data.setHtml(html)
        data.setText("\n".join(_plain(block) for block in blocks))
        return data

    def can_take(self, data: QMimeData) -> bool:
        return data.hasFormat(_OURS) or data.hasHtml() or data.hasText()

    def taken(self, data: QMimeData) -> Sequence[Block]:
        if self._copied and bytes(data.data(_COPY).data()) == self._copy:
            return self._copied
        if data.hasFormat(_OURS):
            html = bytes(data.data(_OURS).data()).decode(errors="replace")
            return [replace(block, origin=None) for block in parse(html).blocks]
        return self.taken_as_text(data)

    def taken_as_text(self, data: QMimeData) -> Sequence[Block]:
        return _paragraphs(data.text())

    def _selected(self) -> tuple[Block, ...]:
        cursor = self._edit.textCursor()
        scratch = QTextDocument()
        reading = Reading(scratch, self._canvas.meanings)
        reading.source = self._canvas.reading.source
        into = QTextCursor(scratch)
        start = self._edit.document().findBlock(cursor.selectionStart())
        if start != self._edit.document().findBlock(cursor.selectionEnd()):
            into.setBlockFormat(start.blockFormat())
        into.insertFragment(QTextDocumentFragment(cursor))
        reading.forget(0, 0, scratch.characterCount())  # Blocks have come with their states.
        return reading.blocks()


def _plain(block: Block) -> str:
    if block.kind is Kind.CARD:
        return block.raw
    return "".join(run.text for run in block.runs if not run.raw).replace(LINE, "\n")


def _paragraphs(text: str) -> list[Block]:
    """Plain text as it is: an empty line parts paragraphs, another one ends a line."""
    parts = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n\n")
    return [
        Block(Kind.TEXT, Tag("p"), (Run(part.strip("\n").replace("\n", BREAK)),)) for part in parts
    ]
