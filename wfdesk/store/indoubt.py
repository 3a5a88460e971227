"""New items that were given up here while Webflow may have them."""

import sqlite3

from wfdesk.domain.edits import SendState, Work
from wfdesk.domain.ids import ItemKey, is_local
from wfdesk.domain.journal import may_be_there
from wfdesk.store.journal import JournalRepository
from wfdesk.store.localids import LocalIdsRepository
from wfdesk.store.unsent import UnsentRows


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
