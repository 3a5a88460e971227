"""What Webflow was found to have, taken into the local copy together with what it means for edits.

The user may be typing meanwhile. What is not written yet is staged afterwards, on what this leaves.
"""

import sqlite3
from collections.abc import Sequence

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import Action, Work
from wfdesk.domain.history import Reason
from wfdesk.domain.ids import CollectionId, ItemKey
from wfdesk.domain.items import Item
from wfdesk.domain.schema import Collection, keeps_values
from wfdesk.domain.standing import TRAVELLING
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.gone import GoneRepository
from wfdesk.store.items import ItemsRepository
from wfdesk.store.lastcopies import LastCopiesRepository
from wfdesk.store.typedback import looked_at
from wfdesk.store.works import WorksRepository


def take_in(connection: sqlite3.Connection, items: Sequence[Item]) -> ChangeSet:
    """Store items as Webflow has them now, and compare the unsent work on them with that.

    With what was known already it is compared as well: an edit may be newer than that.
    """
    change = ItemsRepository(connection).upsert(items)
    works = WorksRepository(connection)
    edited = {key for each in {item.key.collection for item in items} for key in works.keys(each)}
    if edited:
        looked_at(connection, {item.key for item in items})
    for item in items:
        if item.key in edited:
            change |= works.compare(item.key)
    return change


def take_out(connection: sqlite3.Connection, keys: Sequence[ItemKey]) -> ChangeSet:
    """Forget items that Webflow no longer has. Unsent work stays, with their last copies.

    What was to be deleted is where it was to go: nothing is left to do about it, and all that is
    known of it goes to the history.
    """
    change = ChangeSet()
    items, works = ItemsRepository(connection), WorksRepository(connection)
    for key in keys:
        work = works.find(key)
        is_at_work = work is not None and (not work.is_empty or work.state in TRAVELLING)
        if work is not None and is_at_work and not work.is_new:
            LastCopiesRepository(connection).put(work.item or _as_edited(work))
        change |= items.delete([key])
        if work is not None and work.action is Action.DELETE and work.state not in TRAVELLING:
            change |= GoneRepository(connection).give_up(work, Reason.DELETED)
        change |= works.compare(key)
    return change


def _as_edited(work: Work) -> Item:
    """What is known of an item that is not in the local copy: what its edits started from."""
    bases = {slug: edit.base for slug, edit in work.edits.items() if edit.base is not None}
    return Item(work.key, bases)


def take_in_structure(connection: sqlite3.Connection, found: Collection) -> ChangeSet:
    """Store the collection with its fields as they are now, and compare unsent work with them.

    Values come and go with fields and choices, and the items do not count as updated: then all of
    them are read anew.
    """
    collections = CollectionsRepository(connection)
    known = collections.find(found.id)
    change = collections.put(found)
    if known is not None and known.fields and not keeps_values(known, found):
        ItemsRepository(connection).read_anew(found.id)
    return change | compare_all(connection, found.id) if change else change


def compare_all(connection: sqlite3.Connection, collection: CollectionId) -> ChangeSet:
    """Compare all unsent work of the collection anew: its fields are no longer what they were."""
    works, change = WorksRepository(connection), ChangeSet()
    for key in works.keys(collection):
        change |= works.compare_unseen(key)
    return change
