"""What the table answers for: the item that is open, in sight or not, and a copy that is read."""

import pytest
from PySide6.QtTest import QSignalSpy

from tests.gui.shell.conftest import POSTS, key
from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.errors import StoreError
from wfdesk.domain.ids import NAME, is_local
from wfdesk.services.browsing import BrowsingService

# The screenless platform says so whenever a window is shown.


class Damaged(BrowsingService):
    """Cannot be read once it is damaged."""

    is_damaged = False

    async def find(self, collection, locale, query, stay=None):
        if self.is_damaged:
            raise StoreError("The local copy cannot be read.")
        return await super().find(collection, locale, query, stay)


async def opened(desk, until, browsing=None):
    view = desk.table(browsing)
    view.show()
    view.controller.show_collection(POSTS)
    await until(lambda: view.controller.model.work_of(key(0)) is not None)
    return view


@pytest.fixture
async def filtered(desk, until):
    """A table that is filtered down to one item, which is open and selected."""
    view = await opened(desk, until)
    await desk.editing.set_field(key(5), NAME, "Zebra")
    view.controller.set_text("zebra")
    await until(lambda: view.controller.model.rowCount() == 1)
    view.open_item(key(5))
    await until(desk.is_calm)
    return view


async def test_commands_act_on_the_open_item_though_the_table_does_not_show_it(
    desk, filtered, until
) -> None:
    filtered.open_item(key(7))

    assert filtered.chosen_keys() == [key(7)]
    filtered.controller.clear_filter()
    await until(lambda: filtered.table.selected_keys() == [key(7)])
    await until(desk.is_calm)


async def test_a_new_item_is_what_commands_act_on_though_the_filter_hides_it(desk, until) -> None:
    window = desk.window()
    window.show()
    await until(desk.is_calm)
    window.go_to_item(key(5))
    table = window._panes.table
    await until(lambda: table.table.selected_keys() == [key(5)])
    await until(desk.is_calm)
    table.controller.set_text("zebra")
    await until(lambda: table.controller.model.rowCount() == 0)

    table.make_item()

    await until(lambda: table.chosen_keys() != [key(5)])
    await until(desk.is_calm)
    [made] = table.chosen_keys()
    assert is_local(made.item)


async def test_a_new_item_is_shown_once_and_where_it_belongs(desk, until) -> None:
    """Whoever has gone to another collection meanwhile comes back with it."""
    window = desk.window()
    window.show()
    await until(desk.is_calm)
    made, opened = QSignalSpy(window._actions.item_made), QSignalSpy(window.item_opened)

    window._actions.create(POSTS, key(0).locale)  # no collection is shown yet

    await until(made.count)
    await until(desk.is_calm)
    assert window._collection == POSTS
    assert [opened.at(place)[0] for place in range(opened.count())] == [made.at(0)[0]]


async def test_a_table_that_cannot_be_read_says_so_once(desk, until) -> None:
    browsing = Damaged(desk.database)
    view = await opened(desk, until, browsing)
    await until(desk.is_calm)
    failures = QSignalSpy(desk.tasks.failed)
    browsing.is_damaged = True

    desk.feed.publish(ChangeSet(frozenset({key(5)})))

    await until(failures.count)
    await until(desk.is_calm)
    assert not view.controller._pause.isActive()
