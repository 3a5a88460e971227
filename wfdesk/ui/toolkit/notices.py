"""Says what was just done, and offers to take it back, without stopping anyone.

Notices float over the foot of their window, one under the other. What was done goes by itself after
ten seconds, not while the pointer or the keyboard is on it, and gives way to what is done next. An
error stays until it is dismissed, whatever else is said meanwhile.
"""

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from wfdesk.ui.toolkit.announcing import alert
from wfdesk.ui.toolkit.labels import PlainLabel, plain
from wfdesk.ui.toolkit.theme import NEAR, WIDE

_SECONDS = 10
_WIDEST = 640
_MOST_ERRORS = 2
"""At once, so that the window stays in sight; the others wait for their turn."""


class Notice(QFrame):
    """One of them. ``closed`` is a wish; whoever owns it takes it away."""

    closed = Signal(object)  # the notice

    def __init__(
        self,
        message: str,
        action_text: str = "",
        action: Callable[[], object] | None = None,
        *,
        details: str | None = None,
        about: object = None,
    ) -> None:
        super().__init__()
        self.message = message
        self.about = about
        self.is_error = details is not None
        self._action = action
        self._details = details or ""
        self.setProperty("kind", "notice")
        self.setProperty("state", "error" if self.is_error else "")
        self.setAccessibleName(message)
        label = PlainLabel(message)
        label.setWordWrap(True)
        self.button = QPushButton("Copy details" if self._details else plain(action_text))
        self.button.clicked.connect(self._act)
        self.close_button = QPushButton("Dismiss")
        self.close_button.clicked.connect(self._close)
        self.buttons = (self.button, self.close_button)
        for each in self.buttons:  # a click leaves the cursor where one types
            each.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(WIDE, NEAR, NEAR, NEAR)
        row.setSpacing(NEAR)
        row.addWidget(label, 1)
        row.addWidget(self.button)
        row.addWidget(self.close_button)
        self.button.setVisible(bool(self._details or action))
        buttons = self.close_button.sizeHint().width() + self.button.sizeHint().width()
        self.wanted_width = label.fontMetrics().horizontalAdvance(message) + buttons + 4 * WIDE

    @property
    def has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def say_how_many_wait(self, count: int) -> None:
        self.close_button.setText(f"Dismiss ({count} more)" if count else "Dismiss")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _close(self) -> None:
        self.closed.emit(self)

    @Slot()
    def _act(self) -> None:
        if self._details:
            QGuiApplication.clipboard().setText(self._details)
            return
        self._close()
        if self._action:
            self._action()


class Notices(QWidget):
    """All of them, the newest at the foot."""

    def __init__(self, parent: QWidget, *, seconds: float = _SECONDS) -> None:
        super().__init__(parent)
        self._shown: list[Notice] = []
        self._waiting: list[tuple[str, str, str, Callable[[], object] | None]] = []
        self._came_from: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(NEAR)
        self._timer = QTimer(self, singleShot=True, interval=round(seconds * 1000))
        self._timer.timeout.connect(self._on_time)
        parent.installEventFilter(self)
        self.hide()

    def say(
        self,
        message: str,
        action_text: str = "",
        action: Callable[[], object] | None = None,
        *,
        about: object = None,
    ) -> None:
        """Show a message, with something to do about it, in place of the last such one.

        It goes when what it is *about* is settled otherwise.
        """
        self.make_way()
        self._put(Notice(message, action_text, action, about=about), len(self._shown))
        self._timer.start()

    def make_way(self) -> None:
        """Take away what was said of the last thing done: something else is done now."""
        for notice in self._passing():
            self._take(notice)

    def settled(self, about: object) -> None:
        """Take away what is said about it: its button would do nothing any more."""
        for notice in self._passing():
            if notice.about is not None and notice.about == about:
                self._take(notice)

    def say_error(
        self,
        message: str,
        details: str = "",
        action_text: str = "",
        action: Callable[[], object] | None = None,
    ) -> None:
        """Show what went wrong; twice is said once.

        *details*, without secrets, can be copied; where there are none, something can be done.
        """
        waiting = [each for each, *_ in self._waiting]
        if message in [*(each.message for each in self._errors()), *waiting]:
            return
        self._waiting.append((message, details, action_text, action))
        self._show_waiting()

    @property
    def messages(self) -> list[str]:
        """What can be read at this moment, from the top."""
        return [each.message for each in self._shown]

    @Slot()
    def enter(self) -> None:
        """Take the keyboard; it goes back where it was when all notices are gone."""
        focused = QApplication.focusWidget()
        if self._shown and not (focused and self.isAncestorOf(focused)):
            self._came_from = focused
            self._shown[-1].close_button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_reachable(self, is_reachable: bool) -> None:
        """Let the Tab key come here, or keep away what would have the keyboard next."""
        policy = Qt.FocusPolicy.TabFocus if is_reachable else Qt.FocusPolicy.NoFocus
        for notice in self._shown:
            for button in notice.buttons:
                button.setFocusPolicy(policy)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self._place()
        return False

    def _errors(self) -> list[Notice]:
        return [each for each in self._shown if each.is_error]

    def _passing(self) -> list[Notice]:
        return [each for each in self._shown if not each.is_error]

    def _show_waiting(self) -> None:
        while self._waiting and len(self._errors()) < _MOST_ERRORS:
            message, details, action_text, action = self._waiting.pop(0)
            notice = Notice(message, action_text, action, details=details)
            self._put(notice, len(self._errors()))
        for place, notice in enumerate(self._errors()):
            notice.say_how_many_wait(0 if place else len(self._waiting))

    def _put(self, notice: Notice, place: int) -> None:
        self._shown.insert(place, notice)
        self._column.insertWidget(place, notice)
        notice.closed.connect(self._take)
        notice.show()  # Qt shows what joins a layout only at a later turn of its loop
        self._place()
        alert(notice)

    @Slot(object)
    def _take(self, notice: Notice) -> None:
        if notice not in self._shown:
            return
        had_focus = notice.has_focus
        self._shown.remove(notice)
        self._column.removeWidget(notice)
        if had_focus:
            self._hand_on_focus()
        notice.hide()
        notice.deleteLater()
        self._show_waiting()
        self._place()

    def _hand_on_focus(self) -> None:
        came_from, self._came_from = self._came_from, None
        if self._shown:
            self._came_from = came_from
            self._shown[-1].close_button.setFocus()
        elif came_from is not None and shiboken6.isValid(came_from):
            came_from.setFocus()

    def _place(self) -> None:
        parent = self.parentWidget()
        self.setVisible(bool(self._shown))
        if parent is None or not self._shown:
            return
        wanted = max(each.wanted_width for each in self._shown)
        width = min(_WIDEST, parent.width() - 2 * WIDE, wanted)
        self._column.invalidate()
        height = self._column.heightForWidth(width)
        left, top = (parent.width() - width) // 2, parent.height() - height - WIDE
        self.setGeometry(left, top, width, height)
        self.raise_()

    @Slot()
    def _on_time(self) -> None:
        for notice in self._passing():
            if notice.has_focus or notice.underMouse():
                self._timer.start()
            else:
                self._take(notice)
