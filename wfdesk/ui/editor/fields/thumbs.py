"""Small pictures as icons, for the rows of lists."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QImage, QPainter, QPainterPath, QPixmap

from wfdesk.ui.toolkit.colours import Tone
from wfdesk.ui.toolkit.icons import current_colours, icon

SIDE = 28
_CORNER = 4


def picture_icon(image: QImage | None, side: int = SIDE) -> QIcon:
    """Fill a square with the middle of the picture; a frame stands in for one that is missing."""
    ratio = QGuiApplication.primaryScreen().devicePixelRatio()
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    frame = QPainterPath()
    frame.addRoundedRect(QRectF(0, 0, side, side), _CORNER, _CORNER)
    painter = QPainter(pixmap)
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
    )
    painter.setClipPath(frame)
    if image is None or image.isNull():
        painter.fillPath(frame, QColor(current_colours().raised))
        icon("image", Tone.MUTED).paint(painter, side // 4, side // 4, side // 2, side // 2)
    else:
        painter.drawImage(QRectF(0, 0, side, side), image, _middle(image))
    painter.end()
    return QIcon(pixmap)


def _middle(image: QImage) -> QRectF:
    size = min(image.width(), image.height())
    return QRectF((image.width() - size) / 2, (image.height() - size) / 2, size, size)
