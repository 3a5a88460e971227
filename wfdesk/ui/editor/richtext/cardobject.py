"""Draws the characters of a document that stand for cards, and for markup in a line of text."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPyTextObject,
    QTextDocument,
    QTextFormat,
)

from wfdesk.richtext.cards import Card, describe
from wfdesk.ui.editor.richtext.canvas import Canvas
from wfdesk.ui.editor.richtext.cardface import CardFace
from wfdesk.ui.editor.richtext.cardpictures import CardPictures
from wfdesk.ui.editor.richtext.meanings import CARD, Meaning
from wfdesk.ui.toolkit.labels import visible

_ROUND = 6
_NARROWEST = 120.0


class CardObject(QPyTextObject):
    """Asks for the same room whether a picture has come or not: the text must not jump."""

    def __init__(self, canvas: Canvas, is_selected: Callable[[int], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._is_selected = is_selected
        self._face: tuple[QFont, CardFace] | None = None
        self._veiled: list[tuple[QRectF, Card]] = []
        self.pictures: CardPictures | None = None

    def intrinsicSize(  # noqa: N802  # Qt's name
        self, document: QTextDocument, place: int, look: QTextFormat
    ) -> QSizeF:
        size = self._canvas.looks.size
        if look.objectType() != CARD:
            return QSizeF(size * 2.4, size * 1.2)
        outline = document.findBlock(place).blockFormat()
        taken = 2 * document.documentMargin() + outline.indent() * document.indentWidth()
        room = max(_NARROWEST, document.textWidth() - taken - 2)
        return self._face_in(document).size(describe(self._source(look)), room)

    def drawObject(  # noqa: N802  # Qt's name
        self,
        painter: QPainter,
        place: QRectF | QRect,
        _document: QTextDocument,
        at: int,
        look: QTextFormat,
    ) -> None:
        rect = QRectF(place)
        if look.objectType() != CARD:
            self._draw_markup(painter, rect, self._source(look))
            return
        card = describe(self._source(look))
        is_selected = self._is_selected(at)
        self._draw_card(painter, rect, card, is_selected=is_selected)
        if is_selected:
            self._veiled.append((rect, card))

    def draw_selected(self, painter: QPainter) -> None:
        """Draw what is selected once more, when the text is painted: Qt lays a veil over it."""
        for rect, card in self._veiled:
            self._draw_card(painter, rect, card, is_selected=True)
        self._veiled.clear()

    def _draw_card(self, painter: QPainter, rect: QRectF, card: Card, *, is_selected: bool) -> None:
        picture = self.pictures.find(card.picture) if self.pictures else None
        colours = self._canvas.looks.colours
        face = self._face_in(self._canvas.document)
        face.paint(painter, rect, card, picture, is_selected=is_selected, colours=colours)

    def _source(self, look: QTextFormat) -> str:
        return self._canvas.meanings.sources[look.intProperty(Meaning.SOURCE)]

    def _face_in(self, document: QTextDocument) -> CardFace:
        font = QFont(document.defaultFont())
        font.setPixelSize(self._canvas.looks.size)
        if self._face is None or self._face[0] != font:
            self._face = font, CardFace(font)
        return self._face[1]

    def _draw_markup(self, painter: QPainter, rect: QRectF, raw: str) -> None:
        colours = self._canvas.looks.colours
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(colours.border))
        painter.setBrush(QColor(colours.window))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), _ROUND, _ROUND)
        painter.setPen(QColor(colours.muted))
        inner = rect.adjusted(_ROUND, 0, -_ROUND, 0)
        text = QFontMetricsF(painter.font()).elidedText(
            visible(" ".join(raw.split())), Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()
