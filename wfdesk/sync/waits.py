"""What a run waits for. Each wait counts down where the user sees it, goes on while they hold the
run, and ends when they have had enough.
"""

from collections.abc import Awaitable, Callable
from math import ceil

from wfdesk.sync.progress import Phase
from wfdesk.sync.requests import Place
from wfdesk.sync.results import Results

_SHORTEST = 0.01
"""What is left of a wait may be less than a clock can tell."""
_PACE = "This is as fast as Webflow allows."


class Waits:
    def __init__(
        self,
        sleep: Callable[[float], Awaitable[None]],
        clock: Callable[[], float],
        *,
        quiet_seconds: float,
    ) -> None:
        """``clock`` goes on while the computer sleeps."""
        self._sleep = sleep
        self._clock = clock
        self._quiet_seconds = quiet_seconds

    async def pause(self, seconds: float, sentence: str, results: Results) -> None:
        """Count the seconds down. They pass also while the user holds the run."""
        until = self._clock() + seconds
        while (left := until - self._clock()) > 0 and not results.is_cancelled:
            if await results.held():
                continue
            results.step(Phase.WAITING, sentence=sentence, pause_left=_begun(left))
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
        left = self._quiet_seconds
        while left > 0 and not results.is_cancelled:
            if await results.held():
                continue
            results.step(Phase.LOOKING_UP, sentence=sentence, pause_left=_begun(left))
            nap = min(1.0, left)
            await self._sleep(nap)
            left -= nap
        return left <= 0


def _begun(seconds: float) -> int:
    """The seconds that have begun, as the status line counts the same pause: it ends after 1."""
    return ceil(round(seconds, 3))
