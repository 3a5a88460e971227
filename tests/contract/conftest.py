"""The practice server as a process of its own, asked over real HTTP."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.doubles.practice import Practice, start


@pytest.fixture
def run() -> Iterator[Callable[..., Practice]]:
    """Start servers with arguments; they are stopped after the test."""
    started: list[Practice] = []

    def starts(*arguments: str) -> Practice:
        started.append(start(*arguments))
        return started[-1]

    yield starts
    for practice in started:
        practice.close()


@pytest.fixture(scope="module")
def _shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Practice, Path]]:
    outcry = tmp_path_factory.mktemp("practice") / "stderr"
    with outcry.open("w") as stderr:
        practice = start("--items", "120", "--rate-limit", "0", stderr=stderr)
        yield practice, outcry
        practice.close()


@pytest.fixture
def practice(_shared: tuple[Practice, Path]) -> Iterator[Practice]:
    """A server that the tests of one module share; each test makes the items it alters.

    Whatever is done to it, it says nothing of trouble.
    """
    practice, outcry = _shared
    for kept in ("log", "changes", "faults"):
        practice.control("DELETE", kept)
    yield practice
    practice.control("DELETE", "faults")
    practice.control("POST", "release")
    assert outcry.read_text() == ""
