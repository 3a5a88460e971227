"""Pictures from the site, decoded with care: only common formats, only sane sizes."""

from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from wfdesk.ui.toolkit.icons import icon
from wfdesk.ui.toolkit.tasks import TaskScope
from wfdesk.ui.toolkit.theme import colour

_MOST_BYTES = 10 * 1024 * 1024
_MOST_PIXELS = 64_000_000
_MOST_MEGABYTES = 128
_SIGNS = {b"\x89PNG": b"png", b"\xff\xd8\xff": b"jpeg", b"GIF8": b"gif", b"RIFF": b"webp"}


class Pictures(Protocol):
    async def load(self, url: str) -> bytes | None:
        """Return the picture's bytes, or None where it cannot or must not be fetched."""
        ...


def decode(data: bytes, size: QSize) -> QImage | None:
    """Decode a picture to fit the size; None when it is none we show."""
    form = next((form for sign, form in _SIGNS.items() if data.startswith(sign)), None)
    if form is None or len(data) > _MOST_BYTES:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    QImageReader.setAllocationLimit(_MOST_MEGABYTES)
    reader = QImageReader(buffer, QByteArray(form))
    full = reader.size()
    if not full.isValid() or full.width() * full.height() > _MOST_PIXELS:
        return None
    reader.setScaledSize(full.scaled(size, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image


class Thumbnail(QWidget):
    """A small picture, or a sign in its place while there is none."""

    def __init__(self, pictures: Pictures, tasks: TaskScope, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._tasks = tasks
        self._url = ""
        self._pixmap: QPixmap | None = None
        self.setFixedSize(96, 64)

    def show_url(self, url: str) -> None:
        if url == self._url:
            return
        self._url, self._pixmap = url, None
        self.update()
        if url:
            self._tasks.start_load(f"thumbnail {id(self)}", self._load, url)

    async def _load(self, url: str) -> None:
        data = await self._pictures.load(url)
        image = decode(data, self.size() * self.devicePixelRatioF()) if data else None
        if url == self._url and image is not None:
            image.setDevicePixelRatio(self.devicePixelRatioF())
            self._pixmap = QPixmap.fromImage(image)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(colour("border"))
        painter.setBrush(colour("surface"))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)
        if self._pixmap is None:
            sign = icon("image", "muted").pixmap(24, 24)
            painter.drawPixmap(self.rect().center().x() - 12, self.rect().center().y() - 12, sign)
        else:
            size = self._pixmap.deviceIndependentSize().toSize()
            x = (self.width() - size.width()) // 2
            y = (self.height() - size.height()) // 2
            painter.drawPixmap(x, y, self._pixmap)
        painter.end()
