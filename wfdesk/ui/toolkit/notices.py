"""Says what was just done, and offers to take it back, without stopping anyone.

The bar floats over the foot of its window. It goes by itself after ten seconds, not while the
pointer or the keyboard is on it; an error stays until it is closed.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from wfdesk.ui.toolkit.labels import PlainLabel, plain
from wfdesk.ui.toolkit.theme import NEAR, WIDE, restyle

_SECONDS = 10
_WIDEST = 640


class NoticeBar(QFrame):
    def __init__(self, parent: QWidget, *, seconds: float = _SECONDS) -> None:
        super().__init__(parent)
        self._action: Callable[[], object] | None = None
        self._details = ""
        self.setProperty("kind", "notice")
        self._label = PlainLabel()
        self._label.setWordWrap(True)
        self._button = QPushButton()
        self._button.clicked.connect(self._act)
        self._close = QPushButton("Dismiss")
        self._close.clicked.connect(self.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(WIDE, NEAR, NEAR, NEAR)
        row.setSpacing(NEAR)
        row.addWidget(self._label, 1)
        row.addWidget(self._button)
        row.addWidget(self._close)
        self._timer = QTimer(self, singleShot=True, interval=round(seconds * 1000))
        self._timer.timeout.connect(self._on_time)
        parent.installEventFilter(self)
        self.hide()

    def say(
        self, message: str, action_text: str = "", action: Callable[[], object] | None = None
    ) -> None:
        """Show a message, with something to do about it, in place of the last one."""
        self._action, self._details = action, ""
        self._show(message, action_text if action else "", state="")
        self._timer.start()

    def say_error(self, message: str, details: str = "") -> None:
        """Show what went wrong; *details*, without secrets, can be copied."""
        self._action, self._details = None, details
        self._timer.stop()
        self._show(message, "Copy details" if details else "", state="error")

    @Slot()
    def dismiss(self) -> None:
        self._timer.stop()
        self._action = None
        self.hide()

    @property
    def message(self) -> str:
        return self._label.text() if self.isVisible() else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self._place()
        return False

    def _show(self, message: str, action_text: str, *, state: str) -> None:
        restyle(self, "state", state)
        self._label.setText(message)
        self._button.setText(plain(action_text))
        self._button.setVisible(bool(action_text))
        for button in (self._button, self._close):
            restyle(button, "state", state)
        restyle(self._label, "state", state)
        self.setAccessibleName(message)
        self.show()
        self.raise_()
        self._place()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _place(self) -> None:
        parent, row = self.parentWidget(), self.layout()
        if parent is None or row is None:
            return
        buttons = self._close.sizeHint().width() + self._button.sizeHint().width() + 4 * WIDE
        text = self._label.fontMetrics().horizontalAdvance(self._label.text())
        width = min(_WIDEST, parent.width() - 2 * WIDE, text + buttons)
        height = row.heightForWidth(width)
        self.setGeometry(
            (parent.width() - width) // 2, parent.height() - height - WIDE, width, height
        )

    @Slot()
    def _act(self) -> None:
        if self._details:
            QGuiApplication.clipboard().setText(self._details)
            return
        action = self._action
        self.dismiss()
        if action:
            action()

    @Slot()
    def _on_time(self) -> None:
        focused = QGuiApplication.focusObject()
        has_focus = isinstance(focused, QWidget) and self.isAncestorOf(focused)
        if has_focus or self.underMouse():
            self._timer.start()
        else:
            self.dismiss()
