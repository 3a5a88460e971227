"""A line over the panes that says what holds for all of them."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from wfdesk.ui.toolkit.labels import PlainLabel


class Banner(QFrame):
    """Hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "banner")
        self._text = PlainLabel("", "warning")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.addWidget(self._text, 1)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    def show_text(self, text: str) -> None:
        self._text.setText(text)
        self.setVisible(bool(text))
