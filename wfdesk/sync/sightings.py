"""When Webflow last showed what it holds: what was seen a moment ago need not be asked for again.

The API knows no condition for a write. Between the last look and the write, what a colleague does
is overwritten unseen; so that time is short: ``GOOD_FOR`` and what a request takes.
"""

from collections.abc import Callable, Iterable

from wfdesk.domain.ids import CollectionId, ItemKey, LocaleId
from wfdesk.domain.plan import GOOD_FOR


class Sightings:
    """A sighting is dated by the moment in which it was asked for.

    ``clock`` tells seconds and goes on while the computer sleeps.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self._items: dict[ItemKey, float] = {}
        self._lists: dict[tuple[CollectionId, LocaleId], float] = {}

    def begin(self) -> None:
        """Forget what was seen: what the user asks for begins with a look."""
        self._items.clear()
        self._lists.clear()

    def saw(self, keys: Iterable[ItemKey], at: float) -> None:
        self._items.update(dict.fromkeys(keys, at))

    def saw_list(self, collection: CollectionId, locale: LocaleId, at: float) -> None:
        """All that was changed in the collection was shown; the rest of it is as it was."""
        self._lists[collection, locale] = at

    def doubt(self, keys: Iterable[ItemKey]) -> None:
        """A write of these went wrong: whether any of it was done has to be seen."""
        for key in keys:
            self._items.pop(key, None)
            self._lists.pop((key.collection, key.locale), None)

    def is_fresh(self, key: ItemKey) -> bool:
        is_seen = self._is_recent(self._items.get(key))
        return is_seen or self.is_list_fresh(key.collection, key.locale)

    def is_list_fresh(self, collection: CollectionId, locale: LocaleId) -> bool:
        return self._is_recent(self._lists.get((collection, locale)))

    def _is_recent(self, at: float | None) -> bool:
        return at is not None and self.clock() - at < GOOD_FOR
