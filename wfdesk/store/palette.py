"""The colours in use on a site, from its items as Webflow last showed them."""

import sqlite3
from collections.abc import Sequence

from wfdesk.domain.ids import CollectionId, FieldSlug

_LONGEST = 64
_PART = (
    "SELECT json_extract(fields, ?) AS colour FROM items"
    " WHERE collection = ? AND json_type(fields, ?) = 'text'"
)


def colours_of(
    connection: sqlite3.Connection,
    fields: Sequence[tuple[CollectionId, FieldSlug]],
    limit: int,
) -> tuple[str, ...]:
    """The values of these colour fields, the most used first, each in one of its spellings."""
    if not fields:
        return ()
    values: list[str | int] = []
    for collection, slug in fields:
        path = f'$."{slug}"'
        values += [path, collection, path]
    rows = connection.execute(
        "SELECT min(trim(colour)) AS colour FROM ("
        + " UNION ALL ".join([_PART] * len(fields))
        + ") WHERE length(colour) BETWEEN 1 AND ? GROUP BY lower(trim(colour))"
        " ORDER BY count(*) DESC, lower(trim(colour)) LIMIT ?",
        (*values, _LONGEST, limit),
    )
    return tuple(row["colour"] for row in rows)
