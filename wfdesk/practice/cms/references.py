"""Which items refer to which: a target that is in use is not taken away."""

from collections.abc import Collection as Several
from collections.abc import Iterator, Sequence

from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.model import Collection, World
from wfdesk.practice.cms.refused import RefusedError

Place = tuple[str, str]
"""An item's id and a locale."""


def check_unused(
    world: World, collection: Collection, gone: Several[Place], *, only_live: bool = False
) -> None:
    """Refuse to take items of the collection away while others refer to them.

    Those that refer to them on the published page count, and here too unless ``only_live``.
    """
    users = list(_users(world, collection, gone, only_live=only_live))
    if users:
        text = f"Conflict: This item is still being used by: {', '.join(users[:5])}"
        raise RefusedError(409, "conflict", text)


def _users(
    world: World, target: Collection, gone: Several[Place], *, only_live: bool
) -> Iterator[str]:
    for collection in world.collections.values():
        slugs = references_to(collection, target.id)
        for variant in collection.variants() if slugs else ():
            if collection is target and (variant.id, variant.locale) in gone:
                continue
            copies = (variant.live or {}, {} if only_live else variant.fields)
            used = (item for fields in copies for item in referred(fields, slugs))
            if any((item, variant.locale) in gone for item in used):
                yield f"{collection.display_name} {variant.fields.get('name')}"


def unpublished_target(
    world: World, collection: Collection, locale: str, fields: Json
) -> tuple[str, str] | None:
    """A field that refers to an item which is not live, and the item's id; the first one."""
    for slug in references_to(collection):
        target = world.collections.get(_target_of(collection.field(slug) or {}))
        for item in referred(fields, [slug]):
            found = target.find(locale, item) if target else None
            if found is None or found.published is None:
                return slug, item
    return None


def references_to(collection: Collection, target: str | None = None) -> list[str]:
    """The slugs of the fields that refer to items, of one collection or of any."""
    return [
        entry["slug"]
        for entry in collection.fields
        if entry["type"] in {"Reference", "MultiReference"} and target in {None, _target_of(entry)}
    ]


def _target_of(field: Json) -> str:
    """The collection it refers to; a field of another type that became one has none yet."""
    return str((field.get("validations") or {}).get("collectionId"))


def referred(fields: Json, slugs: Sequence[str]) -> list[str]:
    found: list[str] = []
    for slug in slugs:
        value = fields.get(slug)
        found += value if isinstance(value, list) else [value] if value else []
    return found
