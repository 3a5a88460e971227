"""What somebody else did to an item: found by comparing how it was seen with how it is."""

from collections.abc import Collection as Some

from wfdesk.domain.ids import FieldSlug
from wfdesk.domain.items import Item
from wfdesk.domain.journal import Entry
from wfdesk.domain.markup import is_kept
from wfdesk.domain.schema import Collection
from wfdesk.domain.values import Value, is_empty, is_same


def has_moved(collection: Collection, before: Item, now: Item) -> bool:
    """Whether somebody changed the item's values or flags."""
    if _flags(before) != _flags(now):
        return True
    return bool(_changed(collection, before, now))


def _flags(item: Item) -> tuple[bool, bool, bool]:
    return item.is_archived, item.is_draft, item.is_live


def taken_back(before: Item, now: Item) -> list[str]:
    """That somebody archived the item, took it off the site or made it a draft, if so.

    It is named as its fields are: as something that was changed.
    """
    is_taken = any(
        is_now and not was for was, is_now in zip(_down(before), _down(now), strict=True)
    )
    return _status(now) if is_taken else []


def taken_off(before: Item, now: Item) -> list[str]:
    """The same after a write of ours, which leaves nothing but that it is live as it was."""
    return _status(now) if before.is_live and not now.is_live else []


def _status(item: Item) -> list[str]:
    return [f"its status (now “{item.status.value}”)"]


def _down(item: Item) -> tuple[bool, bool, bool]:
    return item.is_archived, item.is_draft, not item.is_live


def others_fields(
    collection: Collection, before: Item, now: Item, ours: Some[FieldSlug]
) -> list[str]:
    """The names of fields that are not as they were, but for ours."""
    changed = _changed(collection, before, now)
    return [name for slug, name in changed.items() if slug not in ours]


def unlike_sent(collection: Collection, sent: Entry, item: Item) -> list[str]:
    """The names of fields in which a new item is not what it was made as."""
    return [
        field.display_name
        for field in collection.fields
        if not is_kept(field, sent.fields.get(field.slug), item.fields.get(field.slug))
    ]


def is_replaced(collection: Collection, sent: Entry, item: Item) -> bool:
    """Whether a new item holds something else where something was sent."""
    return any(
        not is_empty(field, value) and not is_kept(field, value, item.fields.get(field.slug))
        for field in collection.fields
        for value in [sent.fields.get(field.slug)]
    )


def _changed(collection: Collection, before: Item, now: Item) -> dict[FieldSlug, str]:
    """The names of fields that hold something else. One that is not known here has only a slug:
    a colleague may have made it just now.
    """
    if before.fields == now.fields:
        return {}
    known = {
        field.slug: field.display_name
        for field in collection.fields
        if not is_same(field, before.fields.get(field.slug), now.fields.get(field.slug))
    }
    others = (before.fields.keys() | now.fields.keys()) - {each.slug for each in collection.fields}
    return known | {
        slug: str(slug)
        for slug in sorted(others)
        if _unknown(before.fields.get(slug)) != _unknown(now.fields.get(slug))
    }


def _unknown(value: Value) -> Value:
    """What a field of any type holds. A new one that nobody has written into is none, be it shown
    as empty or off.
    """
    return None if value is False or value in ("", [], {}) else value
