"""Pictures from outside: decoded elsewhere, see ``decoding``, and shown small."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from enum import Enum
from typing import Protocol

import shiboken6
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from wfdesk.ui.toolkit.colours import Tone
from wfdesk.ui.toolkit.decoding import image_of
from wfdesk.ui.toolkit.icons import current_colours, icon
from wfdesk.ui.toolkit.labels import tooltip
from wfdesk.ui.toolkit.tasks import TaskScope


class Pictures(Protocol):
    """Where thumbnails come from: the network, the disk, or nowhere when offline."""

    async def load(self, url: str) -> QImage | None:
        """Get the picture; None when it cannot be had."""
        ...


class CachedPictures:
    """Fetches bytes, has them decoded in another process, and keeps the latest pictures, scaled."""

    def __init__(
        self,
        fetch: Callable[[str], Awaitable[bytes | None]],
        decode: Callable[[bytes], Awaitable[bytes | None]],
        *,
        capacity: int = 200,
    ) -> None:
        self._fetch = fetch
        self._decode = decode
        self._capacity = capacity
        self._kept: OrderedDict[str, QImage] = OrderedDict()

    async def load(self, url: str) -> QImage | None:
        if kept := self._kept.get(url):
            self._kept.move_to_end(url)
            return kept
        data = await self._fetch(url)
        image = image_of(await self._decode(data)) if data else None
        if image is not None:
            self._kept[url] = image
            while len(self._kept) > self._capacity:
                self._kept.popitem(last=False)
        return image


class _State(Enum):
    EMPTY = "No picture"
    LOADING = "Loading the picture"
    SHOWN = "Picture"
    MISSING = "The picture cannot be shown"


class Thumbnail(QWidget):
    """A small picture, loaded when its address is set; a later address supersedes."""

    def __init__(
        self, pictures: Pictures, tasks: TaskScope, side: int = 96, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._tasks = tasks
        self._url = ""
        self._image: QImage | None = None
        self._icon = "image"
        self._warns = True
        self._state = _State.EMPTY
        self.setFixedSize(side, side)
        self._enter(_State.EMPTY)

    @property
    def url(self) -> str:
        return self._url

    def set_placeholder(self, icon_name: str, *, warns: bool = True) -> None:
        """Show this icon where there is no picture; *warns*: not where one cannot be had."""
        self._icon = icon_name
        self._warns = warns
        self.update()

    def show_url(self, url: str) -> None:
        """Load and show; an empty address shows the placeholder."""
        if url == self._url:
            return
        self._url, self._image = url, None
        if url:
            self._start()
        else:
            self._tasks.cancel_load(self._key)
            self._enter(_State.EMPTY)

    def try_again(self) -> None:
        """Load once more what could not be had: there was no network, perhaps."""
        if self._state is _State.MISSING and self._url:
            self._start()

    def show_image(self, image: QImage | None) -> None:
        self._image = image
        self._enter(_State.SHOWN if image else _State.MISSING)

    @property
    def _key(self) -> str:
        return f"thumbnail {id(self)}"

    def _start(self) -> None:
        self._enter(_State.LOADING)
        self._tasks.start_load(self._key, self._load, self._url)

    async def _load(self, url: str) -> None:
        image = await self._pictures.load(url)
        if shiboken6.isValid(self) and url == self._url:
            self.show_image(image)

    def _enter(self, state: _State) -> None:
        self._state = state
        self.setAccessibleName(state.value)
        is_lost = state is _State.MISSING and self._warns
        self.setToolTip(tooltip(state.value) if is_lost else "")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = current_colours()
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        frame = QPainterPath()
        frame.addRoundedRect(area, 6, 6)
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        painter.fillPath(frame, QColor(colours.raised if self._image else colours.window))
        if self._image is not None:
            painter.setClipPath(frame)
            painter.drawImage(_fit(self._image.size(), area), self._image)
            painter.setClipping(False)
        else:
            self._paint_sign(painter)
        pen = QPen(QColor(colours.border))
        if self._state is _State.EMPTY:
            pen.setStyle(Qt.PenStyle.DashLine)
            pen.setColor(QColor(colours.edge))
        painter.setPen(pen)
        painter.drawPath(frame)
        painter.end()

    def _paint_sign(self, painter: QPainter) -> None:
        name, tone = self._icon, Tone.MUTED
        if self._state is _State.LOADING:
            name = "clock"
        elif self._state is _State.MISSING and self._warns:
            name, tone = "warning", Tone.WARNING
        side = min(24, self.width() // 2)
        at = self.rect().center()
        icon(name, tone).paint(painter, at.x() - side // 2, at.y() - side // 2, side, side)


def _fit(size: QSize, area: QRectF) -> QRectF:
    """The largest rectangle of the picture's shape within the area, centred."""
    fitted = size.scaled(area.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(0, 0, fitted.width(), fitted.height())
    place.moveCenter(area.center())
    return place
