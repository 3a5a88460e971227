"""What becomes of a damaged file: it is put aside, and what the user made is taken over from it.

What Webflow has is read from Webflow anew.
"""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from wfdesk.store.accounts import account_of
from wfdesk.store.carving import carve_edits
from wfdesk.store.failures import UNREADABLE, mark_of
from wfdesk.store.history import past_of
from wfdesk.store.journal import entry_of
from wfdesk.store.json import decode
from wfdesk.store.migrations import QUESTIONS, RUNS
from wfdesk.store.transactions import transaction
from wfdesk.store.unsent import is_sound

_TAKEN_OVER = {
    "accounts": "id, label, api_url, is_practice, scopes, rate_limit",
    "works": "seq, collection, item, locale, is_new, action, state, reason, refused, conflicts",
    "edits": "id, collection, item, locale, field, value, base, is_held, checksum, is_as_shown",
    "last_copies": "collection, item, locale, copy, checksum",
    "journal": "id, batch, verb, collection, item, locale, fields, pre_image, is_draft,"
    " is_archived, state, reason, updated_at, suspect, since, known",
    "local_ids": "local, server",
    "history": "id, collection, item, locale, field, value, reason, at",
    "preferences": "name, value",
    "run_items": "collection, item, locale, goal, is_to_go_live, is_sent, is_done, seen, stage",
    "quarantine": "collection, item, locale, field, value, base, found_at",
}
_UNSENT = frozenset({"works", "edits"})
_ADDED = {"suspect": "NULL", "since": "NULL", "known": "'[]'", "is_as_shown": "1"}
"""What columns hold that a file of an earlier version lacks."""
_READERS: Mapping[str, Callable[[sqlite3.Row], object]] = {
    "accounts": account_of,
    "journal": entry_of,
    "history": past_of,
    "preferences": lambda row: decode(row["value"]),
}


def put_aside(path: Path) -> Path:
    """Give the damaged file another name; it is never deleted.

    The mark beside it holds that name until the takeover is complete: one that was cut short, by a
    full disk or a power cut, begins again at the next start.
    """
    mark = mark_of(path)
    name = mark.read_text("utf-8") if mark.exists() else ""
    if not name:
        name = f"{path.name}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
        mark.write_text(name, "utf-8")
    moved = path.with_name(name)
    is_moved = moved.exists()
    for suffix in ("-wal", "-shm", ""):  # the file itself last: that it is there means all are
        side = path.with_name(path.name + suffix)
        if is_moved:
            side.unlink(missing_ok=True)
        elif side.exists():
            side.rename(path.with_name(name + suffix))
    return moved


def salvage(damaged: Path, connection: sqlite3.Connection) -> bool:
    """Copy the user's rows of the damaged file, as far as they can be read, into the new one.

    Returns whether all that is unsent could be read.
    """
    is_all = True
    with transaction(connection):
        for table, columns in _TAKEN_OVER.items():
            rows, is_whole = _readable_rows(damaged, table, columns)
            is_all = is_all and (is_whole or table not in _UNSENT)
            for row in rows:
                _take_over(connection, table, tuple(row))
            if table == "edits" and not is_whole:
                for edit in carve_edits(damaged):
                    _take_over(connection, table, tuple(edit.values()))
        for statement in (*QUESTIONS.split(";"), *RUNS.split(";")):
            connection.execute(statement)
    return is_all


def _take_over(connection: sqlite3.Connection, table: str, row: tuple[object, ...]) -> None:
    marks = ", ".join("?" * len(row))
    with suppress(sqlite3.IntegrityError):  # it is there already, or it is garbage
        connection.execute(f"INSERT INTO {table} ({_TAKEN_OVER[table]}) VALUES ({marks})", row)


def _readable_rows(damaged: Path, table: str, wanted: str) -> tuple[list[sqlite3.Row], bool]:
    """Read the table from both ends as far as the damage lets one; say whether it was all."""
    found: dict[tuple[object, ...], sqlite3.Row] = {}
    is_whole = True
    for direction in ("ASC", "DESC"):
        # A UnicodeDecodeError comes of SQLite quoting a damaged schema in its own message.
        with (
            suppress(sqlite3.Error, UnicodeDecodeError),
            closing(_open_damaged(damaged)) as source,
        ):
            columns = _columns_of(source, table, wanted)
            rows = source.execute(f"SELECT {columns} FROM {table} ORDER BY rowid {direction}")
            for row in rows:
                if _is_readable(table, row):
                    found[tuple(row)] = row
                else:
                    is_whole = False
            return list(found.values()), is_whole
    return list(found.values()), False


def _columns_of(source: sqlite3.Connection, table: str, wanted: str) -> str:
    """The columns to be read, with what stands for those that the file has not got yet."""
    there = {row["name"] for row in source.execute(f"PRAGMA table_info({table})")}
    return ", ".join(
        each if each in there or each not in _ADDED else f"{_ADDED[each]} AS {each}"
        for each in wanted.split(", ")
    )


def _open_damaged(damaged: Path) -> sqlite3.Connection:
    source = sqlite3.connect(f"{damaged.resolve().as_uri()}?mode=ro", uri=True)
    source.row_factory = sqlite3.Row
    source.text_factory = _text
    return source


def _text(raw: bytes) -> str | None:
    """Text, or nothing where the bytes are garbage: every table refuses that in the new file."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return None


def _is_readable(table: str, row: sqlite3.Row) -> bool:
    if table == "edits":
        return is_sound(row)
    try:
        _READERS.get(table, tuple)(row)
    except UNREADABLE:
        return False
    return True
