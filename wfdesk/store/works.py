"""The user's unsent work: the only thing that a user's action writes.

An item's work may be bare, without edits, only while a request of it is under way or its answer is
lost: that must not be forgotten, or the item would be sent twice.
"""

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

from msgspec.structs import replace

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import (
    BOTH_CHANGED,
    IN_FLIGHT,
    Action,
    Edit,
    SendState,
    Side,
    Stance,
    Work,
)
from wfdesk.domain.errors import MissingItemError
from wfdesk.domain.history import Reason
from wfdesk.domain.ids import CollectionId, FieldSlug, ItemKey
from wfdesk.domain.items import Item
from wfdesk.domain.markup import is_kept
from wfdesk.domain.schema import Field
from wfdesk.domain.standing import standing_of
from wfdesk.domain.values import Value
from wfdesk.richtext.blocks import split_blocks
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.history import HistoryRepository
from wfdesk.store.items import ItemsRepository
from wfdesk.store.json import encode
from wfdesk.store.lastcopies import LastCopiesRepository
from wfdesk.store.localids import LocalIdsRepository
from wfdesk.store.tablerows import show
from wfdesk.store.typedback import awaits_a_look
from wfdesk.store.unsent import UnsentRows

_T = TypeVar("_T")


class WorksRepository:
    """Runs inside the caller's transaction; never commits.

    A key from before the item was created in Webflow still finds it, and one from before
    localization was switched on or off.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._rows = UnsentRows(connection)
        self._ids = LocalIdsRepository(connection)
        self._copies = LastCopiesRepository(connection)

    def find(self, key: ItemKey) -> Work | None:
        key = self._ids.current(key)
        found = self._rows.find(key)
        if found is None:
            item, _ = self._item(key)
            if item is not None:
                return Work(key, item)
            located = self._ids.located(key)  # asked last: hardly ever is it another
            return None if located == key else self.find(located)
        work = self._with_item(found)
        return None if work.item is None and work.is_empty else work

    def at(self, key: ItemKey) -> ItemKey:
        """The key under which the work on the item is, or would be."""
        key = self._ids.current(key)
        return key if self._rows.has(key) else self._ids.located(key)

    def get(self, key: ItemKey) -> Work:
        """The item as the user sees it, with or without unsent work."""
        work = self.find(key)
        if work is None:
            raise MissingItemError("This item is no longer in the local copy.")
        return work

    def all(self) -> list[Work]:
        """All unsent work, collection by collection, in the order in which it was begun."""
        found = [self.find(key) for key in self._rows.keys()]  # noqa: SIM118 - no mapping
        return [work for work in found if work is not None and not work.is_empty]

    def keys(self, collection: CollectionId) -> list[ItemKey]:
        """What there is unsent work on, be it bare."""
        return self._rows.keys(collection)

    def unknown(self) -> frozenset[ItemKey]:
        """Items of which nobody knows whether Webflow has done what it was asked for."""
        return self._rows.at(SendState.UNKNOWN)

    def count(self) -> int:
        """Return how much unsent work there is: an item's in each locale is work of its own."""
        row = self._connection.execute(
            "SELECT count(*) AS n FROM works CROSS JOIN table_rows USING (collection, item, locale)"
            " WHERE is_unsent"
        ).fetchone()
        return int(row["n"])

    def create(
        self,
        key: ItemKey,
        fields: Mapping[FieldSlug, Value],
        doubtful: Collection[FieldSlug] = (),
    ) -> ChangeSet:
        """Begin a new item, which Webflow does not know yet."""
        self._rows.begin(key, is_new=True)
        for field, value in fields.items():
            now = self._ids.current_value(value)
            self._rows.put_edit(key, Edit(field, now, None, is_as_shown=field not in doubtful))
        return self.show(key)

    def put_back(self, work: Work) -> ChangeSet:
        """Have the work on an item that has none now as it was."""
        self._rows.begin(work.key, is_new=work.is_new)
        for edit in work.edits.values():
            now = self._ids.current_value(edit.value)
            self._rows.put_edit(work.key, replace(edit, value=now))
        self._rows.set_plan(work.key, action=work.action, is_new=work.is_new)
        self._rows.set_state(work.key, work.state, work.reason, work.refused_fields, work.conflicts)
        return self.show(work.key)

    def stage(
        self,
        key: ItemKey,
        field: FieldSlug,
        value: Value,
        base: Value,
        *,
        is_as_shown: bool = True,
    ) -> ChangeSet:
        """Record the user's value. The first edit of a field keeps the base it started from.

        One that is back at its base is none; but while the item is in flight, Webflow may have the
        value before it by now.
        """
        work = self.get(key)
        key, earlier = work.key, work.edits.get(field)
        base = earlier.base if earlier else base
        may_be_idle = not work.is_new and work.state not in IN_FLIGHT
        if may_be_idle and encode(value) == encode(base):
            return self.drop_field(key, field)
        self._rows.begin(key)
        is_held = bool(earlier and earlier.is_held)
        self._rows.put_edit(key, Edit(field, value, base, is_held, is_as_shown))
        return self._edited(key, field)

    def start_from_sent(
        self, key: ItemKey, sent: Mapping[FieldSlug, Value], *, is_looked_at: bool = False
    ) -> bool:
        """Let what was typed back while it travelled start from what was sent: Webflow may have
        that, or a colleague have gone on from it. Return whether anything was.

        ``is_looked_at``: the local copy was seen since. Where that has neither, nobody can tell
        which of it was there before a colleague's hand was on it: that is for the user to decide.
        """
        work = self._rows.find(self.at(key))
        back = {
            slug: edit
            for slug, edit in (work.edits.items() if work else ())
            if slug in sent and encode(edit.value) == encode(edit.base) != encode(sent[slug])
        }
        if work is None or not back:
            return False
        item = ItemsRepository(self._connection).find(work.key) if is_looked_at else None
        collection = CollectionsRepository(self._connection).find(work.key.collection)
        undecided: dict[FieldSlug, Value] = {}
        for slug, edit in back.items():
            base = sent[slug]
            if item is not None:
                field = collection.find_field(slug) if collection else None
                theirs = item.fields.get(slug)
                if is_made_of(field, sent[slug], theirs):
                    base = theirs
                elif not is_made_of(field, edit.value, theirs):
                    base = undecided[slug] = theirs
            self._rows.put_edit(work.key, replace(edit, base=base))
        if undecided:
            self._note(work, {**work.conflicts, **undecided})
        return True

    def drop_idle(self, key: ItemKey) -> ChangeSet:
        """Let what was typed back while it travelled be no edit: what was sent has not arrived."""
        work, change = self._rows.find(self.at(key)), ChangeSet()
        for slug, edit in work.edits.items() if work and not work.is_new else ():
            if encode(edit.value) == encode(edit.base):
                change |= self.drop_field(key, slug)
        return change

    def drop_field(self, key: ItemKey, field: FieldSlug) -> ChangeSet:
        """Take back the edit of one field."""
        key = self.at(key)
        self._rows.drop_edit(key, field)
        return self._edited(key, field)

    def rebase(self, key: ItemKey, edits: Iterable[Edit]) -> ChangeSet:
        """Let edits of the item start from what Webflow has now.

        Where both sides' changes went into one value, what either had is kept. What is held back by
        now stays so: the edits are as they were planned.
        """
        key = self.at(key)
        earlier = self.get(key).edits
        history = HistoryRepository(self._connection)
        for edit in edits:
            if edit.field in earlier and earlier[edit.field].value != edit.value:
                mine, theirs = earlier[edit.field].value, edit.base
                history.keep(key, edit.field, theirs, Reason.THEIRS_BEFORE_MERGE)
                history.keep(key, edit.field, mine, Reason.OWN_BEFORE_MERGE)
            is_held = edit.field in earlier and earlier[edit.field].is_held
            self._rows.put_edit(key, replace(edit, is_held=is_held))
        return self.show(key)

    def discard(self, key: ItemKey, reason: str = Reason.DISCARDED) -> ChangeSet:
        """Give up all unsent work on the item. The values go to the history."""
        key = self.at(key)
        work = self._rows.find(key)
        if work is None:
            return ChangeSet()
        values = {edit.field: edit.value for edit in work.edits.values()}
        HistoryRepository(self._connection).keep_all(key, values, reason)
        if work.state in IN_FLIGHT:
            self._rows.drop_edits(key)
            self._rows.set_plan(key, action=None, is_new=False)
        else:
            self._rows.remove(key)
        return self.show(key)

    def hold(self, key: ItemKey, field: FieldSlug | None, *, is_held: bool) -> ChangeSet:
        """Keep one edit, or with None all edits of the item, out of the next send."""
        key = self.at(key)
        self._rows.hold(key, field, is_held=is_held)
        return ChangeSet(frozenset({key}))

    def set_action(self, key: ItemKey, action: Action | None) -> ChangeSet:
        work = self.get(key)
        self._rows.begin(work.key)
        self._rows.set_plan(work.key, action=action, is_new=work.is_new)
        return self._edited(work.key, None)

    def set_state(
        self,
        key: ItemKey,
        state: SendState,
        reason: str,
        *,
        refused_fields: Mapping[FieldSlug, str] | None = None,
        conflicts: Mapping[FieldSlug, Value] | None = None,
    ) -> ChangeSet:
        """Say where the item's unsent work stands. An item without any is only ever in flight.

        What is said of fields is said of those alone: another one that was refused, or is in
        conflict, is no less so because of what has become of the rest of the item.
        """
        key = self.at(key)
        if state in IN_FLIGHT:
            self._rows.begin(key)
        work = self._rows.find(key)
        if work is None:
            return ChangeSet()
        if state not in IN_FLIGHT and work.is_empty:
            self._rows.remove(key)  # nothing is left of it
            return ChangeSet(frozenset({key}))
        if work.is_asked_about and state is not SendState.IN_QUESTION:
            return ChangeSet()  # only the user answers
        refused = {**work.refused_fields, **(refused_fields or {})}
        self._rows.set_state(key, state, reason, refused, {**work.conflicts, **(conflicts or {})})
        return ChangeSet(frozenset({key}))

    def answer(self, key: ItemKey) -> ChangeSet:
        """Let a new item be made that Webflow may have already."""
        work = self.get(key)
        self._rows.set_state(key, SendState.SAVED, "", work.refused_fields, work.conflicts)
        return ChangeSet(frozenset({key}))

    def set_sending(self, key: ItemKey, fields: Iterable[FieldSlug]) -> ChangeSet:
        """Say that these edits of the item are on their way: what was refused of them is tried."""
        key = self.at(key)
        self._rows.begin(key)
        work = self._rows.find(key)
        refused = _without(work.refused_fields, *fields) if work else {}
        conflicts = work.conflicts if work else {}
        self._rows.set_state(key, SendState.SENDING, "", refused, conflicts)
        return ChangeSet(frozenset({key}))

    def queue(self, keys: Iterable[ItemKey]) -> ChangeSet:
        """Let unsent work wait for its turn in a run. What asks for care keeps saying so."""
        change = ChangeSet()
        for key in map(self.at, keys):
            work = self._rows.find(key)
            if work is not None and work.state is SendState.SAVED and not work.is_empty:
                self._rows.set_state(key, SendState.QUEUED, "", {}, {})
                change |= ChangeSet(frozenset({key}))
        return change

    def unqueue(self, keys: Iterable[ItemKey] | None = None) -> ChangeSet:
        """Let go of what waits and will not get its turn; with None, of all that does."""
        change = ChangeSet()
        for key in self._rows.keys() if keys is None else map(self.at, keys):
            work = self._rows.find(key)
            if work is not None and work.state is SendState.QUEUED:
                change |= self.set_state(key, SendState.SAVED, "") | self.compare_unseen(key)
        return change

    def resolve_conflict(self, key: ItemKey, field: FieldSlug, take: Side) -> ChangeSet:
        """Settle one field. Mine now starts from the colleague's value, which was seen.

        The other side's value goes to the history. A conflict that is settled already stays so.
        """
        work = self.get(key)
        edit = work.edits.get(field)
        if edit is None or field not in work.conflicts:
            return ChangeSet()
        history, theirs = HistoryRepository(self._connection), work.conflicts[field]
        if take == Side.MINE:
            history.keep(work.key, field, theirs, Reason.MINE_TAKEN)
            self._start_from(work, field, theirs)
            return self._edited(work.key, field)
        history.keep(work.key, field, edit.value, Reason.THEIRS_TAKEN)
        return self.drop_field(work.key, field)

    def write_third(
        self, key: ItemKey, field: FieldSlug, value: Value, *, is_as_shown: bool = True
    ) -> ChangeSet:
        """Settle one field by another value, which was written with both sides in sight.

        Both that it is written over go to the history.
        """
        work = self.get(key)
        history, theirs = HistoryRepository(self._connection), work.conflicts[field]
        history.keep(work.key, field, theirs, Reason.THEIRS_BEFORE_THIRD)
        history.keep(work.key, field, work.edits[field].value, Reason.OWN_BEFORE_THIRD)
        self._start_from(work, field, theirs)
        return self.stage(work.key, field, value, theirs, is_as_shown=is_as_shown)

    def _start_from(self, work: Work, field: FieldSlug, theirs: Value) -> None:
        """Let the edit start from the colleague's value, with which it is in conflict no more."""
        self._rows.put_edit(work.key, replace(work.edits[field], base=theirs))
        self._note(work, _without(work.conflicts, field))

    def _note(self, work: Work, conflicts: Mapping[FieldSlug, Value]) -> None:
        """Let these be the fields in conflict, wherever the item stands."""
        self._rows.set_state(work.key, work.state, work.reason, work.refused_fields, conflicts)

    def compare(self, key: ItemKey) -> ChangeSet:
        """Bring the item's work in line with what Webflow has, see ``domain.standing``."""
        found = self._rows.find(key)
        if found is None:
            return ChangeSet()
        work = self._with_item(found)
        after = self._in_line(work)
        if after is None or (after == work and _is_something(after)):
            return ChangeSet()
        return self._put(work, after)

    def compare_unseen(self, key: ItemKey) -> ChangeSet:
        """The same where the local copy may be from before the last attempt to send the work."""
        work = self._rows.find(key)
        if work is not None and awaits_a_look(self._connection, work):
            return ChangeSet()
        return self.compare(key)

    def set_stance(self, key: ItemKey, field: FieldSlug, stance: Stance) -> ChangeSet:
        """Put a field back to where it stood: its edit, and the conflict there was."""
        key, stance = self.at(key), self.by_ids_of_now(stance)
        if stance.edit is None:
            self._rows.drop_edit(key, field)
        else:
            self._rows.begin(key)
            self._rows.put_edit(key, stance.edit)
        work = self._rows.find(key)
        if work is not None and not stance.theirs:
            self._note(work, _without(work.conflicts, field))
        elif work is not None:
            if work.state not in IN_FLIGHT and not work.is_asked_about:
                work = replace(work, state=SendState.CONFLICT, reason=BOTH_CHANGED)
            self._note(work, {**work.conflicts, field: stance.theirs[0]})
        return self._edited(key, field)

    def by_ids_of_now(self, stance: Stance) -> Stance:
        """The stance, calling new items as Webflow does by now."""
        if stance.edit is None:
            return stance
        value = self._ids.current_value(stance.edit.value)
        return replace(stance, edit=replace(stance.edit, value=value))

    def show(self, key: ItemKey) -> ChangeSet:
        """Bring the item's row in tables in line with its work."""
        item, _ = self._item(key)
        return show(self._connection, key, item, self._rows.find(key))

    def _item(self, key: ItemKey) -> tuple[Item | None, bool]:
        """Webflow's copy of the item, and whether that is only the last one there was."""
        item = ItemsRepository(self._connection).find(key)
        if item is not None or not self._copies.has(key):
            return item, False
        return self._copies.find(key), True

    def _with_item(self, work: Work) -> Work:
        item, is_gone = self._item(work.key)
        return replace(work, item=item, is_gone=is_gone)

    def _edited(self, key: ItemKey, field: FieldSlug | None) -> ChangeSet:
        """Bring the item's state in line after the user's hand was on it.

        Whoever writes on has not seen what a colleague wrote: that settles no conflict.
        """
        found = self._rows.find(key)
        if found is None:
            return self.show(key)
        work = self._with_item(found)
        touched = _touched(work, field)
        others = work.edits.keys() - {field}
        return self._put(work, self._in_line(touched, others) or touched)

    def _in_line(self, work: Work, keeping: Collection[FieldSlug] = ()) -> Work | None:
        """The work as it stands with what Webflow has; None where there is nothing to say.

        Edits of ``keeping`` stay, also those that leave nothing to send: there is no news of them.
        """
        if work.item is None and work.is_empty:
            return None
        collection = CollectionsRepository(self._connection).find(work.key.collection)
        standing = standing_of(work, collection, split_blocks) if collection else None
        if standing is None:
            return None
        there = standing.already_there.difference(keeping)
        return replace(
            work,
            edits=_without(work.edits, *there) | {each.field: each for each in standing.following},
            action=None if standing.is_mark_done else work.action,
            state=standing.state,
            reason=standing.reason,
            refused_fields=standing.refused_fields,
            conflicts=standing.conflicts,
        )

    def _put(self, before: Work, after: Work) -> ChangeSet:
        """Write what has become of an item's work, and show it."""
        key = before.key
        if not _is_something(after):
            self._rows.remove(key)
            return show(self._connection, key, None if after.is_gone else after.item, None)
        for slug in sorted(before.edits.keys() - after.edits.keys()):
            self._rows.drop_edit(key, slug)
        for slug, edit in after.edits.items():
            if edit != before.edits.get(slug):
                self._rows.put_edit(key, edit)
        if after.action is not before.action:
            self._rows.set_plan(key, action=after.action, is_new=after.is_new)
        self._rows.set_state(key, after.state, after.reason, after.refused_fields, after.conflicts)
        return show(self._connection, key, after.item, after)


