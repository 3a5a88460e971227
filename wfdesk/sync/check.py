"""What Webflow holds right now of the items about to be written. Cheap: one list call if it can be.

Webflow has no ETag and no precondition: looking immediately before the write, and comparing with
what each edit started from, is all that keeps a colleague's work from being overwritten unseen.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from wfdesk.api.webflow import Webflow
from wfdesk.domain.errors import NotFoundError, RefusedError
from wfdesk.domain.ids import CollectionId, ItemKey, LocaleId
from wfdesk.domain.items import Item
from wfdesk.domain.plan import FEW


class Seen(Struct, frozen=True):
    """What Webflow holds: items that differ or may differ from the local copy, and who is gone."""

    items: Mapping[ItemKey, Item]
    gone: frozenset[ItemKey] = frozenset()
    newcomers: Sequence[Item] = ()
    """Items that others have changed or made lately."""
    has_newcomers: bool = True
    """Whether those are all there are: a server that does not know the filter shows none."""
    requests: int = 1
    """How many it took to see this."""


async def look(
    webflow: Webflow,
    collection: CollectionId,
    locale: LocaleId,
    known: Mapping[ItemKey, Item],
    newest: datetime | None,
) -> Seen:
    """Look at the known items. Those missing from the answer are as the local copy has them.

    Without a ``newest`` nothing is known of the collection, and all there is counts as new.
    """
    if known and (len(known) <= FEW or newest is None):
        return await _one_by_one(webflow, known)
    try:
        return await _changed_since(webflow, collection, locale, known, newest)
    except RefusedError:
        # The server does not know the filter by lastUpdated.
        seen = await _everything(webflow, collection, locale, known)
        return replace(seen, requests=seen.requests + 1)


async def _one_by_one(webflow: Webflow, known: Mapping[ItemKey, Item]) -> Seen:
    items: dict[ItemKey, Item] = {}
    gone: set[ItemKey] = set()
    for key in known:
        try:
            items[key] = await webflow.items.get(key)
        except NotFoundError:
            gone.add(key)
    return Seen(items, frozenset(gone), has_newcomers=False, requests=len(known))


async def _changed_since(
    webflow: Webflow,
    collection: CollectionId,
    locale: LocaleId,
    known: Mapping[ItemKey, Item],
    newest: datetime | None,
) -> Seen:
    changed: list[Item] = []
    pages = 0
    async for page in webflow.items.pages(collection, locale=locale, updated_since=newest):
        changed += page.items
        pages += 1
    found = {item.key: item for item in changed if item.key in known}
    return Seen(found, newcomers=changed, requests=pages)


async def _everything(
    webflow: Webflow, collection: CollectionId, locale: LocaleId, known: Mapping[ItemKey, Item]
) -> Seen:
    if len(known) <= FEW * 10:
        return await _one_by_one(webflow, known)
    items: dict[ItemKey, Item] = {}
    pages = 0
    async for page in webflow.items.pages(collection, locale=locale):
        items |= {item.key: item for item in page.items if item.key in known}
        pages += 1
    missing = {key: item for key, item in known.items() if key not in items}
    rest = await _one_by_one(webflow, missing)
    return Seen(
        {**items, **rest.items}, rest.gone, has_newcomers=False, requests=pages + rest.requests
    )
