"""How long requests take that go one after the other, as fast as Webflow allows."""

from collections import deque
from math import ceil

from msgspec import Struct

_MINUTE = 60.0
_SECONDS_EACH = 0.5
"""What Webflow takes for an answer, about."""


class Allowance(Struct, frozen=True):
    """What somebody may ask with a token from now on."""

    limit: int
    """Requests in any minute; 0 for as many as one likes."""
    back: tuple[float, ...] = ()
    """Seconds until each of those that were used is there again, soonest first."""
    pause: float = 0.0
    """Seconds until anything may be asked."""
    at_once: int = 1
    """Requests that wait until all of them can go."""

    def seconds_for(self, requests: int, turns: int) -> int:
        """Until so many are answered, if nothing goes wrong; each turn has its share of them."""
        if not requests:
            return 0
        now, back = self.pause, deque(self.back)
        share = ceil(requests / max(1, turns))
        for number in range(requests):
            wanted = 1 if number % share else min(self.at_once, self.limit)
            while self.limit and len(back) + wanted > self.limit:
                now = max(now, back.popleft())
            now += _SECONDS_EACH
            back.append(now + _MINUTE)
        return ceil(now)
