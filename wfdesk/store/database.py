"""The one connection, on the one thread that ever touches it.

Work is a plain function of a connection, so repositories stay synchronous and are tested without
an event loop. SQLite's errors leave as a ``StoreError``.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

from wfdesk.store.anew import moved
from wfdesk.store.failures import lost, translated
from wfdesk.store.opening import Opened, open_file
from wfdesk.store.secondcopy import SecondCopy
from wfdesk.store.transactions import transaction

Connection = sqlite3.Connection
T = TypeVar("T")

TIDY = 1.0
"""Seconds after a write until the log of writes is moved into the file."""

log = logging.getLogger(__name__)


class Database:
    """Opened by ``open``, closed by its owner. Works run one after the other, in order."""

    def __init__(
        self, path: Path, executor: ThreadPoolExecutor, opened: Opened, *, tidy_seconds: float
    ) -> None:
        self._path = path
        self._executor = executor
        self._connection = opened.connection
        self.damage = opened.damage
        """Where a damaged file was put when this one was opened; None if it was sound."""
        self.quarantined = opened.quarantined
        """Edits found damaged when this one was opened. They are kept, and never sent."""
        self.restored = opened.restored
        """Edits and marks taken from their second copy then."""
        self._second = SecondCopy(path)
        self._place = _place_of(path)
        self._log_of_writes = path.with_name(f"{path.name}-wal")
        self._tidy_seconds = tidy_seconds
        self._timer: asyncio.TimerHandle | None = None
        self._is_closed = False

    @classmethod
    async def open(cls, path: Path, *, tidy_seconds: float = TIDY) -> "Database":
        """Open or make the file and take its exclusive lock.

        Raises AlreadyOpenError, ReadOnlyProfileError, NewerProfileError or another StoreError.
        """
        executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        opening = asyncio.get_running_loop().run_in_executor(executor, open_file, path)
        try:
            opened = await asyncio.shield(opening)
        except BaseException:
            # Whoever waited may be gone before the file is open: its lock must not outlive that.
            opening.add_done_callback(_close_unwanted)
            executor.shutdown(wait=False)
            raise
        made = cls(path, executor, opened, tidy_seconds=tidy_seconds)
        made._tidy_later()  # the second copy may be behind
        return made

    async def read(self, work: Callable[[Connection], T]) -> T:
        return await self._submit(lambda: work(self._connection))

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run the work in a transaction: committed if it returns, rolled back if it raises."""
        # Shielded: closing a window cancels the wait, not a save the user already made.
        saving = self._submit(partial(self._transact, work))
        try:
            return await asyncio.shield(saving)
        except asyncio.CancelledError:
            saving.add_done_callback(_log_unheard)
            raise
        finally:
            self._tidy_later()

    def write_now(self, work: Callable[[Connection], T], *, seconds: float) -> T:
        """Write while the loop stands still: the program is being ended. TimeoutError if it cannot.

        What was submitted before is written before it.
        """

        def transact() -> T:
            with translated(self._path):
                return self._transact(work)

        return self._executor.submit(transact).result(seconds)

    async def make_anew(self) -> None:
        """Make the file again where it was deleted, with all that it held; it may be back by now.

        LostProfileError if another file is there.
        """
        await asyncio.shield(self._submit(self._move_back))

    async def close(self) -> None:
        """Finish what was submitted, then let go of the file. Closing twice does nothing."""
        if self._is_closed:
            return
        self._is_closed = True
        if self._timer is not None:
            self._timer.cancel()
        closing = self._submit(partial(self._end, is_tidy=self._timer is None))
        self._executor.shutdown(wait=False)
        await asyncio.shield(closing)

    def _transact(self, work: Callable[[Connection], T]) -> T:
        if _place_of(self._path) != self._place:
            # SQLite would go on writing into the file that has no name any more.
            raise lost(str(self._path))
        with transaction(self._connection):
            done = work(self._connection)
        if not self._log_of_writes.exists():
            self._tidy()  # somebody has cleaned up: into the file itself with it
        return done

    def _move_back(self) -> None:
        if _place_of(self._path) != self._place:
            self._connection = moved(self._connection, self._path)
            self._place = _place_of(self._path)
            self._second.close()

    def _tidy_later(self) -> None:
        """Move what was written into the file itself, and into the second copy, before long.

        A log of writes that a crash left behind looks like rubbish, and may be cleaned away.
        """
        if self._timer is None and not self._is_closed:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(self._tidy_seconds, self._tidy_now)

    def _tidy_now(self) -> None:
        self._timer = None
        self._submit(self._tidy).add_done_callback(_log_untidy)

    def _tidy(self) -> None:
        try:
            self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        finally:
            if _place_of(self._path) == self._place:
                self._second.keep_up(self._connection)

    def _end(self, *, is_tidy: bool) -> None:
        try:
            if not is_tidy:
                self._second.keep_up(self._connection)
            self._second.close()
        finally:
            self._connection.close()

    def _submit(self, work: Callable[[], T]) -> asyncio.Future[T]:
        def run() -> T:
            try:
                with translated(self._path):
                    return work()
            except StopIteration as error:
                raise _ended(error) from error  # a future does not take it and never ends
            except Exception:
                raise
            except BaseException as error:
                # It would end the loop or be swallowed there, and the caller wait for ever.
                raise _ended(error) from error

        return asyncio.get_running_loop().run_in_executor(self._executor, run)


def _place_of(path: Path) -> tuple[int, int] | None:
    """Which file has this name; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _ended(error: BaseException) -> RuntimeError:
    return RuntimeError(f"Work of the store ended with {type(error).__name__}.")


def _close_unwanted(opening: asyncio.Future[Opened]) -> None:
    if not opening.cancelled() and opening.exception() is None:
        opening.result().connection.close()


def _log_unheard(saving: asyncio.Future[T]) -> None:
    if not saving.cancelled() and saving.exception() is not None:
        log.error("A save failed after its caller was gone: %s", saving.exception())


def _log_untidy(tidying: asyncio.Future[None]) -> None:
    if not tidying.cancelled() and tidying.exception() is not None:
        log.info("The log of writes stays as it is: %s", tidying.exception())
