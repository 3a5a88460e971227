"""Taking Webflow's answers as the new base. All of it is one transaction of the caller's.

What was sent is no edit any more. What the user typed while it travelled stays an edit, and starts
from the answer; or from what was sent, where a colleague may have been there first. A new item's
local id gives way to Webflow's, wherever it stands.
"""

import sqlite3
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import Action, Edit, SendState
from wfdesk.domain.history import Reason
from wfdesk.domain.ids import SLUG, FieldSlug, ItemId, ItemKey, is_local
from wfdesk.domain.items import Item
from wfdesk.domain.journal import Entry, Verb, may_be_there
from wfdesk.domain.markup import wordless_of, words_of
from wfdesk.domain.schema import Field, FieldType
from wfdesk.domain.values import Value, is_same, is_stored
from wfdesk.store.answers import note_answer
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.gone import GoneRepository
from wfdesk.store.history import HistoryRepository
from wfdesk.store.items import ItemsRepository
from wfdesk.store.journal import JournalRepository
from wfdesk.store.json import encode
from wfdesk.store.localids import LocalIdsRepository
from wfdesk.store.runs import RunsRepository
from wfdesk.store.unsent import UnsentRows
from wfdesk.store.works import WorksRepository, is_made_of


def acknowledge(
    connection: sqlite3.Connection,
    answers: Sequence[tuple[Entry, Item | None]],
    *,
    is_found: bool = False,
) -> ChangeSet:
    """Settle entries, each with its item as Webflow now has it; None when it has none.

    ``is_found`` says that the item was found after its answer was lost: a colleague may have been
    there since. Whatever the user did meanwhile, edits and discards included, this never fails.
    """
    change, renamed = ChangeSet(), dict[ItemId, ItemId]()
    for entry, answer in answers:
        change |= _settle(connection, entry, answer, renamed, is_found=is_found)
    return change | _follow(connection, renamed) if renamed else change


def _settle(
    connection: sqlite3.Connection,
    entry: Entry,
    answer: Item | None,
    renamed: dict[ItemId, ItemId],
    *,
    is_found: bool,
) -> ChangeSet:
    """Settle one entry. What bears another id from now on is added to ``renamed``."""
    JournalRepository(connection).mark([entry.id], SendState.ACKNOWLEDGED, "")
    key = LocalIdsRepository(connection).current(entry.key)
    if entry.verb is Verb.DELETE:
        return _forget(connection, key)
    change = ChangeSet(frozenset({key}))
    items = ItemsRepository(connection)
    if entry.verb is Verb.CREATE and not is_local(key.item) and answer and answer.key != key:
        # It is there twice: one of them has been taken for it already.
        return change | items.upsert([] if items.is_overtaken(answer) else [answer])
    conflicts: Mapping[FieldSlug, Value] = {}
    if is_found and entry.verb is Verb.CREATE and answer is not None:
        _drop_found(connection, key, entry, answer)
    else:
        conflicts = _drop_sent(connection, key, entry, answer)
    if entry.verb is Verb.CREATE and answer is not None and answer.key != key:
        renamed[key.item] = answer.key.item
        change |= _rename(connection, key, answer.key)
        key = answer.key
    if answer is not None and not items.is_overtaken(answer):
        if not is_found:
            note_answer(connection, key, entry, answer)
        items.put(answer)  # else a refresh has shown what came after it
    works = WorksRepository(connection)
    change |= works.set_state(key, SendState.SAVED, "", conflicts=conflicts) | works.show(key)
    return change | works.compare(key)


def _forget(connection: sqlite3.Connection, key: ItemKey) -> ChangeSet:
    """All that is known of the item goes to the history: nowhere else is it kept."""
    works = WorksRepository(connection)
    work = works.find(key)
    change = works.set_state(key, SendState.SAVED, "")
    return change | GoneRepository(connection).give_up(work, Reason.DELETED) if work else change


def _drop_sent(
    connection: sqlite3.Connection, key: ItemKey, entry: Entry, answer: Item | None
) -> Mapping[FieldSlug, Value]:
    """Leave those edits that were not sent, and what the user made of the others meanwhile.

    Returns what those of them are in conflict with now that have come into one meanwhile.
    """
    rows, conflicts = UnsentRows(connection), dict[FieldSlug, Value]()
    work = rows.find(key)
    if work is None:
        return conflicts
    for slug in entry.fields.keys() & work.edits.keys():
        if _has_no_place(connection, key, slug, answer):
            continue
        edit, sent = work.edits[slug], entry.fields[slug]
        base = answer.fields.get(slug) if answer else sent
        was_made = slug == SLUG and entry.verb is Verb.CREATE and not edit.value
        if was_made or encode(edit.value) in {encode(sent), encode(base)}:
            if not was_made and _is_lost(connection, key, slug, sent, base):
                history = HistoryRepository(connection)
                history.keep(key, slug, sent, Reason.FOUND_IN_WEBFLOW)
            rows.drop_edit(key, slug)
        elif not _starts_elsewhere(connection, key, edit, entry):
            rows.put_edit(key, replace(edit, base=base))
            conflicts |= {slug: base} if slug in work.conflicts else {}
    if _is_done(work.action, entry):
        rows.set_plan(key, action=None, is_new=work.is_new)
    return conflicts


