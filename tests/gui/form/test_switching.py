"""From item to item and from collection to collection: nothing typed lands in another item."""

from PySide6.QtCore import Qt

from wfdesk.ui.shell.commands import Command


async def test_what_is_typed_just_before_leaving_stays_with_its_item(desk, qtbot) -> None:
    await desk.sign_in()
    first, second = await desk.key("recipes", 0), await desk.key("recipes", 1)
    await desk.open(first)
    target = desk.focus("subtitle")
    qtbot.keyClick(target, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(target, "Just typed")

    desk.program.window.commands.action(Command.NEXT_ITEM).trigger()
    await desk.until(lambda: desk.shown == second)

    assert await desk.saved(second) == {}
    assert await desk.saved(first) == {"subtitle": "Just typed"}
    assert desk.editor("subtitle").value() != "Just typed"


async def test_what_is_typed_just_before_the_form_empties_is_kept(desk, qtbot) -> None:
    await desk.sign_in()
    first = await desk.key("recipes", 0)
    await desk.open(first)
    qtbot.keyClicks(desk.focus("name"), "Oh ")

    desk.program.editor.show_item(None)

    assert str((await desk.saved(first))["name"]).startswith("Oh ")


async def choose(desk, slug: str) -> None:
    """Choose a collection in the tree, as a click would."""
    collection = (await desk.key(slug)).collection
    desk.program.window._panes.tree.choose_collection(collection)
    await desk.until(lambda: desk.program.items.locale and desk.program.items.collection)
    await desk.calm()


async def test_another_collection_does_not_show_the_item_of_the_last_one(desk) -> None:
    await desk.sign_in()
    await desk.open(await desk.key("recipes"))

    await choose(desk, "places")

    assert desk.shown is None
    assert desk.program.form._pages.currentIndex() == 0


async def test_a_collection_comes_back_with_the_item_it_was_left_at(desk) -> None:
    await desk.sign_in()
    left = await desk.key("recipes", 3)
    await desk.open(left)
    await choose(desk, "places")

    await choose(desk, "recipes")

    await desk.until(lambda: desk.shown == left)
    await desk.until(lambda: desk.program.table.table.selected_keys() == [left])
    await desk.calm()


async def test_what_is_typed_while_the_next_form_is_made_stays_with_its_item(desk, qtbot) -> None:
    await desk.sign_in()
    first, second = await desk.key("recipes"), await desk.key("places")
    await desk.open(first)
    name = desk.focus("name")
    desk.program.editor.show_item(second)
    await desk.until(lambda: desk.program.form._awaited)  # read, but its rows are not made yet

    qtbot.keyClicks(name, "Oh ")
    await desk.until(lambda: desk.shown == second)

    assert str((await desk.saved(first))["name"]).startswith("Oh ")
    assert await desk.saved(second) == {}


async def test_a_form_that_is_made_in_advance_is_ready_for_the_first_item(desk) -> None:
    await desk.sign_in()
    await choose(desk, "places")
    form = desk.program.form._shelf.prepare(
        desk.program.items.collection,
        await desk.program.services.browsing.site_of(desk.program.items.collection.id),
    )
    await desk.until(lambda: form.is_complete)
    rows = dict(form.rows)

    await desk.open(await desk.key("places"))

    assert dict(desk.program.form.rows) == rows
