"""Draws the characters of a document that stand for cards, and for markup in a line of text."""

from PySide6.QtCore import QObject, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPainter,
    QPyTextObject,
    QTextDocument,
    QTextFormat,
)

from wfdesk.ui.editor.richtext.canvas import Canvas
from wfdesk.ui.editor.richtext.meanings import CARD, Meaning

_ROUND = 6


class CardObject(QPyTextObject):
    """Asks for the same room whether a picture has come or not: the text must not jump."""

    def __init__(self, canvas: Canvas, parent: QObject) -> None:
        super().__init__(parent)
        self._canvas = canvas

    def intrinsicSize(  # noqa: N802  # Qt's name
        self, document: QTextDocument, _place: int, look: QTextFormat
    ) -> QSizeF:
        size = self._canvas.looks.size
        if look.objectType() == CARD:
            return QSizeF(max(120.0, document.textWidth() - 3 * size), size * 3.2)
        return QSizeF(size * 2.4, size * 1.2)

    def drawObject(  # noqa: N802  # Qt's name
        self,
        painter: QPainter,
        place: QRectF | QRect,
        _document: QTextDocument,
        _at: int,
        look: QTextFormat,
    ) -> None:
        rect, colours = QRectF(place), self._canvas.looks.colours
        raw = self._canvas.meanings.sources[look.intProperty(Meaning.SOURCE)]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(colours.border))
        painter.setBrush(QColor(colours.window))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), _ROUND, _ROUND)
        painter.setPen(QColor(colours.muted))
        inner = rect.adjusted(_ROUND, 0, -_ROUND, 0)
        text = QFontMetricsF(painter.font()).elidedText(
            " ".join(raw.split()), Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()
