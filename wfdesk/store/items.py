"""Items as Webflow last showed them. Written by sync alone."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.errors import MissingItemError
from wfdesk.domain.ids import NAME, CollectionId, FieldSlug, ItemId, ItemKey, LocaleId
from wfdesk.domain.items import Item
from wfdesk.domain.values import Value
from wfdesk.store.json import decode, encode
from wfdesk.store.moments import from_ms, to_ms

_LONGEST_SEARCHED = 500
"""Characters of a value that searching looks at; longer ones are bodies of text."""

_WHERE = "collection = ? AND item = ? AND locale = ?"


class ItemsRepository:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def find(self, key: ItemKey) -> Item | None:
        row = self._connection.execute(
            f"SELECT * FROM items WHERE {_WHERE}", (key.collection, key.item, key.locale)
        ).fetchone()
        return None if row is None else read_item(row)

    def get(self, key: ItemKey) -> Item:
        item = self.find(key)
        if item is None:
            raise MissingItemError("This item is no longer in the local copy.")
        return item

    def upsert(self, items: Sequence[Item]) -> ChangeSet:
        """Store what Webflow showed; the result names only what really differs from before."""
        changed: set[ItemKey] = set()
        grown: set[CollectionId] = set()
        for item in items:
            before = self.find(item.key)
            if before == item:
                continue
            self._put(item)
            changed.add(item.key)
            if before is None:
                grown.add(item.key.collection)
        return ChangeSet(frozenset(changed), frozenset(grown))

    def delete(self, keys: Sequence[ItemKey]) -> ChangeSet:
        """Forget items that Webflow no longer has. Unsent edits of them stay."""
        self._connection.executemany(
            f"DELETE FROM items WHERE {_WHERE}",
            [(key.collection, key.item, key.locale) for key in keys],
        )
        return ChangeSet(frozenset(keys), frozenset(key.collection for key in keys))

    def ids(self, collection: CollectionId, locale: LocaleId) -> set[ItemId]:
        rows = self._connection.execute(
            "SELECT item FROM items WHERE collection = ? AND locale = ?", (collection, locale)
        )
        return {ItemId(row["item"]) for row in rows}

    def slugs(self, collection: CollectionId, locale: LocaleId) -> frozenset[str]:
        rows = self._connection.execute(
            "SELECT slug FROM items WHERE collection = ? AND locale = ?", (collection, locale)
        )
        return frozenset(row["slug"] for row in rows)

    def names(self, items: Iterable[ItemId]) -> Mapping[ItemId, str]:
        """Names of items by id, edits laid over; ids that are nowhere are left out."""
        found: dict[ItemId, str] = {}
        for item in items:
            row = self._connection.execute(
                "SELECT coalesce((SELECT value FROM edits WHERE item = :item AND field = :name),"
                " (SELECT json_quote(fields ->> '$.name') FROM items WHERE item = :item)) AS name",
                {"item": item, "name": NAME},
            ).fetchone()
            if row["name"] is not None:
                found[item] = str(decode(row["name"]) or "")
        return found

    def refreshed_at(self, collection: CollectionId, locale: LocaleId) -> datetime | None:
        row = self._refresh(collection, locale)
        return None if row is None else from_ms(row["at"])

    def newest(self, collection: CollectionId, locale: LocaleId) -> datetime | None:
        """The newest lastUpdated seen when the collection was last read to its end."""
        row = self._refresh(collection, locale)
        return None if row is None else from_ms(row["newest"])

    def set_refreshed(
        self,
        collection: CollectionId,
        locale: LocaleId,
        at: datetime,
        newest: datetime | None,
    ) -> ChangeSet:
        self._connection.execute(
            "INSERT INTO refreshes VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
            " at = excluded.at, newest = coalesce(max(newest, excluded.newest), excluded.newest,"
            " newest)",
            (collection, locale, to_ms(at), to_ms(newest)),
        )
        return ChangeSet()

    def _refresh(self, collection: CollectionId, locale: LocaleId) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self._connection.execute(
            "SELECT at, newest FROM refreshes WHERE collection = ? AND locale = ?",
            (collection, locale),
        ).fetchone()
        return row

    def _put(self, item: Item) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                item.key.collection,
                item.key.item,
                item.key.locale,
                item.name.casefold(),
                item.slug,
                search_text(item.fields),
                item.is_draft,
                item.is_archived,
                to_ms(item.created_on),
                to_ms(item.last_updated),
                to_ms(item.last_published),
                encode(dict(item.fields)),
                encode(dict(item.extra)),
            ),
        )


def read_item(row: sqlite3.Row) -> Item:
    return Item(
        key=ItemKey(CollectionId(row["collection"]), ItemId(row["item"]), LocaleId(row["locale"])),
        fields=decode(row["fields"]),
        is_draft=bool(row["is_draft"]),
        is_archived=bool(row["is_archived"]),
        created_on=from_ms(row["created_on"]),
        last_updated=from_ms(row["last_updated"]),
        last_published=from_ms(row["last_published"]),
        extra=decode(row["extra"]),
    )


def search_text(fields: Mapping[FieldSlug, Value]) -> str:
    """All short texts of an item, whatever their case, for finding one anywhere in them."""
    return "\n".join(
        value.casefold()
        for value in fields.values()
        if isinstance(value, str) and len(value) <= _LONGEST_SEARCHED
    )
