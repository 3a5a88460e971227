"""The one way to start: what it opens, for whoever uses the window."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="there is always a desktop")

WINDOW = """
import asyncio, json, sys, threading
from pathlib import Path
from PySide6.QtWidgets import QApplication
from wfdesk.app.options import Options
from wfdesk.app.start import run
from wfdesk.ui.shell.commands import Command

def hurry(screen):
    if "hurry" in sys.argv:
        screen.window.commands.action(Command.ACCOUNTS).trigger()
        screen.window.close()

async def use(program):
    thread = await asyncio.get_running_loop().run_in_executor(None, threading.current_thread)
    if "hurry" in sys.argv:
        await program.screen.closed.wait()
    return {
        "shown": program.window.isVisible(),
        "thread": thread.name,
        "dialogs": sum(each.isModal() for each in QApplication.topLevelWidgets()),
    }

print(json.dumps(run(Options(home=Path(sys.argv[1])), use, hurry)))
"""


def in_window(home: Path, *more: str) -> dict:
    done = subprocess.run(
        [sys.executable, "-c", WINDOW, str(home), *more],
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


def test_what_is_asked_for_before_all_is_loaded_is_done_once_it_is(tmp_path: Path) -> None:
    assert in_window(tmp_path, "hurry")["dialogs"] == 1
    assert in_window(tmp_path)["dialogs"] == 0


@on_linux
def test_without_a_display_the_self_test_opens_the_window_unseen(tmp_path: Path) -> None:
    done = without_display(tmp_path, "--selftest")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["ok"], found["platform_plugin"]) == (True, "offscreen")


@on_linux
def test_without_a_display_a_start_says_so_in_a_line(tmp_path: Path) -> None:
    done = without_display(tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("wfdesk needs a desktop: no display was found. ")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "profile").exists()


def without_display(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in names}
    return subprocess.run(
        [sys.executable, "-m", "wfdesk", *arguments],
        env={**environment, "WFDESK_HOME": str(home / "profile")},
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
