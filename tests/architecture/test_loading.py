"""What loads what, asked of a fresh process."""

import subprocess
import sys

import pytest

from tests.architecture.rules import ROOT

LOWER_HALF = ("domain", "richtext", "api", "store", "system", "sync", "services", "practice")

LOAD_ALL = """
import importlib, pkgutil, sys
room = importlib.import_module("wfdesk." + sys.argv[1])
for module in pkgutil.walk_packages(room.__path__, room.__name__ + "."):
    importlib.import_module(module.name)
print(sorted({"PySide6", "shiboken6", "qasync"} & sys.modules.keys()))
"""


def loaded_by(room: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", LOAD_ALL, room],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("room", LOWER_HALF)
def test_the_lower_half_loads_without_qt(room: str) -> None:
    assert loaded_by(room) == "[]"


def test_the_window_is_seen_to_load_qt() -> None:
    assert "PySide6" in loaded_by("ui.toolkit")
