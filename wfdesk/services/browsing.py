"""What there is to see: sites, collections, items. Everything comes from the local copy."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from wfdesk.domain.edits import Work
from wfdesk.domain.ids import CollectionId, ItemId, ItemKey, LocaleId, SiteId, is_local
from wfdesk.domain.schema import Collection, Site
from wfdesk.domain.tables import Keys, Query, Stay, in_place
from wfdesk.domain.validation import Problem
from wfdesk.services.copying import other_slug
from wfdesk.services.problems import problems_of_work
from wfdesk.services.reaching import unreachable
from wfdesk.store.accounts import AccountsRepository
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.database import Connection, Database
from wfdesk.store.items import ItemsRepository
from wfdesk.store.localids import LocalIdsRepository
from wfdesk.store.sites import SitesRepository
from wfdesk.store.tables import TablesRepository
from wfdesk.store.works import WorksRepository


class CollectionNode(Struct, frozen=True):
    collection: Collection
    items: int
    """As many as its table shows, new ones among them."""
    unsent: int
    """Those of them with unsent work, in whatever locale."""
    is_counted: bool = True
    """Whether it was ever read to its end; until then there may be more items."""


class SiteNode(Struct, frozen=True):
    site: Site
    collections: tuple[CollectionNode, ...]


class Tree(Struct, frozen=True):
    sites: tuple[SiteNode, ...]
    unsent: int
    """Unsent work of all sites. An item's in each locale is work of its own."""


class BrowsingService:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def has_accounts(self) -> bool:
        """Whether anybody is signed in, be it that their token is gone."""
        return await self._database.read(
            lambda connection: bool(AccountsRepository(connection).all())
        )

    async def tree(self) -> Tree:
        return await self._database.read(_read_tree)

    async def has_site(self, site: SiteId) -> bool:
        """Whether a site is in the local copy: it may have been forgotten with its token."""

        def work(connection: Connection) -> bool:
            return any(each.id == site for each in SitesRepository(connection).all())

        return await self._database.read(work)

    async def site_of(self, collection: CollectionId) -> Site:
        def work(connection: Connection) -> Site:
            home = CollectionsRepository(connection).get(collection).site
            return SitesRepository(connection).get(home)

        return await self._database.read(work)

    async def collection(self, collection: CollectionId) -> Collection:
        return await self._database.read(
            lambda connection: CollectionsRepository(connection).get(collection)
        )

    async def collections(self) -> Mapping[CollectionId, Collection]:
        """Every collection of every site, with its fields."""

        def work(connection: Connection) -> Mapping[CollectionId, Collection]:
            sites = SitesRepository(connection).all()
            found = CollectionsRepository(connection)
            return {each.id: each for site in sites for each in found.all(site.id)}

        return await self._database.read(work)

    async def find(
        self, collection: CollectionId, locale: LocaleId, query: Query, stay: Stay | None = None
    ) -> Keys:
        """Which items the query finds; in its order, or as they stay on the screen."""

        def work(connection: Connection) -> Keys:
            found = TablesRepository(connection).find_keys(collection, locale, query)
            if stay is not None:
                items = in_place(found.items, _under_current_ids(connection, stay))
                found = Keys(collection, locale, items)
            return found.indexed()

        return await self._database.read(work)

    async def gone(self, collection: CollectionId, locale: LocaleId) -> frozenset[ItemId]:
        """Which of the items that are shown Webflow has no more."""
        return await self._database.read(
            lambda connection: TablesRepository(connection).gone(collection, locale)
        )

    async def count(self, collection: CollectionId, locale: LocaleId) -> int:
        return await self._database.read(
            lambda connection: TablesRepository(connection).count(collection, locale)
        )

    async def works(self, keys: Sequence[ItemKey]) -> list[Work]:
        """The items as the user sees them, in the keys' order; those that are gone are left out."""
        return await self._database.read(
            lambda connection: TablesRepository(connection).works(keys)
        )

    async def rows(self, keys: Sequence[ItemKey]) -> list[Work]:
        """The items as ``works`` has them, each with what is unsent of it in other locales."""
        return await self._database.read(lambda connection: TablesRepository(connection).rows(keys))

    async def work(self, key: ItemKey) -> Work:
        return await self._database.read(lambda connection: WorksRepository(connection).get(key))

    async def problems(self, work: Work, collection: Collection) -> tuple[Problem, ...]:
        """What is wrong with an item's values, and with what they refer to."""
        wrong = await self._database.read(
            lambda connection: unreachable(connection, [work], {collection.id: collection})
        )
        return (*problems_of_work(work, collection), *wrong[work.key])

    async def other_slug(self, work: Work) -> str:
        """A slug that is free, for an item whose own another one has; else empty."""
        return await self._database.read(lambda connection: other_slug(connection, work))

    async def with_variants(self, keys: Sequence[ItemKey]) -> list[ItemKey]:
        """The keys, and those of the same items in other locales that have unsent work."""
        return await self._database.read(
            lambda connection: TablesRepository(connection).with_variants(keys)
        )

    async def everywhere(self, keys: Sequence[ItemKey]) -> list[ItemKey]:
        """The keys, and those of the same items in every other locale that can be written."""

        def work(connection: Connection) -> list[ItemKey]:
            items, wanted = ItemsRepository(connection), dict[ItemKey, None]()
            locales = _locales(connection, {key.collection for key in keys})
            for key in keys:
                there = items.locales(key)
                others = (each for each in locales.get(key.collection, ()) if each in there)
                wanted[key] = None
                wanted |= dict.fromkeys(replace(key, locale=each) for each in others)
            return list(wanted)

        return await self._database.read(work)

    async def current(self, keys: Sequence[ItemKey]) -> list[ItemKey]:
        """The keys that the items have now: a new one gets another when it is sent, and all of a
        site when it gets locales.
        """

        def work(connection: Connection) -> list[ItemKey]:
            return list(map(LocalIdsRepository(connection).located, keys))

        return await self._database.read(work)

    async def refreshed_at(self, collection: CollectionId, locale: LocaleId) -> datetime | None:
        return await self._database.read(
            lambda connection: ItemsRepository(connection).refreshed_at(collection, locale)
        )

    async def names(self, items: Iterable[ItemId]) -> Mapping[ItemId, str]:
        """Names of items as references show them; those that are nowhere are left out."""

        def work(connection: Connection) -> Mapping[ItemId, str]:
            locales = [site.primary_locale for site in SitesRepository(connection).all()]
            return ItemsRepository(connection).names(items, locales)

        return await self._database.read(work)

    async def search_targets(
        self, collection: CollectionId, locale: LocaleId, text: str, limit: int = 50
    ) -> list[Work]:
        """Items that a reference can point to, by what is typed, best first."""
        return await self._database.read(
            lambda connection: TablesRepository(connection).search_targets(
                collection, locale, text, limit
            )
        )

    async def targets(
        self, collection: CollectionId, locale: LocaleId, items: Sequence[ItemId]
    ) -> list[Work]:
        """The items that a reference points to. Those not in the local copy are left out."""
        return await self.works([ItemKey(collection, item, locale) for item in items])


