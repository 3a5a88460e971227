"""SQLite's failures in the words of the domain, each with what to do next."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from wfdesk.domain.errors import (
    AlreadyOpenError,
    DamagedProfileError,
    DiskFullError,
    LostProfileError,
    NewerProfileError,
    ReadOnlyProfileError,
    StoreError,
)

UNREADABLE = (msgspec.DecodeError, ValueError, TypeError, OverflowError)
"""What reading a row raises whose text or numbers are garbage."""

# RLIMIT_FSIZE and quotas answer a write with an I/O error instead of "full" (measured).
_NO_ROOM = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE})
_NOT_WRITABLE = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM})
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_DAMAGED_TEXTS = ("Could not decode to UTF-8", "malformed JSON")
"""What SQLite says of garbage inside a row; neither has a code of its own."""


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Let known failures out as a ``StoreError``; what is damaged is marked for the next start."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translation(error, path) from error
    except (msgspec.DecodeError, UnicodeDecodeError, OverflowError) as error:
        raise _damaged(str(error), path) from error
    except UnicodeEncodeError as error:
        raise StoreError(
            "The text holds half a character that cannot be saved. Take it out and try again."
        ) from error


def is_damage(error: sqlite3.Error) -> bool:
    return _code(error) & 0xFF in _DAMAGED or str(error).startswith(_DAMAGED_TEXTS)


def mark_of(path: Path) -> Path:
    """The file that says: damage was met while this copy was in use."""
    return path.with_name(f"{path.name}.damage-met")


def read_only(path: Path, detail: str) -> ReadOnlyProfileError:
    return ReadOnlyProfileError(
        f"wfdesk cannot write to its folder, so no edit could be kept: {path.parent}. Make the"
        " folder writable or choose another one with WFDESK_HOME, then start again.",
        detail,
    )


def disk_full(detail: str) -> DiskFullError:
    return DiskFullError("Not saved: the disk is full. Make room and try again.", detail)


def refused_by_disk(path: Path, error: OSError) -> DiskFullError | ReadOnlyProfileError:
    return disk_full(str(error)) if error.errno in _FULL else read_only(path, str(error))


def lost(detail: str) -> LostProfileError:
    return LostProfileError(
        "Not saved: the folder of wfdesk was moved or deleted while it was open. Put it back and"
        " try again.",
        detail,
    )


def newer(found: int, known: int, made_by: str) -> NewerProfileError:
    needed = f"wfdesk {made_by} or a newer one" if made_by else "the newest version"
    return NewerProfileError(
        f"Your local copy was written by a newer wfdesk. Install {needed} to open it; nothing was"
        " changed.",
        f"version {found}, this wfdesk knows {known}",
    )


def _translation(error: sqlite3.Error, path: Path) -> StoreError:
    code, detail = _code(error), str(error)
    if is_damage(error):
        return _damaged(detail, path)
    if code in _NO_ROOM:
        return disk_full(detail)
    if code & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return AlreadyOpenError(
            "wfdesk is already open with this local copy. Use the window that is open, or close it"
            " and start again.",
            detail,
        )
    if code & 0xFF in _NOT_WRITABLE:
        return read_only(path, detail)
    return StoreError(
        "The local copy could not be read or written. Try again; if it stays so, start wfdesk"
        " again.",
        detail,
    )


def _damaged(detail: str, path: Path) -> DamagedProfileError:
    with suppress(OSError):
        mark_of(path).touch(mode=0o600)
    return DamagedProfileError(
        "The local copy is damaged. Close wfdesk and start it again: the damaged file is kept,"
        " unsent edits are taken over, and the rest is read from Webflow anew.",
        detail,
    )


def _code(error: sqlite3.Error) -> int:
    # Absent on errors that the Python module raises by itself.
    return int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK))
