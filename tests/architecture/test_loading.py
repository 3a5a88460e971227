"""What loads what, asked of a fresh process."""

import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.architecture.rules import ROOT
from wfdesk.app import rest
from wfdesk.cli import COMMANDS

LOWER_HALF = (
    "domain", "richtext", "api", "store", "system", "sync", "services", "practice", "words",
    "assembly", "cli",
)  # fmt: skip

LOAD_ALL = """
import importlib, pkgutil, sys
room = importlib.import_module("wfdesk." + sys.argv[1])
for module in pkgutil.walk_packages(room.__path__, room.__name__ + "."):
    importlib.import_module(module.name)
print(sorted({"PySide6", "shiboken6", "qasync"} & sys.modules.keys()))
"""


SCREEN = """
import sys
from importlib.util import find_spec
import wfdesk.app.start
print(sorted(name for name in sys.modules if name.startswith(tuple(sys.argv[1:]))))
"""
NAMES = """
import enum, os, sys
from pathlib import Path
made, make = [], enum.EnumType._create_

def recorded(cls, name, *args, **kwargs):
    made.append(name)
    return make(cls, name, *args, **kwargs)

enum.EnumType._create_ = recorded
from wfdesk.app import start
from wfdesk.app.options import Options

def tell(_screen):
    print(sorted({*sys.argv[2:]} & {*made}), flush=True)
    os._exit(0)

async def use(_program):
    raise AssertionError

start.run(Options(home=Path(sys.argv[1])), use, tell)
"""
"""Qt's enumerations are made when their class is first touched, one by one and slowly."""

SOURCES = """
import linecache
from wfdesk.__main__ import loaded_start
{}
print(sorted(name for name in linecache.cache if "wfdesk/ui" in name))
"""

LATER = (
    "wfdesk.api",
    "wfdesk.ui.changes.",
    "wfdesk.ui.accounts.",
    "wfdesk.ui.editor.",
    "wfdesk.ui.shell.about",
    "wfdesk.ui.shell.texts",
    "wfdesk.sync.publish",
    "wfdesk.sync.refresh",
    "wfdesk.app.program",
    "wfdesk.store.salvage",
    "wfdesk.ui.shell.keys",
    "wfdesk.ui.shell.quickopen",
    "wfdesk.ui.toolkit.ask",
    "httpx",
    "keyring",
    "justhtml",
    "markdown_it",
    "slugify",
    "tinycss2",
)


def told_by(program: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("room", LOWER_HALF)
def test_the_lower_half_loads_without_qt(room: str) -> None:
    assert told_by(LOAD_ALL, room) == "[]"


def test_the_window_is_seen_to_load_qt() -> None:
    assert "PySide6" in told_by(LOAD_ALL, "ui.toolkit")


def test_the_first_screen_waits_for_nothing_that_it_does_not_show() -> None:
    assert told_by(SCREEN, *LATER) == "[]"


def test_the_first_screen_touches_no_class_of_qt_that_is_slow_to_load(tmp_path) -> None:
    """By one enumeration each: QStyle, QAccessible, QMessageBox, and every widget there is."""
    slow = ("StandardPixmap", "AnnouncementPoliteness", "ButtonRole", "WizardOption")
    assert told_by(NAMES, str(tmp_path), *slow) == "[]"
    assert told_by(NAMES, str(tmp_path), "AlignmentFlag") == "['AlignmentFlag']"


def test_no_source_is_read_at_a_start() -> None:
    assert told_by(SOURCES.format("loaded_start()")) == "[]"
    assert told_by(SOURCES.format("import wfdesk.app.start")) != "[]", "PySide reads none any more"


COMMAND = """
import sys
from wfdesk.__main__ import main
sys.argv = ["wfdesk", *sys.argv[1].split()]
try:
    code = main()
except SystemExit as ended:
    code = ended.code
names = sorted(name for name in sys.modules if name.startswith(WATCHED))
print(code, names)
"""


def loaded_by(words: str, *watched: str) -> str:
    program = COMMAND.replace("WATCHED", repr(watched))
    return told_by(program, words).splitlines()[-1]


NETWORK = ("httpx", "keyring", "slugify", "wfdesk.api", "wfdesk.sync.publish")


def test_a_command_that_needs_no_network_loads_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WFDESK_HOME", str(tmp_path))
    assert loaded_by("changes", "PySide6", *NETWORK) == "0 []"
    assert loaded_by("--version", "asyncio", "msgspec", "wfdesk.domain", *NETWORK) == "0 []"


def test_even_a_command_that_speaks_to_webflow_loads_no_qt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WFDESK_HOME", str(tmp_path))
    monkeypatch.delenv("WFDESK_TOKEN", raising=False)
    assert loaded_by("refresh", "PySide6", "shiboken6", "qasync", "wfdesk.ui", "httpx") == "4 []"


def test_every_command_is_there_and_says_what_it_is_for() -> None:
    for name in COMMANDS:
        module = import_module(f"wfdesk.cli.commands.{name}")
        assert f"``wfdesk {name}``" in module.__doc__
        assert callable(module.add_arguments)
        assert callable(module.run)


def test_what_the_first_screen_does_without_is_there_in_the_end() -> None:
    whole = SCREEN.replace("app.start", "app.program")
    names = ("wfdesk.api", "wfdesk.ui.changes.", "wfdesk.ui.editor.", "wfdesk.sync.publish")
    loaded = told_by(whole, *names)
    assert [name for name in names if f"'{name}" not in loaded] == []


def test_what_is_loaded_in_slices_is_there_and_ends_with_the_program() -> None:
    for name in rest.MODULES:
        assert find_spec(name) is not None
    assert rest.MODULES[-1] == "wfdesk.app.program"
