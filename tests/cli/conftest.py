"""A practice server and a refreshed profile for each module; every test has a copy of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.shell import Shell
from tests.doubles.practice import Practice, start


@pytest.fixture(scope="module")
def practice() -> Iterator[Practice]:
    practice = start("--items", "40", "--rate-limit", "0")
    yield practice
    practice.close()


@pytest.fixture(scope="module")
def refreshed(practice: Practice, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("cli") / "profile"
    done = Shell(home, home.parent, practice).online("refresh")
    assert done.code == 0, done.err
    return home


@pytest.fixture
def wfdesk(refreshed: Path, practice: Practice, tmp_path: Path) -> Iterator[Shell]:
    home = tmp_path / "profile"
    shutil.copytree(refreshed, home)
    practice.control("DELETE", "log")
    yield Shell(home, tmp_path, practice)
    practice.control("DELETE", "faults")
    practice.control("POST", "release")
