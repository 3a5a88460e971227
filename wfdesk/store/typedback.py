"""What was typed back while it travelled, as long as nobody has looked what Webflow has by now."""

import sqlite3
from collections.abc import Collection

from wfdesk.domain.edits import SendState, Work
from wfdesk.domain.ids import ItemKey
from wfdesk.domain.journal import Verb
from wfdesk.store.json import decode, encode
from wfdesk.store.unsent import key_of, place_of


def looked_at(connection: sqlite3.Connection, keys: Collection[ItemKey]) -> None:
    """Note that the local copy of these is from after their last attempt."""
    waiting = connection.execute(
        "SELECT id, collection, item, locale FROM journal WHERE state = ? AND verb = ?",
        (SendState.QUEUED.value, Verb.UPDATE.value),
    )
    connection.executemany(
        "UPDATE journal SET state = ? WHERE id = ?",
        [(SendState.SAVED.value, row["id"]) for row in waiting.fetchall() if key_of(row) in keys],
    )


def awaits_a_look(connection: sqlite3.Connection, work: Work) -> bool:
    """Whether an edit starts from what the last attempt has sent, and that may have arrived.

    The local copy may be older than that. It says of what was typed back that Webflow has it.
    """
    last = connection.execute(
        "SELECT fields, state FROM journal WHERE verb = :verb AND collection = :collection"
        " AND item = :item AND locale = :locale ORDER BY id DESC LIMIT 1",
        {**place_of(work.key), "verb": Verb.UPDATE.value},
    ).fetchone()
    if last is None or last["state"] != SendState.QUEUED.value:
        return False
    sent = decode(last["fields"])
    return any(
        slug in sent and encode(edit.base) == encode(sent[slug]) != encode(edit.value)
        for slug, edit in work.edits.items()
    )
