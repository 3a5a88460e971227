"""Which items stay behind with the next send: remembered, so that none goes after a new start."""

from collections.abc import Iterable

from wfdesk.domain.ids import ItemKey
from wfdesk.domain.values import Value

LEFT_OUT = "changes.left_out"
"""The name under which it is remembered."""


def to_json(keys: Iterable[ItemKey]) -> Value:
    return {"items": [key.as_parts() for key in sorted(keys)]}


def from_json(value: Value) -> set[ItemKey]:
    """Read what was remembered; what cannot be read is as if it had never been."""
    items = value.get("items") if isinstance(value, dict) else None
    found = map(ItemKey.from_parts, items if isinstance(items, list) else ())
    return {key for key in found if key is not None}
