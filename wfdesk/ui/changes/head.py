"""The head of the Changes: what stands here, and what is done with all that is ticked."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from wfdesk.ui.changes.tickedbutton import TickedButton
from wfdesk.ui.toolkit.labels import ElidedLabel
from wfdesk.ui.toolkit.theme import APART, NEAR, WIDE

_BESIDE, _BELOW = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class ChangesHead(QWidget):
    """The buttons go below the title where that would be cut: in large text, in a narrow window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel("", "title")
        self.hint = ElidedLabel("", "muted")
        self.send_button = TickedButton("Send")
        self.publish_button = TickedButton("Publish")
        self.publish_button.setProperty("kind", "primary")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.hint)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(NEAR)
        self._buttons.addWidget(self.send_button)
        self._buttons.addWidget(self.publish_button)
        self._buttons.addStretch(0)
        self._box = QBoxLayout(_BESIDE, self)
        self._box.setContentsMargins(WIDE, APART, WIDE, APART)
        self._box.setSpacing(NEAR)
        self._box.addLayout(words, 1)
        self._box.addLayout(self._buttons)

    def show_words(self, title: str, hint: str) -> None:
        self.title.setText(title)
        self.hint.setText(hint)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def _fit(self) -> None:
        words = self.title.fontMetrics().horizontalAdvance(self.title.text())
        needed = words + self._buttons.sizeHint().width() + NEAR + 2 * WIDE
        self._box.setDirection(_BESIDE if needed <= self.width() else _BELOW)
