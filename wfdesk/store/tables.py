"""Which items a table shows, and in which order: the server's values with the edits laid over."""

import sqlite3
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from wfdesk.domain.edits import Work
from wfdesk.domain.ids import NAME, SLUG, CollectionId, FieldSlug, ItemId, ItemKey, LocaleId
from wfdesk.domain.tables import STATUS, UPDATED, Keys, Query
from wfdesk.store.tablerows import RANKS, searchable, sortable
from wfdesk.store.unsent import UnsentRows, key_of
from wfdesk.store.works import WorksRepository

_AFTER_ALL_DATES = 1 << 62
_UPDATED = (
    f"coalesce(updated, (SELECT {_AFTER_ALL_DATES} + seq FROM works WHERE is_new"
    " AND (collection, item, locale)"
    " = (table_rows.collection, table_rows.item, table_rows.locale)))"
)
"""What was never sent is newer than whatever Webflow has, the newest of it what was made last."""
_COLUMNS = {NAME: "name", SLUG: "slug", UPDATED: _UPDATED, STATUS: "status"}
_UNFILTERED = 2
"""Conditions of a query that filters by nothing: collection and locale."""
_ANY_FIELD = "json_extract(sorts, :path)"
_UNSENT_ROWS = (
    "SELECT collection, item FROM works CROSS JOIN table_rows USING (collection, item, locale)"
    " WHERE is_unsent"
)
_GONE_ROWS = "last_copies CROSS JOIN table_rows USING (collection, item, locale)"
"""The few last copies come first, as above."""
_UNSENT_ANYWHERE = f"item IN (SELECT item FROM ({_UNSENT_ROWS} AND collection = :collection))"
"""A table shows an item once, so work on it in any locale counts. Found from the works, which are
few and so come first, as CROSS JOIN says: 5 ms for 1,000 of 100,000 items against 43 for asking
every row (measured)."""


