"""Widgets on the Qt loop. A condition is awaited with a deadline, never by time."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from wfdesk.ui.toolkit.tasks import TaskScope

Until = Callable[[Callable[[], bool]], object]


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    return {"qt": lambda: QEventLoop(QApplication.instance() or QApplication([]))}


@pytest.fixture
def until() -> Until:
    """Wait for a condition without blocking the loop, unlike qtbot.waitUntil."""

    async def wait(condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not condition():
                await asyncio.sleep(0.005)

    return wait


@pytest.fixture
async def tasks() -> AsyncIterator[TaskScope]:
    """A scope whose bugs fail the test and whose tasks do not outlive it."""
    scope = TaskScope()
    crashes: list[Exception] = []
    scope.crashed.connect(crashes.append)
    yield scope
    await scope.close()
    assert not crashes
