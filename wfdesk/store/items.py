"""Items as Webflow last showed them. Written by sync alone."""

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.errors import MissingItemError
from wfdesk.domain.ids import NO_LOCALE, CollectionId, ItemId, ItemKey, LocaleId, is_local
from wfdesk.domain.items import Item
from wfdesk.domain.reach import Reach
from wfdesk.domain.references import Called, told_apart
from wfdesk.store.json import decode, encode
from wfdesk.store.lastcopies import LastCopiesRepository
from wfdesk.store.lost import LostRepository
from wfdesk.store.moments import from_ms, to_ms
from wfdesk.store.tablerows import show, sortable_name
from wfdesk.store.unsent import UnsentRows, key_of

_KEY = ("collection", "item", "locale")
_HERE = " AND ".join(f"{column} = ?" for column in _KEY)
_PLACE = "collection = :collection AND locale = :locale"


class ItemsRepository:
    """Runs inside the caller's transaction; never commits."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def find(self, key: ItemKey) -> Item | None:
        row = self._row(key)
        return None if row is None else _item(row)

    def get(self, key: ItemKey) -> Item:
        item = self.find(key)
        if item is None:
            raise MissingItemError("This item is no longer in the local copy.")
        return item

    def upsert(self, items: Sequence[Item]) -> ChangeSet:
        """Store what Webflow showed; the result names only what really differs from before."""
        change = ChangeSet()
        for item in items:
            if self.put(item):
                change |= self._show(item.key, item)
        return change

    def put(self, item: Item) -> bool:
        """Store one and leave it to the caller to show it; return whether it really differs."""
        written, stored = _columns(item), self._row(item.key)
        if stored is not None and tuple(stored) == written:
            return False
        self._connection.execute(
            "INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", written
        )
        if stored is None:
            LastCopiesRepository(self._connection).drop(item.key)
        return True

    def is_overtaken(self, item: Item) -> bool:
        """Whether the local copy has a later state of the item."""
        row = self._connection.execute(
            f"SELECT 1 FROM items WHERE {_HERE} AND last_updated > ?",
            (item.key.collection, item.key.item, item.key.locale, to_ms(item.last_updated)),
        ).fetchone()
        return row is not None

    def delete(self, keys: Sequence[ItemKey]) -> ChangeSet:
        """Forget items that Webflow no longer has. Unsent edits of them stay."""
        change = ChangeSet()
        for key in keys:
            cursor = self._connection.execute(
                f"DELETE FROM items WHERE {_HERE}", (key.collection, key.item, key.locale)
            )
            if cursor.rowcount:
                change |= self._show(key, None)
        return change

    def ids(self, collection: CollectionId, locale: LocaleId) -> set[ItemId]:
        rows = self._connection.execute(
            "SELECT item FROM items WHERE collection = ? AND locale = ?", (collection, locale)
        )
        return {ItemId(row["item"]) for row in rows}

    def locales(self, key: ItemKey) -> set[LocaleId]:
        """The locales that the item is there in, whichever the key names."""
        rows = self._connection.execute(
            "SELECT locale FROM items WHERE collection = ? AND item = ?", (key.collection, key.item)
        )
        return {LocaleId(locale) for (locale,) in rows}

    def count(self, collection: CollectionId, locale: LocaleId) -> int:
        """How many of them Webflow is known to have."""
        row = self._connection.execute(
            "SELECT count(*) AS n FROM items WHERE collection = ? AND locale = ?",
            (collection, locale),
        ).fetchone()
        return int(row["n"])

    def by_slug(self, collection: CollectionId, locale: LocaleId, slug: str) -> Item | None:
        row = self._connection.execute(
            "SELECT * FROM items WHERE collection = ? AND locale = ? AND slug = ?",
            (collection, locale, slug),
        ).fetchone()
        return None if row is None else _item(row)

    def namesake(
        self, near: ItemKey, name: str, slug: str, but: Collection[ItemId] = ()
    ) -> Item | None:
        """An item beside *near* with that name or slug that is not known to be one made here."""
        row = self._connection.execute(
            f"SELECT * FROM items WHERE {_PLACE} AND item IN"
            # The two ways there is an index for: to read every item's fields takes seconds. By its
            # creation none is looked up here, which the plus says.
            f" (SELECT item FROM items WHERE {_PLACE} AND slug = :slug"
            f" UNION SELECT item FROM table_rows WHERE {_PLACE} AND name = :sorted)"
            " AND (slug = :slug OR json_extract(fields, '$.name') = :name)"
            " AND item NOT IN (SELECT server FROM local_ids)"
            " AND item NOT IN (SELECT value FROM json_each(:but))"
            " ORDER BY +created_on DESC LIMIT 1",
            {
                "collection": near.collection,
                "locale": near.locale,
                "slug": slug,
                "name": name,
                "sorted": sortable_name(name),
                "but": encode(list(but)),
            },
        ).fetchone()
        return None if row is None else _item(row)

    def namesakes(self, names: Mapping[ItemKey, str]) -> Mapping[ItemKey, frozenset[ItemId]]:
        """By new item, all that are called so and are not known to be made here.

        What was made here is read once: for each of 10,000 names it took half a minute (measured).
        """
        rows = self._connection.execute("SELECT server FROM local_ids")
        made_here = {ItemId(row["server"]) for row in rows}

        @cache
        def called(collection: CollectionId, locale: LocaleId, name: str) -> frozenset[ItemId]:
            return self._called(collection, locale, name) - made_here

        return {key: called(key.collection, key.locale, name) for key, name in names.items()}

    def _called(self, collection: CollectionId, locale: LocaleId, name: str) -> frozenset[ItemId]:
        rows = self._connection.execute(
            f"SELECT item FROM items WHERE {_PLACE}"
            f" AND item IN (SELECT item FROM table_rows WHERE {_PLACE} AND name = :sorted)"
            " AND json_extract(fields, '$.name') = :name",
            {
                "collection": collection,
                "locale": locale,
                "name": name,
                "sorted": sortable_name(name),
            },
        )
        return frozenset(ItemId(row["item"]) for row in rows)

    def newcomers(self, near: ItemKey, since: datetime, but: Collection[ItemId] = ()) -> list[Item]:
        """What was made in Webflow from then on, beside *near*, and not here as far as is known."""
        rows = self._connection.execute(
            f"SELECT * FROM items WHERE {_PLACE} AND created_on >= :since"
            " AND item NOT IN (SELECT server FROM local_ids)"
            " AND item NOT IN (SELECT value FROM json_each(:but))"
            " ORDER BY created_on DESC",
            {
                "collection": near.collection,
                "locale": near.locale,
                "since": to_ms(since),
                "but": encode(list(but)),
            },
        )
        return [_item(row) for row in rows]

    def last_created(self, collection: CollectionId, locale: LocaleId) -> datetime | None:
        """When the youngest of them was made."""
        row = self._connection.execute(
            "SELECT max(created_on) AS at FROM items WHERE collection = ? AND locale = ?",
            (collection, locale),
        ).fetchone()
        return from_ms(row["at"])

    def slugs(self, collection: CollectionId, locale: LocaleId) -> frozenset[str]:
        """The slugs that Webflow is known to have in use, whatever the user makes of them."""
        rows = self._connection.execute(
            "SELECT slug FROM items WHERE collection = ? AND locale = ?", (collection, locale)
        )
        return frozenset(row["slug"] for row in rows)

    def names(
        self, items: Iterable[ItemId], locales: Sequence[LocaleId] = ()
    ) -> Mapping[ItemId, str]:
        """Names of items by id, as the user sees them; ids that are nowhere are left out.

        An item has the name that it has in one of *locales*, if it is there. Those of a collection
        that are called the same have their slug behind it.
        """
        marks = ", ".join("?" * len(locales))
        found: dict[ItemId, Called] = {}
        for item in items:
            row = self._connection.execute(
                "SELECT title, slug, collection FROM table_rows WHERE item = ?"
                f" ORDER BY locale IN ({marks}) DESC, locale LIMIT 1",
                (item, *locales),
            ).fetchone()
            if row is not None:
                found[item] = Called(row["title"], row["slug"] or "", row["collection"])
        return told_apart(found)

    def reach(self, keys: Iterable[ItemKey]) -> dict[ItemKey, Reach]:
        """Whether the items are there, and live; nothing of what was never read to its end.

        With a collection that its site was seen without, all its items are gone.
        Of new items it says only which will be there in no other locale than theirs.
        """
        found: dict[ItemKey, Reach] = {}
        is_read: dict[tuple[CollectionId, LocaleId], bool] = {}
        for key in keys:
            if is_local(key.item):
                if self._is_new_elsewhere(key):
                    found[key] = Reach.ELSEWHERE
                continue
            row = self._connection.execute(
                f"SELECT last_published FROM items WHERE {_HERE}",
                (key.collection, key.item, key.locale),
            ).fetchone()
            if row is not None:
                found[key] = Reach.HIDDEN if row["last_published"] is None else Reach.LIVE
                continue
            place = key.collection, key.locale
            if place not in is_read:
                is_read[place] = self._refresh(*place) is not None or self._is_lost(key.collection)
            if is_read[place]:
                found[key] = Reach.ELSEWHERE if self._is_elsewhere(key) else Reach.MISSING
        return found

    def _is_lost(self, collection: CollectionId) -> bool:
        row = self._connection.execute("SELECT 1 FROM collections WHERE id = ?", (collection,))
        return row.fetchone() is None and collection in LostRepository(self._connection).gone()

    def _is_new_elsewhere(self, key: ItemKey) -> bool:
        unsent = UnsentRows(self._connection)
        others = (each.key.locale for each in unsent.elsewhere(key) if each.is_new)
        return unsent.find(key) is None and any(each != NO_LOCALE for each in others)

    def _is_elsewhere(self, key: ItemKey) -> bool:
        # What has no locale was read before the site had any, and may be gone since.
        row = self._connection.execute(
            "SELECT 1 FROM items WHERE collection = ? AND item = ? AND locale <> ? LIMIT 1",
            (key.collection, key.item, NO_LOCALE),
        ).fetchone()
        return row is not None

    def refreshed_at(self, collection: CollectionId, locale: LocaleId) -> datetime | None:
        row = self._refresh(collection, locale)
        return None if row is None else from_ms(row["at"])

    def last_refreshed(self, collections: Sequence[CollectionId]) -> datetime | None:
        """When one of the collections, in any locale, was last read to its end."""
        marks = ", ".join("?" * len(collections))
        row = self._connection.execute(
            f"SELECT max(at) AS at FROM refreshes WHERE collection IN ({marks})",
            tuple(collections),
        ).fetchone()
        return from_ms(row["at"])

    def newest(self, collection: CollectionId, locale: LocaleId) -> datetime | None:
        """The newest lastUpdated seen when the collection was last read to its end."""
        row = self._refresh(collection, locale)
        return None if row is None else from_ms(row["newest"])

    def last_published(self, collection: CollectionId, locale: LocaleId) -> datetime | None:
        """When the last of them is known to have gone live."""
        row = self._connection.execute(
            "SELECT max(last_published) AS at FROM items WHERE collection = ? AND locale = ?",
            (collection, locale),
        ).fetchone()
        return from_ms(row["at"])

    def set_refreshed(
        self,
        collection: CollectionId,
        locale: LocaleId,
        at: datetime,
        newest: datetime | None,
    ) -> ChangeSet:
        """Note that the collection was read to its end. The newest moment never goes back."""
        is_first = self._refresh(collection, locale) is None
        self._connection.execute(
            "INSERT INTO refreshes VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
            " at = excluded.at, newest = coalesce(max(newest, excluded.newest), excluded.newest,"
            " newest)",
            (collection, locale, to_ms(at), to_ms(newest)),
        )
        # How many items there are is known from now on, even if that is none.
        return ChangeSet(collections=frozenset({collection})) if is_first else ChangeSet()

    def read_anew(self, collection: CollectionId) -> None:
        """Have the next refresh read every item: values changed without any update."""
        self._connection.execute(
            "UPDATE refreshes SET newest = NULL WHERE collection = ?", (collection,)
        )

    def is_to_be_read_anew(self, collection: CollectionId, locale: LocaleId) -> bool:
        """Whether the next refresh has to, though there are items that were read before."""
        return self.newest(collection, locale) is None and self.count(collection, locale) > 0

    def _show(self, key: ItemKey, item: Item | None) -> ChangeSet:
        return show(self._connection, key, item, UnsentRows(self._connection).find(key))

    def _row(self, key: ItemKey) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self._connection.execute(
            f"SELECT * FROM items WHERE {_HERE}", (key.collection, key.item, key.locale)
        ).fetchone()
        return row

    def _refresh(self, collection: CollectionId, locale: LocaleId) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self._connection.execute(
            "SELECT at, newest FROM refreshes WHERE collection = ? AND locale = ?",
            (collection, locale),
        ).fetchone()
        return row


def _columns(item: Item) -> tuple[str | int | None, ...]:
    return (
        item.key.collection,
        item.key.item,
        item.key.locale,
        item.slug,
        int(item.is_draft),
        int(item.is_archived),
        to_ms(item.created_on),
        to_ms(item.last_updated),
        to_ms(item.last_published),
        encode(dict(item.fields)),
        encode(dict(item.extra)),
    )


def _item(row: sqlite3.Row) -> Item:
    return Item(
        key=key_of(row),
        fields=decode(row["fields"]),
        is_draft=bool(row["is_draft"]),
        is_archived=bool(row["is_archived"]),
        created_on=from_ms(row["created_on"]),
        last_updated=from_ms(row["last_updated"]),
        last_published=from_ms(row["last_published"]),
        extra=decode(row["extra"]),
    )
