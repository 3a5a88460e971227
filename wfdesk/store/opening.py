"""From a path to a connection that is ours alone, sound and up to date."""

import errno
import logging
import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from msgspec import Struct

from wfdesk.store.failures import (
    UNREADABLE,
    is_damage,
    mark_of,
    newer,
    refused_by_disk,
    translated,
)
from wfdesk.store.indoubt import doubt_new_items
from wfdesk.store.journal import JournalRepository
from wfdesk.store.migrations import LATEST, made_by, migrate, remove_strays, version_of
from wfdesk.store.runs import RunsRepository
from wfdesk.store.secondcopy import restore, restore_all
from wfdesk.store.transactions import transaction
from wfdesk.store.unsent import UnsentRows
from wfdesk.store.works import give_back

log = logging.getLogger(__name__)

_HIGHEST = 1_000_000
"""No version ever reaches this: a header that says more is damaged, not new."""

_SETTINGS = (
    "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA temp_store = MEMORY",  # sorting works on a full disk, and leaves no copy behind
    "PRAGMA cache_size = -32768",
    "PRAGMA cell_size_check = ON",
    "PRAGMA secure_delete = ON",  # what was given up is not to be read, or carved, from free pages
)


_IS_USED = """
SELECT EXISTS (SELECT 1 FROM accounts) OR EXISTS (SELECT 1 FROM works)
    OR EXISTS (SELECT 1 FROM journal) OR EXISTS (SELECT 1 FROM history)
"""


class Opened(Struct, frozen=True):
    connection: sqlite3.Connection
    damage: str | None
    """Where a damaged file was put; None if the file was sound."""
    quarantined: int
    """Edits that did not match their checksum and were set apart."""
    restored: int = 0
    """Edits and marks that were damaged, or gone with the file, and were taken from the second
    copy."""


def open_file(path: Path) -> Opened:
    """Open or make the file. Damage is no failure: the file is put aside and a new one made."""
    with translated(path):
        try:
            _prepare(path)
            return _open_sound(path) or _open_damaged(path)
        except OSError as error:
            raise refused_by_disk(path, error) from error


def connect(path: Path) -> sqlite3.Connection:
    """Open the file with our settings and its exclusive lock; bring it to the latest version."""
    create(path)
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=0.2)
    try:
        connection.row_factory = sqlite3.Row
        for setting in _SETTINGS:
            connection.execute(setting)
        with transaction(connection):  # nothing but a write takes the lock
            _refuse_newer(connection)
        migrate(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(path: Path) -> None:
    """Make the folder, for its owner's eyes only; turn away from a newer file untouched.

    The file is looked at through SQLite: closing it by any other way would let go of the locks
    that a connection of this process holds. See https://sqlite.org/howtocorrupt.html, 2.2.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (
        suppress(sqlite3.DatabaseError),  # whatever is wrong shows when the file is opened
        closing(
            sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        ) as look,
    ):
        look.row_factory = sqlite3.Row
        _refuse_newer(look)


def _refuse_newer(connection: sqlite3.Connection) -> None:
    version = version_of(connection)
    if LATEST < version < _HIGHEST:
        raise newer(version, LATEST, made_by(connection))


def create(path: Path) -> None:
    """Make the file before SQLite does, which would let others read it."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    for each in (path.parent, path):  # SQLite calls this an I/O error, at times
        if not os.access(each, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def _open_sound(path: Path) -> Opened | None:
    """Open the file; None when it is damaged. The lock is asked for even if that is known."""
    is_new = not path.exists()
    try:
        connection = connect(path)
        if not mark_of(path).exists():
            opened = _begin(connection, path, None, is_whole=True)
            if not is_new:  # half a copy is worth more than nothing, where there is nothing
                remove_strays(path)
            return opened
        connection.close()
        log.info("Damage was met when the local copy was last open")
    except sqlite3.Error as error:
        if not is_damage(error):
            raise
        log.info("The local copy is damaged: %s", error)
    except UNREADABLE as error:
        log.info("The local copy cannot be read: %s", error)
    return None


def _is_blank(connection: sqlite3.Connection) -> bool:
    """Whether the file is as one that was just made: what was there is gone, or never was.

    Its age does not tell: the first start of all may have been cut short.
    """
    return not connection.execute(_IS_USED).fetchone()[0]


def _open_damaged(path: Path) -> Opened:
    from wfdesk.store.salvage import put_aside, salvage  # noqa: PLC0415 - hardly ever

    moved = put_aside(path)
    connection = connect(path)
    try:
        is_whole = salvage(moved, connection)
    except BaseException:
        connection.close()
        raise
    opened = _begin(connection, path, str(moved), is_whole=is_whole)
    mark_of(path).unlink()
    return opened


def _begin(
    connection: sqlite3.Connection, path: Path, damage: str | None, *, is_whole: bool
) -> Opened:
    """Read all unsent work once, so that damage shows now and not under the user's hands.

    Where not all of it could be read, the second copy may have what is missing.
    """
    try:
        with transaction(connection):
            is_whole = is_whole and not _is_blank(connection)
            damaged = UnsentRows(connection).set_damaged_apart()
            if is_whole:
                restored = restore(connection, path, damaged)
            else:
                restored = restore_all(connection, path)
            give_back(connection, is_changed=bool(damaged or restored))
            if damage or not is_whole:
                doubt_new_items(connection)
            JournalRepository(connection).interrupt()
            RunsRepository(connection).interrupt()
    except BaseException:
        connection.close()
        raise
    return Opened(connection, damage, max(0, len(damaged) - restored), restored)
