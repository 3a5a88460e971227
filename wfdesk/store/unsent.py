"""Unsent work as it lies in the tables: one row per item, one row per edited field.

Beside every edit stands a checksum over what it says and what it started from. A row that does
not match it is set apart: it is never shown as an edit and never sent. SQLite itself would not
notice: two thirds of random damage pass its own check (measured).
"""

import re
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec

from wfdesk.domain.edits import Action, Edit, SendState, Work
from wfdesk.domain.errors import StoreError
from wfdesk.domain.ids import LOCAL, CollectionId, FieldSlug, ItemId, ItemKey, LocaleId
from wfdesk.domain.values import Value
from wfdesk.store.json import checksum, decode, encode
from wfdesk.store.moments import now_ms

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
"""A string as JSON spells it."""
_HERE = "collection = :collection AND item = :item AND locale = :locale"
_WORK = (
    "SELECT is_new, action, state, reason, refused, conflicts, field, value, base, is_held,"
    " is_as_shown, checksum FROM works LEFT JOIN edits USING (collection, item, locale)"
    " WHERE works.collection = ? AND works.item = ? AND works.locale = ? ORDER BY id"
)
"""An item's work: a row for each of its edits, and one without an edit where there is none. Asked
more often than anything else."""
_ACTIONS = {each.value: each for each in Action}
_STATES = {each.value: each for each in SendState}


def key_of(row: sqlite3.Row) -> ItemKey:
    return ItemKey(CollectionId(row["collection"]), ItemId(row["item"]), LocaleId(row["locale"]))


def place_of(key: ItemKey) -> dict[str, str | int | None]:
    """The key as parameters of a statement."""
    return {"collection": key.collection, "item": key.item, "locale": key.locale}


