"""Closing the window: at once, unless there is something that only the screen still holds."""

import asyncio
import threading
import time

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QPushButton

from wfdesk.domain.errors import DiskFullError, LostProfileError


def question(desk) -> QMessageBox | None:
    boxes = desk.program.window.findChildren(QMessageBox)
    return next((box for box in boxes if box.isVisible()), None)


async def close_on_a_full_disk(desk, qtbot, monkeypatch) -> QMessageBox:
    async def refuse(_work: object) -> None:
        raise DiskFullError("Not saved: the disk is full.")

    await desk.sign_in()
    await desk.open(await desk.key("recipes"))
    monkeypatch.setattr(desk.program.services.editing._database, "write", refuse)
    qtbot.keyClicks(desk.focus("name"), "Oh ")
    desk.program.window.close()
    await desk.until(lambda: question(desk))
    return question(desk)


def press(box: QMessageBox, text: str) -> None:
    [button] = [each for each in box.findChildren(QPushButton) if each.text() == text]
    button.click()


async def test_with_everything_on_disk_nothing_is_asked(desk, qtbot) -> None:
    await desk.sign_in()
    key = await desk.key("recipes")
    await desk.open(key)
    qtbot.keyClicks(desk.focus("name"), "Oh ")

    desk.program.window.close()
    await desk.until(desk.program.screen.closed.is_set)

    assert str((await desk.saved(key))["name"]).startswith("Oh ")


async def test_what_is_not_on_disk_keeps_the_window_open(desk, qtbot, monkeypatch) -> None:
    box = await close_on_a_full_disk(desk, qtbot, monkeypatch)
    assert box.defaultButton().text() == "Cancel"

    press(box, "Cancel")
    await desk.until(lambda: question(desk) is None)
    monkeypatch.undo()
    await desk.program.editor.flush()
    desk.program.tasks.cancel_load("editor.retry")
    await desk.calm()

    assert not desk.program.screen.closed.is_set()


async def test_the_window_closes_over_what_is_not_on_disk_when_told_so(
    desk, qtbot, monkeypatch
) -> None:
    await close_on_a_full_disk(desk, qtbot, monkeypatch)
    await let_go(desk, monkeypatch)


async def let_go(desk, monkeypatch) -> None:
    """Close the window over what is not on disk."""
    press(question(desk), "Close and lose 1 edit")
    await desk.until(desk.program.screen.closed.is_set)
    monkeypatch.undo()
    desk.program.tasks.cancel_load("editor.retry")
    await desk.calm()


async def test_what_is_not_on_disk_is_named_and_can_be_copied_before_it_goes(
    desk, qtbot, monkeypatch
) -> None:
    box = await close_on_a_full_disk(desk, qtbot, monkeypatch)
    name = (await desk.program.services.browsing.work(desk.program.editor.shown)).name
    assert box.informativeText().split("\n")[0] == f"{name} \N{MIDDLE DOT} Name"

    press(box, "Copy them")
    await desk.until(lambda: question(desk) not in (box, None))

    typed = QGuiApplication.clipboard().text().split("\n")
    assert typed[0] == f"{name} \N{MIDDLE DOT} Name"
    assert typed[1].startswith("Oh ")
    assert "paste them somewhere before you close" in question(desk).informativeText()
    assert not desk.program.screen.closed.is_set()
    await let_go(desk, monkeypatch)


async def test_it_can_be_copied_where_the_disk_cannot_even_be_read(
    desk, qtbot, monkeypatch
) -> None:
    async def lost(_work: object) -> None:
        raise LostProfileError("The folder is gone.")

    box = await close_on_a_full_disk(desk, qtbot, monkeypatch)
    monkeypatch.setattr(desk.program.services.browsing._database, "read", lost)

    press(box, "Copy them")
    await desk.until(lambda: question(desk) not in (box, None))

    assert QGuiApplication.clipboard().text().split("\n")[1].startswith("Oh ")
    await let_go(desk, monkeypatch)


async def test_a_busy_disk_is_waited_for_half_a_second_when_the_system_ends_it(
    desk, qtbot, caplog
) -> None:
    await desk.sign_in()
    key = await desk.key("recipes")
    await desk.open(key)
    going_on = threading.Event()
    busy = asyncio.create_task(desk.database.read(lambda _rows: going_on.wait(60)))
    await asyncio.sleep(0)
    qtbot.keyClicks(desk.focus("name"), "Oh ")

    started = time.monotonic()
    desk.program.write_down()
    took = time.monotonic() - started

    going_on.set()
    await busy
    assert 0.5 <= took < 2
    assert "What was typed could not be written down" in caplog.text
    caplog.clear()
    assert str((await desk.saved(key))["name"]).startswith("Oh ")  # it was in the line
