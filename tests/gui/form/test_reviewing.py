"""The keys of send and publish in the place where all that is unsent stands."""

import pytest
from PySide6.QtCore import Qt

from wfdesk.domain.ids import NAME
from wfdesk.ui.shell.commands import Command

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
REVIEW = (Qt.Key.Key_Return, CONTROL | SHIFT)
SEND = (Qt.Key.Key_S, CONTROL)


async def in_changes(desk):
    await desk.sign_in()
    for place in range(2):
        await desk.program.services.editing.set_field(await desk.key("recipes", place), NAME, "X")
    await desk.calm()
    desk.program.window.commands.action(Command.CHANGES).trigger()
    await desk.calm()
    view = desk.program.changes_view
    view.setFocus()
    return view


@pytest.mark.parametrize(("keys", "words"), [(REVIEW, "Publish 2 items"), (SEND, "Send 2 items")])
async def test_in_the_changes_the_keys_lead_on_to_what_is_ticked(desk, qtbot, keys, words) -> None:
    """Ctrl+Shift+Return did nothing that could be seen, and Ctrl+S nothing."""
    view = await in_changes(desk)
    qtbot.keyClick(view.list, *keys)
    await desk.until(lambda: view.sheet is not None and view.sheet.isVisible())
    assert view.sheet.go_button.text() == words
    view.sheet.reject()
    await desk.calm()


async def test_with_nothing_ticked_the_keys_say_so(desk, qtbot) -> None:
    view = await in_changes(desk)
    view._controller.set_goes(view._model.keys(), goes=False)
    await desk.calm()
    qtbot.keyClick(view.list, *REVIEW)
    assert desk.program.window.notices.messages == [
        "Nothing is ticked. Tick in Changes what is to go."
    ]
    await desk.calm()


@pytest.mark.parametrize("command", [Command.PROBLEMS, Command.TABLE])
async def test_elsewhere_the_keys_lead_to_the_changes(desk, qtbot, command) -> None:
    view = await in_changes(desk)
    if command is Command.PROBLEMS:
        desk.program.window.commands.action(command).trigger()
    else:
        await desk.open(await desk.key("recipes"))
    await desk.calm()
    qtbot.keyClick(desk.program.window, *REVIEW)
    await desk.calm()
    assert view.isVisible()
    assert not view._only_problems
    assert view.sheet is None


async def test_what_was_done_is_no_longer_offered_to_be_undone_once_it_is_sent(desk, qtbot) -> None:
    view = await in_changes(desk)
    notices = desk.program.window.notices
    notices.say("Another one is made", "Undo", print)
    qtbot.keyClick(view.list, *SEND)
    await desk.until(lambda: view.sheet is not None and view.sheet.isVisible())
    qtbot.keyClick(view.sheet, Qt.Key.Key_Return)
    assert notices.messages == []
    await desk.until(lambda: not desk.program.sending.is_running)
    await desk.calm()
