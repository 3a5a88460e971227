"""The lower half put together: real store, real client, real practice server. No window."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, closing
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.doubles.practice import Practice, start
from tests.doubles.seasoned import Seasoned
from wfdesk.api.pace import clock
from wfdesk.api.webflow import Webflow
from wfdesk.domain.edits import Work
from wfdesk.domain.ids import CollectionId, FieldSlug, ItemKey, LocaleId
from wfdesk.domain.plan import Goal
from wfdesk.domain.tables import Query
from wfdesk.services.accounts import AccountsService
from wfdesk.services.browsing import BrowsingService
from wfdesk.services.editing import EditingService
from wfdesk.services.feed import ChangeFeed
from wfdesk.services.publishing import PublishingService
from wfdesk.services.refreshing import RefreshingService
from wfdesk.services.reviewing import ReviewingService
from wfdesk.store.database import Database
from wfdesk.sync.connections import Connections
from wfdesk.sync.ledger import Ledger
from wfdesk.sync.progress import ItemResult
from wfdesk.sync.publish import Publisher
from wfdesk.sync.refresh import Refresher
from wfdesk.sync.status import StatusBoard
from wfdesk.sync.waits import Patience
from wfdesk.system.keychain import Keychain

_SEASONED: dict[tuple[int | str, ...], Seasoned] = {}
"""What is in the local copy at first, by what the practice server was started with."""
IMPATIENT = Patience(0.0, ())
"""Looks at once, and ends a run as soon as nobody answers."""


class Desk:
    """wfdesk without its window, signed in and refreshed."""

    def __init__(
        self,
        database: Database,
        practice: Practice,
        stack: AsyncExitStack,
        clock: Callable[[], float] = clock,
    ) -> None:
        self.practice, self.database = practice, database
        self.feed, self.board = ChangeFeed(), StatusBoard()
        keychain, connections = Keychain(), Connections(Webflow)
        self.connections = connections
        stack.callback(keychain.close)
        stack.push_async_callback(connections.close)
        self.accounts = AccountsService(database, self.feed, keychain, connections, None)
        self.browsing = BrowsingService(database)
        self.editing = EditingService(database, self.feed)
        self.reviewing = ReviewingService(database)
        self.ledger = Ledger(database, self.feed.publish)
        publisher = Publisher(
            database, connections, self.feed.publish, clock=clock, patience=IMPATIENT
        )
        self.lookup = publisher.lookup
        self.publishing = PublishingService(database, self.browsing, publisher)
        refresher = Refresher(database, connections, self.board, self.feed.publish)
        self.refreshing = RefreshingService(refresher, self.lookup, self.board)
        self.collection = CollectionId("")
        self.locale = LocaleId("")

    async def begin(self, seasoned: Seasoned | None = None) -> None:
        """Sign in, and have all that the server has; what another one like it had, from there."""
        server = urlsplit(self.practice.url).netloc
        await self.accounts.sign_in_once(self.practice.tokens["full"], self.practice.url)
        if seasoned is not None and seasoned.is_there:
            self.feed.publish(await self.database.write(partial(seasoned.give, server)))
        else:
            await self.refreshing.refresh_all()
            if seasoned is not None:
                await self.database.read(partial(seasoned.keep, server))
        self.collection = CollectionId(self.practice.collection("authors"))
        self.locale = (await self.browsing.site_of(self.collection)).primary_locale

    async def keys(self, count: int) -> list[ItemKey]:
        """Keys of items that may be edited and published."""
        found = await self.browsing.find(self.collection, self.locale, Query())
        works = await self.browsing.works(found)
        return [work.key for work in works if work.item and not work.item.is_archived][:count]

    async def send(self, goal: Goal = Goal.SEND) -> dict[ItemKey, ItemResult]:
        plan = await self.publishing.plan(None, goal)
        heard: list = []
        await self.publishing.start(plan, heard.append).go()
        return {result.key: result for result in heard[-1].results}

    async def works(self) -> list[Work]:
        return [review.work for review in (await self.reviewing.review()).items]

    def on_server(self, key: ItemKey) -> dict:
        return self.practice.get(f"/collections/{key.collection}/items/{key.item}")

    def colleague_edits(self, key: ItemKey, slug: FieldSlug, value: object) -> None:
        answer = self.practice.control(
            "POST",
            "edit",
            {"collection": key.collection, "item": key.item, "fieldData": {slug: value}},
        )
        assert answer.status_code == 200, answer.text

    def colleague(self, act: str, **said: object) -> None:
        """Have a colleague do one of the acts in the manual of /control."""
        answer = self.practice.control("POST", act, said)
        assert answer.is_success, answer.text

    @property
    def webflow(self) -> Webflow:
        return self.connections.all()[0].webflow

    def writes(self) -> list[dict]:
        entries = self.practice.control("GET", "log").json()
        return [entry for entry in entries if entry["method"] != "GET"]


@asynccontextmanager
async def opened(
    home: Path, items: int, *more: str, clock: Callable[[], float] = clock
) -> AsyncIterator[Desk]:
    seasoned = _SEASONED.setdefault((items, *more), Seasoned())
    with closing(start("--items", str(items), "--rate-limit", "0", *more)) as practice:
        async with joined(home, practice, clock=clock, seasoned=seasoned) as desk:
            yield desk


@asynccontextmanager
async def joined(
    home: Path,
    practice: Practice,
    *,
    clock: Callable[[], float] = clock,
    seasoned: Seasoned | None = None,
) -> AsyncIterator[Desk]:
    """A desk of its own at a server that others may share."""
    async with AsyncExitStack() as stack:
        database = await Database.open(home / "wfdesk.sqlite3")
        stack.push_async_callback(database.close)
        made = Desk(database, practice, stack, clock)
        await made.begin(seasoned)
        yield made


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(tmp_path, 120) as desk:
        yield desk
