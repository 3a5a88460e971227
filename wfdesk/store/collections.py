"""Collections and their fields as Webflow last showed them."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import msgspec

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.errors import MissingItemError
from wfdesk.domain.ids import CollectionId, SiteId
from wfdesk.domain.schema import Collection, Field
from wfdesk.store.json import encode

_collection = msgspec.json.Decoder(Collection)
_fields = msgspec.json.Decoder(tuple[Field, ...], float_hook=Decimal)


class CollectionsRepository:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self, site: SiteId) -> list[Collection]:
        rows = self._connection.execute(
            "SELECT collection, fields FROM collections WHERE site = ? ORDER BY position, id",
            (site,),
        )
        return [_read(row) for row in rows]

    def find(self, collection: CollectionId) -> Collection | None:
        row = self._connection.execute(
            "SELECT collection, fields FROM collections WHERE id = ?", (collection,)
        ).fetchone()
        return None if row is None else _read(row)

    def get(self, collection: CollectionId) -> Collection:
        found = self.find(collection)
        if found is None:
            raise MissingItemError("This collection is no longer on the site.")
        return found

    def counts(self) -> Mapping[CollectionId, int]:
        """Items per collection; the locale variants of an item count once."""
        rows = self._connection.execute(
            "SELECT collection, max(n) AS n FROM"
            " (SELECT collection, locale, count(*) AS n FROM items GROUP BY collection, locale)"
            " GROUP BY collection"
        )
        return {CollectionId(row["collection"]): row["n"] for row in rows}

    def replace_all(self, site: SiteId, collections: Sequence[Collection]) -> ChangeSet:
        """Take over the site's list. It comes without fields: those already known are kept."""
        known = {each.id: each for each in self.all(site)}
        gone = known.keys() - {each.id for each in collections}
        self._connection.executemany(
            "DELETE FROM collections WHERE id = ?", [(each,) for each in gone]
        )
        for position, each in enumerate(collections):
            fields = each.fields or (known[each.id].fields if each.id in known else ())
            self._put(replace(each, fields=fields), position)
        return ChangeSet(has_new_structure=True)

    def put(self, collection: Collection) -> ChangeSet:
        known = self.find(collection.id)
        if known == collection:
            return ChangeSet()
        row = self._connection.execute(
            "SELECT coalesce((SELECT position FROM collections WHERE id = :id),"
            " (SELECT count(*) FROM collections)) AS position",
            {"id": collection.id},
        ).fetchone()
        self._put(collection, row["position"])
        return ChangeSet(collections=frozenset({collection.id}))

    def _put(self, collection: Collection, position: int) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO collections VALUES (?, ?, ?, ?, ?)",
            (
                collection.id,
                collection.site,
                position,
                msgspec.json.encode(replace(collection, fields=())).decode(),
                encode(collection.fields),
            ),
        )


def _read(row: sqlite3.Row) -> Collection:
    return replace(_collection.decode(row["collection"]), fields=_fields.decode(row["fields"]))
