"""What Webflow has made of values that were sent to it, by its own answers.

It writes rich text in its own way, fetches pictures and rounds numbers. What it answers with is
that; what it holds later may be a colleague's, however like it looks. Known as long as the file is
open: no longer does anybody remember on the screen, or to undo it, what was typed before.
"""

import sqlite3

from wfdesk.domain.ids import FieldSlug, ItemKey
from wfdesk.domain.items import Item
from wfdesk.domain.journal import Entry
from wfdesk.domain.values import Value
from wfdesk.store.json import checksum, encode
from wfdesk.store.unsent import place_of

_TABLE = (
    "CREATE TEMP TABLE IF NOT EXISTS answers"
    " (collection TEXT, item TEXT, locale TEXT, field TEXT, sent TEXT, held TEXT,"
    " PRIMARY KEY (collection, item, locale, field)) WITHOUT ROWID"
)


def note_answer(connection: sqlite3.Connection, key: ItemKey, entry: Entry, answer: Item) -> None:
    """Note which of the values sent Webflow keeps otherwise; ``key`` is that of the item now."""
    otherwise = [
        {**place_of(key), "field": slug, "sent": _mark(sent), "held": _mark(held)}
        for slug, sent in entry.fields.items()
        if (held := answer.fields.get(slug)) != sent
    ]
    if otherwise:
        connection.execute(_TABLE)
        connection.executemany(
            "REPLACE INTO answers VALUES (:collection, :item, :locale, :field, :sent, :held)",
            otherwise,
        )


def is_answer(
    connection: sqlite3.Connection, key: ItemKey, field: FieldSlug, sent: Value, held: Value
) -> bool:
    """Whether the one is what Webflow has made of the other, when that was sent to it last."""
    connection.execute(_TABLE)
    found = connection.execute(
        "SELECT 1 FROM answers WHERE collection = :collection AND item = :item"
        " AND locale = :locale AND field = :field AND sent = :sent AND held = :held",
        {**place_of(key), "field": field, "sent": _mark(sent), "held": _mark(held)},
    )
    return found.fetchone() is not None


def _mark(value: Value) -> str:
    """Stands for the value: texts may be long, and there may be many of them."""
    return checksum(encode(value))
