"""What a run waits for. Each wait counts down where the user sees it, goes on while they hold the
run, and ends when they have had enough.
"""

from collections.abc import Awaitable, Callable, Sequence
from math import ceil

from msgspec import Struct

from wfdesk.domain.errors import OUT_OF_REACH, ApiError, MissingItemError
from wfdesk.sync.progress import Phase
from wfdesk.sync.requests import Place
from wfdesk.sync.results import Results
from wfdesk.sync.watch import PAUSES, STEADY

_SHORTEST = 0.01
"""What is left of a wait may be less than a clock can tell."""
_BY_ITSELF = "It goes on by itself when Webflow answers"
_PACE = "This is as fast as Webflow allows."


class Patience(Struct, frozen=True):
    quiet_seconds: float = 30.0
    """Seconds after which a write whose answer was lost has happened or never will."""
    outage: Sequence[float] = (*PAUSES, *[PAUSES[-1]] * 7)
    """Seconds between tries to reach Webflow again. After these, nine minutes in all, the run is
    over: what the user wanted then may not be what they want by now.
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
    ) -> None:
        """Count the seconds down. They pass also while the user holds the run."""
        until = self._clock() + seconds
        while (left := until - self._clock()) > 0 and not results.is_cancelled:
            if await results.held():
                continue
            results.step(phase, sentence=sentence, pause_left=_begun(left))
            await self._sleep(min(1.0, max(left, _SHORTEST)))

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

    async def for_connection(self, ask: Callable[[], Awaitable[object]], results: Results) -> bool:
        """Wait until Webflow answers; False where the user, or the wait, has come to an end.

        ``ask`` costs one request. Where this run was never answered there is nothing to wait for:
        the user has only just begun it, and is told.
        """
        for seconds in self._patience.outage if results.done else ():
            await self.pause(seconds, _BY_ITSELF, results, Phase.OFFLINE)
            if results.is_cancelled:
                return False
            if await self._is_steady(ask, results):
                return True
        return False

    async def _is_steady(self, ask: Callable[[], Awaitable[object]], results: Results) -> bool:
        """Ask once a second: a connection that comes and goes would lose the next write."""
        for _ in range(STEADY):
            results.tried_to_reach()
            try:
                await ask()
            except OUT_OF_REACH:
                return False
            except (ApiError, MissingItemError):
                return True  # Somebody is there. What is wrong is told by who writes.
            await self._sleep(1.0)
        return True


def _begun(seconds: float) -> int:
    """The seconds that have begun, as the status line counts the same pause: it ends after 1."""
    return ceil(round(seconds, 3))
