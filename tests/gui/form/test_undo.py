"""Undo and redo: offered where there is something to take back, and seen where it happens."""

import pytest
from PySide6.QtCore import QPoint, QRect

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


async def edit_the_first_and_look_at_the_last(desk, qtbot) -> None:
    await desk.open(await desk.key("recipes"))
    qtbot.keyClicks(desk.focus("name"), "Oh ")
    desk.focus(list(desk.program.form.rows)[-1])
    await desk.calm()
    assert not is_in_sight(desk, "name")


def is_in_sight(desk, slug: str) -> bool:
    viewport = desk.program.form._area.viewport()
    row = desk.row(slug)
    return bool(viewport.rect().contains(QRect(row.mapTo(viewport, QPoint()), row.size())))


async def test_what_is_undone_is_shown_with_the_cursor_in_it(desk, qtbot) -> None:
    await desk.sign_in()
    await edit_the_first_and_look_at_the_last(desk, qtbot)

    desk.program.window.commands.action(Command.UNDO).trigger()
    await desk.calm()

    assert is_in_sight(desk, "name")
    assert desk.row("name").has_focus_within()


async def test_what_is_undone_from_the_table_is_shown_and_the_cursor_stays(desk, qtbot) -> None:
    await desk.sign_in()
    await edit_the_first_and_look_at_the_last(desk, qtbot)
    desk.program.window.commands.action(Command.TABLE).trigger()

    desk.program.window.commands.action(Command.UNDO).trigger()
    await desk.calm()

    assert is_in_sight(desk, "name")
    assert not desk.row("name").has_focus_within()
