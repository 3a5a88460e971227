"""Which of the items that Webflow did not list are really gone. Deletions leave no other trace.

Pages shift while they are read, so a missing item may only have been passed over. Of a few, each is
asked for. Of many that would take hours, at 60 requests a minute. Then the list is read once more,
one page after the other, and proves that whatever is not in it is gone, if

- every page says the same total, no item comes twice, and all of them are as many as that: an item
  is passed over only where another one went, and then there are fewer than before, or another one
  came instead;
- and none is new since the pass before: so none came instead.

Whatever cannot be proved stays where it is until the next sweep.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from math import ceil

from msgspec import Struct

from wfdesk.api.items import PAGE_SIZE
from wfdesk.api.webflow import Webflow
from wfdesk.domain.errors import NotFoundError
from wfdesk.domain.ids import CollectionId, ItemId, ItemKey, LocaleId
from wfdesk.domain.items import Item

_SAMPLE = 3
"""Items that are asked for even where the list proves that they are gone: a list may be wrong."""
_MOST_ASKED = 100
"""Items that one sweep asks for where the list proves nothing, as others are busy in it."""
_TRIES = 2


class Swept(Struct, frozen=True):
    gone: tuple[ItemKey, ...]
    found: tuple[Item, ...]
    """Those that were there after all."""


def is_proof(ids: Sequence[ItemId], totals: AbstractSet[int], listed: AbstractSet[ItemId]) -> bool:
    """Whether whatever is not among the ids, read page after page, is gone.

    ``totals`` are what the pages said, ``listed`` what was there before the first of them.
    """
    return totals == {len(ids)} and len(set(ids)) == len(ids) and listed >= set(ids)


class Sweep:
    """One look for deletions in a collection."""

    def __init__(self, webflow: Webflow, collection: CollectionId, locale: LocaleId) -> None:
        self._items = webflow.items.in_bulk()
        self._collection = collection
        self._locale = locale

    async def total(self) -> int:
        """How many items there are, by the smallest request that says it."""
        page = await self._items.page(self._collection, locale=self._locale, offset=0, limit=1)
        return page.total

    async def look(self, missing: Sequence[ItemId], listed: frozenset[ItemId]) -> Swept:
        """Find out about items that were not among the listed ones, by the fewest requests."""
        if len(missing) <= ceil(len(listed) / PAGE_SIZE) + _SAMPLE:
            return await self.ask(missing)
        there = await self._there(listed)
        if there is None:
            return await self.ask(missing[:_MOST_ASKED])
        absent = [item for item in missing if item not in there]
        sample = await self.ask(absent[:: ceil(len(absent) / _SAMPLE) or 1])
        if sample.found:
            return sample
        return Swept(tuple(map(self._key, absent)), ())

    async def _there(self, listed: frozenset[ItemId]) -> set[ItemId] | None:
        """All items there are; None where others came and went while the list was read."""
        for _ in range(_TRIES):
            ids, totals = await self._pass()
            if is_proof(ids, totals, listed):
                return set(ids)
            listed |= set(ids)
        return None

    async def _pass(self) -> tuple[list[ItemId], set[int]]:
        """Every item as it is listed, page after page, and the totals that were said."""
        ids, totals = list[ItemId](), set[int]()
        while True:
            page = await self._items.page(self._collection, locale=self._locale, offset=len(ids))
            ids += [item.key.item for item in page.items]
            totals.add(page.total)
            if not page.items or len(ids) >= page.total:
                return ids, totals

    async def ask(self, items: Sequence[ItemId]) -> Swept:
        """Ask for each of the items."""
        gone, found = list[ItemKey](), list[Item]()
        for key in map(self._key, items):
            try:
                found.append(await self._items.get(key))
            except NotFoundError:
                gone.append(key)
        return Swept(tuple(gone), tuple(found))

    def _key(self, item: ItemId) -> ItemKey:
        return ItemKey(self._collection, item, self._locale)
