"""Widgets on the Qt loop. A condition is awaited with a deadline, never by time."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from qasync import QEventLoop

from wfdesk.ui.toolkit.tasks import TaskScope

Until = Callable[[Callable[[], bool]], object]


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    return {"qt": lambda: QEventLoop(QApplication.instance() or QApplication([]))}


async def activate(window: QWidget) -> None:
    """Show the window and give it the keyboard, for good.

    What the window of the test before left in Qt's queue may take the keyboard away once more, so
    it has to stay for some turns of the loop.
    """
    window.show()
    calm = 0
    async with asyncio.timeout(10):
        while calm < 3:
            calm = calm + 1 if window.isActiveWindow() else 0
            if not calm:
                window.activateWindow()
            await asyncio.sleep(0)


def wheel(widget: QWidget) -> None:
    """Turn the wheel by a notch with the pointer over the middle of the widget."""
    middle = QPointF(widget.rect().center())
    turn = QWheelEvent(
        middle,
        QPointF(widget.mapToGlobal(middle.toPoint())),
        QPoint(0, -40),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, turn)


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
