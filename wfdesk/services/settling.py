"""Deciding where a colleague was there as well: conflicts of fields, items that are gone, and new
ones that may be there already.

Each works on the local copy within one transaction, for one place or for many, and returns a step
that leads back. What was decided or changed otherwise since is left as it is, in both directions.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import IN_FLIGHT, Edit, Seen, SendState, Side, Stance, Work
from wfdesk.domain.history import Reason
from wfdesk.domain.ids import NAME, SLUG, FieldSlug, ItemKey, new_local_id
from wfdesk.domain.values import Value
from wfdesk.services import leftout
from wfdesk.services.copying import copied, free_slug, slug_for
from wfdesk.services.undo import (
    Anew,
    AnotherStep,
    Decision,
    GoneStep,
    HoldStep,
    Place,
    SettleStep,
)
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.database import Connection
from wfdesk.store.gone import GoneRepository
from wfdesk.store.history import HistoryRepository
from wfdesk.store.journal import JournalRepository
from wfdesk.store.works import WorksRepository


class Choice(Struct, frozen=True):
    """Whose value of a field is to stay. One that the user has not seen stays undecided."""

    key: ItemKey
    field: FieldSlug
    side: Side
    seen: Seen | None = None
    """Without it, whatever value the conflict is about by now."""


def settle(connection: Connection, choices: Iterable[Choice]) -> tuple[SettleStep, ChangeSet]:
    works, change = WorksRepository(connection), ChangeSet()
    before, after = dict[Place, Stance](), dict[Place, Stance]()
    side = Side.MINE
    for choice in choices:
        work = works.find(choice.key)
        if work is None or not _is_open(work, choice.field, choice.seen):
            continue
        side, place = choice.side, (work.key, choice.field)
        before[place] = work.stance(choice.field)
        change |= works.resolve_conflict(work.key, choice.field, side)
        after[place] = stance_at(works, place)
    return SettleStep(side, before, after), change


def lead(connection: Connection, step: Decision, *, is_back: bool) -> tuple[bool, ChangeSet]:
    """Take a decision back, or take it once more; return whether that has led anywhere."""
    if isinstance(step, GoneStep):
        return _put_back(connection, step) if is_back else _decide_again(connection, step)
    if isinstance(step, HoldStep):
        places = step.before if is_back else step.after
        moved, change = hold(connection, places)
        return bool(moved.after), change
    if isinstance(step, AnotherStep):
        return _ask_again(connection, step) if is_back else _make_another(connection, step)
    here, there = (step.after, step.before) if is_back else (step.before, step.after)
    works, has_moved, change = WorksRepository(connection), False, ChangeSet()
    for place, stance in here.items():
        key, field = place
        was = works.by_ids_of_now(stance)
        if works.find(key) is not None and _is_same(stance_at(works, place), was):
            change |= works.set_stance(key, field, there[place])
            has_moved = True
    return has_moved, change


def hold(connection: Connection, wanted: Mapping[Place, bool]) -> tuple[HoldStep, ChangeSet]:
    """Hold edits back from the next send, or let them go, each where it is not so already."""
    works, change = WorksRepository(connection), ChangeSet()
    before, after = dict[Place, bool](), dict[Place, bool]()
    for (key, field), is_held in wanted.items():
        work = works.find(key)
        edit = work.edits.get(field) if work else None
        if edit is not None and edit.is_held is not is_held:
            before[key, field], after[key, field] = edit.is_held, is_held
            change |= works.hold(key, field, is_held=is_held)
    return HoldStep(any(after.values()), before, after), change


def edited_places(connection: Connection, keys: Iterable[ItemKey]) -> list[Place]:
    """Where there are edits of these items."""
    found = map(WorksRepository(connection).find, keys)
    return [(work.key, field) for work in found if work is not None for field in work.edits]


def is_seen(work: Work, field: FieldSlug, seen: Seen | None) -> bool:
    """Whether the field is in conflict with just the value that the user had before them."""
    return seen is not None and _is_open(work, field, seen)


def write_third(connection: Connection, work: Work, third: Edit) -> tuple[SettleStep, ChangeSet]:
    """Settle a conflict by a third value. Both that it is written over go to the history."""
    works, place = WorksRepository(connection), (work.key, third.field)
    before = work.stance(third.field)
    change = works.write_third(work.key, third.field, third.value, is_as_shown=third.is_as_shown)
    return SettleStep(Side.THIRD, {place: before}, {place: stance_at(works, place)}), change


def give_up_field(
    connection: Connection, key: ItemKey, field: FieldSlug
) -> tuple[SettleStep, ChangeSet]:
    """Discard the edit of one field; the value is kept for a while."""
    works = WorksRepository(connection)
    work = works.find(key)
    if work is None or field not in work.edits:
        return SettleStep(None, {}, {}), ChangeSet()
    place, before = (work.key, field), work.stance(field)
    history = HistoryRepository(connection)
    history.keep(work.key, field, work.edits[field].value, Reason.DISCARDED)
    change = works.drop_field(work.key, field)
    return SettleStep(None, {place: before}, {place: stance_at(works, place)}), change


def make_anew(connection: Connection, keys: Sequence[ItemKey]) -> tuple[GoneStep, ChangeSet]:
    """Make a new draft of each item that was deleted in Webflow, with all that is known of it."""
    gone, change = GoneRepository(connection), ChangeSet()
    before, made = list[Work](), dict[ItemKey, Anew | None]()
    for work in _gone(connection, keys):
        key = ItemKey(work.key.collection, new_local_id(), work.key.locale)
        new = Anew(key, _values(connection, work))
        change |= gone.make_anew(work, new.key, new.fields)
        before.append(work)
        made[work.key] = new
    step = GoneStep(tuple(before), made)
    leftout.carry(connection, step.renamed)
    return step, change


def give_up(connection: Connection, keys: Sequence[ItemKey]) -> tuple[GoneStep, ChangeSet]:
    """Discard the work on items that were deleted in Webflow; the values are kept for a while."""
    gone, change = GoneRepository(connection), ChangeSet()
    before = _gone(connection, keys)
    for work in before:
        change |= gone.give_up(work)
    return GoneStep(tuple(before), {work.key: None for work in before}), change


def make_another(connection: Connection, key: ItemKey) -> tuple[AnotherStep, ChangeSet]:
    """Let a new item be made that Webflow may have already: what is there was looked at."""
    works, journal = WorksRepository(connection), JournalRepository(connection)
    work = works.find(key)
    if work is None or not work.is_asked_about:
        return AnotherStep(key), ChangeSet()
    entry = journal.asked(work.key)
    if entry is not None:
        journal.answer(entry)
    return AnotherStep(work.key, work.reason, entry.id if entry else 0), works.answer(work.key)


def _is_open(work: Work, field: FieldSlug, seen: Seen | None) -> bool:
    if field not in work.conflicts or field not in work.edits:
        return False
    return seen is None or seen.theirs == work.conflicts[field]


def stance_at(works: WorksRepository, place: Place) -> Stance:
    key, field = place
    work = works.find(key)
    return work.stance(field) if work else Stance()


def _is_same(one: Stance, other: Stance) -> bool:
    """Whether a field stands there with the same text, whatever is known by now of that."""
    if one.edit is None or other.edit is None:
        return one == other
    return one == replace(other, edit=replace(other.edit, is_as_shown=one.edit.is_as_shown))


def _gone(connection: Connection, keys: Sequence[ItemKey]) -> list[Work]:
    works = WorksRepository(connection)
    found = (works.find(key) for key in keys)
    return [work for work in found if work is not None and work.is_gone]


def _put_back(connection: Connection, step: GoneStep) -> tuple[bool, ChangeSet]:
    """Take back what was made of items that are gone, where nobody has gone on with it since."""
    gone, works = GoneRepository(connection), WorksRepository(connection)
    journal, moved, change = JournalRepository(connection), set[ItemKey](), ChangeSet()
    for work in step.before:
        made = step.made[work.key]
        has_tried = made is not None and bool(journal.attempts(made.key))
        is_as_made = made is None or _is_untouched(works, made, has_tried=has_tried)
        if works.find(work.key) is None and is_as_made:
            change |= gone.put_back(work, made.key if made else None)
            moved.add(work.key)
    renamed = {new: old for old, new in step.renamed.items() if old in moved}
    leftout.carry(connection, renamed)
    return bool(moved), change


def _decide_again(connection: Connection, step: GoneStep) -> tuple[bool, ChangeSet]:
    """Do once more what was taken back. A new item has the id that it had before."""
    gone, moved, change = GoneRepository(connection), set[ItemKey](), ChangeSet()
    for work in _gone(connection, list(step.made)):
        new = step.made[work.key]
        if new is None:
            change |= gone.give_up(work)
        else:
            change |= gone.make_anew(work, new.key, new.fields)
        moved.add(work.key)
    renamed = {old: new for old, new in step.renamed.items() if old in moved}
    leftout.carry(connection, renamed)
    return bool(moved), change


def _make_another(connection: Connection, step: AnotherStep) -> tuple[bool, ChangeSet]:
    """Answer once more, if it is the same that is asked."""
    work = WorksRepository(connection).find(step.key)
    if work is None or work.reason != step.asked:
        return False, ChangeSet()
    again, change = make_another(connection, step.key)
    return again.has_changed, change


def _ask_again(connection: Connection, step: AnotherStep) -> tuple[bool, ChangeSet]:
    """Ask once more, if it is not made yet, nor about to be."""
    works, journal = WorksRepository(connection), JournalRepository(connection)
    work = works.find(step.key)
    if work is None or not work.is_new or work.state in IN_FLIGHT or work.is_asked_about:
        return False, ChangeSet()
    if step.entry:
        journal.mark([step.entry], SendState.IN_QUESTION, step.asked)
    return True, works.set_state(step.key, SendState.IN_QUESTION, step.asked)


def _values(connection: Connection, work: Work) -> dict[FieldSlug, Value]:
    """All values of the item with the edits laid over, those of fields that are gone as well."""
    collection = CollectionsRepository(connection).get(work.key.collection)
    fields = copied(work, collection)
    for edit in work.edits.values():
        if collection.find_field(edit.field) is None:
            fields[edit.field] = edit.value
    slug, name = str(fields.get(SLUG) or ""), str(fields.get(NAME) or "")
    if slug:
        fields[SLUG] = free_slug(connection, work.key, slug)
    elif name:
        fields[SLUG] = slug_for(connection, work.key, name)
    return fields


def _is_untouched(works: WorksRepository, made: Anew, *, has_tried: bool) -> bool:
    """Whether the new item is as it was made: not sent, and not edited since."""
    new = works.find(made.key)
    if new is None or not new.is_new or new.state in IN_FLIGHT or new.action is not None:
        return False
    if has_tried:  # Webflow may have it: another one, made anew, would be the second.
        return False
    return {slug: edit.value for slug, edit in new.edits.items()} == made.fields
