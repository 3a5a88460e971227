"""Notices that Webflow can be reached again. Runs for as long as the program does."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from itertools import chain, repeat

from wfdesk.domain.errors import WfdeskError
from wfdesk.sync.status import Status, StatusBoard

log = logging.getLogger(__name__)

PAUSES = (5.0, 10.0, 20.0, 40.0, 60.0)
"""Seconds between tries; the last one again and again."""
STEADY = 3
"""Seconds for which Webflow must be there, looked at each second, before all is read anew: a
connection that comes and goes would begin with it time and again."""


class Watch:
    """Tries ``reach`` while offline, and once it holds, ``connect``.

    They read only: what waits is sent by the user.
    """

    def __init__(
        self,
        board: StatusBoard,
        reach: Callable[[], Awaitable[bool]],
        connect: Callable[[], Awaitable[None]],
        *,
        pauses: Sequence[float] = PAUSES,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._board = board
        self._reach = reach
        self._connect = connect
        self._pauses = pauses
        self._sleep = sleep
        self._went_offline = asyncio.Event()

    async def run(self) -> None:
        """Watch until cancelled."""
        self._board.subscribe(self._on_status)
        self._on_status(self._board.status)
        try:
            while True:
                await self._went_offline.wait()
                await self._try_until_online()
        finally:
            self._board.unsubscribe(self._on_status)

    async def _try_until_online(self) -> None:
        for pause in chain(self._pauses, repeat(self._pauses[-1])):
            await self._sleep(pause)
            if self._went_offline.is_set():
                await self._try()
            if not self._went_offline.is_set():
                return

    async def _try(self) -> None:
        try:
            for _ in range(STEADY):
                if not await self._reach():
                    return
                await self._sleep(1.0)
            await self._connect()
        except WfdeskError as error:  # such as a full disk: it ends, and the watch goes on
            log.info("%s", error)

    def _on_status(self, status: Status) -> None:
        if status.is_online is False:
            self._went_offline.set()
        else:
            self._went_offline.clear()
