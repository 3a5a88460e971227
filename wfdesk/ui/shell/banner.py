"""A line over the panes that says what holds for all of them, and what would change it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from wfdesk.ui.toolkit.labels import PlainLabel, plain


class Banner(QFrame):
    """Hidden while there is nothing to say."""

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "banner")
        self._text = PlainLabel("", "warning")
        self._text.setWordWrap(True)
        self.button = QPushButton(self)
        self.button.clicked.connect(self.pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.addWidget(self._text, 1)
        row.addWidget(self.button)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    def show_text(self, text: str, button_text: str = "") -> None:
        """Say it, with what can be done about it; nothing to say hides the line."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self.button.setText(plain(button_text))
        self.button.setVisible(bool(button_text))
        self.setVisible(bool(text))
