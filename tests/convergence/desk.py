"""wfdesk without its window: the real store, client, publisher and services over the model."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, tzinfo
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import wfdesk.api.refusals
import wfdesk.services.editing
import wfdesk.services.making
import wfdesk.services.settling
import wfdesk.store.moments
import wfdesk.sync.refresh
from tests.convergence.locales import variant
from tests.convergence.server import Server, Wire
from tests.convergence.virtual import Loop, World
from tests.convergence.wire import SITE
from wfdesk.api.pace import Pace
from wfdesk.api.transport import Transport
from wfdesk.api.webflow import Webflow
from wfdesk.domain.accounts import WEBFLOW_URL, Account
from wfdesk.domain.edits import Work
from wfdesk.domain.ids import NO_LOCALE, AccountId, CollectionId, ItemId, ItemKey, LocaleId
from wfdesk.domain.journal import Entry
from wfdesk.domain.schema import Collection
from wfdesk.services.accounts import AccountsService
from wfdesk.services.browsing import BrowsingService
from wfdesk.services.editing import EditingService
from wfdesk.services.feed import ChangeFeed
from wfdesk.services.history import HistoryService
from wfdesk.services.publishing import PublishingService
from wfdesk.services.refreshing import RefreshingService
from wfdesk.services.reviewing import ReviewingService
from wfdesk.store.accounts import AccountsRepository
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.database import Database
from wfdesk.store.journal import JournalRepository
from wfdesk.store.json import decode
from wfdesk.store.localids import LocalIdsRepository
from wfdesk.store.migrations import migrate
from wfdesk.store.opening import Opened, _begin
from wfdesk.store.sites import SitesRepository
from wfdesk.store.transactions import transaction
from wfdesk.store.unsent import key_of
from wfdesk.store.works import WorksRepository
from wfdesk.sync.connections import Connections
from wfdesk.sync.publish import Publisher
from wfdesk.sync.refresh import Refresher
from wfdesk.sync.status import StatusBoard

T = TypeVar("T")

_OPENED = hashlib.sha256(f"{WEBFLOW_URL} {SITE}".encode()).hexdigest()
ACCOUNT = Account(AccountId(_OPENED[:24]), "Site", WEBFLOW_URL)
"""As it is named when its token is pasted: by the site that it opens."""
_TOKEN = "model-token-000000000000000000"
_CLOCKS = (
    wfdesk.api.refusals,
    wfdesk.store.moments,
    wfdesk.sync.refresh,
)
_MAKERS = wfdesk.services.editing, wfdesk.services.making, wfdesk.services.settling


class Desk:
    """One life of the program on a database that outlives it."""

    def __init__(self, server: Server, loop: Loop, connection: sqlite3.Connection) -> None:
        self.server, self.loop, self.rows = server, loop, connection
        opened = _begin(connection, _NOWHERE, None, is_whole=True)
        self.quarantined = opened.quarantined
        database = _InMemory(_NoThreads(), opened)
        self.feed, self.board = ChangeFeed(), StatusBoard()
        self.connections = Connections(lambda _url, _token: self._webflow())
        keychain: Any = _NoKeychain()
        self.accounts = AccountsService(database, self.feed, keychain, self.connections, None)  # type: ignore[arg-type]
        self.browsing = BrowsingService(database)
        self.editing = EditingService(database, self.feed)
        self.history = HistoryService(database, self.editing)
        self.reviewing = ReviewingService(database)
        self.publisher = Publisher(database, self.connections, self.feed.publish, clock=loop.time)
        self.publishing = PublishingService(database, self.browsing, self.publisher)
        refresher = Refresher(database, self.connections, self.board, self.feed.publish)
        self.refreshing = RefreshingService(refresher, self.publisher.lookup, self.board)

    async def sign_in(self) -> None:
        """As at each start: the token is at hand, unless its account was forgotten."""
        if self.has_account:
            await self.connections.add(ACCOUNT, self._webflow())

    async def paste_token(self) -> None:
        await self.accounts.sign_in_once(_TOKEN)

    @property
    def has_account(self) -> bool:
        return AccountsRepository(self.rows).has(ACCOUNT.id)

    def _webflow(self) -> Webflow:
        transport = Transport(WEBFLOW_URL, connect=lambda _url: Wire(self.server, self.loop))
        pace = Pace(clock=self.loop.time, jitter=lambda: 0.5)
        return Webflow(WEBFLOW_URL, _TOKEN, pace=pace, transport=transport)

    # What the disk says. Read past the program, so that nothing changes by looking.

    def work(self, key: ItemKey) -> Work | None:
        return WorksRepository(self.rows).find(key)

    def works(self) -> list[Work]:
        return WorksRepository(self.rows).all()

    def unfinished(self) -> list[Entry]:
        return JournalRepository(self.rows).unfinished()

    def unanswered(self) -> list[Entry]:
        """Those of them of which somebody can be asked. Of a collection that went while its account
        was forgotten with all its content, nobody knows here whose it was.
        """
        there = self.server.content.schema.keys()
        return [
            each
            for each in self.unfinished()
            if self.collection(each.key.collection) or each.key.collection in there
        ]

    def current(self, key: ItemKey) -> ItemKey:
        return LocalIdsRepository(self.rows).current(key)

    def collection(self, collection: CollectionId) -> Collection | None:
        """The collection as Webflow last showed it."""
        return CollectionsRepository(self.rows).find(collection)

    @property
    def has_structure(self) -> bool:
        """Whether any collection is known."""
        return self.rows.execute("SELECT 1 FROM collections LIMIT 1").fetchone() is not None

    def any_work(self, rng: Random) -> Work | None:
        """Some unsent work, if there is any."""
        found = self.rows.execute("SELECT collection, item, locale FROM works ORDER BY seq")
        keys = [key_of(row) for row in found]
        return self.work(rng.choice(keys)) if keys else None

    def copies(self) -> dict[str, dict[str, Any]]:
        """The fields of every item, as Webflow last showed them."""
        found = self.rows.execute("SELECT item, locale, fields FROM items")
        return {variant(row["item"], row["locale"]): decode(row["fields"]) for row in found}

    def states(self) -> dict[str, tuple[bool, bool, bool]]:
        """Whether each item is archived, a draft and live, as Webflow last showed it."""
        found = self.rows.execute(
            "SELECT item, locale, is_archived, is_draft, last_published IS NOT NULL FROM items"
        )
        return {
            variant(item, locale): (bool(is_archived), bool(is_draft), bool(is_live))
            for item, locale, is_archived, is_draft, is_live in found
        }

    def off_site(self) -> list[str]:
        """The items that are not live, as Webflow last showed them."""
        return [item for item, (*_, is_live) in self.states().items() if not is_live]

    @property
    def primary(self) -> LocaleId:
        """The locale that new items are made in, as far as it is known here."""
        sites = SitesRepository(self.rows).all()
        return sites[0].primary_locale if sites else NO_LOCALE

    def takes(self, locale: LocaleId) -> bool:
        """Whether what is in the locale can go, as far as it is known here."""
        sites = SitesRepository(self.rows).all()
        return not sites or sites[0].takes(locale)

    def all_keys(self) -> list[ItemKey]:
        """Every item that a table shows, in the order of the disk."""
        rows = self.rows.execute(
            "SELECT collection, item, locale FROM items UNION"
            " SELECT collection, item, locale FROM works ORDER BY collection, item"
        )
        return [key_of(row) for row in rows]


_NOWHERE = Path("/model")


class _InMemory(Database):
    """A database without a file: nobody can take that away or fill its disk."""

    def __init__(self, executor: "_NoThreads", opened: Opened) -> None:
        super().__init__(_NOWHERE, executor, opened, tidy_seconds=0.0)  # type: ignore[arg-type]

    def _transact(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with transaction(self._connection):
            return work(self._connection)

    def _tidy_later(self) -> None:
        """There is no log of writes to be emptied."""


class _NoKeychain:
    """Stands where the system's keychain would be: a token is used and not kept."""

    async def forget(self, account: AccountId) -> None:
        """There is nothing to be taken out."""


