"""Keeps the place of a pane that is built later."""

from PySide6.QtWidgets import QVBoxLayout, QWidget


class Placeholder(QWidget):
    """Empty until it is filled; from then on it is as if the pane itself stood there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def fill(self, pane: QWidget) -> None:
        self._column.addWidget(pane)
        had_focus = self.hasFocus()
        self.setFocusProxy(pane)
        if had_focus:
            pane.setFocus()
