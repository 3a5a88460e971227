"""A button that says how much it will take, and does not move while that changes."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QWidget

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
        hint, metrics = super().sizeHint(), self.fontMetrics()
        more = metrics.horizontalAdvance(self._said(_USUAL)) - metrics.horizontalAdvance(
            self.text()
        )
        return QSize(hint.width() + max(more, 0), hint.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _said(self, count: int) -> str:
        return f"{self._verb} {count:,} ticked\N{HORIZONTAL ELLIPSIS}"
