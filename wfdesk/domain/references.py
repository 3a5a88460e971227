"""Who refers to whom: the order in which new items can be created and items be published."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from wfdesk.domain.edits import Work
from wfdesk.domain.ids import SLUG, CollectionId, FieldSlug, ItemId, is_local
from wfdesk.domain.schema import REFERENCE_TYPES, Collection
from wfdesk.domain.values import Value


class Called(NamedTuple):
    """What an item is called, and what tells it from another of that name."""

    name: str
    slug: str
    collection: str = ""


def told_apart(items: Mapping[ItemId, Called]) -> dict[ItemId, str]:
    """The items' names; those of a collection that share one have their slug behind it."""
    times = Counter((each.collection, each.name) for each in items.values())
    return {
        item: f"{each.name} ({each.slug})"
        if each.slug and times[each.collection, each.name] > 1
        else each.name
        for item, each in items.items()
    }


def called(works: Iterable[Work]) -> dict[ItemId, Called]:
    """What the items of a collection are called, as the user sees them."""
    return {
        work.key.item: Called(work.name or "Untitled", str(work.fields.get(SLUG) or ""))
        for work in works
    }


def referred(value: Value) -> tuple[ItemId, ...]:
    """The items that a reference or multi-reference value points to."""
    if isinstance(value, str):
        return (ItemId(value),)
    if isinstance(value, list):
        return tuple(ItemId(item) for item in value if isinstance(item, str))
    return ()


def targets(
    work: Work, collections: Mapping[CollectionId, Collection]
) -> Iterator[tuple[FieldSlug, ItemId]]:
    """Yield what the work, as the user sees it, refers to."""
    collection = collections.get(work.key.collection)
    fields = work.fields
    for field in collection.fields if collection else ():
        if field.type in REFERENCE_TYPES:
            for item in referred(fields.get(field.slug)):
                yield field.slug, item


def local_targets(
    work: Work, collections: Mapping[CollectionId, Collection]
) -> Iterator[tuple[FieldSlug, ItemId]]:
    """Yield the references to items that Webflow does not know yet."""
    for slug, item in targets(work, collections):
        if slug in work.edits and is_local(item):
            yield slug, item


def order_by_reference(
    works: Sequence[Work], collections: Mapping[CollectionId, Collection]
) -> list[list[Work]]:
    """Group works by collection, each group and each work in it after those it refers to.

    Where they refer to each other in a circle, the circle is broken at the first one met.
    """
    homes = {work.key.item: work.key.collection for work in works}
    groups: dict[CollectionId, list[Work]] = {}
    needs: dict[CollectionId, dict[ItemId, set[ItemId]]] = {}
    wanted: dict[CollectionId, dict[CollectionId, None]] = {}
    for work in works:
        home = work.key.collection
        groups.setdefault(home, []).append(work)
        needed = {item for _, item in targets(work, collections) if item in homes}
        # An item may be there in several locales, which refer to different ones.
        needs.setdefault(home, {}).setdefault(work.key.item, set()).update(needed)
        wanted.setdefault(home, {}).update({homes[item]: None for item in sorted(needed)})
    return [_by_depth(groups[each], needs[each]) for each in _after_what_they_need(wanted)]


def _after_what_they_need(
    wanted: Mapping[CollectionId, Mapping[CollectionId, None]],
) -> list[CollectionId]:
    ordered: dict[CollectionId, None] = {}
    seen: set[CollectionId] = set()

    def visit(collection: CollectionId) -> None:
        if collection not in seen:
            seen.add(collection)
            for each in wanted[collection]:
                visit(each)
            ordered[collection] = None

    for collection in wanted:
        visit(collection)
    return list(ordered)


def _by_depth(works: Sequence[Work], needs: Mapping[ItemId, set[ItemId]]) -> list[Work]:
    """First those that need none of the others, then those that need only these, and so on.

    So what is referred to goes in an earlier request than who refers to it, wherever it can.
    """
    waits_for = {item: (needed & needs.keys()) - {item} for item, needed in needs.items()}
    users: dict[ItemId, list[ItemId]] = {item: [] for item in needs}
    for item, needed in waits_for.items():
        for each in needed:
            users[each].append(item)
    order: dict[ItemId, int] = {}
    level, others = [item for item, needed in waits_for.items() if not needed], iter(waits_for)
    while len(order) < len(waits_for):
        # In a circle everybody waits for another one: the first goes without.
        level = level or [next(item for item in others if item not in order)]
        for item in level:
            order[item] = len(order)
        free = dict.fromkeys(user for item in level for user in users[item] if user not in order)
        for user in free:
            waits_for[user] -= order.keys()
        level = [user for user in free if not waits_for[user]]
    return sorted(works, key=lambda work: order[work.key.item])
