"""What is typed into an item that a colleague has just deleted: the window says where it is."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QPushButton

from wfdesk.domain.ids import ItemKey
from wfdesk.services.late import KEPT
from wfdesk.ui.history.dialog import HistoryDialog


def notice_button(desk, text: str) -> QPushButton:
    buttons = desk.program.window.notices.findChildren(QPushButton)
    return next(each for each in buttons if each.text() == text and each.isVisible())


async def type_too_late(desk, qtbot, typed: str) -> ItemKey:
    """Type into the name of an author that is deleted in Webflow while the cursor is in it."""
    await desk.sign_in()
    key = await desk.key("authors")
    await desk.open(key)
    target = desk.focus("name")
    qtbot.keyClick(target, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(target, typed)
    assert desk.editor("name").has_pending_input()
    desk.practice.control("POST", "delete", {"collection": "authors", "item": key.item})
    await desk.program.services.refreshing.refresh_collection(key.collection, is_asked=True)
    await desk.until(lambda: desk.shown is None)
    await desk.calm()
    return key


async def test_the_window_says_where_the_text_is_and_brings_it_back(desk, qtbot) -> None:
    not_saved = QSignalSpy(desk.program.editor.not_saved)
    gone = await type_too_late(desk, qtbot, "Typed too late")
    assert not_saved.count() == 0  # who hears that says that it is on the screen still
    assert desk.program.window.notices.messages == [KEPT]

    notice_button(desk, "Show").click()
    await desk.calm()
    dialog = desk.program.window.findChild(HistoryDialog)
    assert "Typed too late" in dialog.list.currentItem().text(0)
    dialog.detail.anew_button.click()
    await desk.until(lambda: desk.shown not in {None, gone})
    await desk.calm()

    assert desk.editor("name").value() == "Typed too late"
    assert (await desk.saved(desk.shown))["name"] == "Typed too late"
    await desk.calm()
