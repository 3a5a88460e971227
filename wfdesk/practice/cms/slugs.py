"""Which slugs are free. Every locale of a collection has its own."""

import uuid

from wfdesk.practice.cms.model import Collection, World


def is_taken(collection: Collection, locale: str, slug: str, item: str | None) -> bool:
    """Whether the item, or a new one, cannot have the slug."""
    if (locale, slug) in collection.reserved:
        return True
    return collection.slugs.get((locale, slug), item) != item


def free_slug(collection: Collection, locale: str, slug: str) -> str:
    """The slug, or one with a number that nobody has."""
    free, number = slug, 1
    while is_taken(collection, locale, free, None):
        number += 1
        free = f"{slug}-{number}"
    return free


def suffixed(slug: str) -> str:
    """As the real one was seen to answer a create whose slug was taken, without a word."""
    return f"{slug}-{uuid.uuid4().hex[:5]}"


def reserve(collection: Collection, locale: str, item: str) -> None:
    """Keep the slug of an item that is about to be deleted until the site is published."""
    variant = collection.find(locale, item)
    if variant is not None:
        collection.reserved.add((locale, str(variant.fields.get("slug"))))


def release(world: World) -> None:
    """The site was published: the slugs of deleted items are free."""
    for collection in world.collections.values():
        collection.reserved.clear()
