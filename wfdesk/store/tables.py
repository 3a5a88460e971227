"""Which items a table shows, and in which order: the server's rows with the edits laid over.

All of it is one SQL statement, so that 100,000 items are filtered and sorted off the loop.
"""

import sqlite3
from collections.abc import Sequence

from wfdesk.domain.edits import Action, Work
from wfdesk.domain.errors import MissingItemError
from wfdesk.domain.ids import NAME, SLUG, CollectionId, ItemId, ItemKey, LocaleId
from wfdesk.domain.items import ItemStatus
from wfdesk.domain.tables import STATUS, UPDATED, Query
from wfdesk.store.works import WorksRepository

_ARCHIVED = (
    "(CASE w.action WHEN 'Archive' THEN 1 WHEN 'Restore from archive' THEN 0"
    " ELSE i.is_archived END)"
)
_STATUS = f"""(CASE
    WHEN {_ARCHIVED} THEN '{ItemStatus.ARCHIVED.value}'
    WHEN i.is_draft AND i.last_published IS NULL THEN '{ItemStatus.DRAFT.value}'
    WHEN i.is_draft THEN '{ItemStatus.DRAFT_CHANGES.value}'
    WHEN i.last_published IS NULL THEN '{ItemStatus.QUEUED.value}'
    WHEN i.last_updated - i.last_published > 1000 THEN '{ItemStatus.QUEUED.value}'
    ELSE '{ItemStatus.PUBLISHED.value}' END)"""

_ROWS = f"""
    SELECT i.item AS item, {_STATUS} AS status, i.last_updated AS updated,
        w.seq IS NOT NULL AS is_unsent, i.name AS name, i.slug AS slug,
        i.search_text AS search_text, i.fields AS fields
    FROM items i LEFT JOIN works w
        ON w.collection = i.collection AND w.item = i.item AND w.locale = i.locale
    WHERE i.collection = :collection AND i.locale = :locale
    UNION ALL
    SELECT w.item, '{ItemStatus.DRAFT.value}', NULL, 1, '', '', '', '{{}}'
    FROM works w
    WHERE w.collection = :collection AND w.locale = :locale AND NOT EXISTS (SELECT 1 FROM items i
        WHERE i.collection = w.collection AND i.item = w.item AND i.locale = w.locale)
"""

_EDITED = (
    "(SELECT value FROM edits e WHERE e.collection = :collection AND e.item = r.item"
    " AND e.locale = :locale AND e.field = :sort)"
)

_FOUND = """(instr(r.search_text, :text) OR (r.is_unsent AND EXISTS (SELECT 1 FROM edits e
    WHERE e.collection = :collection AND e.item = r.item AND e.locale = :locale
    AND instr(casefold(e.value), :text))))"""

assert {Action.ARCHIVE.value, Action.UNARCHIVE.value} == {"Archive", "Restore from archive"}  # noqa: S101 - the SQL above spells them


class TablesRepository:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.create_function("casefold", 1, _casefold, deterministic=True)

    def find_keys(self, collection: CollectionId, locale: LocaleId, query: Query) -> list[ItemKey]:
        """Return the keys of the items that the query finds, in its order."""
        statuses = sorted(status.value for status in query.statuses)
        marks = ", ".join(f":status{place}" for place in range(len(statuses)))
        conditions = ["1"]
        if query.text:
            conditions.append(_FOUND)
        if statuses:
            conditions.append(f"r.status IN ({marks})")
        if query.only_unsent:
            conditions.append("r.is_unsent")
        order, direction = _order(query), "DESC" if query.is_descending else "ASC"
        rows = self._connection.execute(
            f"SELECT r.item AS item, {order} AS place FROM ({_ROWS}) r"
            f" WHERE {' AND '.join(conditions)}"
            f" ORDER BY place IS NULL, place {direction}, r.item",
            {
                "collection": collection,
                "locale": locale,
                "text": query.text.casefold(),
                "sort": query.sort_by,
                "path": f'$."{query.sort_by}"',
                **{f"status{place}": status for place, status in enumerate(statuses)},
            },
        )
        return [ItemKey(collection, ItemId(row["item"]), locale) for row in rows]

    def works(self, keys: Sequence[ItemKey]) -> list[Work]:
        """Return the items as the user sees them; those that are nowhere are left out."""
        works = WorksRepository(self._connection)
        found: list[Work] = []
        for key in keys:
            try:
                found.append(works.get(key))
            except MissingItemError:
                continue
        return found


def _order(query: Query) -> str:
    match query.sort_by:
        case slug if slug == UPDATED:
            return "r.updated"
        case slug if slug == STATUS:
            return "r.status"
        case slug if slug in {NAME, SLUG}:
            column = "r.name" if slug == NAME else "r.slug"
            edited = f"casefold(json_extract({_EDITED}, '$'))"
            return f"(CASE WHEN r.is_unsent THEN coalesce({edited}, {column}) ELSE {column} END)"
        case _:
            stored = "json_extract(r.fields, :path)"
            edited = f"json_extract({_EDITED}, '$')"
            return f"(CASE WHEN r.is_unsent THEN coalesce({edited}, {stored}) ELSE {stored} END)"


def _casefold(text: str | None) -> str | None:
    return text.casefold() if isinstance(text, str) else text
