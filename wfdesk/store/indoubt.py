"""New items that Webflow may have: given up here, or made by requests that nobody knows of."""

import sqlite3

from wfdesk.domain.edits import SendState, Work
from wfdesk.domain.ids import ItemKey, is_local
from wfdesk.domain.journal import DAMAGED, may_be_there
from wfdesk.store.journal import JournalRepository
from wfdesk.store.localids import LocalIdsRepository
from wfdesk.store.moments import now_ms
from wfdesk.store.unsent import UnsentRows

_ATTEMPTS = """
INSERT INTO journal
    (batch, verb, collection, item, locale, fields, pre_image, state, reason, updated_at)
    SELECT 'salvaged', 'create', collection, item, locale, json_group_object(field, json(value)),
    '{}', ?, ?, ? FROM works JOIN edits USING (collection, item, locale)
    WHERE is_new GROUP BY collection, item, locale
"""


def in_doubt(connection: sqlite3.Connection, key: ItemKey) -> Work | None:
    """The item without its edits, where it stands; None where no attempt may have made it.

    Taken up again it has to have this key: by that it is looked for before it is made once more.
    """
    key, journal = LocalIdsRepository(connection).current(key), JournalRepository(connection)
    if not is_local(key.item) or not any(map(may_be_there, journal.attempts(key))):
        return None
    left = UnsentRows(connection).find(key)  # the row is there, bare, as long as it is in flight
    asked = journal.asked(key)
    if left is None and asked is not None:
        left = Work(key, None, state=SendState.IN_QUESTION, reason=asked.reason)
    return left or Work(key, None)


def doubt_new_items(connection: sqlite3.Connection) -> None:
    """Have Webflow asked about each new item before it is made: it may have it.

    What was noted of its making, or of another attempt at it, may be among what could not be read.
    """
    connection.execute(_ATTEMPTS, (SendState.SAVED.value, DAMAGED, now_ms()))
