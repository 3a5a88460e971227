"""Runs a few lines in a process of its own, which a test may starve, demote or kill."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]

_BEGIN = """
import asyncio, os, sys
from pathlib import Path
from wfdesk.domain.errors import *
from wfdesk.domain.ids import *
from wfdesk.domain.items import Item
from wfdesk.store.database import Database
from wfdesk.store.preferences import PreferencesRepository
path = Path(sys.argv[1])
def put(name, value=1):
    return lambda connection: PreferencesRepository(connection).put(name, value)
def get(name):
    return lambda connection: PreferencesRepository(connection).get(name)
def say(*words):  # at once: two processes speak here, and print may write a line in pieces
    os.write(1, (" ".join(map(str, words)) + "\\n").encode())
async def main():
"""


_ONCE = """
asyncio.run(main())
"""
_FOR_EACH_LINE = """
for _ in sys.stdin:
    pid = os.fork()
    if not pid:
        asyncio.run(main())
        os._exit(0)
    say("began", pid)
    os.waitpid(pid, 0)
    say("ended")
"""


def start(body: str, path: Path, *, is_forked: bool = False) -> subprocess.Popen[str]:
    """Start Python with the body of ``async def main()``, four spaces deep.

    Forked, it runs in a process of its own for each line of the input: one that began a moment ago.
    """
    return subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"{_BEGIN}{body}{_FOR_EACH_LINE if is_forked else _ONCE}",
            str(path),
        ],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def said(body: str, path: Path) -> list[str]:
    """Run to the end; return the lines it printed."""
    with start(body, path) as process:
        output, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return output.splitlines()
