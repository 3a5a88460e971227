"""What is copied from rich text, and what others put on the clipboard, as blocks."""

from uuid import uuid4

import shiboken6
from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import (
    QGuiApplication,
    QStandardItemModel,
    QTextCursor,
    QTextDocument,
    QTextDocumentFragment,
)
from PySide6.QtWidgets import QTextEdit

from wfdesk.richtext.document import Block, Document, Origin
from wfdesk.richtext.parsing import parse
from wfdesk.richtext.pasting import clean_html, from_markdown, from_text, looks_like_markdown
from wfdesk.richtext.plain import plain_text_of
from wfdesk.richtext.writing import serialize
from wfdesk.ui.editor.richtext.bridge import Reading
from wfdesk.ui.editor.richtext.canvas import Canvas

_OURS = "application/x-wfdesk-richtext"
"""HTML that is known to be one of ours: nothing needs to be cleaned away."""
_COPY = "application/x-wfdesk-copy"
"""Which copy it is: where it came from its blocks keep their bytes."""
_CLEANED = "Formatting was cleaned away."
_MARKDOWN = "Markdown was made into formatted text."
_CUT = "It was too long: only its text was taken, as far as there is room."
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif")


class Incoming(Struct, frozen=True):
    """What came from a clipboard, in every shape that was there."""

    ours: str = ""
    html: str = ""
    text: str = ""
    blocks: tuple[Block, ...] = ()
    """Those that were copied here, with what they came from."""
    is_text: bool = False
    """Its text is asked for, whatever else there is."""

    @property
    def size(self) -> int:
        return max(len(self.ours), len(self.html), len(self.text))


class Taken(Struct, frozen=True):
    blocks: tuple[Block, ...]
    note: str = ""
    """What was done to it, in a sentence; empty when it is as it was."""


class Pasted(Struct, frozen=True):
    """What was pasted last: where it is now, what it was, and what was done to it."""

    place: QTextCursor
    incoming: Incoming
    note: str


def read(incoming: Incoming) -> Taken:
    """Make blocks of what came, by the best of its shapes. It may take long."""
    if incoming.is_text:
        pasted = from_text(incoming.text)
        return Taken(_fresh(pasted.html), _CUT if pasted.is_cut else "")
    if incoming.blocks:
        return Taken(incoming.blocks)
    if incoming.ours:
        return Taken(_fresh(incoming.ours))
    if incoming.html:
        pasted = clean_html(incoming.html)
        note = _CUT if pasted.is_cut else _CLEANED if pasted.is_cleaned else ""
        return Taken(_fresh(pasted.html), note)
    if looks_like_markdown(incoming.text):
        return Taken(_fresh(from_markdown(incoming.text).html), _MARKDOWN)
    return read(replace(incoming, is_text=True))


def has_picture(data: QMimeData) -> bool:
    """Whether it is a picture, or the file of one, and nothing else."""
    if data.hasHtml() or data.hasFormat(_OURS):
        return False
    names = [url.fileName().lower() for url in data.urls() if url.isLocalFile()]
    return data.hasImage() or any(name.endswith(_PICTURES) for name in names)


def blank_mime_data() -> QMimeData:
    """Data for the clipboard, which keeps it until the very end.

    WORKAROUND(PySide6 6.11): what is made in Python asks for Python when it is freed, which is gone
    by then: the program would crash after it has ended.
    """
    model = QStandardItemModel(1, 1)
    data = model.mimeData([model.index(0, 0)])
    for name in data.formats():
        data.removeFormat(name)
    return data


def _fresh(html: str) -> tuple[Block, ...]:
    return tuple(replace(block, origin=None) for block in parse(html).blocks)


class Clipping:
    def __init__(self, edit: QTextEdit, canvas: Canvas) -> None:
        self._edit = edit
        self._canvas = canvas
        self._copy = b""
        self._copied: tuple[Block, ...] = ()
        self._origins: tuple[Origin, ...] = ()
        """What those that were copied came from."""
        self._dragged: list[QMimeData] = []

    def copy(self) -> None:
        if self._edit.textCursor().hasSelection():
            data = blank_mime_data()
            self._fill(data)
            QGuiApplication.clipboard().setMimeData(data)

    def dragged(self) -> QMimeData:
        """What is to be dragged: Qt takes it over."""
        # WORKAROUND(PySide6 6.11): Python would free what it returns, which Qt owns by then.
        self._dragged = [each for each in self._dragged if shiboken6.isValid(each)]
        self._dragged.append(QMimeData())
        self._fill(self._dragged[-1])
        return self._dragged[-1]

    def _fill(self, data: QMimeData) -> None:
        """Put in what is selected: for us, for other programs, and as plain text."""
        blocks = self._selected()
        source = self._canvas.reading.source
        self._copy, self._copied, self._origins = uuid4().bytes, blocks, source.origins
        spellings = source.spellings
        fresh = tuple(replace(block, origin=None) for block in blocks)
        html = serialize(Document(fresh, spellings=spellings))
        data.setData(_OURS, QByteArray(html.encode()))
        data.setData(_COPY, QByteArray(self._copy))
        data.setHtml(html)
        data.setText(plain_text_of(Document(fresh)))

    def can_take(self, data: QMimeData) -> bool:
        return data.hasFormat(_OURS) or data.hasHtml() or data.hasText() or has_picture(data)

    def taken(self, data: QMimeData, *, as_text: bool = False) -> "Incoming":
        if as_text:
            return Incoming(text=data.text(), is_text=True)
        is_at_home = self._canvas.reading.source.origins is self._origins
        if self._copied and is_at_home and bytes(data.data(_COPY).data()) == self._copy:
            return Incoming(blocks=self._copied)
        ours = bytes(data.data(_OURS).data()).decode(errors="replace")
        return Incoming(ours, data.html() if data.hasHtml() else "", data.text())

    def _selected(self) -> tuple[Block, ...]:
        cursor = self._edit.textCursor()
        scratch = QTextDocument()
        reading = Reading(scratch, self._canvas.meanings)
        reading.source = self._canvas.reading.source
        start = self._edit.document().findBlock(cursor.selectionStart())
        end = self._edit.document().findBlock(cursor.selectionEnd())
        QTextCursor(scratch).insertFragment(QTextDocumentFragment(cursor))
        if start != end:
            QTextCursor(scratch.firstBlock()).setBlockFormat(start.blockFormat())
            QTextCursor(scratch.lastBlock()).setBlockFormat(end.blockFormat())
        reading.forget(0, 0, scratch.characterCount())  # Blocks have come with their states.
        return reading.blocks()
