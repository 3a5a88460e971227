"""Into the form: the cursor lands in a field that can be seen, of the item that was asked for."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication

from wfdesk.domain.ids import FieldSlug, is_local
from wfdesk.ui.shell.commands import Command


def is_within(desk, slug: str) -> bool:
    return desk.row(slug).has_focus_within()


def is_whole_in_sight(desk, slug: str) -> bool:
    viewport = desk.program.form._form.viewport()
    row = desk.row(slug)
    place = QRect(row.mapTo(viewport, QPoint()), row.size())
    return bool(viewport.rect().contains(place))


def trigger(desk, command: Command) -> None:
    desk.program.window.commands.action(command).trigger()


async def test_going_to_the_form_goes_to_its_first_field(desk) -> None:
    await desk.sign_in()
    await desk.open(await desk.key("recipes"))
    trigger(desk, Command.TABLE)

    trigger(desk, Command.FORM)

    assert is_within(desk, "name")


async def test_return_on_a_row_goes_to_the_first_field_of_that_item(desk, qtbot) -> None:
    await desk.sign_in()
    first, second = await desk.key("recipes", 0), await desk.key("recipes", 1)
    await desk.open(first)
    trigger(desk, Command.TABLE)

    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.keyClicks(QApplication.focusWidget(), "too early")

    await desk.until(lambda: desk.shown == second)
    await desk.until(lambda: is_within(desk, "name"))
    assert await desk.saved(first) == {}
    assert await desk.saved(second) == {}


async def test_a_new_item_begins_at_the_top_wherever_the_cursor_was(desk, qtbot) -> None:
    await desk.sign_in()
    await desk.open(await desk.key("recipes"))
    desk.focus(list(desk.program.form.rows)[-1])

    trigger(desk, Command.NEW)
    await desk.until(lambda: desk.shown and is_local(desk.shown.item))
    await desk.calm()

    assert is_within(desk, "name")
    assert desk.program.form._form.verticalScrollBar().value() == 0
    qtbot.keyClicks(QApplication.focusWidget(), "Bread")
    assert (await desk.saved(desk.shown))["name"] == "Bread"


@pytest.mark.parametrize("cursor", [Command.TABLE, "name", "subtitle"])
async def test_a_copy_is_given_its_name_by_typing(desk, qtbot, cursor) -> None:
    await desk.sign_in()
    original = await desk.key("recipes")
    await desk.open(original)
    name = desk.editor("name").value()
    desk.focus(cursor) if isinstance(cursor, str) else trigger(desk, cursor)

    trigger(desk, Command.DUPLICATE)
    await desk.until(lambda: desk.shown and is_local(desk.shown.item))
    await desk.until(lambda: is_within(desk, "name"))
    await desk.calm()

    assert QApplication.focusWidget().selectedText() == f"{name} (copy)"
    qtbot.keyClicks(QApplication.focusWidget(), "Bread")
    assert (await desk.saved(desk.shown))["name"] == "Bread"
    assert await desk.saved(original) == {}


async def test_a_new_item_in_a_collection_without_an_open_one_begins_in_its_name(desk) -> None:
    await desk.sign_in()
    collection = (await desk.key("places")).collection
    desk.program.window._panes.tree.choose_collection(collection)
    await desk.until(lambda: desk.program.items.collection)
    await desk.calm()

    trigger(desk, Command.NEW)

    await desk.until(lambda: desk.shown and is_local(desk.shown.item))
    await desk.until(lambda: is_within(desk, "name"))
    await desk.calm()


async def test_a_field_of_another_collection_is_scrolled_to(desk) -> None:
    await desk.sign_in()
    await desk.open(await desk.key("places"))
    key = await desk.key("recipes")
    collection = await desk.program.services.browsing.collection(key.collection)
    last = collection.fields[-1].slug

    desk.program._go_to_field(key, last)
    await desk.until(lambda: desk.shown == key)
    await desk.calm()

    assert is_within(desk, last)
    await desk.until(lambda: is_whole_in_sight(desk, last))


async def test_a_field_is_gone_to_once(desk) -> None:
    await desk.sign_in()
    key = await desk.key("recipes")
    await desk.open(key)
    desk.program.form.go_to_field(FieldSlug("subtitle"))
    desk.editor("name").setFocus()

    desk.program.editor.show_item(key)
    await desk.calm()

    assert is_within(desk, "name")


async def test_the_next_item_shows_the_field_that_has_the_cursor(desk) -> None:
    await desk.sign_in()
    first, second = await desk.key("recipes", 0), await desk.key("recipes", 1)
    await desk.open(first)
    last = list(desk.program.form.rows)[-1]
    desk.focus(last)

    trigger(desk, Command.NEXT_ITEM)
    await desk.until(lambda: desk.shown == second)
    await desk.calm()

    assert is_within(desk, last)
    await desk.until(lambda: is_whole_in_sight(desk, last))
