"""Values that were given up: discarded, or lost to a colleague's. Kept for 30 days."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from wfdesk.domain.ids import FieldSlug, ItemKey
from wfdesk.domain.values import Value
from wfdesk.store.json import decode, encode
from wfdesk.store.moments import from_ms, now_ms

_KEPT_MS = 30 * 24 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Past:
    field: FieldSlug
    value: Value
    reason: str
    at: datetime | None


class HistoryRepository:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def keep(self, key: ItemKey, field: FieldSlug, value: Value, reason: str) -> None:
        now = now_ms()
        self._connection.execute("DELETE FROM history WHERE at < ?", (now - _KEPT_MS,))
        self._connection.execute(
            "INSERT INTO history (collection, item, locale, field, value, reason, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (key.collection, key.item, key.locale, field, encode(value), reason, now),
        )

    def of(self, key: ItemKey) -> list[Past]:
        """What was given up on the item, newest first."""
        rows = self._connection.execute(
            "SELECT * FROM history WHERE collection = ? AND item = ? AND locale = ?"
            " ORDER BY id DESC",
            (key.collection, key.item, key.locale),
        )
        return [
            Past(FieldSlug(row["field"]), decode(row["value"]), row["reason"], from_ms(row["at"]))
            for row in rows
        ]
