"""A server in a process of its own, which says on its first line where it is."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from wfdesk.domain.errors import WfdeskError

_SECONDS = 30.0
_GRACE = 3.0
"""Seconds that a child has to end by itself."""
ROOM = Path(__file__).parents[2]
"""Where ``-m wfdesk`` finds this very program, wherever this process works."""


class Child:
    """Starts on demand and ends with us: the child stops when its standard input closes."""

    def __init__(self, arguments: Sequence[str], *, seconds: float = _SECONDS) -> None:
        self._arguments = list(arguments)
        self._seconds = seconds
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="child")
        self._one_at_a_time = asyncio.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._ready: dict[str, Any] = {}
        self._is_stopped = False

    async def start(self) -> dict[str, Any]:
        """Start the process, unless it runs; return what it said on its first line."""
        async with self._one_at_a_time:
            if self._process is None or self._process.poll() is not None:
                self._ready = await self._said()
            return self._ready

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    async def stop(self) -> None:
        """End the process, within a few seconds even if it never said a word."""
        self._is_stopped = True
        if not self._ready:
            self._kill()
        await asyncio.get_running_loop().run_in_executor(self._executor, self._end)
        self._executor.shutdown(wait=False)

    async def _said(self) -> dict[str, Any]:
        self._ready = {}
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._seconds):
                line = await loop.run_in_executor(self._executor, self._launch)
            ready: dict[str, Any] = json.loads(line)
        except (OSError, ValueError, TimeoutError) as error:
            self._kill()
            raise WfdeskError(
                "The practice site could not be started. Close wfdesk and try again.", repr(error)
            ) from error
        return ready

    def _launch(self) -> str:
        self._end()  # of one that died nothing is left but its pipes
        process = subprocess.Popen(  # noqa: S603 - a list of our own making, no shell
            self._arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOM,
            start_new_session=True,  # Ctrl+C in a terminal is for us, and stops no server of ours.
            text=True,
        )
        self._process = process
        if self._is_stopped:
            process.kill()
        return process.stdout.readline() if process.stdout else ""

    def _kill(self) -> None:
        """Free the thread that waits for its first line."""
        if self._process is not None:
            self._process.kill()

    def _end(self) -> None:
        process = self._process
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        try:
            process.wait(timeout=_GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def program_arguments() -> list[str]:
    """How this very program is started again: as a frozen program or as a module."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "wfdesk"]
