"""The line at the bottom: on line or not, what waits, how fresh, how many requests are left."""

from datetime import UTC, datetime
from typing import Protocol

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from wfdesk.ui.items import rows
from wfdesk.ui.toolkit import icons
from wfdesk.ui.toolkit.colours import Tone
from wfdesk.ui.toolkit.labels import PlainLabel

_SECOND = 1000
_ICON = 14


class Status(Protocol):
    """What is known of the way to Webflow."""

    @property
    def is_online(self) -> bool | None: ...

    @property
    def refreshed_at(self) -> datetime | None: ...

    @property
    def requests_left(self) -> int | None: ...

    @property
    def requests_limit(self) -> int | None: ...

    @property
    def paused_until(self) -> datetime | None: ...

    @property
    def activity(self) -> str: ...

    @property
    def trouble(self) -> str: ...


class StatusLine(QWidget):
    """Being off line is a state like any other: nothing here is red, nothing pops up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status: Status | None = None
        self.online = _IconLabel(self)
        self.waiting = PlainLabel("", "small")
        self.refreshed = PlainLabel("", "small")
        self.activity = PlainLabel("", "small")
        self.requests = PlainLabel("", "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 12, 0)
        row.setSpacing(16)
        row.addWidget(self.online)
        for label in (self.waiting, self.refreshed, self.activity):
            row.addWidget(label)
        row.addStretch(1)
        row.addWidget(self.requests)
        self._clock = QTimer(self, interval=_SECOND)
        self._clock.timeout.connect(self._show_times)
        self._clock.start()
        self.set_waiting(0)

    def show_status(self, status: Status) -> None:
        self._status = status
        self.online.show_sign(*_ONLINE[status.is_online])
        self.activity.setText(status.activity or status.trouble)
        self._show_times()

    def set_waiting(self, count: int) -> None:
        self.waiting.setText(f"{count:,} waiting to be sent" if count else "Nothing waiting")

    @Slot()
    def _show_times(self) -> None:
        if self._status is None:
            return
        age = rows.ago(self._status.refreshed_at)
        self.refreshed.setText(f"Refreshed {age}" if age else "")
        self.requests.setText(requests_text(self._status, datetime.now(UTC)))


_ONLINE = {
    None: ("online", Tone.MUTED, "Not connected yet"),
    True: ("online", Tone.OK, "Online"),
    False: ("offline", Tone.MUTED, "Offline"),
}


def requests_text(status: Status, now: datetime) -> str:
    """How many requests are left, or for how long there are none."""
    if status.paused_until is not None and status.paused_until > now:
        seconds = int((status.paused_until - now).total_seconds()) + 1
        return f"Webflow asks for a pause: {seconds} s"
    if status.requests_left is None:
        return ""
    if status.requests_limit is None:
        return f"{status.requests_left} requests left"
    return f"{status.requests_left} of {status.requests_limit} requests left"


class _IconLabel(QWidget):
    """An icon and its word, side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = PlainLabel()
        self._word = PlainLabel("", "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._icon)
        row.addWidget(self._word)

    @property
    def word(self) -> str:
        return self._word.text()

    def show_sign(self, icon: str, tone: Tone, word: str) -> None:
        self._icon.setPixmap(icons.icon(icon, tone).pixmap(_ICON))
        self._word.setText(word)
