"""From unsent work to requests: which, how many, in which order.

Pure. The floor that a plan meets: per verb, collection and locale, one write for each hundred
items. Creates go before what refers to them, what is referred to goes live before who refers to
it, a write goes before the publish of the same item, and deletes go last.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from enum import Enum
from itertools import chain, islice
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from wfdesk.domain.blockers import (
    STAYS_DOWN,
    Background,
    Blocker,
    blockers_of,
    sendable,
    without_orphans,
)
from wfdesk.domain.edits import Action, Edit, Work
from wfdesk.domain.ids import NAME, SLUG, CollectionId, FieldSlug, ItemId, ItemKey, LocaleId
from wfdesk.domain.items import Item
from wfdesk.domain.journal import Verb
from wfdesk.domain.references import local_targets, order_by_reference
from wfdesk.domain.schema import Collection
from wfdesk.domain.values import Value, to_wire

MOST_PER_WRITE = 100
"""Items in one bulk request. Source: Webflow's reference of every bulk endpoint."""
FEW = 2
"""Up to so many items, asking for each costs no more than a list call and also sees deletions."""
GOOD_FOR = 5.0
"""Seconds for which what was seen in Webflow need not be looked at again before it is written."""

_T = TypeVar("_T")


class Goal(Enum):
    SEND = "Send"
    PUBLISH = "Publish"


class Operation(Struct, frozen=True, gc=False):
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
    shown: Item | None = None
    """The server's copy as the user saw it when this was planned; None for a new item."""
    namesakes: frozenset[ItemId] = frozenset()
    """What Webflow was known to have under the name of a new one when this was planned."""


class Batch(Struct, frozen=True):
    """One request."""

    verb: Verb
    collection: CollectionId
    locale: LocaleId
    operations: tuple[Operation, ...]

    @property
    def keys(self) -> tuple[ItemKey, ...]:
        return tuple(operation.key for operation in self.operations)


class Caution(Struct, frozen=True):
    """What is to be known of a value before it goes, or of the whole item."""

    key: ItemKey
    name: str
    sentence: str
    field: FieldSlug | None = None
    label: str = ""
    """What the field is called."""


class Plan(Struct, frozen=True):
    goal: Goal
    batches: tuple[Batch, ...]
    blockers: tuple[Blocker, ...]
    cautions: tuple[Caution, ...] = ()

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
        """Every write and the looks before them, if nothing goes wrong and answers are quick."""
        return sum(1 + looks for looks in _looks(self.batches))

    def endings(self) -> list[list[ItemKey]]:
        """Of each batch, the items that have their last step in it."""
        last = {key: turn for turn, batch in enumerate(self.batches) for key in batch.keys}
        return [
            [key for key in batch.keys if last[key] == turn]
            for turn, batch in enumerate(self.batches)
        ]

    def count(self, verb: Verb) -> int:
        return sum(len(batch.operations) for batch in self.batches if batch.verb is verb)


class InterruptedRun(Struct, frozen=True):
    """A run that did not do all that was asked for."""

    goal: Goal
    total: int
    """Items that it was about."""
    left: tuple[ItemKey, ...]
    """Those with a step that was not taken, or whose answer nobody heard."""
    changed: Mapping[ItemKey, str] = {}
    """Those, with their names, that are sent and not live, and that others have changed since:
    they do not go on."""
    is_over: bool = False
    """Whether it came to its end, and nothing has cut it short: all that is left was sent."""

    @property
    def done(self) -> int:
        """How many of the items got all that was asked for."""
        return self.total - len(self.left) - len(self.changed)


def make_plan(
    works: Iterable[Work],
    collections: Mapping[CollectionId, Collection],
    goal: Goal,
    background: Background = Background(),  # noqa: B008 - frozen
) -> Plan:
    """Plan what to do about the works: each edit goes once, and what is held back stays."""
    wanted = [work for work in works if _is_wanted(work, goal)]
    goes_live = goal is Goal.PUBLISH
    blockers = blockers_of(wanted, collections, background, goes_live=goes_live)
    blocked = {blocker.key for blocker in blockers}
    free = [replace(work, edits=work.accepted) for work in wanted if work.key not in blocked]
    ready, orphans = without_orphans(free, collections, background, goes_live=goes_live)
    creates, patches = _creates(ready, collections)
    batches = [
        *creates,
        *_changes(ready, patches, collections, goal),
        *_removals(ready, collections),
    ]
    return Plan(goal, tuple(batches), (*blockers, *orphans))


