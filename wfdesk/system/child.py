"""A server in a process of its own, which says on its first line where it is."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from wfdesk.domain.errors import WfdeskError

_SECONDS = 30.0


class Child:
    """Starts on demand and ends with us: the child stops when its standard input closes."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self._arguments = list(arguments)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="child")
        self._process: subprocess.Popen[str] | None = None
        self._ready: dict[str, Any] = {}

    async def start(self) -> dict[str, Any]:
        """Start the process, unless it runs; return what it said on its first line."""
        if self._process is not None and self._process.poll() is None:
            return self._ready
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(_SECONDS):
                line = await loop.run_in_executor(self._executor, self._launch)
            self._ready = json.loads(line)
        except (OSError, ValueError, TimeoutError) as error:
            raise WfdeskError(
                "The practice site could not be started. Close wfdesk and try again.", repr(error)
            ) from error
        return self._ready

    async def stop(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._executor, self._end)
        self._executor.shutdown(wait=False)

    def _launch(self) -> str:
        self._process = subprocess.Popen(  # noqa: S603 - a list of our own making, no shell
            self._arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        if self._process.stdout is None:
            return ""
        return self._process.stdout.readline()

    def _end(self) -> None:
        process = self._process
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        try:
            process.wait(timeout=3)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def program_arguments() -> list[str]:
    """How this very program is started again: as a frozen program or as a module."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "wfdesk"]
