"""Services over a real store, with two collections and a few items in it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton

from wfdesk.domain.accounts import Account
from wfdesk.domain.changes import ChangeSet
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
from wfdesk.services.publishing import PublishingService
from wfdesk.services.reviewing import ReviewingService
from wfdesk.store.accounts import AccountsRepository
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.database import Connection, Database
from wfdesk.store.items import ItemsRepository
from wfdesk.store.remote import take_in
from wfdesk.store.sites import SitesRepository
from wfdesk.sync.connections import Connections
from wfdesk.sync.publish import Publisher
from wfdesk.ui.changes.controller import ChangesController
from wfdesk.ui.changes.exacttext import ExactText
from wfdesk.ui.changes.sending import SendController
from wfdesk.ui.changes.view import ChangesView
from wfdesk.ui.toolkit.tasks import TaskScope

SUMMARY = FieldSlug("summary")
SITE = Site(SiteId("site"), AccountId("account"), "Bakery")
NAME_FIELD = Field("f1", NAME, "Name", FieldType.PLAIN_TEXT, is_required=True)
SUMMARY_FIELD = Field("f2", SUMMARY, "Summary", FieldType.PLAIN_TEXT)
POSTS = Collection(
    CollectionId("posts"), SITE.id, "Blog posts", "Blog post", "posts", (NAME_FIELD, SUMMARY_FIELD)
)
AUTHORS = Collection(
    CollectionId("authors"), SITE.id, "Authors", "Author", "authors", (NAME_FIELD,)
)
BREAD = ItemKey(POSTS.id, ItemId("bread"))
ROLLS = ItemKey(POSTS.id, ItemId("rolls"))
ADA = ItemKey(AUTHORS.id, ItemId("ada"))


def item(key: ItemKey, name: str) -> Item:
    fields = {NAME: name, SLUG: name.lower(), SUMMARY: "As it was"}
    return Item(key, fields, is_draft=False, last_published=datetime(2026, 1, 1, tzinfo=UTC))


@dataclass
class Desk:
    """What a review is made of."""

    database: Database
    feed: ChangeFeed
    editing: EditingService
    reviewing: ReviewingService
    publishing: PublishingService

    async def bring_back_field(self, slug: FieldSlug) -> None:
        fields = (*POSTS.fields, Field("f9", slug, "Old", FieldType.PLAIN_TEXT))
        await self.database.write(
            lambda rows: CollectionsRepository(rows).put(replace(POSTS, fields=fields))
        )


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    database = await Database.open(tmp_path / "desk.sqlite3")
    await database.write(_fill)
    feed = ChangeFeed()
    connections = Connections(_no_client)
    publisher = Publisher(database, connections, feed.publish)
    yield Desk(
        database,
        feed,
        EditingService(database, feed),
        ReviewingService(database),
        PublishingService(database, BrowsingService(database), publisher),
    )
    await connections.close()
    await database.close()


def _fill(connection: Connection) -> ChangeSet:
    items = [item(BREAD, "Bread"), item(ROLLS, "Rolls"), item(ADA, "Ada")]
    return (
        AccountsRepository(connection).put(Account(SITE.account, "Bakery", "https://example.com"))
        | SitesRepository(connection).replace_all(SITE.account, [SITE])
        | CollectionsRepository(connection).replace_all(SITE.id, [POSTS, AUTHORS])
        | ItemsRepository(connection).upsert(items)
    )


def _no_client(_address: str, _token: str) -> object:
    raise AssertionError("Nothing here signs in.")


@pytest.fixture
async def make_view(qtbot, desk: Desk) -> AsyncIterator[Callable[[], ChangesView]]:
    """Make the place as the window does, and take it down on this thread.

    Each has tasks of its own, as each start has: one's load does not end another's.
    """
    controllers: list[ChangesController] = []
    scopes: list[TaskScope] = []
    crashes: list[Exception] = []

    def make() -> ChangesView:
        scopes.append(tasks := TaskScope())
        tasks.crashed.connect(crashes.append)
        controller = ChangesController(desk.reviewing, desk.editing, desk.feed, tasks)
        sending = SendController(desk.publishing, desk.editing, tasks)
        view = ChangesView(controller, sending)
        for each in (controller, sending):
            each.setParent(view)
        controllers.append(controller)
        qtbot.addWidget(view)
        view.resize(1000, 700)
        view.show()
        return view

    yield make
    for controller in controllers:
        controller.close()
    for scope in scopes:
        await scope.close()
    assert not crashes


def texts(view: ChangesView) -> list[str]:
    labels = [label.text() for label in view.detail.findChildren(QLabel)]
    return labels + [text.exact for text in view.detail.findChildren(ExactText)]


def ticks(view: ChangesView) -> dict[str, tuple[bool, bool]]:
    """Of each field: whether it is ticked, and whether that can be changed."""
    boxes = view.detail.findChildren(QCheckBox)
    return {box.text(): (box.isChecked(), box.isEnabled()) for box in boxes}


def button(view: ChangesView, text: str) -> QPushButton:
    buttons = view.detail.findChildren(QPushButton)
    return next(each for each in buttons if each.text().replace("&", "") == text)


async def clash(desk: Desk, key: ItemKey, theirs: str = "Theirs now", **others: str) -> None:
    """A colleague has changed the summary, and other fields, which the user has edited as well."""
    values = {SUMMARY: theirs, **others}

    def found(connection: Connection) -> ChangeSet:
        known = ItemsRepository(connection).get(key)
        return take_in(connection, [replace(known, fields={**known.fields, **values})])

    await desk.database.write(found)


async def calm(view: ChangesView) -> None:
    """Wait until nothing is under way, nor about to be when a timer ends.

    Between the phases of a test Qt goes on, but asyncio's loop does not.
    """
    controller = view._controller
    async with asyncio.timeout(10):
        while controller._tasks._running or controller._settle.isActive():
            await asyncio.sleep(0.005)
