"""What rich text puts on the clipboard, or gives to be dragged, and what it takes from there."""

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

from wfdesk.richtext.document import Block, Document, Kind, Origin
from wfdesk.richtext.plain import plain_text_of
from wfdesk.richtext.writing import serialize
from wfdesk.ui.editor.richtext.bridge import Reading
from wfdesk.ui.editor.richtext.canvas import Canvas
from wfdesk.ui.editor.richtext.incoming import Incoming

_OURS = "application/x-wfdesk-richtext"
"""HTML that is known to be one of ours: nothing needs to be cleaned away."""
_COPY = "application/x-wfdesk-copy"
"""Which copy it is: where it came from its blocks keep their bytes."""
_CARDS = "application/x-wfdesk-cards"
"""That it is nothing but cards. While something is dragged that has to be told quickly."""
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif")


def is_of_cards(data: QMimeData) -> bool:
    """Whether it is cards of a text of ours, and nothing else."""
    return data.hasFormat(_CARDS)


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


class _Kept(Struct, frozen=True):
    """What was given away last, to be known when it comes back."""

    id: bytes = b""
    blocks: tuple[Block, ...] = ()
    origins: tuple[Origin, ...] = ()
    """What they came from."""


class _Carried(QMimeData):
    """What is dragged within the program, which need not be read again where it is dropped."""

    blocks: tuple[Block, ...] = ()


class Clipping:
    """Knows what it gave away last: put back into the text it is from, that keeps its bytes.

    What is dragged is no matter of the clipboard, and on some systems everything that is selected
    counts as dragged: what was copied stays known all the while.
    """

    def __init__(self, edit: QTextEdit, canvas: Canvas) -> None:
        self._edit = edit
        self._canvas = canvas
        self._copied = self._given = _Kept()
        self._dragged: list[_Carried] = []

    def copy(self) -> None:
        if self._edit.textCursor().hasSelection():
            data = blank_mime_data()
            self._copied = self._fill(data)
            QGuiApplication.clipboard().setMimeData(data)

    def dragged(self) -> QMimeData:
        """What is to be dragged: Qt takes it over."""
        # WORKAROUND(PySide6 6.11): Python would free what it returns, which Qt owns by then.
        self._dragged = [each for each in self._dragged if shiboken6.isValid(each)]
        data = _Carried()
        self._dragged.append(data)
        self._given = self._fill(data)
        data.blocks = tuple(replace(block, origin=None) for block in self._given.blocks)
        return data

    def _fill(self, data: QMimeData) -> _Kept:
        """Put in what is selected: for us, for other programs, and as plain text."""
        source = self._canvas.reading.source
        kept = _Kept(uuid4().bytes, self._selected(), source.origins)
        fresh = tuple(replace(block, origin=None) for block in kept.blocks)
        html = serialize(Document(fresh, spellings=source.spellings))
        data.setData(_OURS, QByteArray(html.encode()))
        data.setData(_COPY, QByteArray(kept.id))
        if all(block.kind is Kind.CARD for block in kept.blocks):
            data.setData(_CARDS, QByteArray(b"1"))
        data.setHtml(html)
        data.setText(plain_text_of(Document(fresh)))
        return kept

    def can_take(self, data: QMimeData) -> bool:
        return data.hasFormat(_OURS) or data.hasHtml() or data.hasText() or has_picture(data)

    def taken(self, data: QMimeData, *, as_text: bool = False) -> Incoming:
        if as_text:
            return Incoming(text=data.text(), is_text=True)
        told, here = bytes(data.data(_COPY).data()), self._canvas.reading.source.origins
        for kept in (self._copied, self._given):
            if kept.blocks and kept.origins is here and kept.id == told:
                return Incoming(blocks=kept.blocks)
        if isinstance(data, _Carried):
            return Incoming(blocks=data.blocks)
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
