"""A real local copy with one site, and the window's panes over it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from wfdesk.domain.accounts import Account
from wfdesk.domain.ids import (
    NAME,
    SLUG,
    AccountId,
    CollectionId,
    FieldSlug,
    ItemId,
    ItemKey,
    SiteId,
)
from wfdesk.domain.items import Item
from wfdesk.domain.schema import Collection, Field, FieldType, Site
from wfdesk.services.browsing import BrowsingService
from wfdesk.services.editing import EditingService
from wfdesk.services.feed import ChangeFeed
from wfdesk.store.accounts import AccountsRepository
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.database import Database
from wfdesk.store.items import ItemsRepository
from wfdesk.store.sites import SitesRepository
from wfdesk.ui.items.actions import ItemActions
from wfdesk.ui.items.controller import ItemsController
from wfdesk.ui.items.view import ItemsView
from wfdesk.ui.shell.finding import ItemFinder
from wfdesk.ui.shell.window import MainWindow, Panes
from wfdesk.ui.sites.controller import SitesController
from wfdesk.ui.sites.view import SitesView
from wfdesk.ui.toolkit.tasks import TaskScope

POSTS = CollectionId("posts")
ITEMS = 300


def key(number: int) -> ItemKey:
    return ItemKey(POSTS, ItemId(f"{number:04}"))


class Offline:
    """What refreshing is without a network: nothing happens."""

    async def refresh_collection(self, collection: CollectionId, *, is_asked: bool = False) -> None:
        pass


class Memory(dict[str, object]):
    async def get(self, name):
        return super().get(name)

    async def put(self, name, value):
        self[name] = value


@dataclass
class Desk:
    database: Database
    feed: ChangeFeed
    browsing: BrowsingService
    editing: EditingService
    memory: Memory
    tasks: TaskScope
    shown: list[QWidget] = field(default_factory=list)
    controllers: list[ItemsController | SitesController] = field(default_factory=list)

    def is_calm(self) -> bool:
        """Nothing runs, nor is about to when a timer ends.

        Between the phases of a test Qt goes on, but asyncio's loop does not.
        """
        timers = [each for held in self.controllers for each in held.findChildren(QTimer)]
        is_waiting = any(each.isSingleShot() and each.isActive() for each in timers)
        return not self.tasks._running and not is_waiting

    async def close(self) -> None:
        """End as the program does: what starts tasks first, then the tasks, then the widgets."""
        for controller in self.controllers:
            controller.close()
        for widget in self.shown:
            if isinstance(widget, MainWindow):
                await widget.keep()
            widget.hide()
        await self.tasks.close()
        for widget in self.shown:
            shiboken6.delete(widget)
        await self.database.close()

    def table(self, browsing: BrowsingService | None = None) -> ItemsView:
        browsing = browsing or self.browsing
        controller = ItemsController(browsing, Offline(), self.feed, self.memory, self.tasks)
        view = ItemsView(controller, ItemActions(browsing, self.editing, self.tasks, controller))
        controller.setParent(view)
        view.resize(600, 400)
        self.controllers.append(controller)
        self.shown.append(view)
        return view

    def window(self) -> MainWindow:
        sites = SitesController(self.browsing, self.feed, self.tasks)
        table = self.table()
        self.shown.remove(table)
        actions = table._actions
        finder = ItemFinder(self.browsing, self.tasks)
        panes = Panes(SitesView(sites), table, QLineEdit(), QWidget(), QWidget())
        window = MainWindow(panes, actions, finder, self.memory, self.tasks)
        sites.setParent(window)
        finder.setParent(window)
        self.controllers.append(sites)
        self.shown.append(window)
        sites.refresh()
        return window


@pytest.fixture
async def desk(qapp, tmp_path: Path, tasks: TaskScope) -> AsyncIterator[Desk]:
    database = await Database.open(tmp_path / "copy.sqlite3")
    await database.write(_fill)
    feed = ChangeFeed()
    browsing = BrowsingService(database)
    desk = Desk(database, feed, browsing, EditingService(database, feed), Memory(), tasks)
    yield desk
    await desk.close()


def _fill(connection) -> None:
    account = AccountId("account")
    AccountsRepository(connection).put(Account(account, "Bakery", "https://example.com"))
    SitesRepository(connection).replace_all(account, [Site(SiteId("site"), account, "Bakery")])
    fields = (
        Field("1", NAME, "Name", FieldType.PLAIN_TEXT),
        Field("2", SLUG, "Slug", FieldType.PLAIN_TEXT),
        Field("3", FieldSlug("price"), "Price", FieldType.NUMBER),
    )
    posts = Collection(POSTS, SiteId("site"), "Blog posts", "Blog post", "posts", fields)
    CollectionsRepository(connection).replace_all(SiteId("site"), [posts])
    ItemsRepository(connection).upsert(
        [
            Item(key(each), {NAME: f"Post {each:04}", SLUG: f"post-{each}", "price": each})
            for each in range(ITEMS)
        ]
    )


async def opened(desk, qtbot, until, browsing=None):
    view = desk.table(browsing)
    view.show()
    view.controller.show_collection(POSTS)
    await until(lambda: view.controller.model.work_of(key(0)) is not None)
    return view


async def opened_at(desk, qtbot, until, number):
    """The table with an item open, and everything that it opens from now on."""
    view = await opened(desk, qtbot, until)
    view.open_item(key(number))
    made: list[ItemKey] = []
    view.item_opened.connect(made.append)
    return view, made
