"""How far the run under way is, and what earlier ones have sent and not made live.

A start after a crash can say where it stopped. What is sent is no unsent work any more: that it was
to be published stands here alone.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from wfdesk.domain.edits import IN_FLIGHT
from wfdesk.domain.ids import ItemKey
from wfdesk.domain.items import Item, ItemStatus
from wfdesk.domain.journal import Verb
from wfdesk.domain.plan import Goal, InterruptedRun, Plan
from wfdesk.domain.values import Value
from wfdesk.store.items import ItemsRepository
from wfdesk.store.json import checksum, encode
from wfdesk.store.localids import LocalIdsRepository
from wfdesk.store.moments import to_ms
from wfdesk.store.preferences import PreferencesRepository
from wfdesk.store.works import WorksRepository

_AT_REST = frozenset({ItemStatus.PUBLISHED, ItemStatus.ARCHIVED})
"""Of these nothing is left to publish."""
_PLAN, _DONE, _UNPUBLISHED = "run.plan", "run.done", "run.unpublished"
_GOING_LIVE, _SEEN = "run.going_live", "run.seen"
_UNSEEN = "unseen"
"""In the place of a state: others have changed the item, and nobody was shown that."""


class _Unpublished(Struct, frozen=True):
    every: tuple[ItemKey, ...] = ()
    """All that was to go live."""
    left: tuple[ItemKey, ...] = ()
    """What of it did not."""
    changed: tuple[ItemKey, ...] = ()
    """What did not either, and was changed by others since."""


class RunsRepository:
    """There is one run at a time, or none."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._preferences = PreferencesRepository(connection)
        self._items = ItemsRepository(connection)

    def begin(self, plan: Plan) -> None:
        """Note the plan. What an earlier run has left to publish, and this one does not, stays."""
        current = LocalIdsRepository(self._connection).current
        earlier = self._unpublished_of_all(with_lost=True)
        goes = dict.fromkeys(map(current, _published(plan)))  # it may be there since it was planned
        waiting = (*earlier.left, *earlier.changed)
        left = [key for key in waiting if key not in goes and self._may_be_sent(key)]
        self._put_unpublished(earlier.every, left)
        seen = self._seen()
        self._put_seen(
            {key: seen.get(key) for key in left}
            | {key: _state_of(self._items.find(key)) for key in goes}
        )
        batches = [[key.as_parts() for key in batch.keys] for batch in plan.batches]
        self._preferences.put(_PLAN, {"goal": plan.goal.value, "batches": batches})
        self._preferences.put(_DONE, 0)
        self._preferences.put(_GOING_LIVE, [key.as_parts() for key in _published(plan)])

    def see(self, items: Mapping[ItemKey, Item | None], unseen: Iterable[ItemKey] = ()) -> None:
        """Note in which state the run knows what is to go live; that others have changed some of
        it meanwhile, ``unseen`` by the user, holds until they ask for it once more.
        """
        seen, current = self._seen(), LocalIdsRepository(self._connection).current
        hidden = set(map(current, unseen))
        now = {
            at: _UNSEEN if at in hidden or seen[at] == _UNSEEN else _state_of(item)
            for key, item in items.items()
            if (at := current(key)) in seen
        }
        if now:
            self._put_seen(seen | now)

    def surprising(self, keys: Iterable[ItemKey]) -> list[ItemKey]:
        """Those which are to go live, and of which the local copy has another state by now."""
        seen, current = self._seen(), LocalIdsRepository(self._connection).current
        awaited = {key: current(key) for key in keys if current(key) in seen}
        known = set(self._as_seen(awaited.values()))
        return [key for key, at in awaited.items() if at not in known]

    def set_done(self, batches: int) -> None:
        """Note that so many batches of the plan have had their turn."""
        self._preferences.put(_DONE, batches)

    def end(self, unpublished: Iterable[ItemKey] = ()) -> None:
        """The run is over. These it has not made live; those that are sent are kept in mind, or
        may be found to be sent yet.
        """
        current = LocalIdsRepository(self._connection).current
        left = [key for key in map(current, unpublished) if self._may_be_sent(key)]
        if left:
            earlier = self._unpublished(with_lost=True)
            every = (*earlier.every, *self._keys(self._batches()))
            self._put_unpublished(every, (*earlier.left, *earlier.changed, *left))
        self._preferences.put(_PLAN, None)
        self._preferences.put(_GOING_LIVE, None)

    def interrupt(self) -> None:
        """At the start: no run is under way, whatever the last one was about to make live."""
        if self._preferences.get(_GOING_LIVE) is not None:
            self._preferences.put(_GOING_LIVE, None)

    def going_live(self) -> frozenset[ItemKey]:
        """What the run under way makes live. It may have been sent, and be no unsent work."""
        return frozenset(self._keys([self._preferences.get(_GOING_LIVE)]))

    def forget(self) -> None:
        """The user leaves it at what was done."""
        self._preferences.put(_PLAN, None)
        self._preferences.put(_UNPUBLISHED, None)
        self._preferences.put(_SEEN, None)

    def interrupted(self) -> InterruptedRun | None:
        """What did not come to its end; None when everything did."""
        unpublished = self._unpublished_of_all(with_lost=False)
        left, changed = unpublished.left, unpublished.changed
        if left or changed:
            # What was not sent is no more done than they are: it is unsent work, and told as that.
            done = [key for key in unpublished.every if self._is_done(key, Goal.PUBLISH)]
            total = len({*done, *left, *changed})
            return InterruptedRun(Goal.PUBLISH, total, left, self._named(changed))
        return self._cut_short()

    def _cut_short(self) -> InterruptedRun | None:
        """The run of whose end nothing is noted."""
        plan, done = self._preferences.get(_PLAN), self._preferences.get(_DONE)
        if not isinstance(plan, dict) or not isinstance(done, int):
            return None
        batches = self._batches()
        goal = Goal.PUBLISH if plan.get("goal") == Goal.PUBLISH.value else Goal.SEND
        found = self._keys(batches[max(0, done) :])
        waiting = [key for key in found if not self._is_done(key, goal)]
        if not waiting:
            return None
        known = set(self._as_seen(waiting) if goal is Goal.PUBLISH else waiting)
        left = [key for key in waiting if key in known or not self._is_sent(key)]
        changed = self._named(_but(waiting, left))
        return InterruptedRun(goal, len(self._keys(batches)), tuple(left), changed)

    def _unpublished_of_all(self, *, with_lost: bool) -> _Unpublished:
        """What is left to publish, of the run that was cut short too."""
        found, cut_short = self._unpublished(with_lost=with_lost), self._cut_short()
        if cut_short is None or cut_short.goal is not Goal.PUBLISH:
            return found
        every = (*found.every, *self._keys(self._batches()))
        left = _once((*found.left, *cut_short.left))
        changed = _but((*found.changed, *cut_short.changed), left)
        return _Unpublished(_once(every), left, _once(changed))

    def _unpublished(self, *, with_lost: bool) -> _Unpublished:
        """What earlier runs have left, as far as nobody has touched it since.

        ``with_lost``: that whose answer is lost too. As long as it is in flight, nobody knows.
        """
        noted = self._preferences.get(_UNPUBLISHED)
        noted = noted if isinstance(noted, dict) else {}
        keys = self._keys([noted.get("left")])
        lost = set(filter(self._is_in_flight, keys))
        waiting = [key for key in keys if key not in lost and self._waits(key)]
        known = set(self._as_seen(waiting))
        changed = [key for key in waiting if key not in known and not self._is_at_rest(key)]
        known |= lost if with_lost else set()
        left = [key for key in keys if key in known]
        return _Unpublished(_once(self._keys([noted.get("every")])), _once(left), _once(changed))

    def _put_unpublished(self, every: Iterable[ItemKey], left: Iterable[ItemKey]) -> None:
        keys = _once(left)
        noted = {
            "every": [key.as_parts() for key in _once(every)],
            "left": [key.as_parts() for key in keys],
        }
        self._preferences.put(_UNPUBLISHED, noted if keys else None)

    def _is_sent(self, key: ItemKey) -> bool:
        """Whether Webflow has all of it: what is unsent is published by what is said of that."""
        work = WorksRepository(self._connection).find(key)
        return self._items.find(key) is not None and (work is None or work.is_empty)

    def _is_done(self, key: ItemKey, goal: Goal) -> bool:
        """Whether nothing is left of it. What was under way may have been found to be done."""
        work, item = WorksRepository(self._connection).find(key), self._items.find(key)
        if work is not None and not work.is_empty:
            return False
        return item is None or goal is Goal.SEND or item.status in _AT_REST

    def _is_in_flight(self, key: ItemKey) -> bool:
        work = WorksRepository(self._connection).find(key)
        return work is not None and work.state in IN_FLIGHT

    def _may_be_sent(self, key: ItemKey) -> bool:
        return self._is_sent(key) or self._is_in_flight(key)

    def _waits(self, key: ItemKey) -> bool:
        """Whether it is there and not live."""
        item = self._items.find(key)
        return item is not None and item.status is not ItemStatus.PUBLISHED

    def _named(self, keys: Iterable[ItemKey]) -> dict[ItemKey, str]:
        found = ((key, self._items.find(key)) for key in keys)
        return {key: item.name or "Untitled" for key, item in found if item is not None}

    def _is_at_rest(self, key: ItemKey) -> bool:
        item = self._items.find(key)
        return item is None or item.status in _AT_REST

    def _as_seen(self, keys: Iterable[ItemKey]) -> list[ItemKey]:
        """Those of the items which are as the run has known them.

        What others have changed meanwhile must not go live unseen.
        """
        seen = self._seen()
        return [key for key in keys if seen.get(key, _UNSEEN) == _state_of(self._items.find(key))]

    def _seen(self) -> dict[ItemKey, Value]:
        """The state of what is to go live, as the run knows it."""
        noted = self._preferences.get(_SEEN)
        if not isinstance(noted, dict):
            return self._seen_by_moments()
        current = LocalIdsRepository(self._connection).current
        states = zip(_list(noted.get("keys")), _list(noted.get("states")), strict=False)
        found = ((ItemKey.from_parts(parts), state) for parts, state in states)
        return {current(key): state for key, state in found if key is not None}

    def _seen_by_moments(self) -> dict[ItemKey, Value]:
        """The same as an earlier version noted it: by when each item was changed last."""
        noted = self._preferences.get(_UNPUBLISHED)
        noted = noted if isinstance(noted, dict) else {}
        keys = self._keys([noted.get("left")])
        items = zip(map(self._items.find, keys), _list(noted.get("moments")), strict=False)
        states = [
            _state_of(item) if item and _moment(item) == at else _UNSEEN for item, at in items
        ]
        return dict(zip(keys, states, strict=False))

    def _put_seen(self, seen: Mapping[ItemKey, Value]) -> None:
        keys = [key.as_parts() for key in seen]
        noted = {"keys": keys, "states": list(seen.values())} if seen else None
        self._preferences.put(_SEEN, noted)

    def _batches(self) -> list[Value]:
        plan = self._preferences.get(_PLAN)
        return _list(plan.get("batches")) if isinstance(plan, dict) else []

    def _keys(self, batches: Sequence[Value]) -> list[ItemKey]:
        ids = LocalIdsRepository(self._connection)
        found = (ItemKey.from_parts(each) for batch in batches for each in _list(batch))
        return list(dict.fromkeys(ids.current(key) for key in found if key is not None))


def _published(plan: Plan) -> list[ItemKey]:
    return [
        operation.key
        for batch in plan.batches
        for operation in batch.operations
        if operation.verb is Verb.PUBLISH
    ]


def _once(keys: Iterable[ItemKey]) -> tuple[ItemKey, ...]:
    return tuple(dict.fromkeys(keys))


def _but(keys: Iterable[ItemKey], others: Iterable[ItemKey]) -> list[ItemKey]:
    apart = frozenset(others)
    return [key for key in keys if key not in apart]


def _state_of(item: Item | None) -> str | None:
    """Stands for all that Webflow has of the item: within a second it may be changed twice."""
    if item is None:
        return None
    values = encode([item.fields, item.is_draft, item.is_archived])
    return checksum(str(_moment(item)), values)


def _moment(item: Item) -> int | None:
    return to_ms(item.last_updated)


def _list(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []
