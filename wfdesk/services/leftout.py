"""Which items stay behind with the next send: remembered, so that none goes after a new start.

What is left out is the work on an item, whatever that is called by now: the key that Webflow has
given it, or the one of the item that was made anew in its place.
"""

from collections.abc import Iterable, Mapping

from wfdesk.domain.ids import ItemKey
from wfdesk.domain.values import Value
from wfdesk.store.database import Connection
from wfdesk.store.preferences import PreferencesRepository
from wfdesk.store.works import WorksRepository

LEFT_OUT = "changes.left_out"
"""The name under which it is remembered."""


def left_out(connection: Connection) -> frozenset[ItemKey]:
    """Read what is left out, under the keys that the items have now."""
    remembered = from_json(PreferencesRepository(connection).get(LEFT_OUT))
    return frozenset(map(WorksRepository(connection).at, remembered))


def set_goes(connection: Connection, keys: Iterable[ItemKey], *, goes: bool) -> None:
    """Leave items out of the next send, or take them in again."""
    meant = frozenset(map(WorksRepository(connection).at, keys))
    known = left_out(connection)
    _keep(connection, known - meant if goes else known | meant)


def carry(connection: Connection, moved: Mapping[ItemKey, ItemKey]) -> None:
    """Have items stay behind, or go, as those did in whose place they are."""
    known = left_out(connection)
    new = {key for old, key in moved.items() if old in known}
    now = (known - moved.keys() - set(moved.values())) | new
    if now != known:
        _keep(connection, now)


def to_json(keys: Iterable[ItemKey]) -> Value:
    return {"items": [key.as_parts() for key in sorted(keys)]}


def from_json(value: Value) -> set[ItemKey]:
    """Read what was remembered; what cannot be read is as if it had never been."""
    items = value.get("items") if isinstance(value, dict) else None
    found = map(ItemKey.from_parts, items if isinstance(items, list) else ())
    return {key for key in found if key is not None}


def _keep(connection: Connection, keys: Iterable[ItemKey]) -> None:
    PreferencesRepository(connection).put(LEFT_OUT, to_json(keys))
