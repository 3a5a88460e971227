"""A button that says how much it will take, and does not move while that changes."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QWidget

_USUAL = 100
"""It has room for so many from the beginning."""


class TickedButton(QPushButton):
    def __init__(self, verb: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._verb = verb
        self.show_count(0)

    def show_count(self, count: int) -> None:
        self.setText(self._said(count))

    def sizeHint(self) -> QSize:
        """Asked for anew when the text is zoomed, unlike a width that is set."""
        option, metrics = QStyleOptionButton(), self.fontMetrics()
        self.initStyleOption(option)
        option.text = max(self._said(_USUAL), self.text(), key=metrics.horizontalAdvance)
        words = metrics.size(Qt.TextFlag.TextShowMnemonic, option.text)
        contents = QStyle.ContentsType.CT_PushButton
        return self.style().sizeFromContents(contents, option, words, self)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _said(self, count: int) -> str:
        number = f" {count:,}" if count else ""  # "Send 0" is nothing one could ask for.
        return f"{self._verb}{number} ticked\N{HORIZONTAL ELLIPSIS}"
