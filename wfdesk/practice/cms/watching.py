"""What becomes of an item, told by its variants: as they were, and as they are now.

``created`` and ``deleted`` are said once of an item, however many locales it has: a further variant
is ``localized``, one of several that goes is ``unlocalized``.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

from wfdesk.practice.cms.changes import Changes, Sides, sides_of
from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.model import Collection, Variant, World


def watch(world: World) -> None:
    """Note what changes from now on; how the world was filled is nobody's change."""
    for collection in world.collections.values():
        watch_collection(world.changes, collection)


def watch_collection(changes: Changes, collection: Collection) -> None:
    collection.told = partial(_told, changes, collection)


def _told(
    changes: Changes, collection: Collection, old: Variant | None, new: Variant | None
) -> None:
    if new is None:
        if old is not None:
            _gone(changes, collection, old)
        return
    where = _where(collection, new, sides_of(_state(old) if old else None, _state(new)))
    if old is None:
        did = "localized" if _is_elsewhere(collection, new) else "created"
        changes.note("item", did, where, None, new.fields)
        if new.published is not None:
            changes.note("item", "published", where, None, new.live)
        return
    for did, is_so, values in _DEEDS:
        if is_so(old, new):
            changes.note("item", did, where, values(old), values(new))


def _gone(changes: Changes, collection: Collection, old: Variant) -> None:
    if changes.undo(old.id, old.locale or None):
        return
    did = "unlocalized" if _is_elsewhere(collection, old) else "deleted"
    where = _where(collection, old, sides_of(_state(old), None))
    changes.note("item", did, where, old.fields, None)


def _where(collection: Collection, variant: Variant, state: Sides) -> Json:
    place = {"item": variant.id, "locale": variant.locale or None}
    return {"collection": collection.id, **place, "state": state}


def _state(variant: Variant) -> Json:
    return {"isDraft": variant.is_draft, "isArchived": variant.is_archived}


def _is_elsewhere(collection: Collection, variant: Variant) -> bool:
    others = (locale for locale in collection.locales if locale != variant.locale)
    return any(collection.find(locale, variant.id) for locale in others)


def _is_updated(old: Variant, new: Variant) -> bool:
    """Unpublishing moves the moment too, and a value that goes with its field does not."""
    return old.updated != new.updated and not _is_unpublished(old, new)


def _is_published(old: Variant, new: Variant) -> bool:
    return new.published is not None and new.published != old.published


def _is_unpublished(old: Variant, new: Variant) -> bool:
    """An archived item that goes with the site's publish keeps the moment it was published."""
    if new.live is None and old.live is not None:
        return True
    return new.published is None and old.published is not None


def _fields(variant: Variant) -> Json | None:
    return variant.fields


def _live(variant: Variant) -> Json | None:
    return variant.live


def _nothing(_variant: Variant) -> Json | None:
    return None


_Test = Callable[[Variant, Variant], bool]
_Values = Callable[[Variant], Json | None]
_DEEDS: Final[tuple[tuple[str, _Test, _Values], ...]] = (
    ("updated", _is_updated, _fields),
    ("published", _is_published, _live),
    ("unpublished", _is_unpublished, _live),
    ("archived", lambda old, new: new.is_archived and not old.is_archived, _nothing),
    ("unarchived", lambda old, new: old.is_archived and not new.is_archived, _nothing),
)
