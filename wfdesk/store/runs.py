"""What the run under way is about, and what earlier ones have sent and not made live.

A start after a crash can say where it stopped. What is sent is no unsent work any more: that it was
to be published stands here alone.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from msgspec import Struct
from msgspec.structs import replace

from wfdesk.domain.edits import IN_FLIGHT, Work
from wfdesk.domain.ids import FieldSlug, ItemKey, LocaleId, SiteId
from wfdesk.domain.items import Item, ItemStatus
from wfdesk.domain.journal import Entry, Verb
from wfdesk.domain.markup import is_kept
from wfdesk.domain.plan import Goal, InterruptedRun, Plan
from wfdesk.domain.values import Value
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.items import ItemsRepository
from wfdesk.store.json import checksum, encode
from wfdesk.store.localids import LocalIdsRepository
from wfdesk.store.unsent import UnsentRows, key_of, place_of

_AT_REST = frozenset({ItemStatus.PUBLISHED, ItemStatus.ARCHIVED})
"""Of these nothing is left to publish."""
_UNDER_WAY, _CUT_SHORT, _OVER = "under way", "cut short", "over"
"""How the run of an item ended: not yet; with the program; or as a run should."""
_UNSEEN = "unseen"
"""In the place of a state: others have changed the item, and nobody was shown that."""
_WRITTEN = frozenset({Verb.CREATE, Verb.UPDATE})
_HERE = "collection = :collection AND item = :item AND locale = :locale"
_OF_SITE = "collection IN (SELECT id FROM collections WHERE site = :site)"
_SENT = f"UPDATE run_items SET is_sent = 1 WHERE {_HERE} AND is_to_go_live"
_DONE = f"UPDATE run_items SET is_done = 1 WHERE {_HERE}"
_HAD_TURN = f"{_DONE} AND NOT is_to_go_live"
_OUT = f"DELETE FROM run_items WHERE {_HERE}"


class _Row(Struct, frozen=True):
    """What a run has to do with one item."""

    key: ItemKey
    is_to_go_live: bool
    is_sent: bool
    """Whether Webflow has what is to go live, or may have it, whatever was edited since."""
    is_done: bool
    seen: str | None
    """The state that the user was shown, or has made since; None where there was no item yet."""
    stage: str


class _Standing(Struct, frozen=True):
    """A row, with what there is of its item now, as far as that is asked for: what is done is done,
    and what is only to be sent waits as long as it is unsent.
    """

    row: _Row
    item: Item | None
    work: Work | None

    @property
    def is_in_flight(self) -> bool:
        """Whether nobody knows if Webflow has it, or nobody has said."""
        work = self.work
        return work is not None and (work.state in IN_FLIGHT or work.is_asked_about)

    @property
    def is_unsent(self) -> bool:
        return self.work is not None and not self.work.is_empty

    @property
    def has_arrived(self) -> bool:
        """Whether Webflow has all of it, or may have it."""
        return self.is_in_flight or (self.item is not None and not self.is_unsent)

    @property
    def is_at_rest(self) -> bool:
        return self.item is None or self.item.status in _AT_REST

    @property
    def is_done(self) -> bool:
        """What was under way may have been found to be done."""
        return self.row.is_done or (self.is_at_rest and not self.is_unsent)

    @property
    def is_left(self) -> bool:
        """Whether it is still to be done. As long as it is in flight, nobody knows that of what a
        run has left that came to its end; what was not sent of such a one is told as unsent work.
        """
        if self.row.is_done:
            return False
        if self.row.stage == _OVER:
            return self.row.is_sent and not self.is_in_flight and not self.is_at_rest
        return self.is_unsent or (self.row.is_to_go_live and not self.is_at_rest)

    @property
    def is_changed(self) -> bool:
        """Whether others have changed what is sent, so that it must not go live unseen."""
        is_edited = self.is_unsent and self.row.stage != _OVER
        return not is_edited and self.row.seen != _state_of(self.item)


class RunsRepository:
    """There is one run at a time, or none. A row for each item that it, or an earlier one, is about
    and a goal.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._items = ItemsRepository(connection)
        self._works = UnsentRows(connection)

    def begin(self, plan: Plan) -> None:
        """Note the plan. What an earlier run has left to publish, and this one does not, stays;
        what it has done is counted no more.
        """
        self.end()
        self._connection.execute("DELETE FROM run_items WHERE is_done")
        current = LocalIdsRepository(self._connection).current
        shown = {
            operation.key: _state_of(operation.shown)
            for batch in plan.batches
            for operation in batch.operations
            if operation.verb is Verb.PUBLISH
        }
        rows = []
        for key in dict.fromkeys(key for batch in plan.batches for key in batch.keys):
            at = current(key)  # it may be there since it was planned
            row = _Row(at, key in shown, is_sent=False, is_done=False, seen=None, stage=_UNDER_WAY)
            if key in shown:
                is_sent = self._standing(row, plan.goal).has_arrived
                row = replace(row, is_sent=is_sent, seen=shown[key])
            rows.append(row)
        self._put(plan.goal, rows)

    def see(self, items: Mapping[ItemKey, Item | None], unseen: Iterable[ItemKey] = ()) -> None:
        """Note in which state the run knows what is to go live; that others have changed some of
        it meanwhile, ``unseen`` by the user, holds until they ask for it once more.
        """
        current = LocalIdsRepository(self._connection).current
        hidden = set(map(current, unseen))
        found = ((current(key), item) for key, item in items.items())
        self._connection.executemany(
            "UPDATE run_items SET seen = CASE WHEN seen = :unseen THEN seen ELSE :seen END"
            f" WHERE {_HERE} AND is_to_go_live",
            [
                {
                    **place_of(key),
                    "unseen": _UNSEEN,
                    "seen": _UNSEEN if key in hidden else _state_of(item),
                }
                for key, item in found
            ],
        )

    def surprising(self, entries: Iterable[Entry]) -> list[ItemKey]:
        """The items of those which are to go live, and of which the local copy has more by now than
        the user has seen and the entry has sent.
        """
        current = LocalIdsRepository(self._connection).current
        return [each.key for each in entries if self._is_surprising(each, current(each.key))]

    def settle(self, entries: Iterable[Entry]) -> None:
        """Note that these have been done, under the keys that their items have by now."""
        current = LocalIdsRepository(self._connection).current
        written, done = list[ItemKey](), list[ItemKey]()
        for entry in entries:
            (written if entry.verb in _WRITTEN else done).append(current(entry.key))
        self._for_each(_SENT, written)
        self._for_each(_DONE, done)

    def rename(self, old: ItemKey, new: ItemKey) -> None:
        """Put the key that Webflow gave a new item in the place of the local one."""
        self._connection.execute(
            f"UPDATE OR REPLACE run_items SET item = :new WHERE {_HERE}",
            {**place_of(old), "new": new.item},
        )

    def is_under_way(self, site: SiteId) -> bool:
        """Whether the run under way is about items of the site."""
        row = self._connection.execute(
            f"SELECT 1 FROM run_items WHERE stage = :stage AND {_OF_SITE} LIMIT 1",
            {"stage": _UNDER_WAY, "site": site},
        ).fetchone()
        return row is not None

    def relocate(self, site: SiteId, old: LocaleId, new: LocaleId) -> None:
        """Have what is known of items in one locale of the site be known of them in the other one.

        Where both are known, it is left as long as one is, and to be looked at where they differ.
        """
        place = {"site": site, "old": old, "new": new, "unseen": _UNSEEN}
        self._connection.execute(
            "UPDATE run_items AS here SET"
            " is_to_go_live = max(here.is_to_go_live, there.is_to_go_live),"
            " is_sent = max(here.is_sent, there.is_sent),"
            " is_done = min(here.is_done, there.is_done),"
            " seen = iif(here.seen IS there.seen, here.seen, :unseen)"
            " FROM run_items AS there WHERE here.locale = :new AND there.locale = :old"
            " AND (here.collection, here.item, here.goal)"
            " = (there.collection, there.item, there.goal)"
            " AND here.collection IN (SELECT id FROM collections WHERE site = :site)",
            place,
        )
        self._connection.execute(
            f"UPDATE OR IGNORE run_items SET locale = :new WHERE locale = :old AND {_OF_SITE}",
            place,
        )
        self._connection.execute(f"DELETE FROM run_items WHERE locale = :old AND {_OF_SITE}", place)

    def set_done(self, keys: Iterable[ItemKey]) -> None:
        """Note that the run has nothing more to do with these; what is to go live is not done
        before Webflow says so.
        """
        current = LocalIdsRepository(self._connection).current
        self._for_each(_HAD_TURN, map(current, keys))

    def end(self) -> list[ItemKey]:
        """The run is over. Return what it, or an earlier one, has not made live: that is kept in
        mind if it is sent, or may be found to be sent yet. What the run has done stays as well, as
        long as it has left something itself: they are counted together.
        """
        left, done, out = list[ItemKey](), list[ItemKey](), list[ItemKey]()
        is_told = False
        for each in self._standings(Goal.PUBLISH):
            is_meant = each.row.is_sent or (each.row.is_to_go_live and each.has_arrived)
            if each.row.is_done or (is_meant and self._is_over_with(each)):
                done.append(each.row.key)
            elif is_meant:
                left.append(each.row.key)
                is_own = each.row.stage != _OVER
                is_told |= is_own and (each.is_in_flight or not each.is_at_rest)
            else:
                out.append(each.row.key)
        self._connection.execute("DELETE FROM run_items WHERE goal = ?", (Goal.SEND.value,))
        self._for_each(_OUT, [*out, *(() if is_told else done)])
        self._for_each(_SENT, left)
        self._for_each(_DONE, done)
        self._connection.execute("UPDATE run_items SET stage = ?", (_OVER,))
        return left

    def interrupt(self) -> None:
        """At the start: no run is under way, whatever the last one was about to make live."""
        self._connection.execute(
            "UPDATE run_items SET stage = ? WHERE stage = ?", (_CUT_SHORT, _UNDER_WAY)
        )

    def going_live(self) -> frozenset[ItemKey]:
        """What the run under way makes live. It may have been sent, and be no unsent work."""
        rows = self._connection.execute(
            "SELECT collection, item, locale FROM run_items WHERE stage = ? AND is_to_go_live",
            (_UNDER_WAY,),
        )
        return frozenset(map(key_of, rows))

    def unpublished(self) -> frozenset[ItemKey]:
        """What was sent to go live and is not live, whether others have changed it since or not."""
        return frozenset(
            each.row.key
            for each in self._standings(Goal.PUBLISH)
            if each.row.is_sent and not (each.row.is_done or each.is_in_flight or each.is_at_rest)
        )

    def forget(self) -> None:
        """The user leaves it at what was told: not of what is in flight still, nor of an account
        that is forgotten itself.
        """
        kept = {
            each.row.key
            for each in self._standings(Goal.PUBLISH)
            if each.row.stage == _OVER
            and not (each.row.is_done or each.is_left or self._is_over_with(each))
        }
        rows = self._connection.execute("SELECT collection, item, locale FROM run_items").fetchall()
        self._for_each(_OUT, [key for key in map(key_of, rows) if key not in kept])

    def interrupted(self) -> InterruptedRun | None:
        """What did not come to its end; None when everything did."""
        return self._left(Goal.PUBLISH) or self._left(Goal.SEND)

    def moved(self, keys: Iterable[ItemKey]) -> list[ItemKey]:
        """Those that were to go live once and are not done, and are not as the user was shown
        them then: others have changed them since.
        """
        return [key for key in keys if self._has_moved(key)]

    def _has_moved(self, key: ItemKey) -> bool:
        row = self._connection.execute(
            f"SELECT seen FROM run_items WHERE {_HERE} AND is_to_go_live AND NOT is_done"
            " AND stage != :under_way",
            {**place_of(key), "under_way": _UNDER_WAY},
        ).fetchone()
        item = self._items.find(key) if row and row["seen"] is not None else None
        return item is not None and row["seen"] != _state_of(item)

    def _left(self, goal: Goal) -> InterruptedRun | None:
        standings = self._standings(goal)
        waiting = [each for each in standings if each.is_left]
        if not waiting:
            return None
        left = [each.row.key for each in waiting if not each.is_changed or goal is Goal.SEND]
        # What was not sent is no more done than they are: it is unsent work, and told as that.
        done = [each.row.key for each in standings if each.is_done]
        apart = frozenset(left)
        changed = {
            each.row.key: each.item.name or "Untitled"
            for each in waiting
            if each.item is not None and each.row.key not in apart
        }
        total = len({*done, *left, *changed})
        is_over = all(each.row.stage == _OVER for each in waiting)
        return InterruptedRun(goal, total, tuple(left), changed, is_over)

    def _is_surprising(self, entry: Entry, key: ItemKey) -> bool:
        row = self._connection.execute(
            f"SELECT seen FROM run_items WHERE {_HERE} AND is_to_go_live", place_of(key)
        ).fetchone()
        if row is None:
            return False
        item = self._items.find(key)
        before = self._before(entry, item) if item else ()
        return row["seen"] not in {_state_of(item), *map(_state_of, before)}

    def _before(self, entry: Entry, item: Item) -> list[Item]:
        """The item as it may have been before the entry came to it, as far as it shows what that
        has sent.
        """
        collection = CollectionsRepository(self._connection).find(item.key.collection)
        fields: dict[FieldSlug, Value] = dict(item.fields)
        for field in collection.fields if collection else ():
            sent = entry.fields.get(field.slug)
            if field.slug in entry.fields and is_kept(field, sent, fields.get(field.slug)):
                fields[field.slug] = entry.pre_image.get(field.slug)
        drafts = _before_flag(entry.is_draft, item.is_draft)
        archived = _before_flag(entry.is_archived, item.is_archived)
        return [
            replace(item, fields=fields, is_draft=is_draft, is_archived=is_archived)
            for is_draft, is_archived in product(drafts, archived)
        ]

    def _is_over_with(self, standing: _Standing) -> bool:
        """Whether nothing can be left of it. The content of an account that was forgotten is not
        gone: it comes back when that is signed in again.
        """
        if standing.is_in_flight or not standing.is_at_rest:
            return False
        collections = CollectionsRepository(self._connection)
        return standing.item is not None or bool(collections.find(standing.row.key.collection))

    def _standings(self, goal: Goal) -> list[_Standing]:
        rows = self._connection.execute(
            "SELECT * FROM run_items WHERE goal = ? ORDER BY rowid", (goal.value,)
        )
        return [self._standing(_row_of(row), goal) for row in rows.fetchall()]

    def _standing(self, row: _Row, goal: Goal) -> _Standing:
        if row.is_done:
            return _Standing(row, None, None)
        item = self._items.find(row.key) if goal is Goal.PUBLISH else None
        return _Standing(row, item, self._works.find(row.key))

    def _put(self, goal: Goal, rows: Sequence[_Row]) -> None:
        """What an earlier run has left of an item is left still, as it was shown now."""
        self._connection.executemany(
            "INSERT INTO run_items"
            " (collection, item, locale, goal, is_to_go_live, is_sent, is_done, seen, stage)"
            " VALUES (:collection, :item, :locale, :goal, :live, :sent, 0, :seen, :stage)"
            " ON CONFLICT DO UPDATE SET is_to_go_live = excluded.is_to_go_live,"
            " is_sent = max(excluded.is_sent, is_sent), seen = excluded.seen,"
            " stage = excluded.stage",
            [
                {
                    **place_of(row.key),
                    "goal": goal.value,
                    "live": row.is_to_go_live,
                    "sent": row.is_sent,
                    "seen": row.seen,
                    "stage": row.stage,
                }
                for row in rows
            ],
        )

    def _for_each(self, statement: str, keys: Iterable[ItemKey]) -> None:
        self._connection.executemany(statement, list(map(place_of, keys)))


def _before_flag(sent: bool | None, now: bool) -> tuple[bool, ...]:
    """What it may have been before it was sent: anything, if it is as it was sent."""
    return (True, False) if sent is now else (now,)


def _row_of(row: sqlite3.Row) -> _Row:
    flags = bool(row["is_to_go_live"]), bool(row["is_sent"]), bool(row["is_done"])
    return _Row(key_of(row), *flags, row["seen"], row["stage"])


def _state_of(item: Item | None) -> str | None:
    """Stands for all that a visitor of the site could see of the item once it is published."""
    if item is None:
        return None
    fields = {slug: value for slug, value in item.fields.items() if value is not None}
    return checksum(encode([fields, item.is_draft, item.is_archived, item.is_live]))
