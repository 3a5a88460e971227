"""New items on this computer: made, taken back and made again.

Each works on the local copy within one transaction, for one item or for many, and makes all of them
or none.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import IN_FLIGHT, Edit, SendState, Work
from wfdesk.domain.history import Past
from wfdesk.domain.ids import NAME, SLUG, FieldSlug, ItemKey, new_local_id
from wfdesk.domain.values import Value
from wfdesk.services.copying import copied, free_slug, slug_for
from wfdesk.services.undo import MadeStep
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.database import Connection
from wfdesk.store.indoubt import in_doubt
from wfdesk.store.localids import LocalIdsRepository
from wfdesk.store.works import WorksRepository

_ON_ITS_WAY = IN_FLIGHT | {SendState.QUEUED}


def create(
    connection: Connection, key: ItemKey, fields: Mapping[FieldSlug, Value]
) -> tuple[MadeStep, ChangeSet]:
    """Make a new item with these values."""
    return MadeStep(False, {key: None}), WorksRepository(connection).create(key, fields)


def duplicate(connection: Connection, keys: Iterable[ItemKey]) -> tuple[MadeStep, ChangeSet]:
    """Make a copy of each item: the same values, another name and a slug of its own."""
    works, change = WorksRepository(connection), ChangeSet()
    made = dict[ItemKey, Work | None]()
    for key in keys:
        source = works.get(key)
        collection = CollectionsRepository(connection).get(key.collection)
        fields = copied(source, collection)
        name = f"{source.name or 'Untitled'} (copy)"
        fields[NAME] = name
        fields[SLUG] = slug_for(connection, key, name)
        copy = ItemKey(key.collection, new_local_id(), key.locale)
        change |= works.create(copy, fields, source.doubtful)
        made[copy] = None
    return MadeStep(True, made), change


def make_anew(connection: Connection, values: Sequence[Past]) -> tuple[MadeStep, ChangeSet]:
    """Make a new item of values that were given up together, where theirs is not there.

    One that Webflow may have goes on as if it had not been given up: the same key, slug and state.
    """
    works, old = WorksRepository(connection), values[0].key
    if works.find(old) is not None:
        return MadeStep(False, {}), ChangeSet()
    fields, doubtful = _restored(connection, values), in_doubt(connection, old)
    if doubtful is not None:
        edits = {slug: Edit(slug, value, None) for slug, value in fields.items()}
        change = works.put_back(replace(doubtful, edits=edits, is_new=True))
        return MadeStep(False, {doubtful.key: None}), change
    if slug := str(fields.get(SLUG) or ""):
        fields[SLUG] = free_slug(connection, old, slug)
    return create(connection, ItemKey(old.collection, new_local_id(), old.locale), fields)


def _restored(connection: Connection, values: Sequence[Past]) -> dict[FieldSlug, Value]:
    """What of the values a new item may have."""
    collection = CollectionsRepository(connection).get(values[0].key.collection)
    current = LocalIdsRepository(connection).current_value
    return {
        past.field: current(past.value)
        for past in values
        if (field := collection.find_field(past.field)) is not None and field.can_be_sent
    }


def lead(
    connection: Connection, step: MadeStep, *, is_back: bool
) -> tuple[Mapping[ItemKey, Work | None], ChangeSet]:
    """Take back what was made, or make it again; return what of it was so moved."""
    works, change = WorksRepository(connection), ChangeSet()
    moved = dict[ItemKey, Work | None]()
    for key, earlier in step.made.items():
        work = works.find(key)
        if is_back and work is not None and _is_here_alone(work):
            moved[key] = work
            change |= works.discard(key)
        elif not is_back and work is None and earlier is not None:
            moved[key] = None
            change |= works.put_back(_current(connection, earlier))
    return moved, change


def _is_here_alone(work: Work) -> bool:
    """Whether Webflow has not got the item, nor is about to."""
    return work.is_new and work.state not in _ON_ITS_WAY


def _current(connection: Connection, work: Work) -> Work:
    """The work, with the ids of now for the items that it refers to: those may be sent by now."""
    ids = LocalIdsRepository(connection)
    edits = {
        slug: replace(edit, value=ids.current_value(edit.value))
        for slug, edit in work.edits.items()
    }
    return replace(work, edits=edits)
