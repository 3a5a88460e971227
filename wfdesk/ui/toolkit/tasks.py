"""Who owns a running task. Loads are superseded, saves are never cancelled, closing waits."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import ParamSpec

from PySide6.QtCore import QObject, Signal

from wfdesk.domain.errors import WfdeskError

log = logging.getLogger(__name__)

P = ParamSpec("P")


class TaskScope(QObject):
    """Starts tasks for one controller and ends them with it.

    Expected errors become ``failed``. Anything else is a bug: it is logged with its
    traceback and reported through ``crashed``. No task outlives ``close``, after which nothing is
    loaded any more: there is nobody to be shown it.
    """

    failed = Signal(object)  # WfdeskError
    crashed = Signal(object)  # Exception

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: set[asyncio.Task[None]] = set()
        self._loads: dict[str, asyncio.Task[None]] = {}
        self._is_closed = False

    def start_load(
        self, key: str, work: Callable[P, Awaitable[None]], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """Start *work*, cancelling an unfinished load with the same key.

        Superseding is what keeps a slow answer from overwriting a newer one.
        """
        if self._is_closed:
            return
        self.cancel_load(key)
        task = self._start(work, *args, **kwargs)
        self._loads[key] = task
        task.add_done_callback(self._forget_load)

    def cancel_load(self, key: str) -> None:
        if superseded := self._loads.pop(key, None):
            superseded.cancel()

    def start_save(
        self, work: Callable[P, Awaitable[None]], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """Start *work*, which is never cancelled: ``close`` waits for it."""
        self._start(work, *args, **kwargs)

    async def close(self) -> None:
        self._is_closed = True
        for load in self._loads.values():
            load.cancel()
        # A save may start another one on its way out.
        while self._running:
            await asyncio.gather(*self._running, return_exceptions=True)

    def _start(
        self, work: Callable[P, Awaitable[None]], *args: P.args, **kwargs: P.kwargs
    ) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(self._guard(work, *args, **kwargs))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    def _forget_load(self, task: "asyncio.Task[None]") -> None:
        self._loads = {key: load for key, load in self._loads.items() if load is not task}

    async def _guard(
        self, work: Callable[P, Awaitable[None]], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        try:
            await work(*args, **kwargs)
        except WfdeskError as error:
            log.info("%s", error)
            self.failed.emit(error)
        except Exception as error:
            log.exception("Task crashed")
            self.crashed.emit(error)
