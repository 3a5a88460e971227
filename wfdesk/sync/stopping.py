"""Ends what is under way when the user says so, as if it had never been asked for."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Stopping:
    """Everything within ``stoppable`` ends at ``stop``, wherever it waits.

    A write to the local copy is finished first, and a request that has left is not cut off: both
    are shielded from whoever waits for them.
    """

    def __init__(self) -> None:
        self._under_way: set[asyncio.Timeout] = set()

    def stop(self) -> None:
        now = asyncio.get_running_loop().time()
        for each in self._under_way:
            if not each.expired():  # It may still be on its way out of an earlier stop.
                each.reschedule(now)

    @asynccontextmanager
    async def stoppable(self) -> AsyncIterator[asyncio.Timeout]:
        """Who uses it asks ``expired()`` afterwards whether it was stopped."""
        end = asyncio.timeout(None)
        try:
            async with end:
                self._under_way.add(end)
                yield end
        except TimeoutError:
            if not end.expired():
                raise
        finally:
            self._under_way.discard(end)
