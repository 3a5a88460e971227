"""A small pill that says a state: by its colour, by an icon and by a word."""

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from wfdesk.ui.toolkit import icons
from wfdesk.ui.toolkit.colours import Sign
from wfdesk.ui.toolkit.labels import PlainLabel
from wfdesk.ui.toolkit.theme import restyle

_ICON: Final = 14
_LEFT: Final = 7
_TINT: Final = 30
"""Of 255: the ground is the icon's colour, faintly."""


class Chip(PlainLabel):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "chip", parent)
        self._sign: Sign | None = None

    def show_sign(self, sign: Sign, word: str) -> None:
        self._sign = sign
        self.setText(word)
        restyle(self, "tone", sign.tone.value)

    @property
    def sign(self) -> Sign | None:
        return self._sign

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._sign is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ground = QColor(icons.current_colours().of(self._sign.tone))
            ground.setAlpha(_TINT)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(self.rect(), self.height() / 2, self.height() / 2)
            place = QRect(_LEFT, (self.height() - _ICON) // 2, _ICON, _ICON)
            icons.icon(self._sign.icon, self._sign.tone).paint(painter, place)
            painter.end()
        super().paintEvent(event)
