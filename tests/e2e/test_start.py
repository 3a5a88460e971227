"""The one way to start: what it opens, for whoever uses the window."""

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

import pytest

from tests.doubles.canary import CANARY_TOKEN
from tests.unit.store.samples import item, key
from wfdesk.domain.ids import NAME
from wfdesk.store.database import Connection, Database
from wfdesk.store.items import ItemsRepository
from wfdesk.store.secondcopy import second_of
from wfdesk.store.works import WorksRepository

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

USE = """
import asyncio, json, os, subprocess, sys
from pathlib import Path
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from wfdesk.app.options import Options
from wfdesk.app.start import run
from wfdesk.domain.errors import WfdeskError
from wfdesk.system.logs import register_secret

async def use(program):
    screen, notices = program.screen, program.window.notices

    def copied():
        [copy] = [each for each in notices.findChildren(QPushButton) if "Copy" in each.text()]
        copy.click()
        return QGuiApplication.clipboard().text()

    {}

print(json.dumps(run(Options(home=Path(sys.argv[1])), use)))
"""


HELD = """
import builtins, json, sys
from pathlib import Path
from PySide6.QtGui import QIcon, QPixmap
from wfdesk.app.options import Options
from wfdesk.app.start import run
from wfdesk.ui.toolkit import icons

async def use(program):
    program.window.grab()
    copy = QIcon(icons.icon("send"))
    copy.addPixmap(QPixmap(4, 4))
    of_actions = [action.icon() for _, action in program.window.commands]
    builtins.held = [copy, of_actions, icons.icon("send").pixmap(16, 16)]
    return icons._drawn.cache_info().currsize

before = run(Options(home=Path(sys.argv[1])), use)
print(json.dumps([before, icons._drawn.cache_info().currsize]))
"""


def in_window(home: Path, *more: str) -> dict:
    return output_of(WINDOW, home, *more)


def using(home: Path, steps: str, *more: str) -> Any:
    """What the steps return that are taken in the open window."""
    return output_of(USE.format(indent(dedent(steps), "    ").strip()), home, *more)


def output_of(program: str, home: Path, *more: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-c", program, str(home), *more],
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


def test_the_program_ends_well_with_icons_in_pythons_hands(tmp_path: Path) -> None:
    """Python frees at the very end what it still holds; the drawn pictures go before Qt does."""
    for _ in range(5):
        before, after = output_of(HELD, tmp_path)
        assert before > 1
        assert after == 0


def test_an_exception_after_the_window_is_gone_ends_nothing(tmp_path: Path) -> None:
    steps = """
        await screen.stop()
        await asyncio.sleep(0.1)  # until Qt has deleted the window
        sys.excepthook(ValueError, ValueError("late"), None)
        return "well"
    """
    assert using(tmp_path, steps) == "well"
    log = (tmp_path / "logs" / "wfdesk.log").read_text()
    assert log.count("Nobody caught this") == 1


HOW = {
    "a timer": "QTimer.singleShot(0, fail)",
    "a slot": "QTimer(program, singleShot=True, timeout=fail).start(0)",
    "the loop": "asyncio.get_running_loop().call_soon(fail)",
    "a task": "screen.tasks.start_load('it', fails)",
    "a thread": "threading.Thread(target=fail).start()",
}


@pytest.mark.parametrize("how", HOW)
def test_an_exception_is_told_once_and_the_program_goes_on(tmp_path: Path, how: str) -> None:
    steps = f"""
        import threading
        from PySide6.QtCore import QTimer

        def fail():
            raise ValueError("with " + sys.argv[2])

        async def fails():
            fail()

        register_secret(sys.argv[2])
        log = Path(sys.argv[1]) / "logs" / "wfdesk.log"
        async with asyncio.timeout(20):
            for times in (1, 2):
                {HOW[how]}
                while log.read_text().count("ValueError: with") < times:
                    await asyncio.sleep(0)
            while not notices.messages:
                await asyncio.sleep(0)
        return notices.messages, copied(), program.window.isVisible()
    """
    told, details, is_there = using(tmp_path, steps, CANARY_TOKEN)
    assert told == ["Something went wrong inside wfdesk. Your edits are kept."]
    assert details == "ValueError('with [token]')"
    assert is_there
    log = (tmp_path / "logs" / "wfdesk.log").read_text()
    assert "ValueError: with [token]" in log
    assert CANARY_TOKEN not in log


def test_where_the_local_copy_is_copied_away_is_said_once(tmp_path: Path) -> None:
    home = tmp_path / "Dropbox" / "wfdesk"
    [said] = using(home, "return notices.messages")
    assert said.startswith("Your local copy lies in Dropbox, which copies it away")
    assert using(home, "return notices.messages") == []


def test_no_secret_is_copied_with_the_details_of_a_bug(tmp_path: Path) -> None:
    steps = """
        register_secret(sys.argv[2])
        screen.crashed.emit(ValueError("with " + sys.argv[2]))
        return copied()
    """
    assert using(tmp_path, steps, CANARY_TOKEN) == "ValueError('with [token]')"


def test_no_secret_is_copied_with_the_details_of_a_failure(tmp_path: Path) -> None:
    steps = """
        register_secret(sys.argv[2])
        screen.tasks.failed.emit(WfdeskError("Not " + sys.argv[2], "with " + sys.argv[2]))
        return notices.messages[0], copied()
    """
    assert using(tmp_path, steps, CANARY_TOKEN) == ["Not [token]", "with [token]"]


def test_the_window_opens_and_says_that_the_log_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file, where the folder should be")
    said, details = using(tmp_path, "return notices.messages[0], copied()")
    assert said.startswith("The log cannot be written: ")
    assert said.endswith(". wfdesk goes on without it.")
    assert str(tmp_path / "logs") in details


def test_what_an_earlier_crash_left_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "crash.txt").write_text("Fatal Python error: Segmentation fault")
    said, details = using(tmp_path, "return notices.messages[0], copied()")
    assert said == "wfdesk crashed when it ran last. What you had saved is kept."
    assert details == "Fatal Python error: Segmentation fault"
    assert not using(tmp_path, "return notices.messages")


