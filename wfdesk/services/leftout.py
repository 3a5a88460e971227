"""Which items stay behind with the next send: remembered, so that none goes after a new start."""

from collections.abc import Iterable

from wfdesk.domain.ids import CollectionId, ItemId, ItemKey, LocaleId
from wfdesk.domain.values import Value

LEFT_OUT = "changes.left_out"
"""The name under which it is remembered."""

_PARTS = 3
"""Of a key: collection, item and locale."""


def to_json(keys: Iterable[ItemKey]) -> Value:
    return {"items": [[key.collection, key.item, key.locale] for key in sorted(keys)]}


def from_json(value: Value) -> set[ItemKey]:
    """Read what was remembered; what cannot be read is as if it had never been."""
    items = value.get("items") if isinstance(value, dict) else None
    return {key for each in (items if isinstance(items, list) else ()) if (key := _key(each))}


def _key(value: Value) -> ItemKey | None:
    parts = [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
    if len(parts) != _PARTS:
        return None
    collection, item, locale = parts
    return ItemKey(CollectionId(collection), ItemId(item), LocaleId(locale))
