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
_NARROW = 760
"""Width of the window below which the menus need the room: the icon alone is left."""


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
        self.button.setFixedWidth(_WIDTH)
        self.button.clicked.connect(action.trigger)
        self._words = (
            PlainLabel("Search everywhere", "small"),
            PlainLabel(keys_of(action), "small"),
        )
        inside = QHBoxLayout(self.button)
        inside.setContentsMargins(28, 0, 8, 0)
        inside.addWidget(self._words[0])
        inside.addStretch(1)
        inside.addWidget(self._words[1])
        for word in self._words:
            word.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        around = QHBoxLayout(self)
        around.setContentsMargins(0, 2, 8, 2)
        around.addWidget(self.button)

    def fit(self, window: int) -> bool:
        """Take the room that a window of this width has to spare; return whether that is new."""
        is_narrow = window < _NARROW
        width = _ICON_ONLY if is_narrow else _WIDTH
        if width == self.button.width():
            return False
        for word in self._words:
            word.setVisible(not is_narrow)
        self.button.setFixedWidth(width)
        return True
