"""Watches over conflicts: what is in conflict stays so until the user settles it.

It is over as well where Webflow's value is another one by now, or the user's is: what becomes of
it then is decided by comparing the two. Nothing else ends it, whatever becomes of the item's rest.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from msgspec import DecodeError

from wfdesk.store.json import decode

_HERE = "collection = :collection AND item = :item AND locale = :locale"


@dataclass(frozen=True, slots=True)
class _Quarrel:
    where: tuple[str, str, str]
    field: str
    mine: Any
    theirs: Any
    """The colleague's value that is on record."""


class Quarrels:
    """``look`` tells which conflicts are gone without a reason since the last time."""

    def __init__(self) -> None:
        self._open: dict[tuple[tuple[str, str, str], str], _Quarrel] = {}

    def look(self, rows: sqlite3.Connection) -> list[str]:
        if rows.in_transaction:
            return []
        now = {(each.where, each.field): each for each in _quarrels(rows)}
        gone = [each for place, each in self._open.items() if place not in now]
        self._open = now
        return [
            f"{each.where[1]}.{each.field} is in conflict with {each.theirs!r} no more"
            for each in gone
            if _is_as_it_was(rows, each)
        ]

    def user_was_at(self, item: str) -> None:
        """The user has done something to the item: whatever is settled by now was settled then."""
        for place in [each for each in self._open if each[0][1] == item]:
            del self._open[place]


def _quarrels(rows: sqlite3.Connection) -> Iterator[_Quarrel]:
    found = rows.execute(
        "SELECT collection, item, locale, conflicts, field, value FROM works"
        " JOIN edits USING (collection, item, locale) WHERE conflicts <> '{}'"
    )
    for row in found:
        try:
            conflicts: Any = decode(row["conflicts"])
        except DecodeError:  # The file was damaged, and the next start has not read it yet.
            continue
        if row["field"] in conflicts:
            where = row["collection"], row["item"], row["locale"]
            yield _Quarrel(where, row["field"], row["value"], conflicts[row["field"]])


def _is_as_it_was(rows: sqlite3.Connection, quarrel: _Quarrel) -> bool:
    """Whether there are still the same two values."""
    place = dict(zip(("collection", "item", "locale"), quarrel.where, strict=True))
    edit = rows.execute(
        f"SELECT value FROM edits WHERE {_HERE} AND field = :field",  # noqa: S608 - our own text
        {**place, "field": quarrel.field},
    ).fetchone()
    item = rows.execute(f"SELECT fields FROM items WHERE {_HERE}", place).fetchone()  # noqa: S608
    home = rows.execute("SELECT fields FROM collections WHERE id = :collection", place).fetchone()
    if edit is None or item is None or home is None or edit["value"] != quarrel.mine:
        return False
    if quarrel.field not in {each["slug"] for each in decode(home["fields"])}:
        return False  # the edit is parked
    fields: Any = decode(item["fields"])
    return bool(fields.get(quarrel.field) == quarrel.theirs)
