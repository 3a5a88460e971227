"""What a run has tried in vain, and is tried again.

What others did to an item, so that the run did not do anything more to it, is told before: nobody
may have looked at it since. What was to be done and is done by now, whoever did it, is not tried.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from wfdesk.domain.edits import Work
from wfdesk.domain.ids import SLUG, CollectionId, FieldSlug, ItemKey
from wfdesk.domain.items import Item
from wfdesk.domain.journal import Verb
from wfdesk.domain.markup import is_kept
from wfdesk.domain.plan import Caution, Operation, Plan
from wfdesk.domain.schema import Collection
from wfdesk.domain.values import Value
from wfdesk.sync.others import others_fields, taken_back, taken_off
from wfdesk.sync.progress import ItemResult

_WRITES = frozenset({Verb.CREATE, Verb.UPDATE})
_SOMEBODY = "A colleague changed {} meanwhile"
_SOMEHOW = "It was changed in Webflow meanwhile"
_LIVE = ", which goes live too."
_BACK = "It was to come off the site, and is off it by now. With this it goes live again."


class Tried(Struct, frozen=True):
    """The keys are those of now."""

    steps: Mapping[ItemKey, Sequence[Operation]] = {}
    """What was planned for each item, as it was shown then."""
    held: frozenset[ItemKey] = frozenset()
    """Those that did not go because others have changed them."""

    def beside(self, later: "Tried", planned: Container[ItemKey]) -> "Tried":
        """What was tried by both runs. ``planned`` is all that the later one was about."""
        steps = {key: each for key, each in self.steps.items() if key not in planned}
        held = frozenset(key for key in self.held if key not in planned)
        return Tried({**steps, **later.steps}, held | later.held)

    def is_over(self, work: Work) -> bool:
        """Whether it was not to go live, and nothing of it is left to be sent."""
        steps = self.steps.get(work.key, ())
        return (
            bool(steps) and work.is_empty and all(each.verb is not Verb.PUBLISH for each in steps)
        )


NEVER_TRIED = Tried()


def tried_in_vain(plan: Plan, results: Iterable[ItemResult]) -> Tried:
    bad = {each.key: each for each in results if not each.is_good}
    steps: dict[ItemKey, list[Operation]] = {}
    for operation in (each for batch in plan.batches for each in batch.operations):
        if operation.key in bad:
            steps.setdefault(_key_now(bad[operation.key]), []).append(operation)
    return Tried(steps, frozenset(_key_now(each) for each in bad.values() if each.is_changed))


def _key_now(result: ItemResult) -> ItemKey:
    return result.new_key or result.key


def others_cautions(
    plan: Plan, tried: Tried, collections: Mapping[CollectionId, Collection]
) -> Iterator[Caution]:
    """What others have changed since it was tried, each item once."""
    told: set[ItemKey] = set()
    published = {key for batch in plan.batches if batch.verb is Verb.PUBLISH for key in batch.keys}
    for batch in plan.batches:
        collection = collections[batch.collection]
        for each in batch.operations:
            if each.key not in tried.held or each.key in told or each.shown is None:
                continue
            told.add(each.key)
            names = _changed(collection, tried.steps[each.key], each.shown)
            said = _SOMEBODY.format(", ".join(names)) if names else _SOMEHOW
            yield Caution(each.key, each.name, said + (_LIVE if each.key in published else "."))


def back_live_cautions(plan: Plan, tried: Tried) -> Iterator[Caution]:
    """What was to come off the site, and would go live with what is left to be sent of it."""
    for batch in plan.batches:
        for each in batch.operations if batch.verb is Verb.PUBLISH else ():
            if any(step.verb is Verb.UNPUBLISH for step in tried.steps.get(each.key, ())):
                yield Caution(each.key, each.name, _BACK)


def _changed(collection: Collection, steps: Sequence[Operation], now: Item) -> list[str]:
    """The names of what is neither as it was shown nor as it was sent."""
    before = next((each.shown for each in steps if each.shown is not None), None)
    sent: dict[FieldSlug, Value] = {}
    for each in steps:
        sent.update(each.fields if each.verb in _WRITES else {})
    if before is None:  # It was new: all of it was sent. A slug may have been given by the run.
        sent = {**{each.slug: None for each in collection.fields if each.slug != SLUG}, **sent}
        others = list[str]()
    else:
        others = others_fields(collection, before, now, sent.keys())
    written_over = [
        each.display_name
        for each in collection.fields
        if each.slug in sent and not is_kept(each, sent[each.slug], now.fields.get(each.slug))
    ]
    return [*others, *written_over, *_status(steps, before, now)]


def _status(steps: Sequence[Operation], before: Item | None, now: Item) -> list[str]:
    """What became of its status; not what the steps themselves make of that."""
    verbs = {each.verb for each in steps}
    if before is None or Verb.UNPUBLISH in verbs:
        return []
    return taken_off(before, now) if verbs & _WRITES else taken_back(before, now)
