import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from wfdesk.store.migrations import LATEST, MIGRATIONS, migrate, version_of

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
    rows = old.execute("SELECT name FROM preferences UNION ALL SELECT x FROM added").fetchall()
    assert (version_of(old), rows) == (LATEST + 1, [("theme",), ("new",)])


def test_a_copy_is_made_before_the_tables_change(old: sqlite3.Connection, path: Path) -> None:
    migrate(old, path, (*MIGRATIONS, ADD))
    with closing(sqlite3.connect(copy_of(path))) as copy:
        assert version_of(copy) == LATEST
        assert copy.execute("SELECT name FROM preferences").fetchall() == [("theme",)]


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
