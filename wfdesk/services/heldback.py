"""What others did to items that a run did not do anything more to because of that.

It is told before they are tried again: nobody may have looked at them since.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from wfdesk.domain.ids import SLUG, CollectionId, FieldSlug, ItemKey
from wfdesk.domain.items import Item
from wfdesk.domain.journal import Verb
from wfdesk.domain.markup import is_kept
from wfdesk.domain.plan import Caution, Operation, Plan
from wfdesk.domain.schema import Collection
from wfdesk.domain.values import Value
from wfdesk.sync.others import others_fields, taken_back, taken_off
from wfdesk.sync.progress import ItemResult

Tried = Mapping[ItemKey, Sequence[Operation]]
"""The steps that were planned for each item, as it was shown then. The keys are those of now."""

_WRITES = frozenset({Verb.CREATE, Verb.UPDATE})
_SOMEBODY = "A colleague changed {} meanwhile"
_SOMEHOW = "It was changed in Webflow meanwhile"
_LIVE = ", which goes live too."


def tried_in_vain(plan: Plan, results: Iterable[ItemResult]) -> Tried:
    """What was planned for those that did not go because others have changed them."""
    held = {each.key: each.new_key or each.key for each in results if each.is_changed}
    tried: dict[ItemKey, list[Operation]] = {}
    for operation in (each for batch in plan.batches for each in batch.operations):
        if operation.key in held:
            tried.setdefault(held[operation.key], []).append(operation)
    return tried


def others_cautions(
    plan: Plan, tried: Tried, collections: Mapping[CollectionId, Collection]
) -> Iterator[Caution]:
    """What others have changed since it was tried, each item once."""
    told: set[ItemKey] = set()
    published = {key for batch in plan.batches if batch.verb is Verb.PUBLISH for key in batch.keys}
    for batch in plan.batches:
        collection = collections[batch.collection]
        for each in batch.operations:
            if each.key not in tried or each.key in told or each.shown is None:
                continue
            told.add(each.key)
            names = _changed(collection, tried[each.key], each.shown)
            said = _SOMEBODY.format(", ".join(names)) if names else _SOMEHOW
            yield Caution(each.key, each.name, said + (_LIVE if each.key in published else "."))


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
