"""The one connection, on the one thread that ever touches it.

Work is a plain function of a connection, so repositories stay synchronous and are tested without
an event loop. SQLite's errors leave as a ``StoreError``.
"""

import asyncio
import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from wfdesk.domain.errors import (
    AlreadyOpenError,
    DamagedProfileError,
    DiskFullError,
    NewerProfileError,
    ReadOnlyProfileError,
    StoreError,
)
from wfdesk.store.migrations import LATEST, migrate, version_of

Connection = sqlite3.Connection
T = TypeVar("T")


class Database:
    """Opened by ``open``, closed by its owner. Works run one after the other."""

    def __init__(self, executor: ThreadPoolExecutor, connection: Connection, damage: str) -> None:
        self._executor = executor
        self._connection = connection
        self.damage = damage
        """Where a damaged file was put when this one was opened; empty if there was none."""

    @classmethod
    async def open(cls, path: Path) -> "Database":
        """Open or make the file and take the exclusive lock.

        Raises AlreadyOpenError, ReadOnlyProfileError, NewerProfileError or another StoreError.
        """
        executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        try:
            connection, damage = await asyncio.get_running_loop().run_in_executor(
                executor, _open, path
            )
        except BaseException:
            executor.shutdown(wait=False)
            raise
        return cls(executor, connection, damage)

    async def read(self, work: Callable[[Connection], T]) -> T:
        return await self._submit(lambda: work(self._connection))

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run the work in a transaction: committed if it returns, rolled back if it raises."""

        def transact() -> T:
            with transaction(self._connection):
                return work(self._connection)

        # Shielded: closing a window cancels the wait, not a save the user already made.
        return await asyncio.shield(self._submit(transact))

    async def close(self) -> None:
        await self._submit(self._connection.close)
        self._executor.shutdown()

    def _submit(self, work: Callable[[], T]) -> asyncio.Future[T]:
        def translated() -> T:
            with _translated():
                return work()

        return asyncio.get_running_loop().run_in_executor(self._executor, translated)


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # some failures, such as a full disk, end it themselves
            connection.execute("ROLLBACK")
        raise


def connect(path: Path) -> Connection:
    """Open the file with our settings and its exclusive lock; bring it to the latest version."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=0.2)
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        # The lock is only taken by the first write.
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("COMMIT")
        version = version_of(connection)
        if version > LATEST:
            raise NewerProfileError(
                "Your local copy was written by a newer wfdesk. Install the newest version to open"
                " it; nothing was changed.",
                f"version {version}, this wfdesk knows {LATEST}",
            )
        if 0 < version < LATEST:
            connection.execute("VACUUM INTO ?", (str(path.with_suffix(f".before-v{LATEST}")),))
        migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _open(path: Path) -> tuple[Connection, str]:
    with _translated():
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not path.exists():
                os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise _read_only(str(error)) from error
        try:
            return connect(path), ""
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode not in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
                raise
            moved = _move_aside(path)
            return connect(path), moved


def _move_aside(path: Path) -> str:
    """Keep the damaged file under another name; it is never deleted."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    moved = path.with_name(f"{path.name}.damaged-{stamp}")
    path.rename(moved)
    for suffix in ("-wal", "-shm"):
        side = path.with_name(path.name + suffix)
        if side.exists():
            side.rename(moved.with_name(moved.name + suffix))
    return str(moved)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise _translation(error) from error
    except UnicodeEncodeError as error:
        raise StoreError(
            "The text holds half a character that cannot be saved. Take it out and try again."
        ) from error


def _read_only(detail: str) -> ReadOnlyProfileError:
    return ReadOnlyProfileError(
        "wfdesk cannot write to its folder, so no edit could be kept. Make the folder writable or"
        " choose another one, then start again.",
        detail,
    )


def _translation(error: sqlite3.Error) -> StoreError:
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    detail = str(error)
    if code in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}:
        return DiskFullError(
            "Not saved: the disk is full. Your text is still on screen; make room, and it is saved"
            " by itself.",
            detail,
        )
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return AlreadyOpenError("wfdesk is already open with this local copy.", detail)
    if code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}:
        return _read_only(detail)
    if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return DamagedProfileError(
            "The local copy is damaged. Close wfdesk and start it again: it keeps the damaged file"
            " and makes a new one.",
            detail,
        )
    return StoreError("The local copy could not be used. Start wfdesk again.", detail)
