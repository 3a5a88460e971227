"""Our own icons, drawn in a role's colour. The files hold ``currentColor`` where that goes."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from wfdesk.ui.toolkit.resources import resource
from wfdesk.ui.toolkit.theme import colour

_SIZES = (16, 20, 32, 48)


def icon(name: str, role: str = "text") -> QIcon:
    """Return the icon in the role's colour of the current scheme; an unknown name is empty."""
    return _icon(name, colour(role).name())


@lru_cache(maxsize=512)
def _icon(name: str, ink: str) -> QIcon:
    path = resource(f"icons/{name}.svg")
    made = QIcon()
    if not path.is_file():
        return made
    source = path.read_text(encoding="utf-8").replace("currentColor", ink)
    renderer = QSvgRenderer(QByteArray(source.encode()))
    for size in _SIZES:
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        made.addPixmap(pixmap)
    return made
