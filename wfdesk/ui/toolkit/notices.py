"""A quiet bar for what just happened, with the way back; and for what went wrong."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from wfdesk.ui.toolkit.labels import mnemonic_safe, plain_label
from wfdesk.ui.toolkit.theme import M, S


class NoticeBar(QWidget):
    """Shows one notice at a time. It goes away by itself, an error only when it is closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = plain_label()
        self._text.setWordWrap(True)
        self._action = QPushButton()
        self._close = QPushButton("Close")
        self._on_action: Callable[[], None] | None = None
        self._timer = QTimer(self, singleShot=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(M, S, M, S)
        row.addWidget(self._text, 1)
        row.addWidget(self._action)
        row.addWidget(self._close)
        self._timer.timeout.connect(self.hide)
        self._close.clicked.connect(self.hide)
        self._action.clicked.connect(self._act)
        self.hide()

    def show_notice(
        self,
        text: str,
        action_text: str = "",
        action: Callable[[], None] | None = None,
        seconds: int = 10,
    ) -> None:
        self._present(text, action_text, action)
        self._timer.start(seconds * 1000)

    def show_error(self, summary: str, details: str = "") -> None:
        def copy() -> None:
            QGuiApplication.clipboard().setText(details)

        self._timer.stop()
        self._present(summary, "Copy details" if details else "", copy if details else None)

    def _present(self, text: str, action_text: str, action: Callable[[], None] | None) -> None:
        self._text.setText(text)
        self._on_action = action
        self._action.setText(mnemonic_safe(action_text))
        self._action.setVisible(action is not None)
        self.show()

    def _act(self) -> None:
        self.hide()
        if self._on_action is not None:
            self._on_action()
