"""Items that were deleted in Webflow, and the work on them: made anew, or given up.

The item is gone, so its last copy goes with the work: nothing of it is shown any more.
"""

import sqlite3
from collections.abc import Mapping

from msgspec.structs import replace

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import SendState, Work
from wfdesk.domain.history import Reason
from wfdesk.domain.ids import FieldSlug, ItemKey
from wfdesk.domain.values import Value
from wfdesk.store.history import HistoryRepository
from wfdesk.store.items import ItemsRepository
from wfdesk.store.json import encode
from wfdesk.store.lastcopies import LastCopiesRepository
from wfdesk.store.unsent import UnsentRows
from wfdesk.store.works import WorksRepository


class GoneRepository:
    """Runs inside the caller's transaction; never commits."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._rows = UnsentRows(connection)
        self._works = WorksRepository(connection)

    def make_anew(self, work: Work, new: ItemKey, fields: Mapping[FieldSlug, Value]) -> ChangeSet:
        """Put a new item in the place of one that is gone. What stayed behind does so here."""
        self._keep_theirs(work, new)
        change = self._works.create(new, fields, work.doubtful)
        for edit in work.edits.values():
            if edit.is_held:
                change |= self._works.hold(new, edit.field, is_held=True)
        return change | self._forget(work.key)

    def give_up(self, work: Work, reason: str = Reason.DELETED_BY_OTHERS) -> ChangeSet:
        """Give up the work, and with it the last that is known of the item: both are kept."""
        self._keep_theirs(work, work.key)
        values = {slug: value for slug, value in work.fields.items() if value is not None}
        HistoryRepository(self._connection).keep_all(work.key, values, reason)
        return self._forget(work.key)

    def _keep_theirs(self, work: Work, key: ItemKey) -> None:
        """Keep what a colleague had written under an edit: it is nowhere else from now on."""
        held = work.item.fields if work.item else {}
        theirs = {
            slug: held[slug]
            for slug, edit in work.edits.items()
            if slug in held and encode(held[slug]) not in {encode(edit.base), encode(edit.value)}
        }
        HistoryRepository(self._connection).keep_all(key, theirs, Reason.THEIRS_OF_GONE)

    def put_back(self, work: Work, made: ItemKey | None) -> ChangeSet:
        """Have everything as it was before the one or the other; what was made goes."""
        change = ChangeSet()
        if made is not None:
            self._rows.remove(made)
            change |= self._works.show(made)
        if work.item is not None:
            LastCopiesRepository(self._connection).put(work.item)
        gone = replace(work, is_new=False, state=SendState.CONFLICT)
        return change | self._works.put_back(gone)

    def _forget(self, key: ItemKey) -> ChangeSet:
        self._rows.remove(key)
        return ItemsRepository(self._connection).delete([key]) | self._works.show(key)
