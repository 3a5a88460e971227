"""Webflow to the local copy. Writes server tables only; the user's edits stay as they are."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial

from msgspec import Struct

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.errors import ApiError, MissingItemError, NotFoundError, RefusedError
from wfdesk.domain.ids import CollectionId, ItemId, ItemKey, LocaleId, SiteId
from wfdesk.domain.items import Item
from wfdesk.domain.schema import Site
from wfdesk.store.accounts import AccountsRepository
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.database import Connection as Rows
from wfdesk.store.database import Database
from wfdesk.store.items import ItemsRepository
from wfdesk.store.sites import SitesRepository
from wfdesk.sync.connections import Connection, Connections
from wfdesk.sync.status import StatusBoard

log = logging.getLogger(__name__)

_OVERLAP = timedelta(seconds=2)
"""Asked for again before the newest item seen: two items may share a moment."""

_FRESH = timedelta(minutes=5)
"""For so long the other locales are not asked for again, each of which costs a request."""


class _ForgottenError(Exception):
    """The account was forgotten while this was read. Nothing that still arrives is kept."""


class _Home(Struct, frozen=True):
    """Where a collection is, and who reads it."""

    site: Site
    connection: Connection


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
        self._busy: set[CollectionId] = set()

    async def refresh_all(self) -> None:
        """Refresh every site that is signed in. A failure ends on the status board."""
        for connection in self._connections.all():
            with self._told():
                for site in await self._refresh_sites(connection):
                    await self.refresh_site(site.id)

    async def refresh_site(self, site: SiteId) -> None:
        with self._told():
            home = await self._home(site)
            found = await home.connection.webflow.collections.all(site)
            await self._write(
                site, lambda rows: CollectionsRepository(rows).replace_all(site, found)
            )
            for collection in found:
                await self._refresh(collection.id, home, is_full=False)
            # What everybody looks at first comes first: the primary locale of every collection.
            for collection in found:
                await self._refresh_variants(collection.id, home, is_full=False)

    async def refresh_collection(self, collection: CollectionId, *, is_full: bool) -> None:
        """Refresh one collection. ``is_full`` reads every item and so notices deletions."""
        with self._told():
            known = await self._database.read(
                lambda rows: CollectionsRepository(rows).get(collection)
            )
            home = await self._home(known.site)
            await self._refresh(collection, home, is_full=is_full)
            await self._refresh_variants(collection, home, is_full=is_full)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Put a failure on the status board. Being forgotten is none: the user wanted it."""
        try:
            yield
        except _ForgottenError:
            log.info("An account was forgotten while it was refreshed.")
        except (ApiError, MissingItemError) as error:
            self._board.set_trouble(error.summary)

    async def _refresh_sites(self, connection: Connection) -> list[Site]:
        account = connection.account.id
        sites = await connection.webflow.sites.all(account)

        def replace_all(rows: Rows) -> ChangeSet:
            if not AccountsRepository(rows).has(account):
                raise _ForgottenError
            return SitesRepository(rows).replace_all(account, sites)

        self._publish(await self._database.write(replace_all))
        return sites

    async def _home(self, site: SiteId) -> _Home:
        found = await self._database.read(lambda rows: SitesRepository(rows).get(site))
        return _Home(found, self._connections.get(found.account))

    async def _refresh(self, collection: CollectionId, home: _Home, *, is_full: bool) -> None:
        if collection in self._busy:
            return
        self._busy.add(collection)
        site = home.site
        try:
            schema = await home.connection.webflow.collections.get(collection, site.id)
            self._board.set_activity(f"Refreshing {schema.display_name}")
            await self._write(site.id, lambda rows: CollectionsRepository(rows).put(schema))
            await self._refresh_items(schema.id, site.primary_locale, home, is_full=is_full)
            self._board.set_refreshed(datetime.now(UTC))
        except ApiError as error:
            self._board.set_trouble(error.summary)
        finally:
            self._busy.discard(collection)
            self._board.set_activity("")

    async def _refresh_variants(
        self, collection: CollectionId, home: _Home, *, is_full: bool
    ) -> None:
        """Refresh the items in the site's other locales, where that was not done just now."""
        if collection in self._busy:
            return
        self._busy.add(collection)
        try:
            for locale in home.site.secondary_locales:
                if is_full or not await self._is_fresh(collection, locale.id):
                    self._board.set_activity(f"Refreshing {locale.display_name}")
                    await self._refresh_items(collection, locale.id, home, is_full=is_full)
        except ApiError as error:
            self._board.set_trouble(error.summary)
        finally:
            self._busy.discard(collection)
            self._board.set_activity("")

    async def _is_fresh(self, collection: CollectionId, locale: LocaleId) -> bool:
        at = await self._database.read(
            lambda rows: ItemsRepository(rows).refreshed_at(collection, locale)
        )
        return at is not None and datetime.now(UTC) - at < _FRESH

    async def _refresh_items(
        self, collection: CollectionId, locale: LocaleId, home: _Home, *, is_full: bool
    ) -> None:
        since = None if is_full else await self._newest(collection, locale)
        try:
            await self._pull(collection, locale, home, since)
        except RefusedError:
            if since is None:
                raise
            # A server that does not know the filter by lastUpdated: read everything.
            await self._pull(collection, locale, home, None)

    async def _newest(self, collection: CollectionId, locale: LocaleId) -> datetime | None:
        newest = await self._database.read(
            lambda rows: ItemsRepository(rows).newest(collection, locale)
        )
        return newest - _OVERLAP if newest else None

    async def _pull(
        self,
        collection: CollectionId,
        locale: LocaleId,
        home: _Home,
        since: datetime | None,
    ) -> None:
        newest: datetime | None = None
        seen: set[ItemId] = set()
        pages = home.connection.webflow.items.pages(collection, locale=locale, updated_since=since)
        async for page in pages:
            seen.update(item.key.item for item in page.items)
            newest = _latest(newest, page.items)
            self._board.set_progress(len(seen), page.total)
            await self._write(home.site.id, partial(_upsert, items=page.items))
        if since is None:
            await self._drop_deleted(collection, locale, home, seen)
        now = datetime.now(UTC)
        await self._write(
            home.site.id,
            lambda rows: ItemsRepository(rows).set_refreshed(collection, locale, now, newest),
        )

    async def _drop_deleted(
        self,
        collection: CollectionId,
        locale: LocaleId,
        home: _Home,
        seen: set[ItemId],
    ) -> None:
        """Drop items that are gone. Pages shift while they are read, so each is asked for first."""
        known = await self._database.read(
            lambda rows: ItemsRepository(rows).ids(collection, locale)
        )
        gone: list[ItemKey] = []
        for item in sorted(known - seen):
            key = ItemKey(collection, item, locale)
            try:
                found = await home.connection.webflow.items.get(key)
                await self._write(home.site.id, partial(_upsert, items=[found]))
            except NotFoundError:
                gone.append(key)
        if gone:
            await self._write(home.site.id, lambda rows: ItemsRepository(rows).delete(gone))

    async def _write(self, site: SiteId, work: Callable[[Rows], ChangeSet]) -> None:
        """Write what was read of the site, unless it was forgotten since.

        Asked in the same transaction: what is forgotten together with its content stays so.
        """

        def guarded(rows: Rows) -> ChangeSet:
            if not SitesRepository(rows).has_account(site):
                raise _ForgottenError
            return work(rows)

        self._publish(await self._database.write(guarded))


def _upsert(rows: Rows, items: list[Item]) -> ChangeSet:
    return ItemsRepository(rows).upsert(items)


def _latest(newest: datetime | None, items: list[Item]) -> datetime | None:
    moments = [item.last_updated for item in items if item.last_updated]
    return max([*moments, *([newest] if newest else [])], default=None)
