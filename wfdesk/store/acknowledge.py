"""Taking Webflow's answer as the new base. All of it is one transaction of the caller's.

What was sent is no edit any more. What the user typed while it travelled stays an edit, and starts
from the answer. A new item's local id gives way to Webflow's, wherever it stands.
"""

import sqlite3
from dataclasses import replace

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import Action, Edit, SendState, Work
from wfdesk.domain.ids import ItemId, ItemKey, is_local
from wfdesk.domain.items import Item
from wfdesk.domain.journal import Entry, Verb
from wfdesk.domain.values import Value
from wfdesk.store.items import ItemsRepository
from wfdesk.store.journal import JournalRepository
from wfdesk.store.json import encode
from wfdesk.store.localids import LocalIdsRepository
from wfdesk.store.works import WorksRepository

_SETTLED_BY = {
    Verb.UPDATE: {Action.ARCHIVE, Action.UNARCHIVE},
    Verb.UNPUBLISH: {Action.UNPUBLISH},
    Verb.DELETE: {Action.DELETE},
}


def acknowledge(connection: sqlite3.Connection, entry: Entry, answer: Item | None) -> ChangeSet:
    """Settle one entry. ``answer`` is the item as Webflow now has it; None when it has none."""
    JournalRepository(connection).mark([entry.id], SendState.ACKNOWLEDGED, "")
    works, items = WorksRepository(connection), ItemsRepository(connection)
    if entry.verb is Verb.DELETE:
        return works.discard(entry.key, "deleted") | items.delete([entry.key])
    change = ChangeSet()
    key = entry.key
    if entry.verb is Verb.CREATE and answer is not None:
        change |= _rename(connection, key, answer.key)
        key = answer.key
    if answer is not None:
        change |= items.upsert([answer])
    return change | _settle(connection, works.get(key), entry, answer)


def _settle(
    connection: sqlite3.Connection, work: Work, entry: Entry, answer: Item | None
) -> ChangeSet:
    works = WorksRepository(connection)
    change = works.set_state(work.key, SendState.SAVED, "")
    for slug, edit in work.edits.items():
        if slug not in entry.fields:
            continue
        if encode(edit.value) == encode(entry.fields[slug]):
            change |= works.drop_field(work.key, slug)
        else:
            base = answer.fields.get(slug) if answer else entry.fields[slug]
            works.rebase(work.key, replace(edit, base=base))
    if work.action in _SETTLED_BY.get(entry.verb, set()):
        change |= works.set_action(work.key, None)
    elif not works.get(work.key).edits:
        change |= works.tidy(work.key)
    return change


def _rename(connection: sqlite3.Connection, old: ItemKey, new: ItemKey) -> ChangeSet:
    """Put Webflow's key in the place of the local one: in the work and in references to it."""
    works = WorksRepository(connection)
    LocalIdsRepository(connection).put(old.item, new.item)
    moved = works.get(old)
    connection.execute(
        "UPDATE works SET collection = ?, item = ?, locale = ?, is_new = 0"
        " WHERE collection = ? AND item = ? AND locale = ?",
        (new.collection, new.item, new.locale, old.collection, old.item, old.locale),
    )
    connection.execute(
        "DELETE FROM edits WHERE collection = ? AND item = ? AND locale = ?",
        (old.collection, old.item, old.locale),
    )
    for edit in moved.edits.values():
        works.rebase(new, edit)
    touched = _rewrite_references(works, old.item, new.item)
    keys = frozenset({old, new, *touched})
    return ChangeSet(keys, frozenset({new.collection}))


def _rewrite_references(works: WorksRepository, old: ItemId, new: ItemId) -> set[ItemKey]:
    touched: set[ItemKey] = set()
    for work in works.referring_to(old):
        for edit in work.edits.values():
            rewritten = Edit(
                edit.field,
                _rewritten(edit.value, old, new),
                _rewritten(edit.base, old, new),
                edit.is_held,
            )
            if rewritten != edit:
                works.rebase(work.key, rewritten)
                touched.add(work.key)
    return touched


def _rewritten(value: Value, old: ItemId, new: ItemId) -> Value:
    if isinstance(value, list):
        return [_rewritten(each, old, new) for each in value]
    return new if value == old and is_local(old) else value
