"""Finds items by name for quick open, in the collection on the screen first."""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from PySide6.QtCore import QObject, Signal, Slot

from wfdesk.domain.ids import CollectionId, ItemKey
from wfdesk.services.browsing import BrowsingService
from wfdesk.ui.toolkit.tasks import TaskScope

_PER_COLLECTION = 6
"""So many of each come before more of any: one collection must not hide the others."""
_MOST = 24


class Find(Struct, frozen=True):
    """A place to go. ``target`` is handed back when it is chosen.

    ``icon`` is a name and no QIcon: one that Python still holds when the program ends is destroyed
    after Qt, which crashes.
    """

    title: str
    hint: str
    icon: str
    target: object


class FoundItem(Struct, frozen=True):
    key: ItemKey
    name: str
    collection: str


class ItemFinder(QObject):
    """Answers the latest question only."""

    items_found = Signal(str, object)  # the text asked for, list[FoundItem]

    def __init__(
        self, browsing: BrowsingService, tasks: TaskScope, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._browsing = browsing
        self._tasks = tasks
        self._first: CollectionId | None = None

    def prefer(self, collection: CollectionId | None) -> None:
        self._first = collection

    @Slot(str)
    def find(self, text: str) -> None:
        self._tasks.start_load("shell.find", self._find, text)

    async def _find(self, text: str) -> None:
        tree = await self._browsing.tree()
        places = [
            (node.collection, site.site.primary_locale)
            for site in tree.sites
            for node in site.collections
        ]
        groups: list[list[FoundItem]] = []
        for collection, locale in sorted(places, key=lambda each: each[0].id != self._first):
            works = await self._browsing.search_targets(collection.id, locale, text, _MOST)
            groups.append(
                [
                    FoundItem(work.key, work.name or "Untitled", collection.display_name)
                    for work in works
                    if _has_all(work.name, text.split())
                ]
            )
            if sum(len(group[:_PER_COLLECTION]) for group in groups) >= _MOST:
                break
        self.items_found.emit(text, _shared(groups))


def _shared(groups: Sequence[list[FoundItem]]) -> list[FoundItem]:
    """As many as there is room for: some of each collection, then more of the first ones."""
    room = _MOST - sum(len(group[:_PER_COLLECTION]) for group in groups)
    shown: list[FoundItem] = []
    for group in groups:
        more = group[_PER_COLLECTION : _PER_COLLECTION + max(room, 0)]
        room -= len(more)
        shown += [*group[:_PER_COLLECTION], *more]
    return shown[:_MOST]


def _has_all(name: str, words: Iterable[str]) -> bool:
    return all(word.casefold() in name.casefold() for word in words)
