"""How a card looks within the text: a quiet box that says what stands there.

Its size follows from the card and the font alone, so that a picture that comes late moves nothing.
"""

from msgspec import Struct
from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
)

from wfdesk.richtext.cards import Card, CardKind
from wfdesk.ui.toolkit import icons
from wfdesk.ui.toolkit.colours import Colours, Tone
from wfdesk.ui.toolkit.labels import elided, visible
from wfdesk.ui.toolkit.stylesheet import SMALL

_WIDEST = 34
"""In heights of a line: wider, a card would look like a part of the window."""
_INSIDE = 0.6
"""Between the edge and what is within, in heights of a line."""
_CORNER = 6.0
_MARK = 1.3
"""The side of an icon, in heights of a line."""
_ICONS = {
    CardKind.PICTURE: "image",
    CardKind.VIDEO: "video",
    CardKind.EMBED: "embed",
    CardKind.EMPTY_EMBED: "warning",
    CardKind.COMPONENT: "component",
    CardKind.TABLE: "table",
    CardKind.OTHER: "embed",
}


class Said(Struct, frozen=True):
    """A line of a card."""

    text: str
    tone: Tone = Tone.TEXT
    is_small: bool = False


def lines_of(card: Card) -> list[Said]:
    """What a card says, from top to bottom."""
    if card.kind is CardKind.PICTURE:
        said = [Said(card.title, Tone.MUTED, is_small=True), _alt(card)]
        caption = card.figure.caption if card.figure else None
        return [*said, Said(caption, Tone.MUTED, is_small=True)] if caption else said
    if card.kind is CardKind.EMPTY_EMBED:
        return [Said(card.title), Said(card.detail, Tone.WARNING, is_small=True)]
    said = [Said(card.title)]
    return [*said, Said(card.detail, Tone.MUTED, is_small=True)] if card.detail else said


def _alt(card: Card) -> Said:
    return Said(card.detail, Tone.TEXT if card.has_alt else Tone.MUTED)


class CardFace:
    """Draws cards in a font: the text's own, at its zoom."""

    def __init__(self, font: QFont) -> None:
        self._font = font
        self._small = QFont(font)
        self._small.setPixelSize(max(9, round(QFontInfo(font).pixelSize() * SMALL)))
        self._line = float(QFontMetrics(font).height())

    def size(self, card: Card, width: float) -> QSizeF:
        """As tall as what it says, or as its picture; as wide as there is room for."""
        lines = sum(self._height(line) for line in lines_of(card))
        inside = max(lines, self._side(card)) + 2 * _INSIDE * self._line
        return QSizeF(min(width, _WIDEST * self._line), round(inside))

    def paint(
        self,
        painter: QPainter,
        rect: QRectF,
        card: Card,
        picture: QPixmap | None,
        *,
        is_selected: bool,
        colours: Colours,
    ) -> None:
        """Draw it into a rectangle of the size that it has."""
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        self._paint_box(painter, rect, colours, is_selected=is_selected)
        inside = rect.adjusted(*(edge * _INSIDE * self._line for edge in (1, 1, -1, -1)))
        side = self._side(card)
        place = QRectF(inside.left(), inside.center().y() - side / 2, side, side)
        if card.kind is CardKind.PICTURE:
            self._paint_picture(painter, place, picture, colours)
        else:
            tone = Tone.WARNING if card.kind is CardKind.EMPTY_EMBED else Tone.MUTED
            _paint_icon(painter, place, _ICONS[card.kind], colours.of(tone))
        inside.setLeft(place.right() + _INSIDE * self._line)
        self._paint_lines(painter, inside, lines_of(card), colours)
        painter.restore()

    def _height(self, line: Said) -> float:
        return self._line * (SMALL if line.is_small else 1) * 1.1

    def _side(self, card: Card) -> float:
        """Of the picture, for which a caption that it has makes no difference; of the icon."""
        return round(self._line * (3.4 if card.kind is CardKind.PICTURE else _MARK))

    def _paint_box(
        self, painter: QPainter, rect: QRectF, colours: Colours, *, is_selected: bool
    ) -> None:
        width = 2.0 if is_selected else 1.0
        half = width / 2
        painter.setBrush(QColor(colours.accent_ground if is_selected else colours.window))
        painter.setPen(QPen(QColor(colours.accent if is_selected else colours.border), width))
        painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), _CORNER, _CORNER)

    def _paint_picture(
        self, painter: QPainter, place: QRectF, picture: QPixmap | None, colours: Colours
    ) -> None:
        frame = QPainterPath()
        frame.addRoundedRect(place, _CORNER - 2, _CORNER - 2)
        painter.fillPath(frame, QColor(colours.raised))
        if picture is None or picture.isNull():
            mark = QRectF(0, 0, _MARK * self._line, _MARK * self._line)
            mark.moveCenter(place.center())
            _paint_icon(painter, mark, _ICONS[CardKind.PICTURE], colours.muted)
            return
        painter.save()
        painter.setClipPath(frame, Qt.ClipOperation.IntersectClip)
        painter.drawPixmap(place, picture, _middle(picture))
        painter.restore()

    def _paint_lines(
        self, painter: QPainter, room: QRectF, lines: list[Said], colours: Colours
    ) -> None:
        top = room.center().y() - sum(self._height(line) for line in lines) / 2
        for line in lines:
            font = self._small if line.is_small else self._font
            painter.setFont(font)
            painter.setPen(QColor(colours.of(line.tone)))
            area = QRectF(room.left(), top, room.width(), self._height(line))
            mode = Qt.TextElideMode.ElideRight
            shown = elided(QFontMetrics(font), visible(line.text), mode, int(room.width()))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(area, int(flags) | int(Qt.TextFlag.TextSingleLine), shown)
            top += self._height(line)


def _paint_icon(painter: QPainter, place: QRectF, name: str, colour: str) -> None:
    icons.paint(painter, place.toRect(), name, colour)


def _middle(picture: QPixmap) -> QRectF:
    """The middle of a picture, as a square."""
    side = min(picture.width(), picture.height())
    return QRectF((picture.width() - side) / 2, (picture.height() - side) / 2, side, side)
