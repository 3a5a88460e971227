import asyncio

from tests.gui.shell.conftest import POSTS, key
from wfdesk.app.painted import FirstPaint
from wfdesk.domain.ids import CollectionId, ItemKey
from wfdesk.ui.shell import state

SOON = 1.5
"""Seconds; less than those after which nobody waits any more."""


async def start(desk, collection: CollectionId, item: ItemKey | None = None):
    """Show a window as it was left; wait as the program does."""
    left = state.Remembered(collection=collection, item=item)
    desk.memory[state.NAME] = left.to_json()
    window = desk.window()
    table, sites = window._panes.table, desk.controllers[-1]
    first = FirstPaint(sites, table.controller, table)
    await window.restore()
    async with asyncio.timeout(SOON):
        await first.filled()
        window.show()
        await first.painted()
    return table


async def test_the_first_screen_stands_when_the_rows_of_the_last_time_are_there(desk, until):
    table = await start(desk, POSTS)
    assert table.controller.model.index(0, 0).data() == "Post 0000"
    await until(desk.is_calm)


async def test_rows_that_are_scrolled_away_are_not_waited_for(desk, until):
    table = await start(desk, POSTS, key(280))
    assert table.table.current_key() == key(280)
    await until(desk.is_calm)


async def test_nobody_waits_for_a_collection_that_is_gone(desk, until):
    table = await start(desk, CollectionId("gone"))
    assert table.controller.collection is None
    await until(desk.is_calm)


async def test_the_window_is_not_shown_before_its_rows_are_there(desk, until):
    desk.memory[state.NAME] = state.Remembered(collection=POSTS).to_json()
    window = desk.window()
    table, sites = window._panes.table, desk.controllers[-1]
    first = FirstPaint(sites, table.controller, table)
    await window.restore()

    await first.filled()

    model = table.controller.model
    assert model.work_of(model.key_at(0))
    await until(desk.is_calm)
