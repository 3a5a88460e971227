"""What Webflow holds right now of the items about to be written. Cheap: one list call if it can be.

Webflow has no ETag and no precondition: looking right before the write, and comparing with what
each edit started from, is all that keeps a colleague's work from being overwritten unseen.
"""

from collections.abc import Callable, Collection, Sequence
from contextlib import aclosing
from datetime import datetime, timedelta
from math import ceil

from msgspec import Struct
from msgspec.structs import replace

from wfdesk.api.items import PAGE_SIZE, Items
from wfdesk.domain.errors import NotFoundError, RefusedError
from wfdesk.domain.ids import CollectionId, ItemKey, LocaleId
from wfdesk.domain.items import Item
from wfdesk.domain.plan import FEW

OVERLAP = timedelta(seconds=2)
"""Asked for again before the newest item seen: two items may share a moment, and Webflow's
computers need not agree on it."""


Place = tuple[CollectionId, LocaleId]


class Seen(Struct, frozen=True):
    """What Webflow showed."""

    items: Sequence[Item] = ()
    gone: frozenset[ItemKey] = frozenset()
    is_list: bool = False
    """Whether all that was changed or made since the last time is among the items."""
    is_whole: bool = False
    """Whether all there is in the collection is among the items."""


Tell = Callable[[], object]
"""Is told of each request that was answered. What it raises ends the look."""


async def look(
    items: Items, place: Place, keys: Collection[ItemKey], newest: datetime | None, tell: Tell
) -> Seen:
    """Look at items. Those that are neither shown nor gone are as the local copy has them.

    ``newest`` is the moment up to which the local copy knows the collection; None, if it does not.
    """
    if len(keys) <= FEW:
        return await one_by_one(items, keys, tell)
    seen = await look_through(items, place, newest, tell, worth=len(keys))
    unseen = set(keys) - {item.key for item in seen.items}
    if seen.is_list and not seen.is_whole:
        return seen
    # Either there was too much to read, or all was read, and who is missing may be gone.
    rest = await one_by_one(items, sorted(unseen, key=lambda key: key.item), tell)
    return replace(seen, items=[*seen.items, *rest.items], gone=rest.gone)


async def look_through(
    items: Items, place: Place, newest: datetime | None, tell: Tell, *, worth: int
) -> Seen:
    """See all that was changed or made in the collection, if it takes at most that many requests
    more than one.
    """
    try:
        return await _listed(items, place, newest and newest - OVERLAP, tell, worth)
    except RefusedError:
        if newest is None:
            raise
        # The server does not know the filter by lastUpdated.
        tell()
        return await _listed(items, place, None, tell, worth)


async def _listed(
    items: Items, place: Place, since: datetime | None, tell: Tell, worth: int
) -> Seen:
    found: list[Item] = []
    is_first = True
    collection, locale = place
    pages = items.pages(collection, locale=locale, updated_since=since)
    async with aclosing(pages):
        async for page in pages:
            found += page.items
            tell()
            if is_first and ceil(page.total / PAGE_SIZE) - 1 > worth:
                return Seen(found)
            is_first = False
    return Seen(found, is_list=True, is_whole=since is None)


async def one_by_one(items: Items, keys: Collection[ItemKey], tell: Tell) -> Seen:
    """Ask for each of the items."""
    found: list[Item] = []
    gone: set[ItemKey] = set()
    for key in keys:
        try:
            found.append(await items.get(key))
        except NotFoundError:
            gone.add(key)
        tell()
    return Seen(found, frozenset(gone))
