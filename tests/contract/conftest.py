"""The practice server as a process of its own, asked over real HTTP."""

from collections.abc import Callable, Iterator

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
def _shared() -> Iterator[Practice]:
    practice = start("--items", "120", "--rate-limit", "0")
    yield practice
    practice.close()


@pytest.fixture
def practice(_shared: Practice) -> Practice:
    """A server that the tests of one module share; each test makes the items it alters."""
    _shared.control("DELETE", "log")
    _shared.control("DELETE", "faults")
    return _shared