def _locales(
    connection: Connection, collections: Iterable[CollectionId]
) -> Mapping[CollectionId, Sequence[LocaleId]]:
    """The locales in which each collection's items can be written, in the order of its site."""
    sites = {site.id: site for site in SitesRepository(connection).all()}
    known = (CollectionsRepository(connection).find(each) for each in collections)
    homes = {each.id: sites[each.site] for each in known if each and each.site in sites}
    return {
        each: [locale.id for locale in home.locales if home.takes(locale.id)]
        for each, home in homes.items()
    }


def _read_tree(connection: Connection) -> Tree:
    collections, tables = CollectionsRepository(connection), TablesRepository(connection)
    homes = SitesRepository(connection).all()
    locales = [site.primary_locale for site in homes]
    items, unsent = tables.counts(locales), tables.unsent_counts(locales)
    counted = collections.counted(locales)
    sites = tuple(
        SiteNode(
            site,
            tuple(
                CollectionNode(
                    each, items.get(each.id, 0), unsent.get(each.id, 0), each.id in counted
                )
                for each in collections.all(site.id)
            ),
        )
        for site in homes
    )
    return Tree(sites, WorksRepository(connection).count())


def _under_current_ids(connection: Connection, stay: Stay) -> Stay:
    """What stays, if some of it was sent since it was shown: with the ids that Webflow gave it."""
    resolve = LocalIdsRepository(connection).resolve
    local = filter(is_local, stay.shown)
    now = {item: server for item in local if (server := resolve(item))}
    shown = dict.fromkeys(now.get(item, item) for item in stay.shown)  # a row only once
    return Stay(list(shown), stay.moved.union(now.values()))
