"""Two texts compared word by word, in one flow. What differs has a tint and a line.

The texts go in as characters, not as markup, and nothing in them is ever loaded.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
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


class DiffText(QTextEdit):
    """As tall as its text, up to a limit. Read-only; the text can be selected and copied."""

    def __init__(self, pieces: Sequence[Piece], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pieces = tuple(pieces)
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)
        self.setAccessibleName("Words before and after")
        self._write()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._write()

    def _height(self) -> int:
        self.document().setTextWidth(self.viewport().width())
        return min(_TALLEST, round(self.document().size().height()) + 2)

    def _write(self) -> None:
        self.clear()
        cursor = QTextCursor(self.document())
        for piece in self._pieces:
            cursor.insertText(piece.text, char_format(piece.part, current_colours()))
