"""The user's unsent work: the only tables that a user's action writes.

Beside every edit stands a checksum over what it says and what it started from. A row that does
not match it is set apart: it is never shown as an edit and never sent.
"""

import sqlite3
from collections.abc import Mapping
from typing import Literal

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import Action, Edit, SendState, Work
from wfdesk.domain.errors import MissingItemError
from wfdesk.domain.ids import CollectionId, FieldSlug, ItemId, ItemKey, LocaleId
from wfdesk.domain.values import Value
from wfdesk.store.history import HistoryRepository
from wfdesk.store.items import ItemsRepository
from wfdesk.store.json import checksum, decode, encode
from wfdesk.store.moments import now_ms

_WHERE = "collection = :collection AND item = :item AND locale = :locale"
_DECIDED_BY_LOOKING = frozenset({SendState.UNKNOWN, SendState.SENDING})


class WorksRepository:
    """Runs inside the caller's transaction; never commits."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def get(self, key: ItemKey) -> Work:
        """The item as the user sees it, with or without unsent work."""
        row = self._row(key)
        item = ItemsRepository(self._connection).find(key)
        if row is None and item is None:
            raise MissingItemError("This item is no longer in the local copy.")
        if row is None:
            return Work(key, item)
        return Work(
            key=key,
            item=item,
            edits=self._edits(key),
            action=Action(row["action"]) if row["action"] else None,
            is_new=bool(row["is_new"]),
            state=SendState(row["state"]),
            reason=row["reason"],
            refused_fields=decode(row["refused"]),
            conflicts=decode(row["conflicts"]),
        )

    def all(self) -> list[Work]:
        """All unsent work, collection by collection, in the order in which it was begun."""
        rows = self._connection.execute(
            "SELECT collection, item, locale FROM works ORDER BY collection, seq"
        )
        return [self.get(_key(row)) for row in rows.fetchall()]

    def counts(self) -> Mapping[CollectionId, int]:
        rows = self._connection.execute(
            "SELECT collection, count(*) AS n FROM works GROUP BY collection"
        )
        return {CollectionId(row["collection"]): row["n"] for row in rows}

    def create(self, key: ItemKey, fields: Mapping[FieldSlug, Value]) -> ChangeSet:
        """Begin a new item, which Webflow does not know yet."""
        self._begin(key, is_new=True)
        for field, value in fields.items():
            self._put_edit(key, Edit(field, value, None))
        return ChangeSet(frozenset({key}), frozenset({key.collection}))

    def stage(self, key: ItemKey, field: FieldSlug, value: Value, base: Value) -> ChangeSet:
        """Record the user's value. The first edit of a field keeps the base it started from."""
        work = self.get(key)
        earlier = work.edits.get(field)
        base = earlier.base if earlier else base
        if not work.is_new and encode(value) == encode(base):
            return self.drop_field(key, field)
        self._begin(key)
        self._put_edit(key, Edit(field, value, base, is_held=bool(earlier and earlier.is_held)))
        return self._touched(key, field)

    def drop_field(self, key: ItemKey, field: FieldSlug) -> ChangeSet:
        """Take back the edit of one field."""
        self._connection.execute(
            f"DELETE FROM edits WHERE {_WHERE} AND field = :field", {**_of(key), "field": field}
        )
        return self._touched(key, field)

    def discard(self, key: ItemKey, reason: str = "discarded") -> ChangeSet:
        """Give up all unsent work on the item. The values go to the history."""
        work = self.get(key)
        history = HistoryRepository(self._connection)
        for edit in work.edits.values():
            history.keep(key, edit.field, edit.value, reason)
        self._connection.execute(f"DELETE FROM edits WHERE {_WHERE}", _of(key))
        self._connection.execute(f"DELETE FROM works WHERE {_WHERE}", _of(key))
        collections = frozenset({key.collection}) if work.is_new else frozenset()
        return ChangeSet(frozenset({key}), collections)

    def hold(self, key: ItemKey, field: FieldSlug | None, *, is_held: bool) -> ChangeSet:
        """Keep one edit, or with None all edits of the item, out of the next send."""
        self._connection.execute(
            f"UPDATE edits SET is_held = :held WHERE {_WHERE}"
            " AND (:field IS NULL OR field = :field)",
            {**_of(key), "held": is_held, "field": field},
        )
        return ChangeSet(frozenset({key}))

    def set_action(self, key: ItemKey, action: Action | None) -> ChangeSet:
        self.get(key)
        self._begin(key)
        self._connection.execute(
            f"UPDATE works SET action = :action WHERE {_WHERE}",
            {**_of(key), "action": action.value if action else None},
        )
        return self._touched(key, None)

    def set_state(
        self,
        key: ItemKey,
        state: SendState,
        reason: str,
        *,
        refused_fields: Mapping[FieldSlug, str] | None = None,
        conflicts: Mapping[FieldSlug, Value] | None = None,
    ) -> ChangeSet:
        """Say where the item's unsent work stands. An item without any has no state."""
        self._connection.execute(
            f"UPDATE works SET state = :state, reason = :reason, refused = :refused,"
            f" conflicts = :conflicts WHERE {_WHERE}",
            {
                **_of(key),
                "state": state.value,
                "reason": reason,
                "refused": encode(dict(refused_fields or {})),
                "conflicts": encode(dict(conflicts or {})),
            },
        )
        return ChangeSet(frozenset({key}))

    def resolve_conflict(
        self, key: ItemKey, field: FieldSlug, take: Literal["mine", "theirs"]
    ) -> ChangeSet:
        """Settle one field. Mine now starts from the colleague's value, which was seen."""
        work = self.get(key)
        edit, theirs = work.edits[field], work.conflicts[field]
        if take == "mine":
            self._put_edit(key, Edit(field, edit.value, theirs, edit.is_held))
        else:
            HistoryRepository(self._connection).keep(key, field, edit.value, "theirs was taken")
            self._connection.execute(
                f"DELETE FROM edits WHERE {_WHERE} AND field = :field",
                {**_of(key), "field": field},
            )
        return self._touched(key, field)

    def tidy(self, key: ItemKey) -> ChangeSet:
        """Forget the work if nothing of it is left."""
        return self._touched(key, None)

    def referring_to(self, item: ItemId) -> list[Work]:
        """Unsent work with an edit whose value names the item."""
        rows = self._connection.execute(
            "SELECT DISTINCT collection, item, locale FROM edits WHERE instr(value, ?)",
            (encode(item),),
        )
        return [self.get(_key(row)) for row in rows.fetchall()]

    def rebase(self, key: ItemKey, edit: Edit) -> None:
        """Write an edit as it is, base included. For the acknowledgement only."""
        self._put_edit(key, edit)

    def _touched(self, key: ItemKey, field: FieldSlug | None) -> ChangeSet:
        """Bring the item's state in line after the user's hand was on it."""
        work = self.get(key)
        if work.is_empty:
            self._connection.execute(f"DELETE FROM works WHERE {_WHERE}", _of(key))
        elif work.state not in _DECIDED_BY_LOOKING:
            refused = {slug: why for slug, why in work.refused_fields.items() if slug != field}
            conflicts = {slug: value for slug, value in work.conflicts.items() if slug != field}
            state = work.state if refused or conflicts else SendState.SAVED
            reason = work.reason if refused or conflicts else ""
            self.set_state(key, state, reason, refused_fields=refused, conflicts=conflicts)
        return ChangeSet(frozenset({key}))

    def _begin(self, key: ItemKey, *, is_new: bool = False) -> None:
        self._connection.execute(
            "INSERT INTO works (collection, item, locale, is_new, state)"
            " VALUES (:collection, :item, :locale, :is_new, :state) ON CONFLICT DO NOTHING",
            {**_of(key), "is_new": is_new, "state": SendState.SAVED.value},
        )

    def _row(self, key: ItemKey) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self._connection.execute(
            f"SELECT * FROM works WHERE {_WHERE}", _of(key)
        ).fetchone()
        return row

    def _edits(self, key: ItemKey) -> dict[FieldSlug, Edit]:
        rows = self._connection.execute(
            f"SELECT * FROM edits WHERE {_WHERE} ORDER BY edited_at, field", _of(key)
        )
        return {
            FieldSlug(row["field"]): Edit(
                FieldSlug(row["field"]),
                decode(row["value"]),
                decode(row["base"]),
                bool(row["is_held"]),
            )
            for row in rows
            if row["checksum"] == _checksum(key, row["field"], row["value"], row["base"])
        }

    def _put_edit(self, key: ItemKey, edit: Edit) -> None:
        value, base = encode(edit.value), encode(edit.base)
        self._connection.execute(
            "INSERT OR REPLACE INTO edits VALUES"
            " (:collection, :item, :locale, :field, :value, :base, :held, :checksum, :at)",
            {
                **_of(key),
                "field": edit.field,
                "value": value,
                "base": base,
                "held": edit.is_held,
                "checksum": _checksum(key, edit.field, value, base),
                "at": now_ms(),
            },
        )


def set_damaged_apart(connection: sqlite3.Connection) -> int:
    """Move edits that do not match their checksum out of the way; return how many there were."""
    damaged = [
        row
        for row in connection.execute("SELECT rowid, * FROM edits").fetchall()
        if row["checksum"] != _checksum(_key(row), row["field"], row["value"], row["base"])
    ]
    for row in damaged:
        connection.execute(
            "INSERT INTO quarantine SELECT collection, item, locale, field, value, base, ?"
            " FROM edits WHERE rowid = ?",
            (now_ms(), row["rowid"]),
        )
        connection.execute("DELETE FROM edits WHERE rowid = ?", (row["rowid"],))
    return len(damaged)


def _key(row: sqlite3.Row) -> ItemKey:
    return ItemKey(CollectionId(row["collection"]), ItemId(row["item"]), LocaleId(row["locale"]))


def _of(key: ItemKey) -> dict[str, str | int | None]:
    return {"collection": key.collection, "item": key.item, "locale": key.locale}


def _checksum(key: ItemKey, field: str, value: str, base: str) -> str:
    return checksum(key.collection, key.item, key.locale, field, value, base)
