"""The items of one collection in one locale: what changed, what is gone."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import partial
from time import monotonic

from msgspec import Struct

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.errors import RefusedError
from wfdesk.domain.ids import CollectionId, ItemId, LocaleId, SiteId
from wfdesk.domain.items import Item
from wfdesk.domain.schema import Site
from wfdesk.store.database import Connection as Rows
from wfdesk.store.database import Database
from wfdesk.store.items import ItemsRepository
from wfdesk.store.remote import take_in, take_out
from wfdesk.sync.check import OVERLAP
from wfdesk.sync.connections import Connection
from wfdesk.sync.status import StatusBoard
from wfdesk.sync.sweep import Sweep

FRESH = timedelta(minutes=5)
"""For so long what costs a request of its own is not done again, unless it is asked for."""

Write = Callable[[SiteId, Callable[[Rows], ChangeSet]], Awaitable[None]]
"""Writes what was read of a site."""


class Care(Enum):
    USUAL = "what changed; now and then also whether anything is gone"
    ASKED = "what changed and whether anything is gone, now"
    FULL = "every item"


class Home(Struct, frozen=True):
    """Where a collection is, and who reads it."""

    site: Site
    connection: Connection


class Place(Struct, frozen=True):
    collection: CollectionId
    locale: LocaleId


class _Pulled(Struct, frozen=True):
    ids: frozenset[ItemId]
    newest: datetime | None


class _Counts(Struct, frozen=True):
    """How many items there are."""

    there: int
    here: int

    @property
    def is_even(self) -> bool:
        return self.there == self.here


class Pulling:
    def __init__(self, database: Database, board: StatusBoard, write: Write) -> None:
        self._database = database
        self._board = board
        self._write = write
        self._counted: dict[Place, float] = {}
        """When Webflow was last asked how many items there are."""
        self._in_vain: dict[Place, _Counts] = {}
        """Where reading everything did not make the counts agree."""

    async def bring(self, place: Place, home: Home, care: Care) -> None:
        """Bring the local copy of the items up to date.

        A deletion leaves no trace but that there are fewer items. Where their number is not what
        it should be, all of them are read.
        """
        since = None if care is Care.FULL else await self._newest(place)
        counts: _Counts | None = None
        if since is not None and await self._pull_changes(place, home, since):
            if not self._is_due(place, care):
                return
            await self._pull_published(place, home)
            counts = await self._count_both(place, home)
            if counts.is_even or self._in_vain.get(place) == counts:
                return
        await self._pull_all(place, home)
        if counts is not None and await self._count(place) == counts.here:
            self._in_vain[place] = counts

    async def is_fresh(self, place: Place) -> bool:
        """Whether it was read just now, and no values came or went with their fields since."""

        def read(rows: Rows) -> datetime | None:
            items = ItemsRepository(rows)
            is_due = items.is_to_be_read_anew(place.collection, place.locale)
            return None if is_due else items.refreshed_at(place.collection, place.locale)

        at = await self._database.read(read)
        # What seems to come from the future was noted by a clock that was wrong.
        return at is not None and timedelta(0) <= datetime.now(UTC) - at < FRESH

    async def _newest(self, place: Place) -> datetime | None:
        newest = await self._database.read(
            lambda rows: ItemsRepository(rows).newest(place.collection, place.locale)
        )
        return newest - OVERLAP if newest else None

    async def _count(self, place: Place) -> int:
        return await self._database.read(
            lambda rows: ItemsRepository(rows).count(place.collection, place.locale)
        )

    def _is_due(self, place: Place, care: Care) -> bool:
        """Whether it is time to look for what leaves no trace among the latest updates."""
        at = self._counted.get(place)
        return care is Care.ASKED or at is None or monotonic() - at >= FRESH.seconds

    async def _pull_published(self, place: Place, home: Home) -> None:
        """Read what has gone live: that is no update of an item."""
        last = await self._database.read(
            lambda rows: ItemsRepository(rows).last_published(place.collection, place.locale)
        )
        items = home.connection.webflow.items
        since = last - OVERLAP if last else datetime.fromtimestamp(0, UTC)
        pages = items.pages(place.collection, locale=place.locale, published_since=since)
        async for page in pages:
            await self._take_in(place, home, page.items)

    async def _count_both(self, place: Place, home: Home) -> _Counts:
        there = await self._sweep(place, home).total()
        self._counted[place] = monotonic()
        return _Counts(there, await self._count(place))

    async def _pull_changes(self, place: Place, home: Home, since: datetime) -> bool:
        """Return whether this can be done: a server may not know the filter by lastUpdated."""
        try:
            pulled = await self._pull(place, home, since)
        except RefusedError:
            return False
        await self._note_refreshed(place, home, pulled)
        return True

    async def _pull_all(self, place: Place, home: Home) -> None:
        """Read every item, and let go of those that are gone.

        What is made here meanwhile is not among the known ones: it was never missing.
        """
        known = await self._database.read(
            lambda rows: ItemsRepository(rows).ids(place.collection, place.locale)
        )
        pulled = await self._pull(place, home, None)
        missing = sorted(known - pulled.ids)
        if missing:
            swept = await self._sweep(place, home).look(missing, pulled.ids)
            await self._write(home.site.id, partial(take_in, items=swept.found))
            await self._write(home.site.id, partial(take_out, keys=swept.gone))
        await self._note_refreshed(place, home, pulled)
        self._counted[place] = monotonic()

    async def _pull(self, place: Place, home: Home, since: datetime | None) -> _Pulled:
        newest: datetime | None = None
        seen: set[ItemId] = set()
        items = home.connection.webflow.items
        async for page in items.pages(place.collection, locale=place.locale, updated_since=since):
            seen.update(item.key.item for item in page.items)
            newest = _latest(newest, page.items)
            self._board.set_progress(len(seen), page.total)
            await self._take_in(place, home, page.items)
        return _Pulled(frozenset(seen), newest)

    async def _take_in(self, place: Place, home: Home, items: Sequence[Item]) -> None:
        """Store what was listed.

        A page may have been read before an item was written that is here by now, and would take
        that back. So what is older than the local copy is asked for.
        """
        older: list[Item] = []

        def store(rows: Rows) -> ChangeSet:
            repository = ItemsRepository(rows)
            older.extend(each for each in items if repository.is_overtaken(each))
            late = {each.key for each in older}
            return take_in(rows, [each for each in items if each.key not in late])

        await self._write(home.site.id, store)
        if older:
            found = await self._asked_for(place, home, older)
            await self._write(home.site.id, partial(take_in, items=found))

    async def _asked_for(self, place: Place, home: Home, older: Sequence[Item]) -> list[Item]:
        """Ask for each; but once one is as it was listed, a backup was restored, and all are."""
        sweep, found = self._sweep(place, home), list[Item]()
        for number, item in enumerate(older):
            asked = (await sweep.ask([item.key.item])).found
            found += asked
            if any(each.last_updated == item.last_updated for each in asked):
                return [*found, *older[number + 1 :]]
        return found

    async def _note_refreshed(self, place: Place, home: Home, pulled: _Pulled) -> None:
        now = datetime.now(UTC)
        await self._write(
            home.site.id,
            lambda rows: ItemsRepository(rows).set_refreshed(
                place.collection, place.locale, now, pulled.newest
            ),
        )

    def _sweep(self, place: Place, home: Home) -> Sweep:
        return Sweep(home.connection.webflow, place.collection, place.locale)


def _latest(newest: datetime | None, items: list[Item]) -> datetime | None:
    moments = [item.last_updated for item in items if item.last_updated]
    return max([*moments, *([newest] if newest else [])], default=None)
