"""The local copy after a first refresh, read once: every practice server of a seed has the same."""

import sqlite3

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.ids import CollectionId
from wfdesk.store.database import Connection
from wfdesk.store.moments import now_ms

_TABLES = ("collections", "items", "table_rows", "refreshes")


class Seasoned:
    def __init__(self) -> None:
        self._copy = sqlite3.connect(":memory:", check_same_thread=False)
        self._server = ""

    @property
    def is_there(self) -> bool:
        return bool(self._server)

    def keep(self, server: str, connection: Connection) -> None:
        connection.backup(self._copy)
        self._server = server

    def give(self, server: str, connection: Connection) -> ChangeSet:
        """Put in what was read, as if that had been just now, and from this server."""
        for table in _TABLES:
            rows = [
                [
                    each.replace(self._server, server) if isinstance(each, str) else each
                    for each in row
                ]
                for row in self._copy.execute(f"SELECT * FROM {table}")  # noqa: S608
            ]
            marks = ", ".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608
        connection.execute("UPDATE refreshes SET at = ?", (now_ms(),))
        found = connection.execute("SELECT id FROM collections").fetchall()
        return ChangeSet(
            collections=frozenset(CollectionId(row["id"]) for row in found), has_new_structure=True
        )