def still_wanted(operation: Operation, work: Work | None) -> Operation | None:
    """What is left of an operation whose turn comes, given the work as it is then.

    What was discarded, typed back, held back or unmarked since the plan was made does not go, nor
    what has come into conflict or in question. What was edited once more goes as it was planned.
    """
    action = work.action if work else None
    match operation.verb:
        case Verb.PUBLISH:
            return None if action in STAYS_DOWN else operation
        case Verb.DELETE:
            return operation if action is Action.DELETE else None
        case Verb.UNPUBLISH:
            return operation if action in {Action.DELETE, Action.UNPUBLISH} else None
        case Verb.CREATE | Verb.UPDATE:
            return _left_of(operation, work) if work else None


def _left_of(operation: Operation, work: Work) -> Operation | None:
    dropped = operation.edits.keys() - (work.accepted.keys() - work.conflicts.keys())
    if operation.verb is Verb.UPDATE:
        dropped |= {slug for slug, edit in operation.edits.items() if _is_back(edit, work)}
    is_marked = operation.is_archived is _archived_flag(work)
    left = replace(
        operation,
        edits={slug: edit for slug, edit in operation.edits.items() if slug not in dropped},
        fields={slug: value for slug, value in operation.fields.items() if slug not in dropped},
        is_archived=operation.is_archived if is_marked else None,
    )
    if operation.verb is Verb.CREATE:
        # Without its slug, a create whose answer is lost could not be found again; nor is it made
        # again before it was looked for.
        is_wanted = work.is_new and not work.may_be_there
        return left if is_wanted and dropped.isdisjoint({NAME, SLUG}) else None
    return left if says_something(left) else None


def _is_back(planned: Edit, work: Work) -> bool:
    """Whether the user has typed it back, and Webflow may have had it from an attempt."""
    now = work.edits.get(planned.field)
    return now is not None and now.base == planned.value != now.value


def _is_wanted(work: Work, goal: Goal) -> bool:
    """Whether there is anything to do. What Webflow never had is not created to be deleted."""
    if work.is_new and work.action is Action.DELETE:
        return False
    return goal is Goal.PUBLISH or not work.is_empty


def _creates(
    works: Sequence[Work], collections: Mapping[CollectionId, Collection]
) -> tuple[list[Batch], dict[ItemKey, Operation]]:
    """Creates, in an order in which each may refer to those before it.

    Returned with them is what is left to say of these items once they are there: to which of those
    that come with or after it an item refers, and that it goes to the archive.
    """
    batches, patches = list[Batch](), dict[ItemKey, Operation]()
    created: set[ItemId] = set()
    for group in order_by_reference([work for work in works if work.is_new], collections):
        collection = collections[group[0].key.collection]
        for variants in _by_locale(group):
            needs = {
                work.key: [(slug, item) for slug, item in local_targets(work, collections)]
                for work in variants
            }
            for chunk in _best_first(variants, needs, created):
                operations: list[Operation] = []
                for work in chunk:
                    late = {slug for slug, item in needs[work.key] if item not in created}
                    first, rest = _parted(sendable(work.edits, collection), late)
                    create = _operation(work, collection, Verb.CREATE, first)
                    operations.append(replace(create, is_archived=None))
                    patches[work.key] = _operation(work, collection, Verb.UPDATE, rest)
                batches.append(_batch(operations))
                created |= {work.key.item for work in chunk}
    return batches, patches


def _best_first(
    works: Sequence[Work],
    needs: Mapping[ItemKey, Sequence[tuple[FieldSlug, ItemId]]],
    created: AbstractSet[ItemId],
) -> Iterator[Sequence[Work]]:
    """Hundreds; in each, before all others, those that refer only to what is ``created`` then."""
    left = {work.key: work for work in works}
    while left:
        ready = (key for key in left if all(item in created for _, item in needs[key]))
        taken = dict.fromkeys(islice(chain(ready, left), 2 * MOST_PER_WRITE))
        chunk = [left[key] for key in islice(taken, MOST_PER_WRITE)]
        for work in chunk:
            del left[work.key]
        yield chunk


def _parted(
    edits: Mapping[FieldSlug, Edit], late: AbstractSet[FieldSlug]
) -> tuple[dict[FieldSlug, Edit], dict[FieldSlug, Edit]]:
    first = {slug: edit for slug, edit in edits.items() if slug not in late}
    return first, {slug: edit for slug, edit in edits.items() if slug in late}


