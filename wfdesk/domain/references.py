"""Who refers to whom: the order in which new items can be created and items be published."""

from collections.abc import Iterator, Mapping, Sequence

from wfdesk.domain.edits import Work
from wfdesk.domain.ids import CollectionId, FieldSlug, ItemId, is_local
from wfdesk.domain.schema import REFERENCE_TYPES, Collection
from wfdesk.domain.values import Value


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
    """Group works by collection, each group after those it refers to.

    Where collections refer to each other in a circle, the circle is broken at the first one met.
    """
    groups: dict[CollectionId, list[Work]] = {}
    for work in works:
        groups.setdefault(work.key.collection, []).append(work)
    homes = {work.key.item: work.key.collection for work in works}
    ordered: list[CollectionId] = []
    seen: set[CollectionId] = set()

    def visit(collection: CollectionId) -> None:
        if collection in seen:
            return
        seen.add(collection)
        for work in groups[collection]:
            for _, item in targets(work, collections):
                if item in homes:
                    visit(homes[item])
        ordered.append(collection)

    for collection in groups:
        visit(collection)
    return [groups[collection] for collection in ordered]
