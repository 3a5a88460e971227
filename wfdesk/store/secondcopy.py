"""What is unsent, once more, in a file of its own: for where the local copy is damaged, or gone.

It follows a moment behind. So it may lack what was done last, and have what was given up then.
"""

import logging
import os
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path

from msgspec import Struct

from wfdesk.domain.edits import Action, SendState
from wfdesk.store.failures import UNREADABLE, is_damage
from wfdesk.store.json import encode
from wfdesk.store.transactions import transaction
from wfdesk.store.unsent import is_sound

log = logging.getLogger(__name__)

_EDIT = "collection, item, locale, field, value, base, is_held, checksum, is_as_shown"
_MARK = "collection, item, locale, is_new, action"
_MARKS = f"SELECT {_MARK} FROM marks ORDER BY rowid"
_ROW = f"SELECT id, {_EDIT} FROM edits WHERE id = ?"
_VERSIONS = "SELECT id, checksum, is_held, is_as_shown FROM edits"
"""What tells one state of an edit from another."""
_MARKED = f"SELECT {_MARK} FROM works WHERE is_new OR action IS NOT NULL ORDER BY seq"
_IS_ANY = "SELECT EXISTS (SELECT 1 FROM edits) OR EXISTS (SELECT 1 FROM works)"
_TABLES = (
    f"CREATE TABLE IF NOT EXISTS edits (id INTEGER PRIMARY KEY, {_EDIT})",
    f"CREATE TABLE IF NOT EXISTS marks ({_MARK})",
)
_PATIENCE = 5.0
"""Seconds for which whoever holds the file is waited for where it is needed."""
_A_MARK = -1
_WATCH = (
    "CREATE TEMP TABLE IF NOT EXISTS touched (edit INTEGER)",
    *(
        f"CREATE TEMP TRIGGER IF NOT EXISTS edit_{what.lower()} AFTER {what} ON main.edits"
        f" BEGIN INSERT INTO touched VALUES ({row}.id); END"
        for what, row in (("INSERT", "new"), ("UPDATE", "new"), ("DELETE", "old"))
    ),
    *(
        f"CREATE TEMP TRIGGER IF NOT EXISTS mark_{what[:6].lower()} AFTER {what} ON main.works"
        f" BEGIN INSERT INTO touched VALUES ({_A_MARK}); END"
        for what in ("INSERT", "UPDATE OF is_new, action, item, locale", "DELETE")
    ),
)
"""Notes, as long as the connection lasts, the numbers of edits that are written. There may be any
number of the same one: within a trigger, IGNORE gives way to the clause of who writes.
"""
_SETTINGS = ("PRAGMA synchronous = NORMAL", "PRAGMA secure_delete = ON")
_PUT_EDIT = f"""
INSERT OR IGNORE INTO edits ({_EDIT}) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9
    WHERE ?2 NOT IN (SELECT local FROM local_ids)
"""
"""Unless Webflow has the new item by now: then it is called otherwise."""
_PUT_MARK = f"""
INSERT OR IGNORE INTO works ({_MARK}, state) SELECT ?1, ?2, ?3, ?4, ?5, ?6
    WHERE ?2 NOT IN (SELECT local FROM local_ids)
    AND (?5 IS NULL OR ?5 IN (SELECT value FROM json_each(?7)))
"""

_Row = tuple[object, ...]


def second_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.unsent")


class SecondCopy:
    """Kept on the thread of the store. What goes wrong with it is logged: it is only the second."""

    def __init__(self, path: Path) -> None:
        """``path`` is that of the local copy."""
        self._path = second_of(path)
        self._file: sqlite3.Connection | None = None

    def keep_up(self, connection: sqlite3.Connection) -> None:
        """Bring it to what the connection holds by now. Only the first time reads all of that."""
        try:
            if self._is_needless(connection):
                return
            is_first = self._file is None
            file = self._file or self._opened()
            known = _states(file) if is_first else None
            news = _read_news(connection, known)
            if news.is_any:
                with transaction(file):
                    _write(file, news)
            connection.execute("DELETE FROM touched")
        except (sqlite3.Error, OSError, _UnreadableError, *UNREADABLE) as error:
            log.info("The second copy of what is unsent stays as it is: %s", error)
            self.close()
            if isinstance(error, UNREADABLE) or _is_useless(error):
                with suppress(OSError):
                    self._path.unlink()  # The next time it is made anew.

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        self._file = None

    def _is_needless(self, connection: sqlite3.Connection) -> bool:
        """Whether there is nothing to be copied, nor ever was."""
        if self._file is not None or self._path.exists():
            return False
        return not connection.execute(_IS_ANY).fetchone()[0]

    def _opened(self) -> sqlite3.Connection:
        file = self._file = _opened(self._path)
        for setting in _SETTINGS:
            file.execute(setting)
        with transaction(file):
            for table in _TABLES:
                file.execute(table)
        return file


class _News(Struct, frozen=True):
    """What has changed of what is unsent."""

    edits: Sequence[_Row]
    gone: Sequence[int]
    """Numbers of edits that are there no more."""
    marks: Sequence[_Row] | None
    """All there are; None where none has changed."""

    @property
    def is_any(self) -> bool:
        return bool(self.edits or self.gone or self.marks is not None)


