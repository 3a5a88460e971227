"""The line at the bottom: on line or not, what waits, how fresh, how many requests are left."""

from datetime import UTC, datetime
from typing import Protocol

from PySide6.QtCore import QSize, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QToolButton, QWidget

from wfdesk.ui.items import rows
from wfdesk.ui.toolkit import icons
from wfdesk.ui.toolkit.colours import Tone
from wfdesk.ui.toolkit.labels import PlainLabel

_SECOND = 1000
_ICON = 14
_BAR = 90
_STOP = 16
_SHORT = 200
"""Items that are read in a moment: nobody wants to know how far that is."""


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
    def done(self) -> int: ...

    @property
    def total(self) -> int: ...

    @property
    def trouble(self) -> str: ...


class StatusLine(QWidget):
    """Being off line is a state like any other: nothing here is red, nothing pops up."""

    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status: Status | None = None
        self._says_age = True
        self.online = _IconLabel(self)
        self.waiting = PlainLabel("", "small")
        self.refreshed = PlainLabel("", "small")
        self.activity = PlainLabel("", "small")
        self.progress = QProgressBar(self)
        self.progress.setFixedWidth(_BAR)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("Refreshing")
        self.stop = QToolButton(self)
        self.stop.setIcon(icons.icon("close", Tone.MUTED))
        self.stop.setIconSize(QSize(12, 12))
        self.stop.setStyleSheet("padding: 0;")
        self.stop.setFixedSize(_STOP, _STOP)  # The bar must not grow when it comes.
        self.stop.setProperty("kind", "quiet")
        self.stop.setToolTip("Stop refreshing (Esc)")
        self.stop.setAccessibleName("Stop refreshing")
        self.stop.clicked.connect(self.stop_requested)
        self.requests = PlainLabel("", "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 12, 0)
        row.setSpacing(16)
        row.addWidget(self.online)
        for label in (self.waiting, self.refreshed, self.activity):
            row.addWidget(label)
            _show_text(label, "")
        row.addWidget(self.progress)
        row.addWidget(self.stop)
        row.addStretch(1)
        row.addWidget(self.requests)
        self._clock = QTimer(self, interval=_SECOND)
        self._clock.timeout.connect(self._show_times)
        self._clock.start()
        self.set_waiting(0)
        self._show_progress(0, 0)

    @property
    def is_long(self) -> bool:
        """Whether something is under way that is worth stopping."""
        return self._status is not None and self._status.total > _SHORT

    def show_status(self, status: Status) -> None:
        self._status = status
        self.online.show_sign(*_ONLINE[status.is_online])
        _show_text(self.activity, activity_text(status) or status.trouble)
        self._show_progress(status.done, status.total)
        self._show_times()

    def set_says_age(self, says_age: bool) -> None:
        """Leave it to the table that is shown to say when it was refreshed, or say it here."""
        self._says_age = says_age
        self._show_times()

    def set_waiting(self, count: int) -> None:
        _show_text(self.waiting, f"{count:,} waiting to be sent" if count else "Nothing waiting")

    def _show_progress(self, done: int, total: int) -> None:
        self.progress.setRange(0, max(total, 1))
        self.progress.setValue(done)
        for widget in (self.progress, self.stop):
            widget.setVisible(self.is_long)

    @Slot()
    def _show_times(self) -> None:
        if self._status is None:
            return
        age = rows.ago(self._status.refreshed_at) if self._says_age else ""
        _show_text(self.refreshed, f"Refreshed {age}" if age else "")
        self.requests.setText(requests_text(self._status, datetime.now(UTC)))


def _show_text(label: PlainLabel, text: str) -> None:
    """An empty label would leave a gap as wide as two."""
    label.setText(text)
    label.setHidden(not text)


_ONLINE = {
    None: ("online", Tone.MUTED, "Not connected yet"),
    True: ("online", Tone.OK, "Online"),
    False: ("offline", Tone.MUTED, "Offline"),
}


def activity_text(status: Status) -> str:
    """What goes on, and how far it is."""
    if not status.activity or status.total <= _SHORT:
        return status.activity
    return f"{status.activity}: {status.done:,} of {status.total:,} items"


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
