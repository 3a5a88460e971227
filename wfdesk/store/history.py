"""Values that were given up: discarded, or lost to a colleague's. Kept for 30 days."""

import sqlite3
from collections.abc import Mapping

from wfdesk.domain.history import Past
from wfdesk.domain.ids import FieldSlug, ItemId, ItemKey
from wfdesk.domain.values import Value
from wfdesk.store.json import decode, encode
from wfdesk.store.moments import from_ms, now_ms
from wfdesk.store.unsent import key_of, place_of

_KEPT_MS = 30 * 24 * 60 * 60 * 1000


class HistoryRepository:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def keep(self, key: ItemKey, field: FieldSlug, value: Value, reason: str) -> None:
        self.keep_all(key, {field: value}, reason)

    def keep_all(self, key: ItemKey, values: Mapping[FieldSlug, Value], reason: str) -> None:
        """Keep values that were given up together: they have one moment."""
        now = now_ms()
        # Rows are in the order of time: if the first is young, nobody has to look at the others.
        self._connection.execute(
            "DELETE FROM history WHERE at < :limit"
            " AND (SELECT at FROM history ORDER BY id LIMIT 1) < :limit",
            {"limit": now - _KEPT_MS},
        )
        self._connection.executemany(
            "INSERT INTO history (collection, item, locale, field, value, reason, at)"
            " VALUES (:collection, :item, :locale, :field, :value, :reason, :now)",
            [
                {
                    **place_of(key),
                    "field": field,
                    "value": encode(value),
                    "reason": str(reason),
                    "now": now,
                }
                for field, value in values.items()
            ],
        )

    def of(self, key: ItemKey) -> list[Past]:
        """What was given up on the item, newest first."""
        rows = self._connection.execute(
            "SELECT * FROM history WHERE collection = :collection AND item = :item"
            " AND locale = :locale ORDER BY id DESC",
            place_of(key),
        )
        return [past_of(row) for row in rows]

    def latest(self, limit: int) -> list[Past]:
        """What was given up on any item, newest first."""
        rows = self._connection.execute("SELECT * FROM history ORDER BY id DESC LIMIT ?", (limit,))
        return [past_of(row) for row in rows]

    def follow(self, renamed: Mapping[ItemId, ItemId]) -> None:
        """Follow items that were given other ids."""
        self._connection.execute(
            "UPDATE history SET item = json_extract(:renamed, '$.\"' || item || '\"')"
            " WHERE item IN (SELECT key FROM json_each(:renamed))",
            {"renamed": encode(dict(renamed))},
        )


def past_of(row: sqlite3.Row) -> Past:
    return Past(
        key_of(row),
        FieldSlug(row["field"]),
        decode(row["value"]),
        row["reason"],
        from_ms(row["at"]),
    )
