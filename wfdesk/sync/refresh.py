"""Webflow to the local copy. No edit is changed, but what a colleague did to it is said at once."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from time import monotonic

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.errors import (
    OUT_OF_REACH,
    ApiError,
    MissingItemError,
    NotAuthorizedError,
    NotFoundError,
    OfflineError,
)
from wfdesk.domain.ids import AccountId, CollectionId, SiteId
from wfdesk.domain.schema import Collection, Site
from wfdesk.store.accounts import AccountsRepository
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.database import Connection as Rows
from wfdesk.store.database import Database
from wfdesk.store.localized import take_in_collections, take_in_sites
from wfdesk.store.remote import take_in_structure
from wfdesk.store.sites import SitesRepository
from wfdesk.sync.connections import Connection, Connections
from wfdesk.sync.pulling import FRESH, Care, Home, Place, Pulling
from wfdesk.sync.status import StatusBoard

log = logging.getLogger(__name__)


class _ForgottenError(Exception):
    """The account was forgotten while this was read. Nothing that still arrives is kept."""


class Refresher:
    """One refresh of a collection at a time; each page of items is one transaction."""

    def __init__(
        self,
        database: Database,
        connections: Connections,
        board: StatusBoard,
        publish: Callable[[ChangeSet], None],
    ) -> None:
        self._database = database
        self._connections = connections
        self._board = board
        self._publish = publish
        self._pulling = Pulling(database, board, self._write)
        self._busy: set[CollectionId] = set()
        self._listed: dict[AccountId, float] = {}
        """When the account's sites and their collections were last listed."""

    async def refresh_all(self) -> None:
        """Refresh every site that is signed in. A failure ends on the status board."""
        for connection in self._connections.all():
            with self._told():
                for site in await self._refresh_sites(connection):
                    await self._refresh_site(await self._home(site.id))

    async def reach(self) -> bool:
        """Ask each account one thing that costs little: whether anybody answers."""
        is_reached = False
        for connection in self._connections.all():
            with self._told():
                try:
                    await connection.webflow.sites.all(connection.account.id)
                except OUT_OF_REACH:
                    raise
                except ApiError as error:
                    log.info("%s", error)  # Who refuses is there.
                is_reached = True
        return is_reached

    async def refresh_site(self, site: SiteId) -> None:
        with self._told():
            await self._refresh_site(await self._home(site))

    async def refresh_collection(
        self, collection: CollectionId, *, is_full: bool = False, is_asked: bool = False
    ) -> None:
        """Refresh one collection.

        Whether items are gone is looked at now and then, or because it ``is_asked`` for.
        ``is_full`` reads every item.
        """
        care = Care.FULL if is_full else Care.ASKED if is_asked else Care.USUAL
        with self._told():
            known = await self._database.read(
                lambda rows: CollectionsRepository(rows).get(collection)
            )
            home = await self._listed_anew(await self._home(known.site), care)
            await self._refresh(collection, home, care)
            await self._refresh_variants(known, home, care)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Put a failure on the status board. Being forgotten is none: the user wanted it."""
        try:
            yield
        except _ForgottenError:
            log.info("An account was forgotten while it was refreshed.")
        except (ApiError, MissingItemError) as error:
            self._board.set_trouble(error.summary)

    async def _refresh_site(self, home: Home) -> None:
        found = await self._list_collections(home)
        for collection in found:
            await self._refresh(collection.id, home, Care.USUAL)
        # What everybody looks at first comes first: the primary locale of every collection.
        for collection in found:
            await self._refresh_variants(collection, home, Care.USUAL)

    async def _listed_anew(self, home: Home, care: Care) -> Home:
        """List sites and collections, unless that was done just now; return what is there then.

        That is how locales come and go.
        """
        at = self._listed.get(home.site.account)
        if care is Care.USUAL and at is not None and monotonic() - at < FRESH.seconds:
            return home
        await self._refresh_sites(home.connection)
        home = await self._home(home.site.id)
        await self._list_collections(home)
        return home

    async def _refresh_sites(self, connection: Connection) -> list[Site]:
        account = connection.account.id
        sites = await connection.webflow.sites.all(account)

        def store(rows: Rows) -> ChangeSet:
            if not AccountsRepository(rows).has(account):
                raise _ForgottenError
            return take_in_sites(rows, account, sites)

        self._publish(await self._database.write(store))
        self._listed[account] = monotonic()
        return sites

    async def _list_collections(self, home: Home) -> list[Collection]:
        site = home.site.id
        found = await home.connection.webflow.collections.in_bulk().all(site)
        await self._write(site, lambda rows: take_in_collections(rows, site, found))
        return found

    async def _home(self, site: SiteId) -> Home:
        found = await self._database.read(lambda rows: SitesRepository(rows).get(site))
        return Home(found, self._connections.get(found.account))

    async def _refresh(self, collection: CollectionId, home: Home, care: Care) -> None:
        if collection in self._busy:
            return
        with self._busy_with(collection):
            schema = await self._refresh_schema(collection, home)
            self._board.set_activity(f"Refreshing {schema.display_name}")
            await self._pulling.bring(Place(collection, home.site.primary_locale), home, care)
            self._board.set_refreshed(datetime.now(UTC))

    async def _refresh_variants(self, collection: Collection, home: Home, care: Care) -> None:
        """Refresh the items in the site's other locales, where that was not done just now."""
        if collection.id in self._busy:
            return
        with self._busy_with(collection.id):
            for locale in home.site.secondary_locales:
                place = Place(collection.id, locale.id)
                if care is not Care.USUAL or not await self._pulling.is_fresh(place):
                    what = f"{collection.display_name} in {locale.display_name}"
                    self._board.set_activity(f"Refreshing {what}")
                    await self._pulling.bring(place, home, care)

    @contextmanager
    def _busy_with(self, collection: CollectionId) -> Iterator[None]:
        """Have the collection to oneself. A failure is told, and the next one has its turn.

        One that the next would meet as well is passed on, and ends the refresh of them all.
        """
        self._busy.add(collection)
        try:
            yield
        except (NotAuthorizedError, OfflineError):
            raise
        except ApiError as error:
            self._board.set_trouble(error.summary)
        finally:
            self._busy.discard(collection)
            self._board.set_activity("")

    async def _refresh_schema(self, collection: CollectionId, home: Home) -> Collection:
        """Read the fields, each time: nothing says reliably that they are as they were."""
        try:
            collections = home.connection.webflow.collections.in_bulk()
            schema = await collections.get(collection, home.site.id)
        except NotFoundError:
            await self._list_collections(home)  # which forgets it, if it is gone
            raise
        await self._write(home.site.id, lambda rows: take_in_structure(rows, schema))
        return schema

    async def _write(self, site: SiteId, work: Callable[[Rows], ChangeSet]) -> None:
        """Write what was read of the site, unless it was forgotten since.

        Asked in the same transaction: what is forgotten together with its content stays so.
        """

        def guarded(rows: Rows) -> ChangeSet:
            if not SitesRepository(rows).has_account(site):
                raise _ForgottenError
            return work(rows)

        self._publish(await self._database.write(guarded))
