"""SIGKILL at any moment: what was acknowledged is there, and the file opens.

``WFDESK_STORE_KILLS`` asks for more of it than a push has time for.
"""

import json
import os
import signal
import sys
from pathlib import Path
from subprocess import Popen

import pytest

from tests.unit.store.child import said, start
from wfdesk.store.database import Database
from wfdesk.store.preferences import PreferencesRepository

_KILLS = int(os.environ.get("WFDESK_STORE_KILLS", "50"))
_MOST = 50 if _KILLS <= 50 else 1_000
"""Commits before a kill: about half as many, if all are taken together."""

_WRITE_FOR_EVER = """
    database = await Database.open(path)
    number = await database.read(get("number")) or 0
    while True:
        number += 1
        await database.write(put("number", number))
        say(number)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL and fork")
@pytest.mark.timeout(60 + 2 * _KILLS)
async def test_every_acknowledged_commit_survives_being_killed(path: Path) -> None:
    acknowledged = 0
    with start(_WRITE_FOR_EVER, path, is_forked=True) as writer:
        for kill in range(_KILLS):
            acknowledged = _write_and_kill(writer, after=1 + kill * 617 % _MOST)
            database = await Database.open(path)
            stored = await database.read(
                lambda connection: PreferencesRepository(connection).get("number")
            )
            await database.close()
            # One more may have been written than was said.
            assert stored in {acknowledged, acknowledged + 1}
            assert database.damage is None
        writer.stdin.close()
    assert acknowledged >= _KILLS * _MOST // 2
    print(f"{_KILLS} kills of the store, {acknowledged} commits")


def _write_and_kill(writer: Popen[str], after: int) -> int:
    """Kill the writer somewhere behind so many commits; return the last number it spoke of."""
    writer.stdin.write("\n")
    writer.stdin.flush()
    said = [writer.stdout.readline() for _ in range(after + 1)]
    [pid] = [int(line.split()[1]) for line in said if line.startswith("began")]
    os.kill(pid, signal.SIGKILL)
    while not said[-1].endswith("ended\n"):
        said.append(writer.stdout.readline())
    return max(int(line) for line in said if line.strip().isdigit() and line.endswith("\n"))


_MIGRATE_AND_DIE = """
    import json, shutil, signal, sqlite3
    from wfdesk.store.migrations import MIGRATIONS, migrate, version_of
    added = (*MIGRATIONS, "CREATE TABLE added (x TEXT); INSERT INTO added VALUES ('new');")

    def opened(file):
        return sqlite3.connect(file, isolation_level=None)

    def die_before(file, statement):
        left = [statement]
        def count(_text):
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)
        connection = opened(file)
        connection.set_trace_callback(count)
        migrate(connection, file, added)
        os._exit(0)

    old = path.with_name("old.sqlite3")
    path.parent.mkdir()
    with opened(old) as connection:
        migrate(connection, old)
        connection.execute("INSERT INTO preferences VALUES ('theme', '1')")
    connection.close()
    status = None
    for statement in range(100):
        shutil.copy(old, path)
        pid = os.fork()
        if not pid:
            die_before(path, statement)
        status = os.waitpid(pid, 0)[1]
        for file in (path, path.with_name(f"{path.name}.before-v{len(added)}")):
            if file.exists():
                connection = opened(file)
                version = version_of(connection) - len(MIGRATIONS)
                theme = "SELECT name FROM preferences WHERE value = '1'"
                kept = connection.execute(theme).fetchall()
                new = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'added'")
                print(json.dumps([file == path, version, len(new.fetchall()), kept]))
                connection.close()
        if not status:
            print(statement)
            break
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL and fork")
def test_killed_while_its_tables_change_a_file_is_of_the_old_version_or_of_the_new(
    path: Path,
) -> None:
    *seen, statements = [json.loads(line) for line in said(_MIGRATE_AND_DIE, path)]
    assert statements > 5
    for is_file, version, tables, kept in seen:
        assert kept == [["theme"]]
        assert (version, tables) in ({(0, 0), (1, 1)} if is_file else {(0, 0)})
    assert {version for is_file, version, _, _ in seen if is_file} == {0, 1}
    assert any(not is_file for is_file, *_ in seen)
