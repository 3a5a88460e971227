"""Changing items. Everything here is written to this computer only; sending is another's job."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import Action, Work, makes_sense
from wfdesk.domain.ids import NAME, SLUG, CollectionId, FieldSlug, ItemKey, LocaleId, new_local_id
from wfdesk.domain.schema import Collection
from wfdesk.domain.tables import Query
from wfdesk.domain.values import Value, is_identical, without_lone_surrogates
from wfdesk.services.feed import ChangeFeed
from wfdesk.services.undo import Step, UndoHistory
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.database import Connection, Database
from wfdesk.store.tables import TablesRepository
from wfdesk.store.works import WorksRepository


class EditingService:
    """Every method returns when the change is on disk, or raises a ``StoreError``."""

    def __init__(self, database: Database, feed: ChangeFeed) -> None:
        self._database = database
        self._feed = feed
        self._undo = UndoHistory()

    async def set_field(self, key: ItemKey, slug: FieldSlug, value: Value) -> None:
        """Save the user's value of a field. A value that means the server's is no edit."""
        step = await self._stage(key, slug, _cleaned(value))
        if step is not None:
            self._undo.record(key, step)

    async def undo(self, key: ItemKey) -> FieldSlug | None:
        """Take back the last change of the item; return the field that changed, if any."""
        step = self._undo.back(key)
        if step is not None:
            await self._stage(key, step.field, step.before)
        return step.field if step else None

    async def redo(self, key: ItemKey) -> FieldSlug | None:
        step = self._undo.forward(key)
        if step is not None:
            await self._stage(key, step.field, step.after)
        return step.field if step else None

    def can_undo(self, key: ItemKey) -> bool:
        return self._undo.can_go_back(key)

    def can_redo(self, key: ItemKey) -> bool:
        return self._undo.can_go_forward(key)

    def follow(self, old: ItemKey, new: ItemKey) -> None:
        """Keep the undo steps of a new item when Webflow has given it its id."""
        self._undo.follow(old, new)

    async def create(
        self,
        collection: CollectionId,
        locale: LocaleId,
        fields: Mapping[FieldSlug, Value] | None = None,
    ) -> ItemKey:
        """Make a new item on this computer. Webflow hears of it with the next send."""
        key = ItemKey(collection, new_local_id(), locale)
        await self._write(lambda connection: WorksRepository(connection).create(key, fields or {}))
        return key

    async def duplicate(self, key: ItemKey) -> ItemKey:
        """Make a new item with the same values, another name and a slug of its own."""

        def work(connection: Connection) -> tuple[ItemKey, ChangeSet]:
            works = WorksRepository(connection)
            source = works.get(key)
            collection = CollectionsRepository(connection).get(key.collection)
            fields = _copied(source, collection)
            name = f"{source.name or 'Untitled'} (copy)"
            fields[NAME] = name
            fields[SLUG] = _free_slug(connection, key, name)
            copy = ItemKey(key.collection, new_local_id(), key.locale)
            return copy, works.create(copy, fields)

        copy, change = await self._database.write(work)
        self._feed.publish(change)
        return copy

    async def suggest_slug(self, key: ItemKey, name: str) -> str:
        """A slug made from the name that no other item in the local copy has."""
        return await self._database.read(lambda connection: _free_slug(connection, key, name))

    async def set_action(self, keys: Iterable[ItemKey], action: Action | None) -> list[ItemKey]:
        """Mark items for the next send, or take the mark back with None.

        Deleting an item that was never sent discards it at once. Returns the keys that changed.
        """
        wanted = list(keys)

        def work(connection: Connection) -> tuple[list[ItemKey], ChangeSet]:
            works = WorksRepository(connection)
            changed, change = list[ItemKey](), ChangeSet()
            for key in wanted:
                before = works.get(key)
                if not makes_sense(before, action):
                    continue
                discards = before.is_new and action is Action.DELETE
                change |= works.discard(key) if discards else works.set_action(key, action)
                changed.append(key)
            return changed, change

        changed, change = await self._database.write(work)
        self._feed.publish(change)
        return changed

    async def discard(self, keys: Sequence[ItemKey]) -> None:
        """Give up all unsent work on the items. The values stay in the history for 30 days."""

        def work(connection: Connection) -> ChangeSet:
            works = WorksRepository(connection)
            change = ChangeSet()
            for key in keys:
                change |= works.discard(key)
            return change

        await self._write(work)

    async def drop_field(self, key: ItemKey, slug: FieldSlug) -> None:
        """Give up the edit of one field; undo brings it back."""

        def work(connection: Connection) -> tuple[Value, Value]:
            before = WorksRepository(connection).get(key)
            server = before.item.fields.get(slug) if before.item else None
            return before.fields.get(slug), server

        before, server = await self._database.read(work)
        await self._write(lambda connection: WorksRepository(connection).drop_field(key, slug))
        self._undo.record(key, Step(slug, before, server))

    async def hold(self, key: ItemKey, slug: FieldSlug | None, *, is_held: bool) -> None:
        """Keep an edit, or with None all of the item, out of the next send; or let it go again."""
        await self._write(
            lambda connection: WorksRepository(connection).hold(key, slug, is_held=is_held)
        )

    async def take_mine(self, key: ItemKey, slug: FieldSlug) -> None:
        """Settle a conflict: my value stays; the colleague's was seen."""
        await self._write(
            lambda connection: WorksRepository(connection).resolve_conflict(key, slug, "mine")
        )

    async def take_theirs(self, key: ItemKey, slug: FieldSlug) -> None:
        """Settle a conflict: the colleague's value stays; mine goes to the history."""
        await self._write(
            lambda connection: WorksRepository(connection).resolve_conflict(key, slug, "theirs")
        )

    async def _stage(self, key: ItemKey, slug: FieldSlug, value: Value) -> Step | None:
        def work(connection: Connection) -> tuple[Step | None, ChangeSet]:
            works = WorksRepository(connection)
            before = works.get(key)
            field = CollectionsRepository(connection).get(key.collection).find_field(slug)
            shown = before.fields.get(slug)
            if shown == value and type(shown) is type(value):
                return None, ChangeSet()
            server = before.item.fields.get(slug) if before.item else None
            if before.item is not None and field is not None and is_identical(field, value, server):
                change = works.drop_field(key, slug)
            else:
                change = works.stage(key, slug, value, server)
            return Step(slug, shown, value), change

        step, change = await self._database.write(work)
        self._feed.publish(change)
        return step

    async def _write(self, work: Callable[[Connection], ChangeSet]) -> None:
        self._feed.publish(await self._database.write(work))


def _copied(source: Work, collection: Collection) -> dict[FieldSlug, Value]:
    """The values that a copy may carry: those we may write."""
    return {
        slug: value
        for slug, value in source.fields.items()
        if value is not None
        and (field := collection.find_field(slug)) is not None
        and field.can_be_sent
    }


def _free_slug(connection: Connection, key: ItemKey, name: str) -> str:
    from slugify import slugify  # noqa: PLC0415 - its tables are not wanted at every start

    stem = slugify(name, max_length=240) or "item"
    near = TablesRepository(connection).find_keys(key.collection, key.locale, Query(text=stem))
    taken = {
        str(work.fields.get(SLUG) or "")
        for work in TablesRepository(connection).works(near)
        if work.key != key
    }
    slug, number = stem, 2
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug


def _cleaned(value: Value) -> Value:
    """Take out what neither SQLite nor JSON can hold, however deep it lies."""
    if isinstance(value, str):
        return without_lone_surrogates(value)
    if isinstance(value, list):
        return [_cleaned(each) for each in value]
    if isinstance(value, dict):
        return {name: _cleaned(each) for name, each in value.items()}
    return value
