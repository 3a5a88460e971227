"""What Webflow last had of items that were deleted there while there was unsent work on them.

It cannot be read again, so a checksum stands beside it. It goes when the work goes.
"""

import sqlite3
from decimal import Decimal

import msgspec
from msgspec.structs import replace

from wfdesk.domain.ids import ItemKey
from wfdesk.domain.items import Item
from wfdesk.store.json import checksum, encode
from wfdesk.store.unsent import place_of

_HERE = "collection = :collection AND item = :item AND locale = :locale"
_copy = msgspec.json.Decoder(Item, float_hook=Decimal)


class LastCopiesRepository:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def put(self, item: Item) -> None:
        copy = encode(item)
        self._connection.execute(
            "INSERT OR REPLACE INTO last_copies VALUES (:collection, :item, :locale, :copy, :sum)",
            {**place_of(item.key), "copy": copy, "sum": checksum(copy)},
        )

    def has(self, key: ItemKey) -> bool:
        return self._row(key) is not None

    def find(self, key: ItemKey) -> Item | None:
        """None as well for a copy that damage has touched."""
        row = self._row(key)
        if row is None or row["checksum"] != checksum(row["copy"]):
            return None
        return _copy.decode(row["copy"])

    def move(self, old: ItemKey, new: ItemKey) -> None:
        """Give a copy another key, where none has that key yet. A damaged one stays damaged."""
        copy = self.find(old)
        if copy is not None and not self.has(new):
            self.put(replace(copy, key=new))
        elif copy is None:
            self._connection.execute(
                "UPDATE OR IGNORE last_copies SET item = :to_item, locale = :to_locale"
                f" WHERE {_HERE}",
                {**place_of(old), "to_item": new.item, "to_locale": new.locale},
            )
        self.drop(old)

    def drop(self, key: ItemKey) -> None:
        self._connection.execute(f"DELETE FROM last_copies WHERE {_HERE}", place_of(key))

    def _row(self, key: ItemKey) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self._connection.execute(
            f"SELECT copy, checksum FROM last_copies WHERE {_HERE}", place_of(key)
        ).fetchone()
        return row
