"""A sign beside a text, as large as the text is."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QStyle, QWidget

from wfdesk.ui.toolkit.colours import Tone
from wfdesk.ui.toolkit.icons import icon
from wfdesk.ui.toolkit.labels import PlainLabel


class SignLabel(PlainLabel):
    """Grows with the text when that is zoomed."""

    def __init__(self, name: str, tone: Tone, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._icon = icon(name, tone)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._draw()

    def _draw(self) -> None:
        side = self.fontMetrics().height()
        self.setPixmap(self._icon.pixmap(side, side))


def sign_width(view: QWidget) -> int:
    """Pixels that a sign has beside the texts of a list."""
    return view.style().pixelMetric(QStyle.PixelMetric.PM_SmallIconSize, None, view)
