"""Closing the window while something is being sent, with a real server that takes its time."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from tests.unit.sync.conftest import Desk, opened
from wfdesk.domain.ids import NAME, CollectionId
from wfdesk.domain.plan import Goal
from wfdesk.services.publishing import Phase
from wfdesk.ui.changes.leaving import may_leave
from wfdesk.ui.changes.sending import SendController
from wfdesk.ui.toolkit.tasks import TaskScope


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(tmp_path, 60) as desk:
        yield desk


@pytest.fixture
async def sending(desk: Desk, tasks: TaskScope, until) -> SendController:
    """A run of two requests, the first of which is on its way."""
    for slug in ("categories", "authors"):
        desk.collection = CollectionId(desk.practice.collection(slug))
        [key] = await desk.keys(1)
        await desk.editing.set_field(key, NAME, "Renamed")
    slow = {"method": "PATCH", "path": "items", "do": "delay", "seconds": 1.0}
    desk.practice.control("POST", "faults", slow)
    controller = SendController(desk.publishing, desk.editing, tasks)
    controller.start(await desk.publishing.plan(None, Goal.SEND))
    # A key pressed by a test runs the loop from within a task: nothing may be on its way then.
    await until(lambda: bool(desk.writes()))
    return controller


@pytest.fixture
def window(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def question(window: QWidget) -> QMessageBox | None:
    boxes = [box for box in window.findChildren(QMessageBox) if box.isVisible()]
    return boxes[0] if boxes else None


def button(box: QMessageBox, text: str) -> QPushButton:
    return next(each for each in box.findChildren(QPushButton) if each.text() == text)


async def test_stopping_lets_the_request_under_way_end_and_keeps_the_rest(
    qtbot, desk, window, sending, until
):
    leaving = asyncio.create_task(may_leave(window, sending))
    await until(lambda: question(window) is not None)
    assert question(window).text() == "2 items are being sent"
    qtbot.mouseClick(button(question(window), "Stop and quit"), Qt.MouseButton.LeftButton)
    assert await leaving is True
    assert not sending.is_running
    assert len(desk.writes()) == 1
    assert len(await desk.works()) == 1
    assert await desk.lookup.count() == 0


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
async def test_enter_and_escape_keep_sending(qtbot, desk, window, sending, until, key):
    leaving = asyncio.create_task(may_leave(window, sending))
    await until(lambda: question(window) is not None)
    qtbot.keyClick(question(window), key)
    assert await leaving is False
    await sending.ended()
    assert len(desk.writes()) == 2
    assert await desk.works() == []


async def test_nothing_is_asked_any_more_when_all_is_sent(desk, window, sending, until):
    leaving = asyncio.create_task(may_leave(window, sending))
    await until(lambda: question(window) is not None)
    async with asyncio.timeout(10):
        assert await leaving is False
    assert question(window) is None
    assert not sending.is_running
    assert await desk.works() == []


async def test_what_is_paused_is_not_said_to_be_sent(qtbot, desk, window, sending, until):
    """ "2 items are being sent" stood there with one sent and one that waited."""
    told = QSignalSpy(sending.progressed)
    sending.pause()
    await until(
        lambda: any(said.phase is Phase.PAUSED for [said] in map(told.at, range(told.count())))
    )
    leaving = asyncio.create_task(may_leave(window, sending))
    await until(lambda: question(window) is not None)
    assert question(window).text() == "The run is paused with 1 item to go"
    qtbot.keyClick(question(window), Qt.Key.Key_Escape)
    assert await leaving is False
    sending.resume()
    await sending.ended()
    assert await desk.works() == []


async def test_with_nothing_under_way_nothing_is_asked(desk, window, tasks):
    assert await may_leave(window, SendController(desk.publishing, desk.editing, tasks)) is True
    assert question(window) is None


async def test_a_second_send_is_told_to_wait(desk, sending):
    declined = QSignalSpy(sending.declined)
    sending.prepare(None, Goal.SEND)
    assert declined.count() == 1
    assert "under way" in declined.at(0)[0]
    await sending.ended()


async def test_the_last_word_of_a_run_is_said_once(desk, sending):
    """It was said twice, and each time every line of the results was gone through."""
    told, ended = QSignalSpy(sending.progressed), QSignalSpy(sending.run_finished)
    await sending.ended()
    said = [progress for [progress] in map(told.at, range(told.count()))]
    assert [each.phase for each in said].count(Phase.FINISHED) == 1
    assert ended.at(0) == [said[-1].results]
    assert len(said[-1].results) == 2