class _UnreadableError(Exception):
    """The local copy is damaged: what was copied of it stays."""


def _states(file: sqlite3.Connection) -> tuple[Mapping[int, _Row], Sequence[_Row]]:
    """Each edit by its number, with what tells its state from another; and the marks."""
    edits = {row["id"]: tuple(row) for row in file.execute(_VERSIONS)}
    return edits, list(map(tuple, file.execute(_MARKS)))


def _read_news(
    connection: sqlite3.Connection, known: tuple[Mapping[int, _Row], Sequence[_Row]] | None
) -> _News:
    """What was touched since this was last asked, or what is otherwise than it is ``known``."""
    try:
        if known is None:
            touched = {row["edit"] for row in connection.execute("SELECT edit FROM touched")}
        else:
            touched = _otherwise(connection, *known)
            for statement in _WATCH:
                connection.execute(statement)
        marks = list(map(tuple, connection.execute(_MARKED))) if _A_MARK in touched else None
        rows = {each: connection.execute(_ROW, (each,)).fetchone() for each in touched - {_A_MARK}}
        # What is damaged by now is whole in the copy.
        edits = [tuple(row) for row in rows.values() if row is not None and is_sound(row)]
        return _News(edits, [each for each, row in rows.items() if row is None], marks)
    except (sqlite3.Error, *UNREADABLE) as error:
        raise _UnreadableError(str(error)) from error


def _otherwise(
    connection: sqlite3.Connection, edits: Mapping[int, _Row], marks: Sequence[_Row]
) -> set[int]:
    now = {row["id"]: tuple(row) for row in connection.execute(_VERSIONS)}
    other = {each for each in edits.keys() | now.keys() if edits.get(each) != now.get(each)}
    is_marked_so = list(map(tuple, connection.execute(_MARKED))) == marks
    return other if is_marked_so else other | {_A_MARK}


def _write(file: sqlite3.Connection, news: _News) -> None:
    file.executemany("DELETE FROM edits WHERE id = ?", [(number,) for number in news.gone])
    file.executemany(
        f"INSERT OR REPLACE INTO edits (id, {_EDIT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        news.edits,
    )
    if news.marks is not None:
        file.execute("DELETE FROM marks")
        file.executemany("INSERT INTO marks VALUES (?, ?, ?, ?, ?)", news.marks)


def restore_all(connection: sqlite3.Connection, path: Path) -> int:
    """Take over all that the second copy has and the connection lacks; return how much.

    Where both have an edit, that of the connection stays.
    """
    edits, marks = _read(path)
    restored = sum(_put_edit(connection, row) for row in edits)
    known = encode([each.value for each in Action])
    for row in marks:
        with suppress(sqlite3.IntegrityError):  # it is garbage
            put = connection.execute(_PUT_MARK, (*row, SendState.SAVED.value, known))
            restored += put.rowcount if row["action"] else 0
    return restored


def restore(connection: sqlite3.Connection, path: Path, damaged: Collection[int]) -> int:
    """Put sound edits back in the place of those with these numbers; return how many.

    What they were of may be damaged itself.
    """
    edits, _marks = _read(path) if damaged else ([], [])
    return sum(_put_edit(connection, row) for row in edits if row["id"] in damaged)


def _put_edit(connection: sqlite3.Connection, row: sqlite3.Row) -> int:
    with suppress(sqlite3.IntegrityError):  # it is garbage
        return connection.execute(
            _PUT_EDIT, tuple(row[name] for name in _EDIT.split(", "))
        ).rowcount
    return 0


def _read(path: Path) -> tuple[list[sqlite3.Row], list[sqlite3.Row]]:
    """The sound edits and the marks of the second copy, as far as damage lets one.

    Then it is put aside: there may be more in it. What keeps it from being read now, and not for
    ever, such as a lock, is raised.
    """
    second, edits, marks = second_of(path), list[sqlite3.Row](), list[sqlite3.Row]()
    if not second.is_file():
        return edits, marks
    try:
        with closing(_opened(second, timeout=_PATIENCE)) as file:
            edits.extend(file.execute(f"SELECT id, {_EDIT} FROM edits ORDER BY id"))
            marks.extend(file.execute(_MARKS))
    except (sqlite3.Error, *UNREADABLE) as error:
        if isinstance(error, sqlite3.Error) and not _is_useless(error):
            raise
        log.info("The second copy of what is unsent is damaged: %s", error)
        second.replace(second.with_name(f"{second.name}.damaged"))
    return [row for row in edits if is_sound(row)], marks


def _is_useless(error: Exception) -> bool:
    """Whether the file is damaged, be it that it has lost its tables."""
    if not isinstance(error, sqlite3.Error):
        return False
    return is_damage(error) or str(error).startswith("no such")


def _opened(path: Path, *, timeout: float = 0.2) -> sqlite3.Connection:
    """The file, which nobody else may read."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    file = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=timeout)
    file.row_factory = sqlite3.Row
    return file
