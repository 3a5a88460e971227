"""Which slugs are in use, so that a new item gets one of its own: a lost answer is looked up by it.

Webflow may take a slug twice and change the second without a word. So each is asked for, unless
what others have made meanwhile has been read anyway.
"""

from slugify import slugify

from wfdesk.api.items import PAGE_SIZE, Items
from wfdesk.domain.ids import CollectionId, LocaleId
from wfdesk.sync.check import Tell


class Slugs:
    """Those known to be taken; with ``asks``, Webflow is asked about any other one."""

    def __init__(
        self,
        items: Items,
        collection: CollectionId,
        locale: LocaleId,
        taken: set[str],
        tell: Tell,
        *,
        asks: bool,
    ) -> None:
        self._items = items
        self._place = (collection, locale)
        self._taken = taken
        self._tell = tell
        self._asks = asks
        self._numbers: dict[str, int] = {}
        """By stem the first number that is not taken; a thousand items may have the same name."""

    async def expect(self, count: int) -> None:
        """Read the whole collection, if that takes fewer requests than to ask for so many slugs."""
        if not self._asks or count * PAGE_SIZE <= len(self._taken):
            return
        collection, locale = self._place
        async for page in self._items.pages(collection, locale=locale):
            self._taken |= {item.slug for item in page.items}
            self._tell()
        self._asks = False

    async def is_taken(self, slug: str) -> bool:
        if slug not in self._taken and self._asks:
            if await self._items.by_slug(*self._place, slug) is not None:
                self._taken.add(slug)
            self._tell()
        return slug in self._taken

    async def free_for(self, name: str) -> str:
        """The name as a slug; with a number behind it, if that one is taken."""
        stem = slugify(name, max_length=240) or "item"
        number = self._numbers.get(stem, 1)
        while await self.is_taken(slug := stem if number == 1 else f"{stem}-{number}"):
            number += 1
        self._numbers[stem] = number
        return slug

    def take(self, slug: str) -> None:
        """Nobody else gets it from now on."""
        self._taken.add(slug)
