"""What Webflow holds of many items at once: pages of lists, where those are fewer requests.

It is for the look after a lost answer, where too little seen does no harm and a wrong sight would.
So nothing is concluded from what a list does not show: who is missing is left to be asked for
alone. Nor is one believed that is listed as it was before what the local copy knows of it; nor
those that are listed as they were, unless one of them says the same when it is asked for.
"""

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import datetime
from math import ceil

from msgspec import Struct

from wfdesk.api.items import PAGE_SIZE, Items
from wfdesk.domain.errors import NotFoundError, RefusedError
from wfdesk.domain.ids import ItemKey
from wfdesk.domain.items import Item
from wfdesk.domain.journal import Verb
from wfdesk.domain.plan import FEW
from wfdesk.sync.check import OVERLAP
from wfdesk.sync.results import Results


class Extent(Struct, frozen=True):
    """What the local copy knows of a collection in a locale."""

    count: int
    """How many items it has."""
    newest: datetime | None
    """Up to when it knows what was changed."""
    last_published: datetime | None
    """The last moment in which one is known to have gone live."""

    @property
    def pages(self) -> int:
        return ceil(self.count / PAGE_SIZE) or 1


class Glance:
    """Items of one collection and locale, as they were seen; None is one that is gone.

    ``seen`` fills page by page: what breaks off, or is enough for the user, leaves what was shown.
    """

    def __init__(
        self,
        items: Items,
        keys: Collection[ItemKey],
        known: Mapping[ItemKey, Item],
        results: Results,
    ) -> None:
        """``known`` is the local copy of the items. Each request is counted in the results."""
        self.seen: dict[ItemKey, Item | None] = {}
        self._same: dict[ItemKey, Item] = {}
        """What is listed as it was, and not believed yet."""
        self._items = items
        self._left = dict.fromkeys(keys)
        self._known = known
        self._results = results

    async def take(self, verb: Verb, extent: Extent) -> None:
        """Look where each would show what such a write has made of it, by the fewest requests.

        Nothing is seen where it is as cheap to ask for each.
        """
        if len(self._left) <= FEW or self._results.is_cancelled:
            return
        if verb is Verb.DELETE:
            key = next(iter(self._left))
            await self._ask(key)
            if self.seen[key] is None:
                return  # Then so are the others: a list would show none of them.
        since = _since(verb, extent)
        if since is not None and extent.pages > 1:
            with suppress(RefusedError):  # The server does not know the filter.
                await self._read(since, is_published=verb is Verb.PUBLISH)
        if extent.pages < len(self._left):
            await self._read()
        if self._same and not self._results.is_cancelled:
            await self._make_sure()

    async def _make_sure(self) -> None:
        """Ask for one of those that are listed as they were: the list may be from before that."""
        key, listed = self._same.popitem()
        await self._ask(key)
        now = self.seen[key]
        if now is not None and _moments(now) == _moments(listed):
            self.seen |= self._same

    async def _ask(self, key: ItemKey) -> None:
        self._results.requests_done()
        try:
            self.seen[key] = await self._items.get(key)
        except NotFoundError:
            self.seen[key] = None
        self._left.pop(key, None)

    async def _read(self, since: datetime | None = None, *, is_published: bool = False) -> None:
        """Read all pages, unless those that are left are as many as the items that are.

        One page after the other: so none is read in vain, and each is counted.
        """
        place, offset = next(iter(self._left)), 0
        while not self._results.is_cancelled:
            self._results.requests_done()
            page = await self._items.page(
                place.collection,
                locale=place.locale,
                offset=offset,
                updated_since=None if is_published else since,
                published_since=since if is_published else None,
            )
            for item in page.items:
                if item.key in self._left:
                    self._note(item)
            offset += len(page.items)
            pages = ceil((page.total - offset) / PAGE_SIZE)
            if not page.items or pages <= 0 or pages >= len(self._left):
                return

    def _note(self, item: Item) -> None:
        """Take what is listed, unless it is older than what is known."""
        known = self._known.get(item.key)
        now, then = _moments(item), _moments(known) if known is not None else None
        if then is not None and any(a and b and a < b for a, b in zip(now, then, strict=True)):
            return
        seen = self._same if then in {None, now} else self.seen
        seen[item.key] = item
        del self._left[item.key]


def _since(verb: Verb, extent: Extent) -> datetime | None:
    """The moment from which on such a write shows, if there is a filter for that.

    To go live is no update of an item.
    """
    if verb is Verb.DELETE:
        return None
    last = extent.last_published if verb is Verb.PUBLISH else extent.newest
    return last and last - OVERLAP


def _moments(item: Item) -> tuple[datetime | None, datetime | None]:
    return item.last_updated, item.last_published