class TablesRepository:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def find_keys(self, collection: CollectionId, locale: LocaleId, query: Query) -> Keys:
        """Return the keys of the items that the query finds, in its order.

        Items without a value come last, whichever the direction. A new item has no date either, but
        a place among the dates: the newest.
        """
        ranks = [RANKS[status] for status in query.statuses]
        marks = ", ".join(f":status{place}" for place in range(len(ranks)))
        conditions = ["collection = :collection", "locale = :locale"]
        if query.text:
            conditions.append("instr(search_text, :text)")
        if ranks:
            conditions.append(f"status IN ({marks})")
        if query.only_unsent:
            conditions.append(_UNSENT_ANYWHERE)
        direction = "DESC" if query.is_descending else "ASC"
        column = _COLUMNS.get(query.sort_by, _ANY_FIELD)
        if len(conditions) > _UNFILTERED:
            # Or every row is looked up in the order of names before it is filtered: 315 ms against
            # 54 at 100,000 rows (measured). A column behind a plus sign uses no index.
            column = f"+{column}"
        # Many have the same status or the same choice; among them one looks for names. That takes
        # 169 ms for the statuses of 100,000 rows, and 84 without (measured).
        columns = [f"{column} {direction} NULLS LAST"]
        if query.sort_by != NAME:
            columns.append("name NULLS LAST")
        cursor = self._connection.execute(
            f"SELECT item FROM table_rows WHERE {' AND '.join(conditions)}"
            f" ORDER BY {', '.join(columns)}, item",
            {
                "collection": collection,
                "locale": locale,
                "text": searchable(query.text),
                "path": _path(query.sort_by),
                **{f"status{place}": rank for place, rank in enumerate(ranks)},
            },
        )
        cursor.row_factory = None  # plain tuples: a row object each is felt at 100,000
        return Keys(collection, locale, [ItemId(item) for (item,) in cursor])

    def search_targets(
        self, collection: CollectionId, locale: LocaleId, text: str, limit: int
    ) -> list[Work]:
        """Items that a reference can point to: names that begin so, then names, then the rest."""
        rows = self._connection.execute(
            "SELECT collection, item, locale FROM table_rows"
            " WHERE collection = :collection AND locale = :locale"
            " AND (:text = '' OR instr(search_text, :text))"
            " ORDER BY instr(name, :name) = 1 DESC, instr(name, :name) > 0 DESC,"
            " +name NULLS LAST, item LIMIT :limit",
            {
                "collection": collection,
                "locale": locale,
                "text": searchable(text),
                "name": sortable(text),
                "limit": limit,
            },
        )
        return self.works([key_of(row) for row in rows])

    def count(self, collection: CollectionId, locale: LocaleId) -> int:
        """Return how many items there are, whatever a query finds; not those that are gone."""
        row = self._connection.execute(
            "SELECT count(*) AS n FROM table_rows"
            " WHERE collection = :collection AND locale = :locale",
            {"collection": collection, "locale": locale},
        ).fetchone()
        return int(row["n"]) - self.count_gone([locale]).get(collection, 0)

    def count_gone(self, locales: Sequence[LocaleId]) -> Mapping[CollectionId, int]:
        """Return how many items are shown for the work on them alone: Webflow has them no more."""
        marks = ", ".join("?" * len(locales))
        rows = self._connection.execute(
            f"SELECT collection, count(*) AS n FROM {_GONE_ROWS} WHERE locale IN ({marks})"
            " GROUP BY collection",
            tuple(locales),
        )
        return {CollectionId(row["collection"]): row["n"] for row in rows}

    def gone(self, collection: CollectionId, locale: LocaleId) -> frozenset[ItemId]:
        """Return which these are."""
        rows = self._connection.execute(
            f"SELECT item FROM {_GONE_ROWS} WHERE collection = ? AND locale = ?",
            (collection, locale),
        )
        return frozenset(ItemId(row["item"]) for row in rows)

    def counts(self, locales: Sequence[LocaleId]) -> Mapping[CollectionId, int]:
        """Return how many items there are in these locales, the primary ones."""
        marks = ", ".join("?" * len(locales))
        rows = self._connection.execute(
            f"SELECT collection, count(*) AS n FROM table_rows WHERE locale IN ({marks})"
            " GROUP BY collection",
            tuple(locales),
        )
        gone = self.count_gone(locales)
        every = {CollectionId(row["collection"]): int(row["n"]) for row in rows}
        return {collection: count - gone.get(collection, 0) for collection, count in every.items()}

    def unsent_counts(self, locales: Sequence[LocaleId]) -> Mapping[CollectionId, int]:
        """Return how many items these tables show when only what is unsent is asked for."""
        marks = ", ".join("?" * len(locales))
        rows = self._connection.execute(
            f"SELECT collection, count(DISTINCT item) AS n FROM ({_UNSENT_ROWS})"
            f" CROSS JOIN table_rows USING (collection, item) WHERE table_rows.locale IN ({marks})"
            " GROUP BY collection",
            tuple(locales),
        )
        return {CollectionId(row["collection"]): row["n"] for row in rows}

    def works(self, keys: Sequence[ItemKey]) -> list[Work]:
        """Return the items as the user sees them; those that are nowhere are left out."""
        works = WorksRepository(self._connection)
        return [work for key in keys if (work := works.find(key)) is not None]

    def with_variants(self, keys: Sequence[ItemKey]) -> list[ItemKey]:
        """Return the keys, each with those of its item's other locales that have unsent work.

        The unsent work is asked for once a collection: it is little, and the keys may be 100,000.
        """
        unsent: dict[tuple[CollectionId, ItemId], list[ItemKey]] = {}
        for collection in {key.collection for key in keys}:
            for each in self._unsent(collection):
                unsent.setdefault((each.collection, each.item), []).append(each)
        wanted: dict[ItemKey, None] = {}
        for key in keys:
            wanted[key] = None
            wanted |= dict.fromkeys(unsent.get((key.collection, key.item), ()))
        return list(wanted)

    def _unsent(self, collection: CollectionId) -> list[ItemKey]:
        """In the order in which the work was begun."""
        rows = self._connection.execute(
            "SELECT collection, item, locale FROM works"
            " CROSS JOIN table_rows USING (collection, item, locale)"
            " WHERE collection = ? AND is_unsent ORDER BY seq",
            (collection,),
        )
        return [key_of(row) for row in rows]

    def rows(self, keys: Sequence[ItemKey]) -> list[Work]:
        """Return the works as a table shows them: with what is unsent in other locales."""
        unsent = UnsentRows(self._connection)
        return [
            replace(work, elsewhere=tuple(unsent.elsewhere(work.key))) for work in self.works(keys)
        ]


def _path(slug: FieldSlug) -> str:
    # Quoted, or a slug that begins with a digit is found nowhere (measured on SQLite 3.40).
    return '$."{}"'.format(slug.replace('"', ""))