def is_made_of(field: Field | None, sent: Value, held: Value) -> bool:
    """Whether what Webflow holds is just what was sent to it, and nobody's hand was on it."""
    return is_kept(field, sent, held) if field else encode(sent) == encode(held)


def _is_something(work: Work) -> bool:
    """Whether anything of it is left to be sent, or to be heard of."""
    return not work.is_empty or work.state in IN_FLIGHT


def _touched(work: Work, field: FieldSlug | None) -> Work:
    """The work without what was refused of the field, which has another value now."""
    refused = _without(work.refused_fields, field)
    conflicts = {slug: value for slug, value in work.conflicts.items() if slug in work.edits}
    if work.state in IN_FLIGHT or refused or conflicts or work.is_asked_about:
        return replace(work, refused_fields=refused, conflicts=conflicts)
    return replace(
        work, state=SendState.SAVED, reason="", refused_fields=refused, conflicts=conflicts
    )


def _without(some: Mapping[FieldSlug, _T], *fields: FieldSlug | None) -> dict[FieldSlug, _T]:
    return {slug: each for slug, each in some.items() if slug not in fields}


def give_back(connection: sqlite3.Connection, *, is_changed: bool) -> None:
    """Give edits whose item's row is lost back to an item's work.

    ``is_changed``: edits have come or gone, and what the tables show is not what there is.
    """
    rows, works = UnsentRows(connection), WorksRepository(connection)
    if rows.adopt() or is_changed:
        for key in rows.keys():  # noqa: SIM118 - no mapping
            works.show(key)
