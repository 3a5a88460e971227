"""Waiting on purpose, in one place: so that it can be let go, and so that the server can stop."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable


class StoppingError(Exception):
    """The server stops: what waited is not gone on with."""


class Waits:
    """Everything that waits, and what is to be done later."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()
        self._later: set[asyncio.Task[None]] = set()
        self._is_stopping = False

    async def wait(self, seconds: float | None) -> None:
        """Wait for so long, or until let go; None is until let go only."""
        if self._is_stopping:
            raise StoppingError
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(waiter)
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await waiter
        finally:
            self._waiting.discard(waiter)
        if self._is_stopping:
            raise StoppingError

    def later(self, seconds: float | None, deed: Callable[[], Awaitable[object]]) -> None:
        task = asyncio.create_task(self._do_later(seconds, deed))
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    def release(self) -> int:
        """Let all go that wait. How many they were."""
        count = 0
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)
                count += 1
        return count

    def stop(self) -> None:
        self._is_stopping = True
        self.release()

    async def _do_later(self, seconds: float | None, deed: Callable[[], Awaitable[object]]) -> None:
        with contextlib.suppress(StoppingError):
            await self.wait(seconds)
            await deed()
