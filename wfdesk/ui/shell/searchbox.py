"""The box at the right of the menu bar: it looks like a search, and opens quick open."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from wfdesk.ui.shell.commands import keys_of
from wfdesk.ui.toolkit import icons
from wfdesk.ui.toolkit.colours import Tone
from wfdesk.ui.toolkit.labels import PlainLabel

_WIDTH = 250
_ICON_ONLY = 32
_BEFORE, _BEHIND, _BETWEEN, _OUTSIDE = 28, 8, 24, 8
"""Pixels around the words and between them."""


class SearchBox(QWidget):
    """Takes no focus of its own: with the keyboard its command is nearer."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = QPushButton(self)
        self.button.setProperty("kind", "search")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.setIcon(icons.icon("search", Tone.MUTED))
        self.button.setIconSize(QSize(14, 14))
        self.button.setToolTip(f"Search everywhere ({keys_of(action)})")
        self.button.setAccessibleName("Search everywhere")
        self.button.clicked.connect(action.trigger)
        self._words = (
            PlainLabel("Search everywhere", "small"),
            PlainLabel(keys_of(action), "small"),
        )
        inside = QHBoxLayout(self.button)
        inside.setContentsMargins(_BEFORE, 0, _BEHIND, 0)
        inside.addWidget(self._words[0])
        inside.addStretch(1)
        inside.addWidget(self._words[1])
        for word in self._words:
            word.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        around = QHBoxLayout(self)
        around.setContentsMargins(0, 2, _OUTSIDE, 2)
        around.addWidget(self.button)
        self._size = QSize()

    def fit(self, room: int) -> bool:
        """Take as much as there is room for, at the least the icon; return whether that is new."""
        words = sum(word.sizeHint().width() for word in self._words)
        width = max(_WIDTH, _BEFORE + words + _BETWEEN + _BEHIND)
        is_narrow = room < width + _OUTSIDE
        size = QSize(_ICON_ONLY if is_narrow else width, self._words[0].sizeHint().height() + 6)
        if size == self._size:
            return False
        self._size = size
        for word in self._words:
            word.setVisible(not is_narrow)
        self.button.setFixedSize(size)
        return True
