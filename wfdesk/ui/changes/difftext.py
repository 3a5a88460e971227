"""Two texts compared word by word, in one flow. What differs has a tint and a line.

The texts go in as characters, not as markup, and nothing in them is ever loaded.
"""

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from wfdesk.domain.diff import Part, Piece
from wfdesk.ui.toolkit.colours import Colours
from wfdesk.ui.toolkit.icons import current_colours

_TALLEST = 360
"""Pixels after which a long text scrolls instead of pushing the other fields away."""


def char_format(part: Part, colours: Colours) -> QTextCharFormat:
    """Removed is struck through, added is underlined: readable without seeing the colours."""
    look = QTextCharFormat()
    if part is Part.SAME:
        return look
    is_gone = part is Part.REMOVED
    look.setBackground(QColor(colours.danger_ground if is_gone else colours.ok_ground))
    look.setForeground(QColor(colours.danger if is_gone else colours.ok))
    look.setFontStrikeOut(is_gone)
    look.setFontUnderline(not is_gone)
    return look


def grouped(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Put what was removed in a run before what was added, instead of word by word in turns.

    White space between two differences belongs to both sides.
    """
    result: list[Piece] = []
    removed, added = "", ""
    for place, piece in enumerate(pieces):
        is_inside = 0 < place < len(pieces) - 1 and bool(removed or added)
        if piece.part is Part.REMOVED:
            removed += piece.text
        elif piece.part is Part.ADDED:
            added += piece.text
        elif is_inside and piece.text.strip(" ") == "":
            removed, added = removed + piece.text, added + piece.text
        else:
            result += _run(removed, added)
            removed, added = "", ""
            result.append(piece)
    return (*result, *_run(removed, added))


def _run(removed: str, added: str) -> list[Piece]:
    parts = (Piece(Part.REMOVED, removed), Piece(Part.ADDED, added))
    return [piece for piece in parts if piece.text]


class DiffText(QTextEdit):
    """As tall as its text, up to a limit. Read-only; the text can be selected and copied."""

    def __init__(self, pieces: Sequence[Piece], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pieces = grouped(pieces)
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("bare", True)
        self.document().setDocumentMargin(0)
        self.setAccessibleName("Words before and after")
        self._write()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = self._height()
        is_long = wanted == _TALLEST
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if is_long else policy.ScrollBarAlwaysOff
        )
        if wanted != self.height():
            self.setFixedHeight(wanted)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._write()

    def _height(self) -> int:
        # What the style puts around the text: padding, and a border while it has the focus.
        around = max(0, self.height() - self.viewport().height())
        return min(_TALLEST, ceil(self.document().size().height()) + around)

    def _write(self) -> None:
        self.clear()
        cursor = QTextCursor(self.document())
        for piece in self._pieces:
            cursor.insertText(piece.text, char_format(piece.part, current_colours()))
