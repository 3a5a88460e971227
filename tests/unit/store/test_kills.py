"""SIGKILL at any moment: what was acknowledged is there, and the file opens."""

import sys
from pathlib import Path

import pytest

from tests.unit.store.child import start
from wfdesk.store.database import Database
from wfdesk.store.preferences import PreferencesRepository

_KILLS = 20

_WRITE_FOR_EVER = """
    database = await Database.open(path)
    number = await database.read(get("number")) or 0
    while True:
        number += 1
        await database.write(put("number", number))
        print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
async def test_every_acknowledged_commit_survives_being_killed(path: Path) -> None:
    acknowledged = 0
    for commits in range(1, _KILLS + 1):
        acknowledged = _write_and_kill(path, after=commits)
        database = await Database.open(path)
        stored = await database.read(
            lambda connection: PreferencesRepository(connection).get("number")
        )
        await database.close()
        # One more may have been written than was said.
        assert stored in {acknowledged, acknowledged + 1}
        assert database.damage is None
    assert acknowledged >= sum(range(1, _KILLS + 1))


def _write_and_kill(path: Path, after: int) -> int:
    """Kill the writer somewhere behind so many commits; return the last number it spoke of."""
    with start(_WRITE_FOR_EVER, path) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(after)]
        process.kill()
        lines += process.stdout.readlines()
    return int([line for line in lines if line.endswith("\n")][-1])
