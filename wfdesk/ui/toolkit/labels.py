"""Text on screen. All of it is plain text to Qt: what comes from Webflow is never markup."""

import html
import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def plain_label(text: str = "", role: str = "text", parent: QWidget | None = None) -> QLabel:
    """Make a label that shows its text as it is. The role is one of the theme's."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setProperty("role", role)
    return label


def set_role(label: QLabel, role: str) -> None:
    label.setProperty("role", role)
    label.style().unpolish(label)
    label.style().polish(label)


class ElidedLabel(QLabel):
    """One line of plain text, cut short with an ellipsis where there is no room for it."""

    def __init__(self, text: str = "", role: str = "text", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setMinimumWidth(24)
        self.setText(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter = QPainter(self)
        painter.drawText(room, int(self.alignment()), text)
        painter.end()


def mnemonic_safe(text: str) -> str:
    """Keep an ampersand in a button, a menu or a tab from becoming a shortcut."""
    return text.replace("&", "&&")


def tooltip(text: str) -> str:
    """Make a tooltip's text plain: Qt reads tooltips as HTML when they look like it."""
    return html.escape(text)


def visible(text: str) -> str:
    """Show characters that cannot be seen but change what a text means, such as direction marks."""
    return _INVISIBLE.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)
