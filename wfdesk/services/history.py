"""Values that were given up within the last 30 days, to be looked at and taken up again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from wfdesk.domain.history import Past, Reason
from wfdesk.domain.ids import NAME, FieldSlug, ItemId, ItemKey, SiteId
from wfdesk.domain.references import referred
from wfdesk.domain.schema import REFERENCE_TYPES, Collection, Field, Site
from wfdesk.services.editing import EditingService
from wfdesk.services.undo import Step
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.database import Connection, Database
from wfdesk.store.history import HistoryRepository
from wfdesk.store.items import ItemsRepository
from wfdesk.store.localids import LocalIdsRepository
from wfdesk.store.sites import SitesRepository
from wfdesk.store.works import WorksRepository

_MOST = 5000
"""Values that are looked at for the list of all items, the newest of them."""
_WHOLE = frozenset({Reason.DISCARDED, Reason.DELETED, Reason.DELETED_BY_OTHERS})
"""All that an item had was given up at once."""


class KeptValue(Struct, frozen=True):
    past: Past
    field: Field | None
    """None when the schema no longer has it, or the whole collection is gone."""

    @property
    def label(self) -> str:
        return self.field.display_name if self.field else self.past.field


class KeptItem(Struct, frozen=True):
    """What was given up on one item, newest first."""

    key: ItemKey
    name: str
    collection: Collection | None
    site: Site | None
    is_there: bool
    """Whether it still exists; of one that does not, a new item can be made."""
    values: tuple[KeptValue, ...]

    @property
    def last_given_up(self) -> tuple[KeptValue, ...]:
        """What went last when all that the item had went at once."""
        whole = [each for each in self.values if each.past.reason in _WHOLE]
        newest: dict[FieldSlug, KeptValue] = {}  # a field may have got two within the moment
        for each in whole:
            if (each.past.at, each.past.reason) == (whole[0].past.at, whole[0].past.reason):
                newest.setdefault(each.past.field, each)
        return tuple(newest.values())

    @property
    def can_be_made_anew(self) -> bool:
        return not self.is_there and self.collection is not None and bool(self.last_given_up)


class History(Struct, frozen=True):
    items: tuple[KeptItem, ...]
    """The item first whose value was given up last."""
    names: Mapping[ItemId, str]
    """Names of the items that references among the values point to."""


class HistoryService:
    def __init__(self, database: Database, editing: EditingService) -> None:
        self._database = database
        self._editing = editing

    async def of(self, key: ItemKey) -> History:
        """What was given up on one item; it is there even if that is nothing."""

        def read(connection: Connection) -> History:
            at = LocalIdsRepository(connection).located(key)
            return _history(connection, {at: HistoryRepository(connection).of(at)})

        return await self._database.read(read)

    async def all(self) -> History:
        def read(connection: Connection) -> History:
            by_key: dict[ItemKey, list[Past]] = {}
            for past in HistoryRepository(connection).latest(_MOST):
                by_key.setdefault(past.key, []).append(past)
            return _history(connection, by_key)

        return await self._database.read(read)

    async def restore(self, past: Past) -> Step | None:
        """Make a value an edit again; return the step that undoes it, or None for no change.

        The edit it replaces is kept, too, and what the disk has not taken of that field.
        """
        unwritten = self._editing.unwritten.values(past.key)

        def keep(connection: Connection) -> None:
            history, work = HistoryRepository(connection), WorksRepository(connection).get(past.key)
            edit = work.edits.get(past.field)
            if edit is not None and edit.value != past.value:
                history.keep(work.key, past.field, edit.value, Reason.REPLACED)
            if past.field in unwritten:
                history.keep(work.key, past.field, unwritten[past.field], Reason.REPLACED)

        await self._database.write(keep)
        before = self._editing.last_step(past.key)
        await self._editing.set_field(past.key, past.field, past.value)
        step = self._editing.last_step(past.key)
        return None if step is before else step

    async def make_anew(self, values: Sequence[Past]) -> ItemKey:
        """Make a new item of values that were given up together; its slug is one that is free.

        One that Webflow may have already is taken up again under its own key: else it would be
        made twice. Where the item is there by now nothing is made.
        """
        return await self._editing.make_anew(values)


def _history(connection: Connection, by_key: Mapping[ItemKey, Sequence[Past]]) -> History:
    sites = {site.id: site for site in SitesRepository(connection).all()}
    current = LocalIdsRepository(connection).current_value
    items = tuple(
        _item(connection, sites, key, [replace(each, value=current(each.value)) for each in pasts])
        for key, pasts in by_key.items()
    )
    locales = [site.primary_locale for site in sites.values()]
    names = ItemsRepository(connection).names(set(_referred(items)), locales)
    return History(items, names)


def _item(
    connection: Connection, sites: Mapping[SiteId, Site], key: ItemKey, pasts: Sequence[Past]
) -> KeptItem:
    collection = CollectionsRepository(connection).find(key.collection)
    work = WorksRepository(connection).find(key)
    named = (str(past.value) for past in pasts if past.field == NAME and past.value)
    return KeptItem(
        key,
        (work.name if work else "") or next(named, ""),
        collection,
        sites.get(collection.site) if collection else None,
        work is not None,
        tuple(_in_order(_told_once(pasts), collection)),
    )


def _in_order(pasts: Sequence[Past], collection: Collection | None) -> Iterator[KeptValue]:
    """What was given up together comes in the order of the fields."""
    fields = collection.fields if collection else ()
    known = {field.slug: (place, field) for place, field in enumerate(fields)}
    for _, group in groupby(pasts, key=lambda past: (past.at, past.reason)):
        last = len(known)
        for past in sorted(group, key=lambda past: known.get(past.field, (last, None))[0]):
            yield KeptValue(past, known[past.field][1] if past.field in known else None)


def _told_once(pasts: Iterable[Past]) -> list[Past]:
    """Leave out what was given up for the same reason before: who undoes and redoes does that."""
    newest: dict[tuple[str, str, str], Past] = {}
    for past in pasts:
        newest.setdefault((past.field, past.reason, repr(past.value)), past)
    return list(newest.values())


def _referred(items: Iterable[KeptItem]) -> Iterable[ItemId]:
    for item in items:
        for each in item.values:
            if each.field is not None and each.field.type in REFERENCE_TYPES:
                yield from referred(each.past.value)
