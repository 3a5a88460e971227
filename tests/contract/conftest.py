"""The practice server as a process of its own, asked over real HTTP."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.doubles.practice import Practice, start


@pytest.fixture
def run() -> Iterator[Callable[..., Practice]]:
    """Start servers with arguments; they are stopped after the test."""
    started: list[Practice] = []

    def starts(*arguments: str, **environ: str) -> Practice:
        started.append(start(*arguments, **environ))
        return started[-1]

    yield starts
    for practice in started:
        practice.close()


@pytest.fixture(scope="module")
def outcry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the shared server says of trouble."""
    return tmp_path_factory.mktemp("practice") / "stderr"


@pytest.fixture(scope="module")
def shared(outcry: Path) -> Iterator[Practice]:
    """A server for all tests of one module."""
    with outcry.open("w") as stderr:
        practice = start("--items", "120", "--rate-limit", "0", stderr=stderr)
        yield practice
        practice.close()


@pytest.fixture
def practice(shared: Practice, outcry: Path) -> Iterator[Practice]:
    """The server that the tests of one module share; each test makes the items it alters.

    Whatever is done to it, it says nothing of trouble.
    """
    for kept in ("log", "changes", "faults"):
        shared.control("DELETE", kept)
    yield shared
    shared.control("DELETE", "faults")
    shared.control("POST", "release")
    assert outcry.read_text() == ""