def test_a_damaged_local_copy_is_said_once_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "wfdesk.sqlite3").write_bytes(b"garbage " * 64)
    said, details = using(tmp_path, "return notices.messages[0], copied()")
    [moved] = tmp_path.glob("wfdesk.sqlite3.damaged-*")
    assert said.startswith(f"The local copy was damaged and is now at {moved}. ")
    assert str(moved) in details
    assert not using(tmp_path, "return notices.messages")


def test_damaged_edits_are_counted_beside_whatever_else_there_is_to_say(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "crash.txt").write_text("Fatal")
    asyncio.run(with_edits(tmp_path / "wfdesk.sqlite3"))
    spoil(tmp_path / "wfdesk.sqlite3")
    spoil(second_of(tmp_path / "wfdesk.sqlite3"))
    crash, edits = using(tmp_path, "return notices.messages")
    assert crash.startswith("wfdesk crashed ")
    assert edits == "2 unsent edits are damaged. They are kept apart, and will not be sent."


def test_what_was_taken_from_the_second_copy_is_said(tmp_path: Path) -> None:
    asyncio.run(with_edits(tmp_path / "wfdesk.sqlite3"))
    spoil(tmp_path / "wfdesk.sqlite3")
    said, details = using(tmp_path, "return notices.messages[0], copied()")
    assert said == (
        "2 unsent changes were damaged or gone, and were taken from their second copy. Look at them"
        " before you send them."
    )
    assert "Changes taken from the second copy: 2" in details
    assert not using(tmp_path, "return notices.messages")


def spoil(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE edits SET value = '1'")


async def with_edits(path: Path) -> None:
    def fill(connection: Connection) -> None:
        ItemsRepository(connection).upsert([item("a"), item("b")])
        for name in ("a", "b"):
            WorksRepository(connection).stage(key(name), NAME, "new", "old")

    database = await Database.open(path)
    await database.write(fill)
    await database.close()


ASKED = """
        program.window.showMinimized()
        ask = (
            "import sys; from pathlib import Path; from wfdesk.app.instance import ask_to_raise;"
            "ask_to_raise(Path(sys.argv[1]), sys.argv[2].encode())"
        )
        stays = {}
        for word in sys.argv[2:]:
            command = [sys.executable, "-c", ask, sys.argv[1], word]
            await asyncio.to_thread(subprocess.run, command, check=True)
            stays[word] = program.window.isMinimized()
        return stays
"""


def test_another_process_raises_the_window_by_one_word_and_no_other(tmp_path: Path) -> None:
    others = ["close", "raise!", "rais", "raise" * 1000]
    stays = using(tmp_path, ASKED, *others, "raise")
    assert stays == {**dict.fromkeys(others, True), "raise": False}


def test_a_second_start_asks_the_first_for_its_window(tmp_path: Path) -> None:
    steps = """
        program.window.showMinimized()
        second = subprocess.Popen(
            [sys.executable, "-m", "wfdesk"], env={**os.environ, "WFDESK_HOME": sys.argv[1]}
        )
        try:
            async with asyncio.timeout(30):
                while program.window.isMinimized():
                    await asyncio.sleep(0.05)
        finally:
            second.kill()
            second.wait()
        return "raised"
    """
    assert using(tmp_path, steps) == "raised"


@on_linux
def test_without_a_display_the_self_test_opens_the_window_unseen(tmp_path: Path) -> None:
    done = without_display(tmp_path, "--selftest")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["ok"], found["platform_plugin"]) == (True, "offscreen")


@on_linux
def test_a_build_without_the_parts_of_the_keychain_fails_its_self_test() -> None:
    program = """
        import sys
        sys.modules["secretstorage"] = None
        from wfdesk.selftest import main
        sys.exit(main())
    """
    done = subprocess.run(
        [sys.executable, "-c", dedent(program)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1, done.stderr
    found = json.loads(done.stdout)
    assert (found["ok"], found["keychain_parts_missing"]) == (False, ["secretstorage"])


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
