"""Undo and redo: offered where there is something to take back, and seen where it happens."""

import pytest

from wfdesk.ui.shell.commands import Command

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def offered(desk) -> tuple[bool, bool]:
    action = desk.program.window.commands.action
    return action(Command.UNDO).isEnabled(), action(Command.REDO).isEnabled()


async def test_undo_and_redo_are_offered_where_there_is_something_to_take_back(desk, qtbot) -> None:
    await desk.sign_in()
    first, second = await desk.key("recipes", 0), await desk.key("recipes", 1)
    await desk.open(first)
    assert offered(desk) == (False, False)
    qtbot.keyClicks(desk.focus("name"), "Oh ")
    desk.program.form.commit()
    await desk.calm()
    assert offered(desk) == (True, False)

    desk.program.window.commands.action(Command.UNDO).trigger()
    await desk.calm()
    assert offered(desk) == (False, True)

    await desk.open(second)
    assert offered(desk) == (False, False)
    desk.program.editor.show_item(None)
    assert offered(desk) == (False, False)