class UnsentRows:
    """Reads and writes rows and decides nothing; ``Work.item`` is never filled in here."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def find(self, key: ItemKey) -> Work | None:
        place = key.collection, key.item, key.locale
        rows = self._connection.execute(_WORK, place).fetchall()
        if not rows:
            return None
        is_new, action, state, reason, refused, conflicts, *_ = rows[0]
        edits = {}
        for *_, field, value, base, is_held, is_as_shown, told in rows:
            if field is not None and _is_said(told, *place, field, value, base):
                marks = bool(is_held), bool(is_as_shown)
                edits[field] = Edit(field, decode(value), decode(base), *marks)
        return Work(
            key=key,
            item=None,
            edits=edits,
            action=_ACTIONS.get(action),
            is_new=bool(is_new),
            state=_STATES.get(state, SendState.SAVED),
            reason=reason,
            refused_fields={slug: str(why) for slug, why in _object(refused).items()},
            conflicts=_object(conflicts),
        )

    def has(self, key: ItemKey) -> bool:
        row = self._connection.execute(f"SELECT 1 FROM works WHERE {_HERE}", place_of(key))
        return row.fetchone() is not None

    def keys(self, collection: CollectionId | None = None) -> list[ItemKey]:
        """Collection by collection, or of one, in the order in which the work was begun."""
        rows = self._connection.execute(
            "SELECT collection, item, locale FROM works"
            " WHERE :collection IS NULL OR collection = :collection ORDER BY collection, seq",
            {"collection": collection},
        )
        return [key_of(row) for row in rows]

    def at(self, state: SendState) -> frozenset[ItemKey]:
        """All whose work stands there, be it bare."""
        rows = self._connection.execute(
            "SELECT collection, item, locale FROM works WHERE state = ?", (state.value,)
        )
        return frozenset(map(key_of, rows))

    def elsewhere(self, key: ItemKey) -> list[Work]:
        """Unsent work on the same item in its other locales."""
        rows = self._connection.execute(
            "SELECT collection, item, locale FROM works WHERE collection = :collection"
            " AND item = :item AND locale <> :locale ORDER BY seq",
            place_of(key),
        )
        found = [self.find(key_of(row)) for row in rows.fetchall()]
        return [work for work in found if work is not None and not work.is_empty]

    def begin(self, key: ItemKey, *, is_new: bool = False) -> None:
        """Make room for work on the item, unless there is some already."""
        self._connection.execute(
            "INSERT INTO works (collection, item, locale, is_new, state)"
            " VALUES (:collection, :item, :locale, :is_new, :state) ON CONFLICT DO NOTHING",
            {**place_of(key), "is_new": is_new, "state": SendState.SAVED.value},
        )

    def remove(self, key: ItemKey) -> None:
        self.drop_edits(key)
        self._connection.execute(f"DELETE FROM works WHERE {_HERE}", place_of(key))
        self._connection.execute(f"DELETE FROM last_copies WHERE {_HERE}", place_of(key))

    def set_plan(self, key: ItemKey, *, action: Action | None, is_new: bool) -> None:
        self._connection.execute(
            f"UPDATE works SET action = :action, is_new = :is_new WHERE {_HERE}",
            {**place_of(key), "action": action.value if action else None, "is_new": is_new},
        )

    def set_state(
        self,
        key: ItemKey,
        state: SendState,
        reason: str,
        refused_fields: Mapping[FieldSlug, str],
        conflicts: Mapping[FieldSlug, Value],
    ) -> bool:
        """Return whether there is work on the item that can have a state."""
        cursor = self._connection.execute(
            f"UPDATE works SET state = :state, reason = :reason, refused = :refused,"
            f" conflicts = :conflicts WHERE {_HERE}",
            {
                **place_of(key),
                "state": state.value,
                "reason": reason,
                "refused": encode(dict(refused_fields)),
                "conflicts": encode(dict(conflicts)),
            },
        )
        return cursor.rowcount > 0

    def move(self, old: ItemKey, new: ItemKey) -> None:
        """Give the row another key, where none has that key yet. Edits are not moved."""
        self._connection.execute(
            "UPDATE OR IGNORE works SET collection = :to_collection, item = :to_item,"
            f" locale = :to_locale WHERE {_HERE}",
            {
                **place_of(old),
                "to_collection": new.collection,
                "to_item": new.item,
                "to_locale": new.locale,
            },
        )

    def put_edit(self, key: ItemKey, edit: Edit) -> None:
        value, base = encode(edit.value), encode(edit.base)
        _refuse_unreadable(value)
        set_apart(self._connection, self._rows(key, edit.field))
        self._connection.execute(
            "INSERT INTO edits"
            " (collection, item, locale, field, value, base, is_held, is_as_shown, checksum)"
            " VALUES"
            " (:collection, :item, :locale, :field, :value, :base, :held, :as_shown, :checksum)"
            " ON CONFLICT DO UPDATE SET value = excluded.value, base = excluded.base,"
            " is_held = excluded.is_held, is_as_shown = excluded.is_as_shown,"
            " checksum = excluded.checksum",
            {
                **place_of(key),
                "field": edit.field,
                "value": value,
                "base": base,
                "held": edit.is_held,
                "as_shown": edit.is_as_shown,
                "checksum": checksum(key.collection, key.item, key.locale, edit.field, value, base),
            },
        )

    def drop_edit(self, key: ItemKey, field: FieldSlug) -> None:
        set_apart(self._connection, self._rows(key, field))
        self._connection.execute(
            f"DELETE FROM edits WHERE {_HERE} AND field = :field",
            {**place_of(key), "field": field},
        )

    def drop_edits(self, key: ItemKey) -> None:
        set_apart(self._connection, self._rows(key))
        self._connection.execute(f"DELETE FROM edits WHERE {_HERE}", place_of(key))

    def hold(self, key: ItemKey, field: FieldSlug | None, *, is_held: bool) -> None:
        self._connection.execute(
            f"UPDATE edits SET is_held = :held WHERE {_HERE}"
            " AND (:field IS NULL OR field = :field)",
            {**place_of(key), "held": is_held, "field": field},
        )

    def naming(self, items: Collection[ItemId]) -> list[ItemKey]:
        """Items with an edit whose value names one of those local ids as a whole string."""
        named = {encode(item) for item in items}
        rows = self._connection.execute(
            "SELECT collection, item, locale, value FROM edits WHERE instr(value, ?)",
            (f'"{LOCAL}',),
        )
        found = (row for row in rows if not named.isdisjoint(_STRING.findall(row["value"])))
        return list(dict.fromkeys(map(key_of, found)))

    def set_damaged_apart(self) -> list[int]:
        """Move the edits that damage has touched out of the way; return their numbers."""
        rows = self._connection.execute("SELECT * FROM edits").fetchall()
        return set_apart(self._connection, rows)

    def adopt(self) -> int:
        """Begin work anew for edits whose item's row is lost; return for how many items."""
        cursor = self._connection.execute(
            "INSERT INTO works (collection, item, locale, is_new, state)"
            " SELECT DISTINCT collection, item, locale, substr(item, 1, 6) = 'local-', ?"
            " FROM edits WHERE (collection, item, locale) NOT IN"
            " (SELECT collection, item, locale FROM works)",
            (SendState.SAVED.value,),
        )
        return cursor.rowcount

    def _rows(self, key: ItemKey, field: FieldSlug | None = None) -> list[sqlite3.Row]:
        return self._connection.execute(
            f"SELECT * FROM edits WHERE {_HERE} AND (:field IS NULL OR field = :field) ORDER BY id",
            {**place_of(key), "field": field},
        ).fetchall()


def is_sound(row: sqlite3.Row | Mapping[str, object]) -> bool:
    """Whether the edit says what was once written there."""
    names = ("collection", "item", "locale", "field", "value", "base")
    return _is_said(row["checksum"], *[row[name] for name in names])


def set_apart(connection: sqlite3.Connection, rows: Iterable[sqlite3.Row]) -> list[int]:
    """Move those of the edits that are not sound out of the way; return their numbers."""
    damaged = [row for row in rows if not is_sound(row)]
    for each in damaged:
        connection.execute(
            "INSERT INTO quarantine SELECT collection, item, locale, field, value, base, ?"
            " FROM edits WHERE id = ?",
            (now_ms(), each["id"]),
        )
        connection.execute("DELETE FROM edits WHERE id = ?", (each["id"],))
    return [each["id"] for each in damaged]


def _refuse_unreadable(text: str) -> None:
    """A Decimal may be NaN or infinite, which JSON cannot hold."""
    try:
        decode(text)
    except msgspec.DecodeError as error:
        raise StoreError("This value cannot be saved: it is not a number.") from error


def _is_said(told: object, *parts: Any) -> bool:
    """Whether the checksum is that of the parts."""
    try:
        return told == checksum(*parts)
    except TypeError:
        return False  # Damage turns even a column declared TEXT into a number or nothing.


def _object(text: str) -> dict[FieldSlug, Value]:
    """The object the text says; empty for a text that only damage can have written."""
    try:
        found = decode(text)
    except msgspec.DecodeError:
        return {}
    return found if isinstance(found, dict) else {}
