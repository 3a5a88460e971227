"""What a run has tried in vain, and is tried again.

What others did to an item, so that the run did not do anything more to it, is told before: nobody
may have looked at it since. What was to be done and is done by now, whoever did it, is not tried.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from wfdesk.domain.edits import Work
from wfdesk.domain.ids import SLUG, CollectionId, FieldSlug, ItemKey
from wfdesk.domain.items import Item
from wfdesk.domain.journal import Verb
from wfdesk.domain.markup import is_kept
from wfdesk.domain.plan import Caution, Operation, Plan
from wfdesk.domain.schema import Collection
from wfdesk.domain.values import Value, is_same
from wfdesk.sync.others import others_fields, taken_back, taken_off
from wfdesk.sync.progress import ItemResult, Result

_WRITES = frozenset({Verb.CREATE, Verb.UPDATE})
_DOWN = frozenset({Verb.UNPUBLISH, Verb.DELETE})
_SOMEBODY = "A colleague changed {} meanwhile"
_SOMEHOW = "It was changed in Webflow meanwhile"
_LIVE = ", which goes live too."
_BACK = "It was to come off the site, and is off it by now. With this it goes live again."
_EDITED = "{} was edited since it was tried, which goes live too."

Current = Callable[[Value], Value]
"""Calls new items as Webflow does by now, wherever a value names them."""


class Tried(Struct, frozen=True):
    """The keys are those of now."""

    steps: Mapping[ItemKey, Sequence[Operation]] = {}
    """What was planned for each item, as it was shown then."""
    results: Mapping[ItemKey, ItemResult] = {}
    """What became of that."""

    def beside(self, later: "Tried", planned: Container[ItemKey]) -> "Tried":
        """What was tried by both runs. ``planned`` is all that the later one was about."""
        steps = {key: each for key, each in self.steps.items() if key not in planned}
        results = {key: each for key, each in self.results.items() if key not in planned}
        return Tried({**steps, **later.steps}, {**results, **later.results})

    def is_over(self, work: Work) -> bool:
        """Whether it was not to go live, and nothing of it is left to be sent."""
        steps = self.steps.get(work.key, ())
        stays_down = all(each.verb is not Verb.PUBLISH for each in steps)
        return bool(steps) and work.is_empty and stays_down

    def is_held(self, key: ItemKey) -> bool:
        """Whether it did not go because others have changed it."""
        return key in self.results and self.results[key].is_changed

    def is_sent(self, key: ItemKey) -> bool:
        """Whether Webflow had all that was to be written."""
        return self.is_held(key) or self.results[key].result is Result.NOT_PUBLISHED

    def sent(self, key: ItemKey) -> dict[FieldSlug, Value]:
        """The values that were to be written."""
        written: dict[FieldSlug, Value] = {}
        for each in self.steps.get(key, ()):
            written.update(each.fields if each.verb in _WRITES else {})
        return written


NEVER_TRIED = Tried()


def tried_in_vain(plan: Plan, results: Iterable[ItemResult]) -> Tried:
    bad = {each.key: each for each in results if not each.is_good}
    steps: dict[ItemKey, list[Operation]] = {}
    for operation in (each for batch in plan.batches for each in batch.operations):
        if operation.key in bad:
            steps.setdefault(_key_now(bad[operation.key]), []).append(operation)
    return Tried(steps, {_key_now(each): each for each in bad.values()})


def _key_now(result: ItemResult) -> ItemKey:
    return result.new_key or result.key


def retry_cautions(
    plan: Plan,
    tried: Tried,
    collections: Mapping[CollectionId, Collection],
    current: Current,
    moved: Container[ItemKey] = (),
) -> Iterator[Caution]:
    """What nobody has agreed to when it was tried, and would go with it now.

    ``moved`` is what is known to be in another state than its run has left it in, whatever there is
    of that in the fields: colleagues may have taken back what was sent, or done what looks like
    Webflow's own way to write.
    """
    yield from _others_cautions(plan, tried, collections, current, moved)
    published = _published(plan)
    for batch in plan.batches:
        for each in batch.operations:
            steps = tried.steps.get(each.key, ()) if each.key in published else ()
            if batch.verb is Verb.PUBLISH and any(step.verb is Verb.UNPUBLISH for step in steps):
                yield Caution(each.key, each.name, _BACK)
            if batch.verb in _WRITES and steps:
                names = _edited_since(collections[batch.collection], each, tried, current)
                if names:
                    yield Caution(each.key, each.name, _EDITED.format(", ".join(names)))


def _published(plan: Plan) -> set[ItemKey]:
    return {key for batch in plan.batches if batch.verb is Verb.PUBLISH for key in batch.keys}


def _edited_since(
    collection: Collection, operation: Operation, tried: Tried, current: Current
) -> list[str]:
    """The names of fields that are not as they were to be written then."""
    sent = {slug: current(value) for slug, value in tried.sent(operation.key).items()}
    return [
        field.display_name
        for field in collection.fields
        if field.slug in operation.fields
        and (
            field.slug not in sent
            or not is_same(field, sent[field.slug], current(operation.fields[field.slug]))
        )
    ]


def _others_cautions(
    plan: Plan,
    tried: Tried,
    collections: Mapping[CollectionId, Collection],
    current: Current,
    moved: Container[ItemKey],
) -> Iterator[Caution]:
    """What others have changed since it was tried, each item once. It is told of what was held
    because of that, and of what does more to an item than to change what was edited.
    """
    published, told = _published(plan), set[ItemKey]()
    for batch in plan.batches:
        for each in batch.operations:
            key = each.key
            if key not in tried.results or key in told or each.shown is None:
                continue
            is_held = tried.is_held(key)
            does_more = key in published or each.verb in _DOWN or bool(each.is_archived)
            if not (is_held or does_more):
                continue
            names = _changed(collections[batch.collection], tried, each.shown, current)
            if names or is_held or key in moved:
                told.add(key)
                said = _SOMEBODY.format(", ".join(names)) if names else _SOMEHOW
                yield Caution(key, each.name, said + (_LIVE if key in published else "."))


def _changed(collection: Collection, tried: Tried, now: Item, current: Current) -> list[str]:
    """The names of what is neither as it was shown nor as it was to be written."""
    key, steps = now.key, tried.steps[now.key]
    before = next((each.shown for each in steps if each.shown is not None), None)
    sent = {slug: current(value) for slug, value in tried.sent(key).items()}
    if before is None:  # It was new: all of it was sent. A slug may have been given by the run.
        sent = {**{each.slug: None for each in collection.fields if each.slug != SLUG}, **sent}
    kept = {
        each.slug
        for each in collection.fields
        if each.slug in sent and is_kept(each, sent[each.slug], now.fields.get(each.slug))
    }
    if before is not None:
        others = others_fields(collection, before, now, sent if tried.is_sent(key) else kept)
    else:
        others = []
    written_over = [
        each.display_name
        for each in collection.fields
        if tried.is_sent(key) and each.slug in sent.keys() - kept
    ]
    return [*others, *written_over, *_status(steps, before, now)]


def _status(steps: Sequence[Operation], before: Item | None, now: Item) -> list[str]:
    """What became of its status; not what the steps themselves make of that."""
    verbs = {each.verb for each in steps}
    if before is None or Verb.UNPUBLISH in verbs:
        return []
    return taken_off(before, now) if verbs & _WRITES else taken_back(before, now)
