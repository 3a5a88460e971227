"""What is typed into an item that a colleague has just deleted: the window says where it is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QPushButton

from wfdesk.domain.ids import ItemKey
from wfdesk.ui.history.dialog import HistoryDialog
from wfdesk.ui.history.wording import late_sentence


def notice_button(desk, text: str) -> QPushButton:
    buttons = desk.program.window.notices.findChildren(QPushButton)
    return next(each for each in buttons if each.text() == text and each.isVisible())


async def type_too_late(desk, qtbot, typed: str, field: str = "name") -> tuple[ItemKey, str]:
    """Type into a field of an author that is deleted in Webflow while the cursor is in it."""
    await desk.sign_in()
    key = await desk.key("authors")
    await desk.open(key)
    name = (await desk.program.services.browsing.work(key)).name
    target = desk.focus(field)
    qtbot.keyClick(target, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(target, typed)
    assert desk.editor(field).has_pending_input()
    desk.practice.control("POST", "delete", {"collection": "authors", "item": key.item})
    await desk.program.services.refreshing.refresh_collection(key.collection, is_asked=True)
    await desk.until(lambda: desk.shown is None)
    await desk.calm()
    return key, name


async def test_the_window_says_where_the_text_is_and_brings_it_back(desk, qtbot) -> None:
    not_saved = QSignalSpy(desk.program.editor.not_saved)
    gone, name = await type_too_late(desk, qtbot, "Typed too late")
    assert not_saved.count() == 0  # who hears that says that it is on the screen still
    assert desk.program.window.notices.messages == [late_sentence(name)]

    notice_button(desk, "Show").click()
    await desk.calm()
    dialog = desk.program.window.findChild(HistoryDialog)
    assert dialog.list.currentItem().text(1) == "Typed too late"
    assert dialog.title.text() == "Earlier values of “Typed too late”"
    dialog.detail.anew_button.click()
    await desk.until(lambda: desk.shown not in {None, gone})
    await desk.calm()

    assert desk.editor("name").value() == "Typed too late"
    assert (await desk.saved(desk.shown))["name"] == "Typed too late"
    await desk.calm()


async def test_the_window_names_the_item_whatever_field_was_typed_in(desk, qtbot) -> None:
    """Nothing was known of it but what it was called in the form: who was it?"""
    _, name = await type_too_late(desk, qtbot, "late@example.com", "email")
    assert desk.program.window.notices.messages == [late_sentence(name)]
    notice_button(desk, "Show").click()
    await desk.calm()
    dialog = desk.program.window.findChild(HistoryDialog)
    assert dialog.title.text() == f"Earlier values of “{name}”"
    rows = map(dialog.list.topLevelItem, range(dialog.list.topLevelItemCount()))
    assert [row.text(1) for row in rows] == [name, "late@example.com"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Bread", "“Bread” is no longer there."),
        ("Bre\u202ead", "“Bre⟨U+202E⟩ad” is no longer there."),
        ("long " * 40, "“long "),
        ("", "An item that you typed in is no longer there."),
    ],
)
def test_it_is_said_in_a_line_or_two_which_item_is_gone(name: str, said: str) -> None:
    assert late_sentence(name).startswith(said)
    assert len(late_sentence(name)) < 160
