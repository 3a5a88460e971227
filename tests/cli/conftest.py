"""One practice server and one refreshed profile for all; every test has a copy of the profile."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.shell import Shell
from tests.doubles.practice import Practice, start

RECIPES = "recipes"


@pytest.fixture(scope="session")
def practice() -> Iterator[Practice]:
    practice = start("--items", "90", "--rate-limit", "0")
    yield practice
    practice.close()


@pytest.fixture(scope="session")
def refreshed(practice: Practice, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("cli") / "profile"
    done = Shell(home, home.parent, practice).online("refresh")
    assert done.code == 0, done.err
    return home


@pytest.fixture(scope="session")
def unused(practice: Practice) -> Iterator[str]:
    """Items to send, each handed out once: no test meets what another did on the server."""
    items = practice.get(practice.items(RECIPES), limit=100)["items"]
    return (
        f"{RECIPES}/{each['fieldData']['slug']}"
        for each in items
        if not each["isDraft"] and not each["isArchived"] and each["lastPublished"]
    )


@pytest.fixture
def address(unused: Iterator[str]) -> str:
    return next(unused)


@pytest.fixture
def wfdesk(refreshed: Path, practice: Practice, tmp_path: Path) -> Iterator[Shell]:
    home = tmp_path / "profile"
    shutil.copytree(refreshed, home)
    practice.control("DELETE", "log")
    yield Shell(home, tmp_path, practice)
    practice.control("DELETE", "faults")
    practice.control("POST", "release")
