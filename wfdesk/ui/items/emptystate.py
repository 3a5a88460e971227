"""What stands where rows would be: a sentence and, if there is one, the next step."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from wfdesk.ui.toolkit.labels import PlainLabel


class EmptyState(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._act: Callable[[], None] | None = None
        self._title = PlainLabel("", "heading")
        self._text = PlainLabel("", "muted")
        self._button = QPushButton()
        self._button.clicked.connect(self._on_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 0, 20, 0)
        layout.setSpacing(8)
        layout.addStretch(2)
        for label in (self._title, self._text):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def show_state(
        self, title: str, text: str, button: str, act: Callable[[], None] | None
    ) -> None:
        self._act = act
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._button.setText(button)
        self._button.setVisible(act is not None)

    @Slot()
    def _on_clicked(self) -> None:
        if self._act is not None:
            self._act()
