"""What is typed into an item that has just gone is not lost: it is in the history.

A refresh may find the item deleted while its form is open still.
"""

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.errors import LateEditError, MissingItemError
from wfdesk.domain.history import Past, Reason
from wfdesk.domain.ids import NAME, FieldSlug, ItemKey, is_local
from wfdesk.domain.values import Value
from wfdesk.services.staging import staged
from wfdesk.services.undo import FieldStep, SettleStep
from wfdesk.services.unwritten import Unwritten
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.database import Connection
from wfdesk.store.history import HistoryRepository
from wfdesk.store.localids import LocalIdsRepository

KEPT = "This item is no longer there. What you typed last is kept among the discarded values."

Staged = tuple[FieldStep | SettleStep | None, ChangeSet]


def staged_or_kept(connection: Connection, edit: Unwritten) -> Staged | LateEditError:
    """Record the value; or keep it where its item is gone, and return the error that says so.

    MissingItemError where the collection was forgotten here with its account: nothing of it is to
    come back.
    """
    try:
        return staged(connection, edit)
    except MissingItemError:
        collections = CollectionsRepository(connection)
        there = collections.find(edit.key.collection)
        if there is None and not collections.is_gone(edit.key.collection):
            raise
    key, name = _keep(connection, edit)
    return LateEditError(KEPT, key=key, name=name)


def _keep(connection: Connection, edit: Unwritten) -> tuple[ItemKey, str]:
    """Keep the value together with all that went with the item: a new one is made of that.

    Of one that went unedited its name is known, and nothing else. Return its key and name.
    """
    ids, history = LocalIdsRepository(connection), HistoryRepository(connection)
    key = ids.located(edit.key)
    last = _last(history, key)
    reason = last[0].reason if last else Reason.DELETED_BY_OTHERS
    values: dict[FieldSlug, Value] = {NAME: edit.item_name} if edit.item_name else {}
    values.update({past.field: past.value for past in last})
    values[edit.field] = ids.current_value(edit.value)
    history.keep_all(key, values, reason)
    return key, edit.item_name or str(values.get(NAME) or "")


def _last(history: HistoryRepository, key: ItemKey) -> list[Past]:
    """What went when the item did, the newest value of a field last."""
    reasons = {Reason.DELETED, Reason.DELETED_BY_OTHERS}
    if is_local(key.item):
        reasons.add(Reason.DISCARDED)  # of another one that is only what was edited
    went = [past for past in history.of(key) if past.reason in reasons]
    same = [past for past in went if (past.at, past.reason) == (went[0].at, went[0].reason)]
    return same[::-1]
