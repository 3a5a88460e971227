"""Collections and their fields as Webflow last showed them."""

import sqlite3
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.errors import MissingItemError
from wfdesk.domain.ids import CollectionId, LocaleId, SiteId
from wfdesk.domain.schema import Collection, Field, succeeding
from wfdesk.store.items import ItemsRepository
from wfdesk.store.json import encode
from wfdesk.store.lost import LostRepository
from wfdesk.store.unsent import key_of

_collection = msgspec.json.Decoder(Collection)
_fields = msgspec.json.Decoder(tuple[Field, ...], float_hook=Decimal)


class CollectionsRepository:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lost = LostRepository(connection)

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

    def is_gone(self, collection: CollectionId) -> bool:
        """Whether its site was seen without it. One that was forgotten here may still be there."""
        return self.find(collection) is None and collection in self._lost.gone()

    def counted(self, locales: Sequence[LocaleId]) -> frozenset[CollectionId]:
        """The collections that were read to their end in one of these locales."""
        marks = ", ".join("?" * len(locales))
        rows = self._connection.execute(
            f"SELECT collection FROM refreshes WHERE locale IN ({marks})", tuple(locales)
        )
        return frozenset(CollectionId(row["collection"]) for row in rows)

    def replace_all(self, site: SiteId, collections: Sequence[Collection]) -> ChangeSet:
        """Take over the site's list. It comes without fields: those already known are kept."""
        known = {each.id: each for each in self.all(site)}
        listed = [
            succeeding(
                known.get(each.id),
                replace(each, fields=known[each.id].fields)
                if each.id in known and not each.fields
                else each,
            )
            for each in collections
        ]
        if listed == list(known.values()):
            return ChangeSet()
        change = ChangeSet(has_new_structure=True)
        there = {each.id for each in listed}
        gone = sorted(known.keys() - there)
        for missing in gone:
            change |= self.forget(missing)
        earlier = [each for each in self._lost.gone() if each not in there]
        self._lost.set_gone([*earlier, *gone])
        for position, each in enumerate(listed):
            self._put(each, position)
            if known.get(each.id) != each:
                change |= ChangeSet(collections=frozenset({each.id}))
        return change

    def forget(self, collection: CollectionId) -> ChangeSet:
        """Forget the collection and what was read of its items. Unsent edits stay."""
        self._lost.keep_names(collection)
        run = self._connection.execute
        run("DELETE FROM collections WHERE id = ?", (collection,))
        run("DELETE FROM refreshes WHERE collection = ?", (collection,))
        change = ChangeSet(collections=frozenset({collection}))
        # Row by row only where unsent work lies on an item: it is shown without its server copy.
        edited = run(
            "SELECT collection, item, locale FROM works"
            " JOIN items USING (collection, item, locale) WHERE collection = ?",
            (collection,),
        )
        change |= ItemsRepository(self._connection).delete([key_of(row) for row in edited])
        # The list is made once: one that depends on the row is made for each of 100,000.
        run(
            "DELETE FROM table_rows WHERE collection = ? AND (item, locale) IN"
            " (SELECT item, locale FROM items WHERE collection = ?)",
            (collection, collection),
        )
        run("DELETE FROM items WHERE collection = ?", (collection,))
        run("DELETE FROM last_copies WHERE collection = ?", (collection,))
        return change

    def put(self, collection: Collection) -> ChangeSet:
        known = self.find(collection.id)
        collection = succeeding(known, collection)
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
    return _told(row["collection"], row["fields"])


@lru_cache(256)
def _told(collection: str, fields: str) -> Collection:
    """Kept in memory: it is asked for with every edit, and hardly ever another."""
    return replace(_collection.decode(collection), fields=_fields.decode(fields))
