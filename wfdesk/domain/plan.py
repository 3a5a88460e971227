"""From unsent work to requests: which, how many, in which order, and what cannot go.

Pure. The floor that a plan meets: per collection and verb, one write for each hundred items.
Creates go before what refers to them; writes go before publishes, and publishes before deletes.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from math import ceil

from msgspec import Struct
from msgspec.structs import replace

from wfdesk.domain.edits import ANSWER_LOST, BOTH_CHANGED, GONE, Action, Edit, SendState, Work
from wfdesk.domain.ids import NAME, CollectionId, FieldSlug, ItemId, ItemKey, LocaleId
from wfdesk.domain.journal import Verb
from wfdesk.domain.references import local_targets, order_by_reference
from wfdesk.domain.schema import Collection
from wfdesk.domain.validation import Severity, problems_of
from wfdesk.domain.values import Value, is_empty, to_wire

MOST_PER_WRITE = 100
"""Items in one bulk request. Source: Webflow's reference of every bulk endpoint."""
FEW = 2
"""Up to so many items, asking for each costs no more than a list call and also sees deletions."""
_SECONDS_EACH = 0.5
"""What Webflow takes for an answer, about."""

_ORDER = (Verb.CREATE, Verb.UPDATE, Verb.UNPUBLISH, Verb.PUBLISH, Verb.DELETE)


class Goal(Enum):
    SEND = "Send"
    PUBLISH = "Publish"


class Operation(Struct, frozen=True):
    """One item's share of one request."""

    key: ItemKey
    verb: Verb
    name: str
    fields: Mapping[FieldSlug, Value]
    """What is sent, in the form Webflow takes."""
    edits: Mapping[FieldSlug, Edit]
    """The edits behind the fields: what they started from decides about conflicts."""
    is_draft: bool | None = None
    is_archived: bool | None = None


class Batch(Struct, frozen=True):
    """One request."""

    verb: Verb
    collection: CollectionId
    locale: LocaleId
    operations: tuple[Operation, ...]

    @property
    def keys(self) -> tuple[ItemKey, ...]:
        return tuple(operation.key for operation in self.operations)

    @property
    def requests(self) -> int:
        """The write and the look right before it, if nothing goes wrong."""
        looks_one_by_one = self.verb is not Verb.CREATE and len(self.operations) <= FEW
        return 1 + (len(self.operations) if looks_one_by_one else 1)


class Blocker(Struct, frozen=True):
    """Why an item stays behind. ``field`` is where to go, or None for the item as a whole."""

    key: ItemKey
    name: str
    sentence: str
    field: FieldSlug | None = None
    label: str = ""
    """What the field is called; empty without one, or when the collection has it no more."""


class Plan(Struct, frozen=True):
    goal: Goal
    batches: tuple[Batch, ...]
    blockers: tuple[Blocker, ...]

    @classmethod
    def nothing(cls) -> "Plan":
        return cls(Goal.SEND, (), ())

    @property
    def keys(self) -> frozenset[ItemKey]:
        return frozenset(key for batch in self.batches for key in batch.keys)

    @property
    def writes(self) -> int:
        return len(self.batches)

    @property
    def requests(self) -> int:
        """Every write and the check right before it, if nothing goes wrong."""
        return sum(batch.requests for batch in self.batches)

    def seconds(self, rate_limit: int) -> int:
        """How long this takes, if nothing goes wrong.

        ``rate_limit`` requests go as fast as they are answered; then a minute is waited out.
        """
        if not self.batches:
            return 0
        before_last = self.requests - 1
        minutes, rest = divmod(before_last, rate_limit) if rate_limit > 0 else (0, before_last)
        return minutes * 60 + ceil((rest + 1) * _SECONDS_EACH)

    def count(self, verb: Verb) -> int:
        return sum(len(batch.operations) for batch in self.batches if batch.verb is verb)


def make_plan(
    works: Iterable[Work], collections: Mapping[CollectionId, Collection], goal: Goal
) -> Plan:
    """Plan what to do about the works: each edit goes once, and what is held back stays."""
    wanted = [work for work in works if _is_wanted(work, goal)]
    blockers = [blocker for work in wanted for blocker in _blockers_of(work, collections, goal)]
    blocked = {blocker.key for blocker in blockers}
    ready = [_without_held(work) for work in wanted if work.key not in blocked]
    ready, orphans = _without_orphans(ready, collections)
    steps = [*_writes(ready, collections), *_others(ready, collections, goal)]
    named = tuple(_with_label(blocker, collections) for blocker in (*blockers, *orphans))
    return Plan(goal, tuple(_batches(steps)), named)


def _is_wanted(work: Work, goal: Goal) -> bool:
    """Whether there is anything to do. What Webflow never had is not created to be deleted."""
    if work.is_new and work.action is Action.DELETE:
        return False
    return goal is Goal.PUBLISH or not work.is_empty