def _changes(
    works: Sequence[Work],
    patches: Mapping[ItemKey, Operation],
    collections: Mapping[CollectionId, Collection],
    goal: Goal,
) -> Iterator[Batch]:
    """Updates and publishes: a hundred are changed and published, then the next hundred.

    So what goes live was seen only a moment before, in the answer to its own change.
    """
    staying = [work for work in works if work.action is not Action.DELETE]
    for group in order_by_reference(staying, collections):
        collection = collections[group[0].key.collection]
        for variants in _by_locale(group):
            goes_live = {
                work.key: goal is Goal.PUBLISH and work.action not in STAYS_DOWN
                for work in variants
            }
            live = [work for work in variants if goes_live[work.key]]
            others = [work for work in variants if not goes_live[work.key]]
            updates = [
                operation
                for work in (*live, *others)
                if says_something(operation := patches.get(work.key) or _update(work, collection))
            ]
            yield from _in_turn(updates, [_bare(work, Verb.PUBLISH) for work in live])


def _in_turn(updates: Sequence[Operation], publishes: Sequence[Operation]) -> Iterator[Batch]:
    """Each hundred to publish as soon as what is to be changed of them has been."""
    changed = [_batch(chunk) for chunk in _hundreds(updates)]
    waiting = {operation.key for operation in updates}
    for chunk in _hundreds(publishes):
        while not waiting.isdisjoint(operation.key for operation in chunk):
            yield changed[0]
            waiting -= set(changed.pop(0).keys)
        yield _batch(chunk)
    yield from changed


def _removals(
    works: Sequence[Work], collections: Mapping[CollectionId, Collection]
) -> Iterator[Batch]:
    """Off the live site, then out of Webflow; whoever refers to another one goes first."""
    leaving = [work for work in works if work.action in {Action.DELETE, Action.UNPUBLISH}]
    groups = [group[::-1] for group in order_by_reference(leaving, collections)[::-1]]
    for group in groups:
        for chunk in _chunks([work for work in group if _is_taken_down(work)]):
            yield _batch([_bare(work, Verb.UNPUBLISH) for work in chunk])
    for group in groups:
        for chunk in _chunks([work for work in group if work.action is Action.DELETE]):
            yield _batch([_bare(work, Verb.DELETE) for work in chunk])


def _is_taken_down(work: Work) -> bool:
    """A published item is taken down before it is deleted.

    Deleting one outright was seen to answer 500 (reported once, of another client).
    """
    if work.action is Action.UNPUBLISH:
        return not work.is_new
    return work.item is not None and work.item.is_live and not work.is_gone


def says_something(operation: Operation) -> bool:
    return bool(operation.fields) or operation.is_archived is not None


def _update(work: Work, collection: Collection) -> Operation:
    return _operation(work, collection, Verb.UPDATE, sendable(work.edits, collection))


def _bare(work: Work, verb: Verb) -> Operation:
    return Operation(work.key, verb, work.name or "Untitled", {}, {}, shown=work.item)


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
        shown=work.item,
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


def _by_locale(works: Iterable[Work]) -> list[list[Work]]:
    """A request names one locale."""
    groups: dict[LocaleId, list[Work]] = {}
    for work in works:
        groups.setdefault(work.key.locale, []).append(work)
    return list(groups.values())


def _chunks(works: Iterable[Work]) -> Iterator[Sequence[Work]]:
    """What may share a request: first come, first sent."""
    for group in _by_locale(works):
        yield from _hundreds(group)


def _hundreds(some: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for start in range(0, len(some), MOST_PER_WRITE):
        yield some[start : start + MOST_PER_WRITE]


def _batch(operations: Sequence[Operation]) -> Batch:
    first = operations[0]
    return Batch(first.verb, first.key.collection, first.key.locale, tuple(operations))


def _looks(batches: Sequence[Batch]) -> Iterator[int]:
    """Per batch, the requests that look at what Webflow holds right before it.

    What was looked at, or has just been written, is known.
    """
    known: set[ItemKey] = set()
    listed: set[tuple[CollectionId, LocaleId]] = set()
    for batch in batches:
        place = batch.collection, batch.locale
        unknown = set() if place in listed else set(batch.keys) - known
        if batch.verb is not Verb.CREATE and len(unknown) <= FEW:
            yield len(unknown)
        else:
            yield int(bool(unknown))
            listed.add(place)
        known.update(batch.keys)
