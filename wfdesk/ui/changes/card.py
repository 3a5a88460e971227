"""A frame in the review that says what has happened to an item, and what can be done about it."""

from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from wfdesk.ui.editor.fields.flow import FlowLayout
from wfdesk.ui.toolkit.labels import PlainLabel
from wfdesk.ui.toolkit.theme import APART, NEAR


class Card(QFrame):
    def __init__(
        self, title: str, text: str, small: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setAccessibleName(title)
        self._buttons: list[QPushButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(APART, APART, APART, APART)
        self._column.setSpacing(NEAR)
        self._column.addWidget(PlainLabel(title, "heading"))
        for sentence, kind in ((text, ""), (small, "small")):
            if sentence:
                label = PlainLabel(sentence, kind)
                label.setWordWrap(True)
                self._column.addWidget(label)

    @property
    def first(self) -> QPushButton:
        """Where the keyboard enters."""
        return self._buttons[0]

    def offer(self, *buttons: QPushButton, kind: str = "") -> None:
        """Add a line of buttons."""
        self._buttons += buttons
        line = QWidget()
        flow = FlowLayout(NEAR, line)
        for button in buttons:
            if kind:
                button.setProperty("kind", kind)
            flow.addWidget(button)
        self._column.addWidget(line)