def _without_held(work: Work) -> Work:
    return replace(work, edits=work.accepted)


_WAITING = {
    SendState.UNKNOWN: ANSWER_LOST,
    SendState.SENDING: "It is being sent right now.",
}
_ALL_HELD = "All its edits are held back. Let one of them go to send it."
_ALL_PARKED = "Its edits are of fields that can no longer be changed. They are kept here."
_NAME_HELD = "Its name is held back, and Webflow takes no new item without one."
_NO_NAME = "A new item needs a name before it can be sent."


def _blockers_of(
    work: Work, collections: Mapping[CollectionId, Collection], goal: Goal
) -> list[Blocker]:
    collection = collections.get(work.key.collection)
    if collection is None:
        sentence = "Its collection is no longer on the site. The edits are kept."
        return [_blocker(work, sentence)]
    if blocker := _unsettled(work):
        return [blocker]
    if work.action is Action.DELETE:
        return []
    if blocker := _nothing_goes(work, collection, goal):
        return [blocker]
    going = _without_held(work)
    return [*_bad_values(going, collection, goal), *_cannot_go_live(going, goal)]


def _blocker(work: Work, sentence: str, field: FieldSlug | None = None) -> Blocker:
    return Blocker(work.key, work.name or "Untitled", sentence, field)


def _with_label(blocker: Blocker, collections: Mapping[CollectionId, Collection]) -> Blocker:
    collection = collections.get(blocker.key.collection)
    if collection is None or blocker.field is None:
        return blocker
    field = collection.find_field(blocker.field)
    return replace(blocker, label=field.display_name) if field else blocker


def _unsettled(work: Work) -> Blocker | None:
    """Why nothing may be sent of the item before somebody has decided or looked."""
    if work.state in _WAITING:
        return _blocker(work, _WAITING[work.state])
    if work.is_gone:
        # What was to be deleted and is gone already only has to be noted.
        return None if work.action is Action.DELETE else _blocker(work, GONE)
    if work.state is not SendState.CONFLICT:
        return None
    if work.conflicts and not work.conflicts.keys() & work.accepted.keys():
        return None  # Held back: the conflict waits, the other edits need not.
    field = next((slug for slug in work.conflicts if slug in work.accepted), None)
    return _blocker(work, work.reason or BOTH_CHANGED, field)


def _nothing_goes(work: Work, collection: Collection, goal: Goal) -> Blocker | None:
    """Say so where a request would be empty, or Webflow could not take it."""
    if work.edits and not work.accepted and work.action is None:
        return _blocker(work, _ALL_HELD, next(iter(work.edits)))
    if work.is_new:
        return _nameless(work, collection)
    is_bare = goal is Goal.SEND and work.action is None
    if is_bare and not _sendable(_without_held(work), collection):
        return _blocker(work, _ALL_PARKED)
    return None


def _nameless(work: Work, collection: Collection) -> Blocker | None:
    """Webflow creates no item without a name. Source: its answer, 'Field is required'."""
    field = collection.find_field(NAME)
    name = work.accepted.get(NAME)
    if name is not None and (field is None or not is_empty(field, name.value)):
        return None
    is_held = name is None and NAME in work.edits
    return _blocker(work, _NAME_HELD if is_held else _NO_NAME, NAME)


def _bad_values(work: Work, collection: Collection, goal: Goal) -> list[Blocker]:
    blocking = {Severity.BLOCKS_SEND}
    if goal is Goal.PUBLISH:
        blocking.add(Severity.BLOCKS_PUBLISH)
    return [
        _blocker(work, problem.sentence, problem.field)
        for problem in problems_of(collection, work.fields, touched=work.edits)
        if problem.severity in blocking
    ]


def _cannot_go_live(work: Work, goal: Goal) -> list[Blocker]:
    if goal is Goal.SEND or not _will_be_archived(work) or work.action is Action.ARCHIVE:
        return []
    sentence = "It is archived. Restore it from the archive before publishing it."
    return [_blocker(work, sentence)]


def _will_be_archived(work: Work) -> bool:
    if work.action is Action.UNARCHIVE:
        return False
    return work.action is Action.ARCHIVE or (work.item is not None and work.item.is_archived)


def _without_orphans(
    works: Sequence[Work], collections: Mapping[CollectionId, Collection]
) -> tuple[list[Work], list[Blocker]]:
    """Hold back what refers to a new item that is not going itself, and what refers to that."""
    ready, blockers = list(works), list[Blocker]()
    sentence = "It refers to a new item that is not sent with it. Send both together."
    while True:
        coming = {work.key.item for work in ready if work.is_new}
        stuck = {
            work.key: _blocker(work, sentence, slug)
            for work in ready
            for slug, target in local_targets(work, collections)
            if target not in coming
        }
        if not stuck:
            return ready, blockers
        blockers += stuck.values()
        ready = [work for work in ready if work.key not in stuck]


