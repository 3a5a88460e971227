"""Hands pictures to a process of its own: one that ends it costs a picture and nothing else."""

import asyncio
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import IO

from wfdesk.system.child import ROOM

_SECONDS = 10.0
_LONGEST = 4 << 20
"""Bytes of an answer: more than any picture that is asked for."""


class Decoder:
    """Knows bytes, not pictures. One at a time; the process is started when it is first needed.

    It ends when its standard input closes, or is ended when it takes too long. The next picture
    starts another one.
    """

    def __init__(self, arguments: Sequence[str], *, seconds: float = _SECONDS) -> None:
        self._arguments = list(arguments)
        self._seconds = seconds
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pictures")
        self._one_at_a_time = asyncio.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_closed = False

    async def decode(self, data: bytes) -> bytes | None:
        """What the process makes of the picture; None when it makes nothing of it."""
        async with self._one_at_a_time:
            if self._is_closed:
                return None
            answer = asyncio.get_running_loop().run_in_executor(self._executor, self._ask, data)
            try:
                async with asyncio.timeout(self._seconds):
                    return await answer
            except TimeoutError:
                self._kill()
                return None

    async def close(self) -> None:
        self._is_closed = True
        self._kill()
        await asyncio.get_running_loop().run_in_executor(self._executor, self._let_go)
        self._executor.shutdown(wait=False)

    def _ask(self, data: bytes) -> bytes | None:
        try:
            process = self._running()
            if process.stdin is None or process.stdout is None:
                return None
            process.stdin.write(len(data).to_bytes(4, "big") + data)
            process.stdin.flush()
            length = int.from_bytes(_read(process.stdout, 4), "big")
            return _read(process.stdout, min(length, _LONGEST))
        except OSError:  # it ended over this picture, or cannot be started at all
            self._let_go()
            return None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            process = subprocess.Popen(  # noqa: S603 - a list of our own making, no shell
                self._arguments,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=ROOM,
            )
            self._process = process
            if self._is_closed:
                process.kill()
        return self._process

    def _kill(self) -> None:
        """Free the thread that waits for an answer."""
        if self._process is not None:
            self._process.kill()

    def _let_go(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        with suppress(OSError), process:  # what could not be written fails once more
            pass


def _read(pipe: IO[bytes], count: int) -> bytes:
    data = pipe.read(count)
    if len(data) < count:
        raise BrokenPipeError("The process that decodes pictures has ended.")
    return data
