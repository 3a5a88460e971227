"""Feels the pulse of the event loop: how long it was ever kept from turning."""

import asyncio
import time


class Pulse:
    """Turns with the loop, every millisecond, between ``start`` and ``stop``."""

    def __init__(self) -> None:
        self._is_over = asyncio.Event()
        self._longest = 0.0

    def start(self) -> None:
        self._beating = asyncio.get_running_loop().create_task(self._beat())

    async def stop(self) -> float:
        """Return the longest stall in milliseconds."""
        self._is_over.set()
        await self._beating
        return round(self._longest * 1000, 1)

    async def _beat(self) -> None:
        last = time.perf_counter()
        while not self._is_over.is_set():
            await asyncio.sleep(0.001)
            now = time.perf_counter()
            self._longest = max(self._longest, now - last)
            last = now
