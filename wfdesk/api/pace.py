"""How fast one token may go: at most Webflow's limit in any 60 seconds, and not at all when told.

A request holds its place from before it is sent until 60 s after its answer, because Webflow
counts it at some moment in between. Time and sleep come from outside, so tests need not wait.
"""

import asyncio
import random
import re
import sys
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from enum import Enum
from typing import Any

from msgspec import Struct

from wfdesk.domain.allowance import Allowance
from wfdesk.domain.errors import RateLimitedError

WINDOW = 60.0
FIRST_LIMIT = 55
"""Requests a minute until Webflow has said its limit: 60, or 120 on higher plans."""

ROUND = 3
"""Requests that belong together: two looks, and the write that must follow them at once."""

_WINDOWS, _RUNS = 5, 2 * ROUND
"""Requests a minute that are kept back for the person at the window; and, from what goes on in the
background, for a run besides: with so many, one that publishes an item need not wait."""
_ROUND_TAKES = 10.0
"""Seconds in which the requests of a round have left, about."""

_FEWEST, _MOST = ROUND, 10_000
"""Requests a minute. With fewer nobody gets anywhere, and more are not made, whatever is told."""
_SHORTEST_NAP, _LONGEST_NAP = 0.001, 1.0
"""Waiters look up this often: the limit may rise, and the computer may have slept. What is left of
a wait may be less than a clock can tell."""
_FIRST_PAUSE, _LONGEST_PAUSE = 60.0, 300.0
_PLATFORM: str = sys.platform
"""As a plain string, so that no branch counts as unreachable where the types are checked."""


class Priority(Enum):
    """Somebody waits at the window, or for a run, or something goes on in the background.

    A run leaves some places to the window. What goes on in the background leaves places to both,
    and goes when the run has no need of them, or once it has waited for a minute.
    """

    INTERACTIVE = "interactive"
    RUN = "run"
    """A pause that Webflow asks for is waited out by the run, where it is seen."""
    PATIENT_RUN = "patient run"
    """In a run; but such a pause is waited out where it is met."""
    BULK = "bulk"


class Rate(Struct, frozen=True):
    limit: int
    remaining: int


def clock() -> float:
    """Seconds that never jump back and go on while the computer sleeps."""
    if _PLATFORM == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if _PLATFORM == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()


class Slot:
    """A place in the window, held until everybody who holds it has let go."""

    def __init__(self, on_free: Callable[[], None]) -> None:
        self._holders = 1
        self._on_free = on_free

    def hold_for(self, request: asyncio.Future[Any]) -> None:
        """Hold it until the request has ended, which may outlast who waits for it."""
        self._holders += 1
        request.add_done_callback(lambda _: self.let_go())

    def let_go(self) -> None:
        self._holders -= 1
        if not self._holders:
            self._on_free()


