"""Whether Webflow can be reached and how many requests are left, for whoever shows it."""

import logging
from collections.abc import Callable
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

log = logging.getLogger(__name__)

_SLIGHT = 30.0
"""Seconds that are the way of an answer, or nobody's business."""


class Status(Struct, frozen=True):
    is_online: bool | None = None
    """None: not tried yet."""
    refreshed_at: datetime | None = None
    requests_left: int | None = None
    requests_limit: int | None = None
    paused_until: datetime | None = None
    activity: str = ""
    """What goes on in the background, in words; empty when nothing does."""
    done: int = 0
    total: int = 0
    """How many items it has read, of how many; 0 when that is not known."""
    clock_ahead: float | None = None
    """Seconds by which this computer's clock is ahead of Webflow's; None: not compared yet."""
    trouble: str = ""
    """The last refresh's failure, a sentence for the user."""


class StatusBoard:
    """Holds the one ``Status`` and tells its listeners when it changes."""

    def __init__(self) -> None:
        self._status = Status()
        self._listeners: list[Callable[[Status], None]] = []

    @property
    def status(self) -> Status:
        return self._status

    def subscribe(self, listener: Callable[[Status], None]) -> None:
        self._listeners.append(listener)

    def unsubscribe(self, listener: Callable[[Status], None]) -> None:
        self._listeners.remove(listener)

    def set_online(self, is_online: bool) -> None:
        self._set(replace(self._status, is_online=is_online))

    def set_rate(self, limit: int | None, remaining: int | None) -> None:
        self._set(replace(self._status, requests_limit=limit, requests_left=remaining))

    def set_paused(self, until: datetime | None) -> None:
        self._set(replace(self._status, paused_until=until))

    def set_clock(self, ahead: float) -> None:
        """Take over by how many seconds our clock is ahead, where that is news."""
        known = self._status.clock_ahead
        if known is not None and abs(ahead - known) < _SLIGHT:
            return
        if abs(ahead) >= _SLIGHT:
            log.info("The clock of this computer is %.0f s ahead of Webflow's", ahead)
        self._set(replace(self._status, clock_ahead=ahead))

    def set_activity(self, activity: str) -> None:
        self._set(replace(self._status, activity=activity, done=0, total=0))

    def set_progress(self, done: int, total: int) -> None:
        self._set(replace(self._status, done=done, total=total))

    def set_refreshed(self, at: datetime) -> None:
        self._set(replace(self._status, refreshed_at=at, trouble=""))

    def set_trouble(self, trouble: str) -> None:
        self._set(replace(self._status, trouble=trouble))

    def _set(self, status: Status) -> None:
        if status == self._status:
            return
        self._status = status
        for listener in tuple(self._listeners):
            listener(status)
