import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from wfdesk.store.migrations import LATEST, MIGRATIONS, migrate, version_of
from wfdesk.store.opening import open_file

ADD = "CREATE TABLE added (x TEXT); INSERT INTO added VALUES ('new');"
BROKEN = "CREATE TABLE added (x TEXT); INSERT INTO nowhere VALUES (1);"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "wfdesk.sqlite3"


@pytest.fixture
def old(path: Path) -> Iterator[sqlite3.Connection]:
    """A file of the latest version, which is old for the migrations of these tests."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, path)
        connection.execute("INSERT INTO preferences VALUES ('theme', '\"dark\"')")
        yield connection


def copy_of(path: Path) -> Path:
    return path.with_name(f"wfdesk.sqlite3.before-v{LATEST + 1}")


def test_a_new_file_gets_the_latest_version_and_no_copy(
    old: sqlite3.Connection, path: Path
) -> None:
    assert version_of(old) == LATEST
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_new_version_keeps_what_was_there(old: sqlite3.Connection, path: Path) -> None:
    migrate(old, path, (*MIGRATIONS, ADD))
    rows = old.execute(
        "SELECT name FROM preferences WHERE name = 'theme' UNION ALL SELECT x FROM added"
    ).fetchall()
    assert (version_of(old), rows) == (LATEST + 1, [("theme",), ("new",)])


def test_a_copy_is_made_before_the_tables_change(old: sqlite3.Connection, path: Path) -> None:
    migrate(old, path, (*MIGRATIONS, ADD))
    with closing(sqlite3.connect(copy_of(path))) as copy:
        assert version_of(copy) == LATEST
        assert copy.execute("SELECT value FROM preferences WHERE name = 'theme'").fetchone()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_nobody_else_can_read_the_copy(old: sqlite3.Connection, path: Path) -> None:
    migrate(old, path, (*MIGRATIONS, ADD))
    assert stat.S_IMODE(copy_of(path).stat().st_mode) == 0o600


def test_a_version_that_fails_leaves_the_one_before(old: sqlite3.Connection, path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        migrate(old, path, (*MIGRATIONS, BROKEN))
    tables = old.execute("SELECT 1 FROM sqlite_schema WHERE name = 'added'").fetchall()
    assert (version_of(old), tables, old.in_transaction) == (LATEST, [], False)


def test_what_an_earlier_try_left_is_no_obstacle(old: sqlite3.Connection, path: Path) -> None:
    copy_of(path).write_bytes(b"an old copy")
    Path(f"{copy_of(path)}.part").write_bytes(b"half a copy")
    migrate(old, path, (*MIGRATIONS, ADD))
    with closing(sqlite3.connect(copy_of(path))) as copy:
        assert version_of(copy) == LATEST
    assert not Path(f"{copy_of(path)}.part").exists()


def strays(path: Path) -> list[Path]:
    """What copies that were cut short have left, and what looks like it and is not ours."""
    left = [
        path.with_name(path.name + end)
        for end in (".before-v2.part", f".before-v{LATEST}.part", ".before-v2", ".part", ".anew")
    ]
    left.append(path.with_name("other.sqlite3.before-v2.part"))
    for each in left:
        each.write_bytes(b"half a copy")
    return left


def test_what_is_left_of_a_copy_that_was_cut_short_goes_at_the_next_start(path: Path) -> None:
    open_file(path).connection.close()
    left = strays(path)
    open_file(path).connection.close()
    assert [each.exists() for each in left] == [False, False, True, True, True, True]


def test_half_a_copy_stays_where_the_file_itself_is_gone_or_damaged(path: Path) -> None:
    left = strays(path)
    open_file(path).connection.close()
    path.write_bytes(b"garbage " * 64)
    opened = open_file(path)
    opened.connection.close()
    assert opened.damage
    assert all(each.exists() for each in left)


def test_a_stray_that_cannot_be_removed_is_no_obstacle(path: Path) -> None:
    open_file(path).connection.close()
    stray = path.with_name(f"{path.name}.before-v2.part")
    stray.mkdir()
    opened = open_file(path)
    opened.connection.close()
    assert opened.damage is None
    assert stray.exists()