class Pace:
    """Admits requests of one token. One event loop; waiting may be cancelled at any time."""

    def __init__(
        self,
        *,
        limit: int = FIRST_LIMIT,
        clock: Callable[[], float] = clock,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._limit = limit
        self._clock = clock
        self.sleep = sleep
        self.jitter = jitter
        self._in_flight = 0
        self._ends: deque[float] = deque()
        """When each finished request leaves the window, soonest first."""
        self._untold_pauses = 0
        self._claim, self._claimed_until = 0, 0.0
        """Requests that a run is about to make, and until when they are left to it."""
        self.paused_until: float | None = None
        """On this pace's clock; None when not paused. See ``paused_for``."""
        self.rate: Rate | None = None
        self.on_used: Callable[[], None] | None = None
        """Told whenever ``left`` is another because of a request or an answer."""
        self.on_pause: Callable[[float], None] | None = None
        """Told the seconds of a pause when it begins."""

    @property
    def limit(self) -> int:
        return self._limit

    @property
    def paused_for(self) -> float:
        """Seconds until requests go on; 0 when they do."""
        return max(0.0, (self.paused_until or 0.0) - self._clock())

    @property
    def left(self) -> int:
        """Requests that may still go in the minute that ends now."""
        self._forget(self._clock())
        return max(0, self._limit - self._in_flight - len(self._ends))

    @property
    def next_back(self) -> float | None:
        """Seconds until one more is left, if nothing is sent; None when none is to come back.

        One on its way comes back a minute after its answer, and that is told.
        """
        now = self._clock()
        self._forget(now)
        return self._ends[0] - now if self._ends else None

    def allowance(self, priority: Priority) -> Allowance:
        """What may be asked from now on. Who asks in rounds waits for each."""
        now = self._clock()
        self._forget(now)
        on_their_way = (WINDOW,) * self._in_flight
        return Allowance(
            self._room(priority),
            (*(end - now for end in self._ends), *on_their_way),
            pause=self.paused_for,
            at_once=ROUND,
        )

    def wait_for_round(self, priority: Priority, requests: int = ROUND) -> float:
        """Seconds until a look and the write after it may go without a wait between; 0 is now.

        Who looks sooner has to look again, or writes over what it has not seen. More requests than
        there are places for are never waited for. What a run waits for nothing in the background
        takes before it.
        """
        requests = min(requests, self._room(priority))
        wait = self.wait_for(priority, requests)
        if priority is Priority.RUN:
            self._claim, self._claimed_until = requests, self._clock() + wait + _ROUND_TAKES
        return wait

    def wait_for(self, priority: Priority = Priority.INTERACTIVE, requests: int = 1) -> float:
        """Seconds until that many requests may go; 0 is now. Never too long a guess."""
        now = self._clock()
        if self.paused_until is not None and self.paused_until > now:
            return self.paused_until - now
        self.paused_until = None
        self._forget(now)
        over = self._in_flight + len(self._ends) + requests - self._room(priority)
        if over <= 0:
            return 0.0
        if over <= len(self._ends):
            return self._ends[over - 1] - now
        return WINDOW  # It hangs on requests that are still on their way.

    @asynccontextmanager
    async def slot(
        self, priority: Priority = Priority.INTERACTIVE, *, patience: float | None = None
    ) -> AsyncIterator[Slot]:
        """Hold a place in the window. With ``patience``, refuse to wait longer than that."""
        begun = self._clock()
        if patience is not None and self.wait_for(priority) > patience:
            raise self._held_back(priority)
        while (wait := self.wait_for(self._grown(priority, begun))) > 0:
            await self.sleep(max(_SHORTEST_NAP, min(wait, _LONGEST_NAP)))
        if patience is not None and self._clock() - begun > patience + _LONGEST_NAP:
            raise self._held_back(priority)  # The computer has slept meanwhile.
        self._in_flight += 1
        self._tell()
        slot = Slot(self._on_free)
        try:
            yield slot
        finally:
            slot.let_go()

    def _on_free(self) -> None:
        self._in_flight -= 1
        self._ends.append(self._clock() + WINDOW)
        self._tell()

    def _held_back(self, priority: Priority) -> RateLimitedError:
        wait = self.wait_for_round(priority)  # who comes back looks once more first
        return RateLimitedError(
            "This is as fast as Webflow allows.",
            f"held back by wfdesk itself: {self._limit} requests a minute",
            retry_after=wait,
        )

    def learn(self, headers: Mapping[str, str], *, is_held_back: bool = False) -> None:
        """Take the limit from an answer, and what others of the same token have used of it.

        Who is held back is told when to come again, and that nothing is left until then: not that
        a whole minute's requests were used just now. A limit that is none changes nothing.
        """
        limit = _number(headers.get("x-ratelimit-limit"))
        if limit is None or limit < _FEWEST:
            return
        self._limit = min(limit, _MOST)
        remaining = _number(headers.get("x-ratelimit-remaining"))
        if remaining is None or not remaining <= limit <= _MOST or is_held_back:
            return
        self._forget(self._clock())
        known = self._in_flight + len(self._ends)
        self._ends.extend([self._clock() + WINDOW] * (limit - remaining - known))
        self.rate = Rate(limit, remaining)
        self._tell()

    def pause(self, seconds: float | None) -> float:
        """Hold everything back exactly as long as told; untold, a minute, then two, then five.

        Returns the seconds.
        """
        if seconds is None:
            seconds = min(_FIRST_PAUSE * 2**self._untold_pauses, _LONGEST_PAUSE) + self.jitter()
            self._untold_pauses = min(self._untold_pauses + 1, 5)
        until = self._clock() + seconds
        if self.paused_until is None or until > self.paused_until:
            self.paused_until = until
            if self.on_pause:
                self.on_pause(seconds)
        return seconds

    def flow(self) -> None:
        """Note that Webflow took a request: the next pause starts small again."""
        self._untold_pauses = 0

    def _forget(self, now: float) -> None:
        """Drop what has left the window."""
        while self._ends and self._ends[0] <= now:
            self._ends.popleft()

    def _tell(self) -> None:
        if self.on_used:
            self.on_used()

    def _room(self, priority: Priority) -> int:
        """Places for the priority: at least one, but in the background, where a run may need all.

        Some are kept back for the person at the window.
        """
        if priority is Priority.INTERACTIVE:
            return self._limit
        room = self._limit - min(_WINDOWS, self._limit // 10)
        if priority is Priority.BULK:
            room -= max(self._claimed, min(_RUNS, self._limit // 5))
        return room

    @property
    def _claimed(self) -> int:
        """Requests that are left to a run now. One that is over needs none."""
        return self._claim if self._clock() < self._claimed_until else 0

    def _grown(self, priority: Priority, begun: float) -> Priority:
        """What has been in the background for a minute goes like a run, or might not go before it
        is over; unless that needs most of the places, and might then never go itself.
        """
        is_old = priority is Priority.BULK and self._clock() - begun > WINDOW
        is_in_the_way = 4 * self._claimed > self._room(Priority.RUN)
        return Priority.PATIENT_RUN if is_old and not is_in_the_way else priority


def _number(text: str | None) -> int | None:
    plain = (text or "").strip()
    return int(plain) if re.fullmatch(r"\d{1,18}", plain, re.ASCII) else None