class _NoThreads:
    """Stands where the store's thread would be: the loop does its work."""

    def shutdown(self, *, wait: bool) -> None:
        """There is nothing to shut down."""


def opened(template: bytes) -> sqlite3.Connection:
    """A database of its own, as the template left it."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    connection.deserialize(template)
    return connection


def made() -> sqlite3.Connection:
    """A database that has seen nothing yet, with the account signed in."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    migrate(connection, Path("model"))
    with transaction(connection):
        AccountsRepository(connection).put(ACCOUNT)
    return connection


class _Moments(datetime):
    moment: Callable[[], datetime]

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Any:
        return cls.moment().astimezone(tz)


@contextmanager
def virtual_time(world: World, rng: Random, skew: float = 0.0) -> Iterator[None]:
    """Let the program read the world's clock, and new ids come from the seed."""

    _Moments.moment = lambda: world.moment(skew)
    kept = [(module, module.datetime) for module in _CLOCKS]  # type: ignore[attr-defined]
    new_local_id = wfdesk.services.editing.new_local_id

    def seeded() -> ItemId:
        return ItemId(f"local-{rng.getrandbits(64):016x}")

    try:
        for module in _CLOCKS:
            module.datetime = _Moments  # type: ignore[attr-defined]
        for maker in _MAKERS:
            maker.new_local_id = seeded  # type: ignore[attr-defined]
        yield
    finally:
        for module, real in kept:
            module.datetime = real  # type: ignore[attr-defined]
        for maker in _MAKERS:
            maker.new_local_id = new_local_id  # type: ignore[attr-defined]
