"""Our own icons, drawn in the colour of the look at the moment they are painted.

An icon follows a change of theme and the screen's pixel ratio by itself: nobody has to set it
again. Only our own SVG files are ever rendered, never one from outside.
"""

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from wfdesk.domain.items import ItemStatus
from wfdesk.ui.toolkit.colours import DARK, LIGHT, STATUS_SIGNS, Colours, Tone
from wfdesk.ui.toolkit.resources import resource

_DARK_BELOW = 128
_CLONES: list[QIconEngine] = []
"""Made only when somebody adds a picture to a copy of an icon, which we never do."""


def current_colours() -> Colours:
    """The look in force, read from the application's palette."""
    return _colours_of(QGuiApplication.palette().cacheKey())


@lru_cache(maxsize=4)
def _colours_of(_palette: int) -> Colours:
    return DARK if QGuiApplication.palette().window().color().lightness() < _DARK_BELOW else LIGHT


def icon(name: str, tone: Tone = Tone.TEXT) -> QIcon:
    """Make an icon. A name that does not exist is a bug and raises at once."""
    if name not in _names():
        raise FileNotFoundError(name)
    return QIcon(_Engine(name, tone))


def status_icon(status: ItemStatus) -> QIcon:
    sign = STATUS_SIGNS[status]
    return icon(sign.icon, sign.tone)


def paint(painter: QPainter, rect: QRect, name: str, colour: str) -> None:
    """Paint an icon, past ``QIcon``: where there are many at once, that takes 20 times as long."""
    # Not from ``device()``: to find out what that is, PySide loads all there can be.
    size = rect.size() * painter.deviceTransform().m11()
    painter.drawPixmap(rect, _drawn(name, colour, size.width(), size.height()))


def coloured(name: str, colour: str) -> bytes:
    """The icon as SVG, in a colour."""
    return _source(name).replace(b"currentColor", colour.encode())


def forget_drawn() -> None:
    """Let go of all pictures, which Python would else free when Qt is gone."""
    _drawn.cache_clear()


class _Engine(QIconEngine):
    def __init__(self, name: str, tone: Tone) -> None:
        super().__init__()
        self._name = name
        self._tone = tone

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        paint(painter, rect, self._name, self._colour(mode))

    def pixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State) -> QPixmap:
        return self._draw(size, mode)

    def scaledPixmap(  # noqa: N802  # Qt's name
        self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float
    ) -> QPixmap:
        return self._draw(size * scale, mode)

    def actualSize(  # noqa: N802  # Qt's name
        self, size: QSize, _mode: QIcon.Mode, _state: QIcon.State
    ) -> QSize:
        return size

    def clone(self) -> QIconEngine:
        # WORKAROUND(PySide6 6.11): Qt owns the clone but Python would free it, which crashes.
        clone = _Engine(self._name, self._tone)
        _CLONES.append(clone)
        return clone

    def _draw(self, size: QSize, mode: QIcon.Mode) -> QPixmap:
        return _drawn(self._name, self._colour(mode), size.width(), size.height())

    def _colour(self, mode: QIcon.Mode) -> str:
        colours = current_colours()
        return colours.disabled if mode == QIcon.Mode.Disabled else colours.of(self._tone)


@lru_cache(maxsize=1)
def _folder() -> Path:
    return resource("icons")


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    """Listed once: looking for one after the other was felt at the start."""
    return frozenset(each.stem for each in _folder().iterdir())


@lru_cache(maxsize=256)
def _source(name: str) -> bytes:
    """Read when it is first drawn: most icons of the menus never are."""
    return (_folder() / f"{name}.svg").read_bytes()


@lru_cache(maxsize=1024)
def _drawn(name: str, colour: str, width: int, height: int) -> QPixmap:
    pixmap = QPixmap(max(width, 1), max(height, 1))
    pixmap.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(coloured(name, colour)))
    side = min(width, height)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF((width - side) / 2, (height - side) / 2, side, side))
    painter.end()
    return pixmap
