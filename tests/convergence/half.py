"""wfdesk without its window: the services over a real store and a real client."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from wfdesk.api.pace import clock
from wfdesk.api.webflow import Webflow
from wfdesk.domain.edits import Work
from wfdesk.domain.ids import SLUG, ItemKey
from wfdesk.domain.items import ItemStatus
from wfdesk.domain.journal import Verb
from wfdesk.domain.plan import Goal
from wfdesk.services.accounts import AccountsService
from wfdesk.services.browsing import BrowsingService
from wfdesk.services.editing import EditingService
from wfdesk.services.feed import ChangeFeed
from wfdesk.services.publishing import ItemResult, Progress, PublishingService
from wfdesk.services.refreshing import RefreshingService
from wfdesk.services.reviewing import ReviewingService
from wfdesk.store.accounts import AccountsRepository
from wfdesk.store.database import Connection, Database
from wfdesk.store.journal import JournalRepository
from wfdesk.sync.connections import Connections
from wfdesk.sync.publish import Publisher
from wfdesk.sync.refresh import Refresher
from wfdesk.sync.status import StatusBoard
from wfdesk.sync.waits import Patience
from wfdesk.system.keychain import Keychain

IMPATIENT = Patience(0.0, ())
"""Looks at once, and ends a run as soon as nobody answers."""


class Half:
    """The lower half, on a store that an earlier one may have left in a hurry."""

    def __init__(
        self,
        database: Database,
        connections: Connections,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = clock,
        patience: Patience = IMPATIENT,
    ) -> None:
        self.database, self.connections = database, connections
        self.feed, self.board = ChangeFeed(), StatusBoard()
        publish = self.feed.publish
        self.browsing = BrowsingService(database)
        self.editing = EditingService(database, self.feed)
        self.reviewing = ReviewingService(database)
        publisher = Publisher(
            database, connections, publish, sleep=sleep, clock=clock, patience=patience
        )
        self.lookup = publisher.lookup
        self.publishing = PublishingService(database, self.browsing, publisher)
        refresher = Refresher(database, connections, self.board, publish)
        self.refreshing = RefreshingService(refresher, self.lookup, self.board)

    async def sign_in(self, url: str, token: str) -> Webflow:
        """As at a start: if the account is known, nothing is asked."""
        known = await self.database.read(lambda rows: AccountsRepository(rows).all())
        if known:
            await self.connections.add(known[0], self.connections.make_client(url, token))
        else:
            keychain = Keychain()
            accounts = AccountsService(self.database, self.feed, keychain, self.connections, None)
            await accounts.sign_in_once(token, url)
            keychain.close()
        return self.connections.all()[0].webflow

    async def works(self) -> list[Work]:
        """All unsent work."""
        return [review.work for review in (await self.reviewing.review()).items]

    async def batches(self, limit: int) -> list[list[str]]:
        """What the journal says was sent: the items of each batch, new ones by their slugs."""

        def read(rows: Connection) -> list[list[str]]:
            batches: dict[str, list[str]] = {}
            for entry in reversed(JournalRepository(rows).recent(limit)):
                item = str(entry.fields[SLUG]) if entry.verb is Verb.CREATE else entry.key.item
                batches.setdefault(entry.batch, []).append(item)
            return [sorted(items) for items in batches.values()]

        return await self.database.read(read)

    async def send(
        self,
        keys: Sequence[ItemKey] | None,
        goal: Goal,
        listener: Callable[[Progress], None] = lambda _progress: None,
    ) -> Sequence[ItemResult]:
        heard: list[Progress] = []

        def hear(progress: Progress) -> None:
            heard.append(progress)
            listener(progress)

        plan = await self.publishing.plan(keys, goal)
        await self.publishing.start(plan, hear).go()
        return heard[-1].results


def is_done(work: Work) -> bool:
    """Whether there is nothing more to publish of an item."""
    return work.is_empty and work.item is not None and work.item.status is ItemStatus.PUBLISHED
