"""What the window remembers: sizes, columns, where it was. Nothing secret."""

import sqlite3
from contextlib import suppress

import msgspec

from wfdesk.domain.values import Value
from wfdesk.store.json import decode, encode


class PreferencesRepository:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> Value:
        row = self._connection.execute(
            "SELECT value FROM preferences WHERE name = ?", (name,)
        ).fetchone()
        with suppress(msgspec.DecodeError):  # damaged: not worth more than being forgotten
            return None if row is None else decode(row["value"])
        return None

    def put(self, name: str, value: Value) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO preferences VALUES (?, ?)", (name, encode(value))
        )
