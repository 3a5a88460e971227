"""How many requests are left right now, on the status board.

Webflow says it only when it is asked something. What was used comes back by itself, a minute after
each request, and so the number has to move while nothing is asked.
"""

import asyncio
from functools import partial

from wfdesk.api.pace import Pace
from wfdesk.sync.status import StatusBoard

_SOON = 0.2
"""Seconds: requests that come back close to each other are shown in one go."""


class Budget:
    """Shows the pace that was used last. A timer runs only while less than all is left."""

    def __init__(self, board: StatusBoard) -> None:
        self._board = board
        self._timer: asyncio.TimerHandle | None = None

    def watch(self, pace: Pace) -> None:
        pace.on_used = partial(self._show, pace)

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _show(self, pace: Pace) -> None:
        self.close()
        if pace.rate is None:  # Webflow has not said yet how many it allows.
            return
        self._board.set_rate(pace.limit, pace.left)
        wait = pace.next_back
        if wait is not None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(max(wait, _SOON), self._show, pace)
