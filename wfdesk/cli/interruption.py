"""What Ctrl+C and a request to end do: the first stops softly, the second leaves at once.

Leaving at once loses nothing: whatever was under way stands in the journal, and is looked up.
"""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from wfdesk.cli.exits import Exit
from wfdesk.cli.output import Output

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
_AGAIN = "Once more leaves at once; nothing is lost."


class Interruption:
    """Installed for one command. Signals that whoever started us ignores stay ignored."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        self._stop: Callable[[], None] | None = None
        self._is_asking = False
        self.has_come = False

    def install(self) -> None:
        for name in _NAMES:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._on_signal)

    @contextmanager
    def softened(self, stop: Callable[[], None]) -> Iterator[None]:
        """Within this the first signal calls ``stop``, which lets what is under way end well."""
        self._stop = stop
        try:
            yield
        finally:
            self._stop = None

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Within this a person is asked, and may answer with Ctrl+C."""
        self._is_asking = True
        try:
            yield
        except KeyboardInterrupt:
            self.has_come = True
            self._output.tell("")
            raise asyncio.CancelledError from None
        finally:
            self._is_asking = False

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        if self._is_asking:
            raise KeyboardInterrupt
        if self.has_come:
            os._exit(Exit.INTERRUPTED)
        self.has_come = True
        self._loop.call_soon_threadsafe(self._end)

    def _end(self) -> None:
        if self._stop is not None:
            self._output.tell(f"Stopping after the request under way. {_AGAIN}")
            self._stop()
        elif self._task is not None:
            self._task.cancel()
