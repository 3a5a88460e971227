"""Finds out what became of a write whose answer was lost. Reads only; it never sends again."""

from collections.abc import Callable, Mapping
from enum import Enum
from types import MappingProxyType

from msgspec import Struct

from wfdesk.api.items import Items
from wfdesk.domain.errors import NotFoundError
from wfdesk.domain.ids import SLUG, ItemKey
from wfdesk.domain.items import Item, ItemStatus
from wfdesk.domain.journal import Entry, Verb
from wfdesk.domain.markup import is_kept
from wfdesk.domain.schema import Collection, Field
from wfdesk.domain.values import is_identical, is_same
from wfdesk.sync.others import is_replaced, unlike_sent

_NOTHING: Mapping[ItemKey, Item | None] = MappingProxyType({})


class Finding(Enum):
    APPLIED = "Webflow has it"
    NOT_APPLIED = "Webflow does not have it"
    HIDDEN = "Webflow shows nothing of its locale"


class Found(Struct, frozen=True):
    finding: Finding
    item: Item | None
    """What Webflow holds now; None when there is no such item."""


async def find_out(
    items: Items,
    collection: Collection,
    entry: Entry,
    known: Item | None,
    seen: Mapping[ItemKey, Item | None] = _NOTHING,
) -> Found:
    """Look the entry's item up, by its id or, for a new item, by its slug.

    ``known`` is the local copy from before the write. What was ``seen`` since is not asked for;
    None is what is gone.
    """
    item = seen[entry.key] if entry.key in seen else await _fetch(items, entry)
    is_applied = _RULES[entry.verb](collection, entry, known, item)
    return Found(Finding.APPLIED if is_applied else Finding.NOT_APPLIED, item)


async def _fetch(items: Items, entry: Entry) -> Item | None:
    if entry.verb is Verb.CREATE:
        slug = str(entry.fields.get(SLUG) or "")
        place = entry.key.collection, entry.key.locale
        return await items.by_slug(*place, slug) if slug else None
    try:
        return await items.get(entry.key)
    except NotFoundError:
        return None


_Rule = Callable[[Collection, Entry, Item | None, Item | None], bool]


def is_ours(collection: Collection, entry: Entry, item: Item) -> bool:
    """Whether an item with our slug is the one that was sent: it holds all of that, and what it
    holds besides has been added since it was made.

    Any other one may be a stranger's, or a colleague has written over ours meanwhile: that is for
    the user to say.
    """
    if is_replaced(collection, entry, item):
        return False
    return not (item.is_as_made and unlike_sent(collection, entry, item))


def _created(collection: Collection, entry: Entry, _known: Item | None, item: Item | None) -> bool:
    return item is not None and is_ours(collection, entry, item)


def _updated(collection: Collection, entry: Entry, _known: Item | None, item: Item | None) -> bool:
    if item is None or entry.is_archived not in {None, item.is_archived}:
        return False
    return all(
        _has(field, entry, item)
        for slug in entry.fields
        if (field := collection.find_field(slug)) is not None
    )


def _has(field: Field, entry: Entry, item: Item) -> bool:
    """Whether the item has what was sent, and not just what it had before that looks alike."""
    sent, held = entry.fields[field.slug], item.fields.get(field.slug)
    before = entry.pre_image.get(field.slug)
    if is_same(field, sent, before):  # It was only to be spelled otherwise.
        return is_same(field, sent, held) and not is_identical(field, before, held)
    if is_same(field, sent, held):
        return True
    return is_kept(field, sent, held) and not is_kept(field, before, held)


def _published(
    _collection: Collection, _entry: Entry, known: Item | None, item: Item | None
) -> bool:
    """A refresh may have shown it meanwhile: then there is no difference to go by."""
    if item is None or item.last_published is None:
        return False
    is_new = known is None or item.last_published != known.last_published
    return is_new or item.status is ItemStatus.PUBLISHED


def _unpublished(
    _collection: Collection, _entry: Entry, _known: Item | None, item: Item | None
) -> bool:
    return item is not None and item.last_published is None


def _deleted(
    _collection: Collection, _entry: Entry, _known: Item | None, item: Item | None
) -> bool:
    return item is None


_RULES: dict[Verb, _Rule] = {
    Verb.CREATE: _created,
    Verb.UPDATE: _updated,
    Verb.PUBLISH: _published,
    Verb.UNPUBLISH: _unpublished,
    Verb.DELETE: _deleted,
}
