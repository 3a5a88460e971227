"""The profile's database in memory, put back to a known state in well under a millisecond.

One connection serves thousands of scenarios: a new one would prepare every statement again, which
takes longer than a scenario does.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.convergence.desk import ACCOUNT
from wfdesk.store.accounts import AccountsRepository
from wfdesk.store.migrations import migrate
from wfdesk.store.salvage import salvage
from wfdesk.store.transactions import transaction

Copy = Mapping[str, Sequence[tuple[Any, ...]]]
"""The rows of every table."""


class Disk:
    """Outlives every life of the program. What a crash leaves is what was committed."""

    def __init__(self) -> None:
        self.rows = sqlite3.connect(":memory:", isolation_level=None, cached_statements=512)
        self.rows.row_factory = sqlite3.Row
        migrate(self.rows, Path("model"))
        with transaction(self.rows):
            AccountsRepository(self.rows).put(ACCOUNT)
        tables = self.rows.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")
        self._tables = [row["name"] for row in tables]
        self._kept: dict[str, list[str]] = {}
        """The tables of a state that have any rows."""
        self._keep("empty")

    def restore(self, name: str, fill: Callable[[], None]) -> None:
        """Put the state of that name back; the first time, ``fill`` makes it."""
        if name not in self._kept:
            self._put_back("empty")
            fill()
            self._keep(name)
        else:
            self._put_back(name)

    def copy(self) -> Copy:
        rows = self.rows.execute
        return {
            table: [tuple(row) for row in rows(f"SELECT * FROM main.{table}")]  # noqa: S608 - ours
            for table in self._tables
        }

    def bring_back(self, copy: Copy) -> None:
        self._clear()
        with transaction(self.rows):
            for table, rows in copy.items():
                self.rows.execute(f"DELETE FROM main.{table}")  # noqa: S608 - counted meanwhile
                for row in rows:
                    marks = ", ".join("?" * len(row))
                    self.rows.execute(f"INSERT INTO main.{table} VALUES ({marks})", row)  # noqa: S608

    def salvage(self, smash: Callable[[bytearray], None] | None) -> None:
        """Take over what can be read of a file that is damaged as ``smash`` would have it."""
        if self.rows.in_transaction:
            self.rows.execute("ROLLBACK")
        with TemporaryDirectory() as folder:
            path = Path(folder) / "damaged"
            self.rows.execute("VACUUM main INTO ?", (str(path),))
            if smash is not None:
                content = bytearray(path.read_bytes())
                smash(content)
                path.write_bytes(content)
            self._clear()
            salvage(path, self.rows)

    def problems(self) -> list[str]:
        """What SQLite itself finds wrong."""
        found = [row[0] for row in self.rows.execute("PRAGMA main.integrity_check")]
        return [] if found == ["ok"] else found

    def _keep(self, name: str) -> None:
        self.rows.execute(f"ATTACH ':memory:' AS {name}")
        for table in self._tables:
            copy = f"{name}.kept_{table} AS SELECT * FROM main.{table}"  # noqa: S608
            self.rows.execute(f"CREATE TABLE {copy}")
        self._kept[name] = [table for table in self._tables if self._has_rows(name, table)]

    def _clear(self) -> None:
        if self.rows.in_transaction:
            self.rows.execute("ROLLBACK")
        with transaction(self.rows):
            for table in self._tables:
                self.rows.execute(f"DELETE FROM main.{table}")  # noqa: S608 - SQLite's own name

    def _put_back(self, name: str) -> None:
        self._clear()
        with transaction(self.rows):
            for table in self._kept[name]:
                copy = f"INSERT INTO main.{table} SELECT * FROM {name}.kept_{table}"  # noqa: S608
                self.rows.execute(copy)

    def _has_rows(self, name: str, table: str) -> bool:
        found = self.rows.execute(f"SELECT 1 FROM {name}.kept_{table} LIMIT 1")  # noqa: S608
        return found.fetchone() is not None