def _writes(
    works: Sequence[Work], collections: Mapping[CollectionId, Collection]
) -> list[Operation]:
    """Creates, in an order in which each may refer to those before it; then updates.

    A reference that no order can satisfy is left out of the create and patched in afterwards.
    """
    ordered = order_by_reference([work for work in works if work.is_new], collections)
    created: set[ItemId] = set()
    creates, updates = list[Operation](), list[Operation]()
    for group in ordered:
        for work in group:
            collection = collections[work.key.collection]
            late = {slug for slug, item in local_targets(work, collections) if item not in created}
            edits = _sendable(work, collection)
            first = {slug: edit for slug, edit in edits.items() if slug not in late}
            create = _operation(work, collection, Verb.CREATE, first)
            creates.append(replace(create, is_archived=None))
            # What an item can only become when it is there: archived, one that refers to a peer.
            rest = {slug: edit for slug, edit in edits.items() if slug in late}
            updates.append(_operation(work, collection, Verb.UPDATE, rest))
        created |= {work.key.item for work in group}
    for work in works:
        if not work.is_new and work.action is not Action.DELETE:
            collection = collections[work.key.collection]
            updates.append(_operation(work, collection, Verb.UPDATE, _sendable(work, collection)))
    return creates + [update for update in updates if _says_something(update)]


def _says_something(operation: Operation) -> bool:
    return bool(operation.fields) or operation.is_archived is not None


def _sendable(work: Work, collection: Collection) -> dict[FieldSlug, Edit]:
    """Edits of fields that still exist and may be written. The others stay, unsent."""
    return {
        slug: edit
        for slug, edit in work.edits.items()
        if (field := collection.find_field(slug)) is not None and field.can_be_sent
    }


def _operation(
    work: Work, collection: Collection, verb: Verb, edits: Mapping[FieldSlug, Edit]
) -> Operation:
    fields = {
        field.slug: to_wire(field, edits[field.slug].value)
        for field in collection.fields
        if field.slug in edits
    }
    return Operation(
        key=work.key,
        verb=verb,
        name=work.name or "Untitled",
        fields=fields,
        edits=edits,
        is_draft=_draft_flag(work, verb),
        is_archived=_archived_flag(work),
    )


def _archived_flag(work: Work) -> bool | None:
    """Say whether the item goes to the archive or comes out of it; None leaves it where it is."""
    match work.action:
        case Action.ARCHIVE:
            return True
        case Action.UNARCHIVE:
            return False
        case _:
            return None


def _draft_flag(work: Work, verb: Verb) -> bool | None:
    """Keep an unpublished change from going live with somebody else's site publish."""
    if verb is Verb.CREATE or (work.item is not None and work.item.is_live):
        return True
    return True if work.action is Action.UNARCHIVE else None


def _others(
    works: Sequence[Work], collections: Mapping[CollectionId, Collection], goal: Goal
) -> list[Operation]:
    def bare(work: Work, verb: Verb) -> Operation:
        return Operation(work.key, verb, work.name or "Untitled", {}, {})

    deleted = [work for work in works if work.action is Action.DELETE]
    unpublished = [work for work in works if work.action is Action.UNPUBLISH and not work.is_new]
    stays = {Action.DELETE, Action.UNPUBLISH, Action.ARCHIVE}
    going_live = [work for work in works if goal is Goal.PUBLISH and work.action not in stays]
    # A published item is taken down before it is deleted: deleting one outright was seen to
    # answer 500 (reported once, of another client).
    taken_down = [
        work for work in deleted if work.item is not None and work.item.is_live and not work.is_gone
    ]
    return [
        *(bare(work, Verb.UNPUBLISH) for work in [*unpublished, *taken_down]),
        *(
            bare(work, Verb.PUBLISH)
            for group in order_by_reference(going_live, collections)
            for work in group
        ),
        *(bare(work, Verb.DELETE) for work in deleted),
    ]


def _batches(operations: Sequence[Operation]) -> Iterable[Batch]:
    """Gather what may share a request. Within a verb, first come, first sent."""
    groups: dict[tuple[Verb, CollectionId, LocaleId], list[Operation]] = {}
    for operation in operations:
        key = (operation.verb, operation.key.collection, operation.key.locale)
        groups.setdefault(key, []).append(operation)
    for (verb, collection, locale), members in sorted(
        groups.items(), key=lambda group: _ORDER.index(group[0][0])
    ):
        for start in range(0, len(members), MOST_PER_WRITE):
            chunk = tuple(members[start : start + MOST_PER_WRITE])
            yield Batch(verb, collection, locale, chunk)
