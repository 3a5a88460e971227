"""What a new item takes over from another one, and the slug it gets."""

from wfdesk.domain.edits import Work
from wfdesk.domain.ids import SLUG, FieldSlug, ItemKey
from wfdesk.domain.schema import Collection
from wfdesk.domain.tables import Query
from wfdesk.domain.values import Value
from wfdesk.store.database import Connection
from wfdesk.store.tables import TablesRepository


def copied(source: Work, collection: Collection) -> dict[FieldSlug, Value]:
    """The values that a copy may carry: those we may write."""
    return {
        slug: value
        for slug, value in source.fields.items()
        if value is not None
        and (field := collection.find_field(slug)) is not None
        and field.can_be_sent
    }


def slug_for(connection: Connection, key: ItemKey, name: str) -> str:
    """The name as a slug that no other item of the collection has."""
    from slugify import slugify  # noqa: PLC0415 - its tables are not wanted at every start

    return free_slug(connection, key, slugify(name, max_length=240) or "item")


def other_slug(connection: Connection, work: Work) -> str:
    """A slug for an item whose own was refused, as another item has it; empty if it was not.

    Whoever has it may not be known here, so the next number is tried in any case.
    """
    wanted = str(work.fields.get(SLUG) or "")
    if not wanted or " already " not in work.refused_fields.get(SLUG, ""):
        return ""
    free = free_slug(connection, work.key, wanted)
    return free if free != wanted else free_slug(connection, work.key, f"{wanted}-2")


def free_slug(connection: Connection, key: ItemKey, wanted: str) -> str:
    """The slug, if no item but *key* has it; else with a number behind it."""
    tables = TablesRepository(connection)
    near = tables.find_keys(key.collection, key.locale, Query(text=wanted))
    taken = {str(work.fields.get(SLUG) or "") for work in tables.works(near) if work.key != key}
    slug, number = wanted, 2
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug
