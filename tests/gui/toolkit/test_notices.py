"""What was done is said and goes by itself; what went wrong stays until it is dismissed."""

import asyncio
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from tests.gui.conftest import activate
from wfdesk.ui.toolkit.notices import Notice, Notices


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(500, 300)
    window.show()
    return window


def shown(notices: Notices) -> list[Notice]:
    return [each for each in notices._shown if each.isVisible()]


async def test_a_notice_goes_by_itself_and_can_be_taken_back(qtbot, window, until) -> None:
    notices = Notices(window, seconds=0.05)
    undone: list[bool] = []
    notices.say("12 items archived", "Undo", lambda: undone.append(True))
    assert notices.messages == ["12 items archived"]
    assert notices.geometry().bottom() < window.height()
    qtbot.keyClick(shown(notices)[0].button, Qt.Key.Key_Space)
    assert undone == [True]
    assert not notices.isVisible()
    notices.say("Done")
    assert not shown(notices)[0].button.isVisible()
    await until(lambda: not notices.isVisible())


async def test_what_is_done_next_takes_the_place_of_what_was_done(window) -> None:
    notices = Notices(window)
    notices.say("1 item archived", "Undo", lambda: None)
    notices.say("2 items archived", "Undo", lambda: None)
    assert notices.messages == ["2 items archived"]


async def test_an_error_stays_and_its_details_can_be_copied(qtbot, window) -> None:
    notices = Notices(window, seconds=0.01)
    notices.say_error("Lost the connection.", "detail 42")
    [notice] = shown(notices)
    qtbot.mouseClick(notice.button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "detail 42"
    await asyncio.sleep(0.05)
    assert notices.isVisible()
    qtbot.mouseClick(notice.close_button, Qt.MouseButton.LeftButton)
    assert not notices.isVisible()


async def test_no_error_is_pushed_away_by_another_or_by_what_is_done(window, until) -> None:
    notices = Notices(window, seconds=0.02)
    notices.say("1 item archived", "Undo", lambda: None)
    notices.say_error("The local copy was damaged.")
    notices.say_error("wfdesk crashed.")
    assert notices.messages[-1] == "1 item archived"
    notices.say("2 items archived", "Undo", lambda: None)
    errors = ["The local copy was damaged.", "wfdesk crashed."]
    assert notices.messages == [*errors, "2 items archived"]
    await until(lambda: len(shown(notices)) == 2)
    assert notices.messages == errors


async def test_errors_that_find_no_room_wait_and_are_counted(qtbot, window) -> None:
    notices = Notices(window)
    for each in ("first", "second", "third", "fourth"):
        notices.say_error(each)
    assert notices.messages == ["first", "second"]
    texts = [each.close_button.text() for each in shown(notices)]
    assert texts == ["Dismiss (2 more)", "Dismiss"]

    qtbot.mouseClick(shown(notices)[0].close_button, Qt.MouseButton.LeftButton)

    assert notices.messages == ["second", "third"]
    assert shown(notices)[0].close_button.text() == "Dismiss (1 more)"


async def test_an_error_that_comes_again_is_said_once(window) -> None:
    notices = Notices(window)
    for each in ("full", "other", "waits", "full", "waits"):
        notices.say_error(each)
    assert notices.messages == ["full", "other"]
    assert shown(notices)[0].close_button.text() == "Dismiss (1 more)"


async def test_notices_never_cover_one_another(window, qtbot) -> None:
    notices = Notices(window)
    notices.say_error("A sentence that is far longer than the window is wide. " * 3)
    notices.say_error("Short.")
    notices.say("Done")
    notices.layout().activate()
    areas = [each.geometry() for each in shown(notices)]
    assert all(above.bottom() < below.top() for above, below in pairwise(areas))
    assert window.rect().contains(notices.geometry())
    window.resize(400, 320)
    assert window.rect().contains(notices.geometry())


async def test_a_notice_waits_for_the_keyboard(window) -> None:
    notices = Notices(window, seconds=0.02)
    await activate(window)
    notices.say("Archived", "Undo", lambda: None)
    shown(notices)[0].button.setFocus()
    await asyncio.sleep(0.08)
    assert notices.isVisible()


async def test_the_keyboard_goes_to_the_notices_and_back_where_it_was(qtbot, window) -> None:
    first, line = QLineEdit(window), QLineEdit(window)
    for each in (first, line):
        each.show()
    notices = Notices(window)
    await activate(window)
    line.setFocus()
    notices.say_error("first")
    notices.say_error("second")
    assert line.hasFocus()  # a notice never takes it by itself

    notices.enter()
    notices.enter()  # once more is no other place
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Escape)
    assert notices.messages == ["first"]
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Escape)

    assert notices.messages == []
    assert line.hasFocus()


async def test_a_click_on_a_notice_leaves_the_cursor_where_one_types(qtbot, window) -> None:
    line = QLineEdit(window)
    line.show()
    notices = Notices(window)
    await activate(window)
    line.setFocus()
    notices.say_error("first", "details")
    [notice] = shown(notices)
    for each in (notice.button, notice.close_button):
        qtbot.mouseClick(each, Qt.MouseButton.LeftButton)
        assert line.hasFocus()
    assert notices.messages == []
