"""Each released schema, with data, opened by today's code.

The files stay as they were written by their version, so this imports no repository: what is in
them is read with SQL. A new version adds a file and is never a reason to change an old one.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from wfdesk.store.database import Connection, Database

HERE = Path(__file__).parent
VERSIONS = sorted(HERE.glob("version_*.sql"))


@pytest.fixture(params=VERSIONS, ids=[each.stem for each in VERSIONS])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "wfdesk.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(request.param.read_text("utf-8"))
    return path


async def rows(path: Path, question: str) -> list[tuple[object, ...]]:
    """Open the file with today's code, ask, and close it."""

    def ask(connection: Connection) -> list[tuple[object, ...]]:
        return [tuple(row) for row in connection.execute(question)]

    database = await Database.open(path)
    try:
        assert (database.damage, database.quarantined) == (None, 0)
        return await database.read(ask)
    finally:
        await database.close()


async def test_unsent_edits_are_there(path: Path) -> None:
    assert await rows(path, "SELECT item, field, value, base FROM edits ORDER BY id") == [
        ("a", "name", '"Rye"', '"Bread"'),
        ("a", "price", "2.50", "1.10"),
        ("local-00000000000000000000000000000001", "name", '"Ann"', "null"),
        ("b", "author", '"local-00000000000000000000000000000001"', "null"),
    ]


async def test_what_was_written_before_it_was_looked_at_may_be_sent(path: Path) -> None:
    assert await rows(path, "SELECT DISTINCT is_as_shown FROM edits") == [(1,)]


async def test_what_was_being_sent_is_unknown(path: Path) -> None:
    assert await rows(path, "SELECT item, state FROM works ORDER BY seq") == [
        ("a", "Saved on this computer"),
        ("local-00000000000000000000000000000001", "Saved on this computer"),
        ("b", "Unknown"),
    ]
    assert await rows(path, "SELECT item, state FROM journal") == [("b", "Unknown")]


async def test_what_was_read_of_webflow_is_there(path: Path) -> None:
    assert await rows(path, "SELECT item, fields ->> '$.name' FROM items ORDER BY item") == [
        ("a", "Bread"),
        ("b", "Cake"),
    ]
    assert await rows(path, "SELECT id FROM collections ORDER BY position") == [
        ("posts",),
        ("authors",),
    ]
    assert await rows(path, "SELECT id, account FROM sites") == [("bakery", "me")]


async def test_tables_show_items_with_their_edits(path: Path) -> None:
    assert await rows(path, "SELECT title, is_unsent FROM table_rows ORDER BY title") == [
        ("Ann", 1),
        ("Cake", 1),
        ("Rye", 1),
    ]


async def test_accounts_history_and_preferences_are_there(path: Path) -> None:
    question = (
        "SELECT label FROM accounts UNION ALL SELECT value FROM history"
        " UNION ALL SELECT value FROM preferences WHERE name <> 'tables.made_by'"
    )
    assert await rows(path, question) == [("Bakery",), ('"Rolls"',), ('"dark"',)]
