"""SIGKILL at any moment: what was acknowledged is there, and the file opens.

``WFDESK_STORE_KILLS`` asks for more of it than a push has time for.
"""

import os
import signal
import sys
from pathlib import Path
from subprocess import Popen

import pytest

from tests.unit.store.child import start
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
        print(number, flush=True)
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