def _drop_found(connection: sqlite3.Connection, key: ItemKey, entry: Entry, found: Item) -> None:
    """The same for a new item that was found later. It may be what an earlier attempt has made,
    and a colleague may have written into it: that is in conflict with what is edited still.
    """
    rows = UnsentRows(connection)
    work = rows.find(key)
    slug_sent = str(entry.fields.get(SLUG) or "")
    others = JournalRepository(connection).attempts(entry.key, slug_sent)
    attempts = [entry, *(each for each in others if each.id != entry.id and may_be_there(each))]
    for slug, edit in work.edits.items() if work else ():
        if not any(slug in each.fields for each in attempts):
            continue  # It starts from nothing, and is compared with what is there now.
        if _has_no_place(connection, key, slug, found):
            continue
        held, tried = found.fields.get(slug), [each.fields.get(slug) for each in attempts]
        had_it = all(encode(each) == encode(edit.value) for each in tried)
        was_made = slug == SLUG and not edit.value
        if had_it or was_made or encode(edit.value) == encode(held):
            if had_it and _is_lost(connection, key, slug, edit.value, held):
                history = HistoryRepository(connection)
                history.keep(key, slug, edit.value, Reason.FOUND_IN_WEBFLOW)
            rows.drop_edit(key, slug)
        else:
            base = _start(_field(connection, key, slug), edit, tried, held)
            rows.put_edit(key, replace(edit, base=base))


def _start(field: Field | None, edit: Edit, tried: Sequence[Value], held: Value) -> Value:
    """What an edit starts from: what Webflow holds, if an attempt has brought it there.

    Else what an attempt said otherwise than the edit: what Webflow holds is a colleague's.
    """
    if any(is_made_of(field, each, held) for each in tried):
        return held
    return next(each for each in tried if encode(each) != encode(edit.value))


def _starts_elsewhere(
    connection: sqlite3.Connection, key: ItemKey, edit: Edit, entry: Entry
) -> bool:
    """Whether it was typed over what its field showed before a colleague's change was put in.

    So it starts from that, and is compared with the answer like any other edit.
    """
    field = _field(connection, key, edit.field)
    if field is None or edit.field not in entry.pre_image:
        return False
    return not is_same(field, edit.base, entry.pre_image[edit.field])


def _has_no_place(
    connection: sqlite3.Connection, key: ItemKey, slug: FieldSlug, answer: Item | None
) -> bool:
    """Whether what was sent is nowhere now but in its edit: the field is gone from Webflow."""
    if answer is not None and slug in answer.fields:
        return False
    collection = CollectionsRepository(connection).find(key.collection)
    return collection is not None and collection.find_field(slug) is None


def _field(connection: sqlite3.Connection, key: ItemKey, slug: FieldSlug) -> Field | None:
    collection = CollectionsRepository(connection).find(key.collection)
    return collection.find_field(slug) if collection else None


def _is_lost(
    connection: sqlite3.Connection, key: ItemKey, slug: FieldSlug, sent: Value, held: Value
) -> bool:
    """Whether Webflow answers with another value than the one that was sent to it.

    Rich text comes back with marks of Webflow's own, so of that only the words count, and whether
    there is less of what has none.
    """
    if encode(sent) == encode(held):
        return False
    field = _field(connection, key, slug)
    if field is None or is_stored(field, sent, held):
        return False
    if field.type is not FieldType.RICH_TEXT:
        return True
    return words_of(sent) != words_of(held) or not wordless_of(sent) <= wordless_of(held)


def _is_done(action: Action | None, entry: Entry) -> bool:
    """Whether the entry was what the action asked for; one asked for meanwhile was not sent."""
    match action:
        case Action.ARCHIVE:
            return entry.is_archived is True
        case Action.UNARCHIVE:
            return entry.is_archived is False
        case Action.UNPUBLISH:
            return entry.verb is Verb.UNPUBLISH
        case _:
            return False


def _rename(connection: sqlite3.Connection, old: ItemKey, new: ItemKey) -> ChangeSet:
    """Put Webflow's key in the place of the local one in the work."""
    rows = UnsentRows(connection)
    moved = rows.find(old)
    there = rows.find(new)  # a refresh may have shown the new item before its answer was in
    LocalIdsRepository(connection).put(old.item, new.item)
    RunsRepository(connection).rename(old, new)
    history = HistoryRepository(connection)
    if moved is not None:
        rows.drop_edits(old)
        rows.move(old, new)
        rows.remove(old)
        rows.set_plan(new, action=there.action if there else moved.action, is_new=False)
        for edit in moved.edits.values():
            if there is not None and edit.field in there.edits:
                history.keep(new, edit.field, edit.value, Reason.EDITED_AGAIN)
            else:
                rows.put_edit(new, edit)
    return WorksRepository(connection).show(old)


def _follow(connection: sqlite3.Connection, renamed: Mapping[ItemId, ItemId]) -> ChangeSet:
    """Put Webflow's ids in the place of local ones in history and in references.

    Once for all that were made together: to look through every edit for each of 1,000 new items
    held up the store for seconds (measured).
    """
    HistoryRepository(connection).follow(renamed)
    works, change = WorksRepository(connection), ChangeSet()
    for key in _rewrite_references(connection, renamed):
        change |= works.show(key)
    return change


def _rewrite_references(
    connection: sqlite3.Connection, renamed: Mapping[ItemId, ItemId]
) -> list[ItemKey]:
    rows = UnsentRows(connection)
    touched = rows.naming(renamed.keys())
    for key in touched:
        work = rows.find(key)
        for edit in work.edits.values() if work else ():
            value = _rewritten(edit.value, renamed)
            if value != edit.value:
                rows.put_edit(key, replace(edit, value=value))
    return touched


def _rewritten(value: Value, renamed: Mapping[ItemId, ItemId]) -> Value:
    if isinstance(value, list):
        return [_rewritten(each, renamed) for each in value]
    return renamed.get(ItemId(value), value) if isinstance(value, str) else value
