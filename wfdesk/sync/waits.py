"""What a run waits for. Each wait counts down where the user sees it, goes on while they hold the
run, and ends when they have had enough.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from math import ceil

from msgspec import Struct

from wfdesk.domain.errors import OUT_OF_REACH, ApiError, StoreError
from wfdesk.sync.progress import Phase
from wfdesk.sync.requests import Place
from wfdesk.sync.results import Results
from wfdesk.sync.watch import PAUSES, STEADY

_SHORTEST = 0.01
"""What is left of a wait may be less than a clock can tell."""
_ASLEEP = 120.0
"""Seconds by which a try takes longer only where the computer sleeps."""
_BY_ITSELF = "It goes on by itself when Webflow answers"
_PACE = "This is as fast as Webflow allows."


class Patience(Struct, frozen=True):
    quiet_seconds: float = 30.0
    """Seconds after which a write whose answer was lost has happened or never will."""
    outage: Sequence[float] = (*PAUSES, *[PAUSES[-1]] * 7)
    """Seconds between tries to reach Webflow again. After these, nine minutes in all, or after a
    sleep, the run is over: what the user wanted then may not be what they want by now.
    """


PATIENT = Patience()


class Waits:
    def __init__(
        self,
        sleep: Callable[[float], Awaitable[None]],
        clock: Callable[[], float],
        patience: Patience,
    ) -> None:
        """``clock`` goes on while the computer sleeps."""
        self._sleep = sleep
        self._clock = clock
        self._patience = patience

    async def pause(
        self, seconds: float, sentence: str, results: Results, phase: Phase = Phase.WAITING
    ) -> bool:
        """Count the seconds down. They pass also while the user holds the run: say whether it was
        held.
        """
        until, is_held = self._clock() + seconds, False
        while (left := until - self._clock()) > 0 and not results.is_cancelled:
            if await results.held():
                is_held = True
                continue
            results.step(phase, sentence=sentence, pause_left=_begun(left))
            await self._sleep(min(1.0, max(left, _SHORTEST)))
        return is_held

    async def for_turn(self, place: Place, requests: int, results: Results) -> bool:
        """Wait until what is looked at can be written while the look is good, in so many requests.

        And as long as the user holds the run. False says that the user has had enough.
        """
        while not results.is_cancelled:
            if await results.held():
                continue
            wait = place.wait_for(requests)
            if wait <= 0:
                return True
            await self.pause(max(wait, _SHORTEST), _PACE, results)
        return False

    async def for_quiet(self, sentence: str, results: Results) -> bool:
        """Wait until what was lost has happened or never will; say whether that was waited for.

        Who cancels does not wait: the next look asks what became of it.
        """
        left = self._patience.quiet_seconds
        while left > 0 and not results.is_cancelled:
            if await results.held():
                continue
            results.step(Phase.LOOKING_UP, sentence=sentence, pause_left=_begun(left))
            nap = min(1.0, left)
            await self._sleep(nap)
            left -= nap
        return left <= 0

    def outage(self) -> "Outage":
        return Outage(self, iter(self._patience.outage))

    async def until_reached(
        self, seconds: float, ask: Callable[[], Awaitable[object]], results: Results
    ) -> bool | None:
        """Wait so long and then ask; None where the user, or a long sleep, has come in between."""
        begun = self._clock()
        is_held = await self.pause(seconds, _BY_ITSELF, results, Phase.OFFLINE)
        is_reached = await self._is_steady(ask, results)
        has_slept = not is_held and self._clock() - begun > seconds + _ASLEEP
        return None if results.is_cancelled or has_slept else is_reached

    async def _is_steady(self, ask: Callable[[], Awaitable[object]], results: Results) -> bool:
        """Ask once a second: a connection that comes and goes would lose the next write."""
        for _ in range(STEADY):
            if results.is_cancelled:
                return False
            results.tried_to_reach()
            try:
                await ask()
            except OUT_OF_REACH:
                return False
            except (ApiError, StoreError):
                return True  # Somebody is there. What is wrong is told by who writes.
            await self._sleep(1.0)
        return True


class Outage:
    """A time in which Webflow cannot be reached. It may seem to be over again and again: what it
    is allowed to take, it takes once.
    """

    def __init__(self, waits: Waits, pauses: Iterator[float]) -> None:
        self._waits = waits
        self._pauses = pauses

    async def is_over(self, ask: Callable[[], Awaitable[object]], results: Results) -> bool:
        """Wait until Webflow answers; False where the user, or the time, has come to an end.

        ``ask`` costs one request.
        """
        for seconds in self._pauses:
            is_reached = await self._waits.until_reached(seconds, ask, results)
            if is_reached is not False:
                return bool(is_reached)
        return False


def _begun(seconds: float) -> int:
    """The seconds that have begun, as the status line counts the same pause: it ends after 1."""
    return ceil(round(seconds, 3))
