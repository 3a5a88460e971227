"""The one way to start: what it opens, for whoever uses the window."""

import json
import os
import subprocess
import sys
from pathlib import Path

WINDOW = """
import asyncio, json, sys, threading
from pathlib import Path
from wfdesk.app.options import Options
from wfdesk.app.start import run

async def use(program):
    thread = await asyncio.get_running_loop().run_in_executor(None, threading.current_thread)
    return {"shown": program.window.isVisible(), "thread": thread.name}

print(json.dumps(run(Options(home=Path(sys.argv[1])), use)))
"""


def in_window(home: Path) -> dict:
    done = subprocess.run(
        [sys.executable, "-c", WINDOW, str(home)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_window_is_open_while_it_is_used(tmp_path: Path) -> None:
    assert in_window(tmp_path)["shown"]


def test_work_beside_the_loop_runs_on_pythons_threads_and_not_on_qts(tmp_path: Path) -> None:
    assert in_window(tmp_path)["thread"].startswith("wfdesk")
