"""Which items refer to which: a target that is in use is not taken away."""

from collections.abc import Collection as Several
from collections.abc import Sequence

from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.model import Collection, World
from wfdesk.practice.cms.refused import RefusedError

Place = tuple[str, str]
"""An item's id and a locale."""


def check_unused(
    world: World, collection: Collection, gone: Several[Place], *, live: bool = False
) -> None:
    """Refuse to take items of the collection away while others refer to them, here or live."""
    users = _users(world, collection, gone, live=live)
    if users:
        text = f"Conflict: This item is still being used by: {', '.join(users[:5])}"
        raise RefusedError(409, "conflict", text)


def _users(world: World, target: Collection, gone: Several[Place], *, live: bool) -> list[str]:
    users = []
    for collection in world.collections.values():
        slugs = references_to(collection, target.id)
        for variant in collection.variants() if slugs else ():
            if collection is target and (variant.id, variant.locale) in gone:
                continue
            fields = (variant.live or {}) if live else variant.fields
            if any((item, variant.locale) in gone for item in referred(fields, slugs)):
                users.append(f"{collection.display_name} {variant.fields.get('name')}")
    return users


def references_to(collection: Collection, target: str | None = None) -> list[str]:
    """The slugs of the fields that refer to items, of one collection or of any."""
    return [
        entry["slug"]
        for entry in collection.fields
        if entry["type"] in {"Reference", "MultiReference"}
        and target in {None, entry["validations"]["collectionId"]}
    ]


def referred(fields: Json, slugs: Sequence[str]) -> list[str]:
    found: list[str] = []
    for slug in slugs:
        value = fields.get(slug)
        found += value if isinstance(value, list) else [value] if value else []
    return found
