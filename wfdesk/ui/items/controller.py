"""Finds the items of one collection and fetches those that are on the screen."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import Work
from wfdesk.domain.errors import StoreError
from wfdesk.domain.ids import (
    NO_LOCALE,
    CollectionId,
    FieldSlug,
    ItemId,
    ItemKey,
    LocaleId,
    is_local,
)
from wfdesk.domain.items import ItemStatus
from wfdesk.domain.references import called, referred, told_apart
from wfdesk.domain.schema import REFERENCE_TYPES, Collection
from wfdesk.domain.tables import Query, Stay
from wfdesk.services.browsing import BrowsingService
from wfdesk.services.feed import ChangeFeed
from wfdesk.ui.items.model import ItemsModel
from wfdesk.ui.items.settings import Preferences, TableSettings
from wfdesk.ui.toolkit.tasks import TaskScope

AROUND = 100
"""Rows fetched before and after those on the screen."""
_SCREEN = 40
"""Rows fetched at least before those around them; a table that is not shown yet has no height."""


class Refreshing(Protocol):
    """Brings the local copy up to date."""

    async def refresh_collection(
        self, collection: CollectionId, *, is_asked: bool = False
    ) -> None: ...


class Shown(Struct, frozen=True):
    """A collection that was opened."""

    collection: Collection
    locale: LocaleId
    settings: TableSettings


class Found(Struct, frozen=True):
    """An answer to the query. ``is_new``: another question than before, so start at the top."""

    count: int
    total: int
    """Items of the collection, found or not; without those that are gone."""
    gone: int
    """Of those found, the items that Webflow has no more: they are shown for the work on them."""
    is_filtered: bool
    is_new: bool
    refreshed_at: datetime | None


class _Place(Struct, frozen=True):
    collection: CollectionId
    locale: LocaleId


class ItemsController(QObject):
    """Shows one collection at a time. Owns the model; a view only says which rows it shows."""

    opening = Signal(object)  # CollectionId
    collection_shown = Signal(object)  # Shown
    locale_changed = Signal(object, object)  # LocaleId, LocaleId
    """The items that are shown were in the one, and are in the other from now on."""
    collection_closed = Signal(bool)
    """The collection that was shown is gone. Whether its site is still there."""
    query_changed = Signal()
    items_changing = Signal()
    """The model is about to take other keys over: a view remembers where it is."""
    items_found = Signal(object)  # Found
    item_followed = Signal(object, object)  # ItemKey, ItemKey: Webflow has given it its own
    item_gone = Signal(object)  # ItemKey
    """There is nothing any more of the item that was asked about."""

    def __init__(
        self,
        browsing: BrowsingService,
        refreshing: Refreshing,
        feed: ChangeFeed,
        preferences: Preferences,
        tasks: TaskScope,
    ) -> None:
        super().__init__()
        self.model = ItemsModel(self)
        self._browsing = browsing
        self._refreshing = refreshing
        self._feed = feed
        self._preferences = preferences
        self._tasks = tasks
        self._chosen: CollectionId | None = None
        self._place: _Place | None = None
        self._collection: Collection | None = None
        self._settings = TableSettings()
        self._query = Query()
        self._is_new = True
        """Whether it still waits for its first answer, which a change may come before."""
        self._window = (0, AROUND)
        self._top = 0
        self._asked: frozenset[ItemKey] = frozenset()
        self._touched = ChangeSet()
        self._moved = frozenset[ItemId]()
        """Touched since the rows were put in order: they stay where they are until they are again.
        A row that jumps away while its name is typed, or under the pointer, is a row lost."""
        self._is_taking_over = False
        self._pause = QTimer(self, singleShot=True, interval=120)
        self._pause.timeout.connect(self._on_calm)
        feed.subscribe(self._on_changed)

    @property
    def collection(self) -> Collection | None:
        return self._collection

    @property
    def locale(self) -> LocaleId:
        return self._place.locale if self._place else NO_LOCALE

    @property
    def query(self) -> Query:
        return self._query

    def close(self) -> None:
        self._place = None
        self._pause.stop()
        self._feed.unsubscribe(self._on_changed)

    @Slot(object)
    def show_collection(self, collection: CollectionId) -> None:
        """Open a collection from the local copy; bring it up to date behind what is shown."""
        if collection == self._chosen:
            return
        self._chosen = collection
        self._place = self._collection = None
        self.model.show_keys([])
        self.opening.emit(collection)
        self._tasks.start_load("items.open", self._open, collection)

    @Slot()
    def refresh(self) -> None:
        """Ask Webflow for what is new, and put the rows in order."""
        if self._place is not None:
            self._moved = frozenset()
            self._tasks.start_load("items.find", self._find, self._place)
            self._tasks.start_load("items.refresh", self._refresh, self._place, is_asked=True)

    @Slot(object)
    def ask(self, query: Query) -> None:
        """Show another part of the collection, or the same in another order."""
        if query == self._query or self._place is None:
            return
        is_sorted_anew = (query.sort_by, query.is_descending) != (
            self._settings.sort_by,
            self._settings.is_descending,
        )
        self._query = query
        self._is_new = True
        self.query_changed.emit()
        if is_sorted_anew:
            self.remember(
                replace(self._settings, sort_by=query.sort_by, is_descending=query.is_descending)
            )
        self._tasks.start_load("items.find", self._find, self._place)

    def set_text(self, text: str) -> None:
        self.ask(replace(self._query, text=text.strip()))

    def set_statuses(self, statuses: frozenset[ItemStatus], *, only_unsent: bool) -> None:
        self.ask(replace(self._query, statuses=statuses, only_unsent=only_unsent))

    def set_sort(self, column: FieldSlug, *, is_descending: bool) -> None:
        self.ask(replace(self._query, sort_by=column, is_descending=is_descending))

    def clear_filter(self) -> None:
        self.ask(replace(self._query, text="", statuses=frozenset(), only_unsent=False))

    def choose_columns(self, extra: tuple[FieldSlug, ...]) -> None:
        self._lay_out(replace(self._settings, extra=extra))

    def reset_columns(self) -> None:
        """Go back to the columns that every collection begins with; the order of rows stays."""
        self._lay_out(replace(self._settings, extra=(), order=(), widths={}))

    def _lay_out(self, settings: TableSettings) -> None:
        if self._collection is None or self._place is None:
            return
        self.remember(settings)
        self.model.set_columns(self._settings.columns(self._collection))
        self.model.forget(self.model.keys.items[self._window[0] : self._window[1] + 1])
        self._asked = frozenset()
        self._fetch_window()

    def remember(self, settings: TableSettings) -> None:
        """Keep the settings of the collection's table."""
        self._settings = settings
        if self._place is not None:
            self._tasks.start_save(
                self._preferences.put, _name(self._place.collection), settings.to_json()
            )

    def remember_layout(
        self, order: tuple[FieldSlug, ...], widths: Mapping[FieldSlug, int]
    ) -> None:
        self.remember(replace(self._settings, order=order, widths=widths))

    @property
    def settings(self) -> TableSettings:
        return self._settings

    def show_window(self, first: int, last: int) -> None:
        """Have the works of these rows, and of some around them, fetched if they are missing."""
        self._window = (max(first - AROUND, 0), last + AROUND)
        self._top = first
        self._fetch_window()

    def look_for(self, key: ItemKey) -> None:
        """Find out whether there is still anything of the item, which the table does not show."""
        self._tasks.start_load("items.look_for", self._look_for, key)

    def stop_looking(self) -> None:
        """Say no more of what was looked for: it may be there again by now."""
        self._tasks.cancel_load("items.look_for")

    async def _look_for(self, key: ItemKey) -> None:
        if not await self._browsing.works([key]):
            self.item_gone.emit(key)

    def _fetch_window(self) -> None:
        missing = frozenset(self.model.missing(*self._window))
        if missing and not missing <= self._asked:
            self._asked = missing
            self._tasks.start_load("items.works", self._fetch, self.model.missing(*self._window))

    def _on_changed(self, change: ChangeSet) -> None:
        if self._place is None:
            return
        here = self._place.collection
        if here in change.collections or any(key.collection == here for key in change.items):
            self._touched |= change
            if not self._pause.isActive():
                self._pause.start()

    @Slot()
    def _on_calm(self) -> None:
        """Take a burst of changes over in one go, and let it end before the next one begins."""
        if self._is_taking_over:
            self._pause.start()
        elif self._place is not None and self._touched:
            self._tasks.start_load("items.find", self._take_over, self._place)

    def _leave(self, *, has_site: bool = True) -> None:
        """Show no collection: the one that was shown is gone."""
        self._chosen = self._place = self._collection = None
        self.model.show_keys([])
        self.collection_closed.emit(has_site)

    async def _open(self, collection: CollectionId) -> None:
        try:
            site = await self._browsing.site_of(collection)
        except StoreError:
            self._leave()
            raise
        self._settings = TableSettings.from_json(await self._preferences.get(_name(collection)))
        self._collection = await self._browsing.collection(collection)
        self._place = _Place(collection, site.primary_locale)
        self._query = Query(
            sort_by=self._settings.sort_by, is_descending=self._settings.is_descending
        )
        self._is_new = True
        self._touched = ChangeSet()
        self.query_changed.emit()
        self.model.set_columns(self._settings.columns(self._collection))
        self.collection_shown.emit(Shown(self._collection, self._place.locale, self._settings))
        self.model.set_locales({each.id: each.tag for each in site.locales})
        await self._find(self._place)
        self._tasks.start_load("items.refresh", self._refresh, self._place, is_asked=False)

    async def _refresh(self, place: _Place, *, is_asked: bool) -> None:
        await self._refreshing.refresh_collection(place.collection, is_asked=is_asked)
        if place == self._place:
            if is_asked:
                self._moved = frozenset()
            await self._find(place)

    async def _find(self, place: _Place) -> None:
        query = self._query
        if self._is_new:
            self._moved = frozenset()
        stay = Stay(self.model.keys.items, self._moved) if self._moved else None
        keys = await self._browsing.find(place.collection, place.locale, query, stay)
        at = await self._browsing.refreshed_at(place.collection, place.locale)
        all_gone = await self._browsing.gone(place.collection, place.locale)
        gone = sum(keys.row_of(item) is not None for item in all_gone)
        total = len(keys) - gone
        if query.is_filtered:
            total = await self._browsing.count(place.collection, place.locale)
        if place != self._place or query != self._query:
            return
        is_new, self._is_new = self._is_new, False
        self._asked = frozenset()
        if is_new:
            self._window = (0, AROUND)
            self._top = 0
            self.model.show_keys(keys)
        else:
            self.items_changing.emit()
            self.model.refresh(keys)
        self.items_found.emit(Found(len(keys), total, gone, query.is_filtered, is_new, at))
        self._fetch_window()
        if self._touched and not self._pause.isActive():
            self._pause.start()  # This question came before the turn of what takes it over.

    async def _take_over(self, place: _Place) -> None:
        """Superseded by another question, it leaves what was touched for the next time."""
        touched, self._touched = self._touched, ChangeSet()
        self._is_taking_over = True
        try:
            await self._show_touched(place, touched)
        except asyncio.CancelledError:
            if place == self._place:
                self._touched |= touched
                self._pause.start()
            raise
        finally:
            self._is_taking_over = False

    async def _show_touched(self, place: _Place, touched: ChangeSet) -> None:
        if place.collection in touched.collections:
            place = await self._reread_structure(place)
        touched |= ChangeSet(frozenset(await self._follow(touched)))
        # By item: what is unsent in another locale is said in the one row that an item has.
        items = {key.item for key in touched.items if key.collection == place.collection}
        shown = {item for item in items if self.model.has(ItemKey(place.collection, item))}
        first, last = self._window
        self.model.forget(items.difference(self.model.keys.items[first : last + 1]))
        self._moved |= shown
        await self._find(place)
        stale = [key for key in self.model.keys[first : last + 1] if key.item in items]
        if stale:
            await self._fetch(stale)

    async def _follow(self, touched: ChangeSet) -> list[ItemKey]:
        """Go on with new items under the keys that Webflow has given them; return those."""
        # Also where the table was read a moment ago, and has the new key already.
        old = [key for key in touched.items if is_local(key.item)]
        current = await self._browsing.current(old) if old else []
        renamed = [(was, now) for was, now in zip(old, current, strict=True) if was != now]
        for was, now in renamed:
            if self.model.has(was):
                self.model.rename(was, now)
            self.item_followed.emit(was, now)
        return [now for _, now in renamed]

    async def _reread_structure(self, place: _Place) -> _Place:
        """Return where the collection is from now on: its site may have got locales."""
        before = self._collection
        try:
            collection = await self._browsing.collection(place.collection)
            site = await self._browsing.site_of(place.collection)
        except StoreError:
            has_site = before is None or await self._browsing.has_site(before.site)
            if place == self._place:
                self._leave(has_site=has_site)
            return place
        now = _Place(place.collection, site.primary_locale)
        if place != self._place or (collection == self._collection and now == place):
            return place
        self._collection, self._place = collection, now
        self.model.set_columns(self._settings.columns(collection))
        if now != place:
            self.model.set_locales({each.id: each.tag for each in site.locales})
            self.model.forget(self.model.keys.items)
            self.locale_changed.emit(place.locale, now.locale)
        self.collection_shown.emit(Shown(collection, now.locale, self._settings))
        return now

    async def _fetch(self, keys: Sequence[ItemKey]) -> None:
        """Fetch what is on the screen first: what lies around it can wait."""
        on_screen = set(self.model.keys[self._top : self._top + _SCREEN])
        for some in (
            [key for key in keys if key in on_screen],
            [key for key in keys if key not in on_screen],
        ):
            if some:
                works = await self._browsing.rows(some)
                self.model.put(works)
                self.model.put((), await self._names(works))
        self._asked = frozenset()

    async def _names(self, works: Sequence[Work]) -> dict[ItemId, str]:
        """Names of what the shown references point to: one reading per collection, not per row."""
        names: dict[ItemId, str] = {}
        for column in self.model.columns:
            field = column.field
            if field is None or field.type not in REFERENCE_TYPES or field.target is None:
                continue
            items = {item for work in works for item in referred(work.fields.get(field.slug))}
            found = await self._browsing.targets(field.target, self.locale, sorted(items))
            names.update(told_apart(called(found)))
        return names


def _name(collection: CollectionId) -> str:
    return f"table.{collection}"
