"""Whether what an item refers to is there. Webflow refuses what points to nothing.

It takes no reference to an item that is gone, and publishes no item that refers to one which is
not live. Source: the reports in behaviour.md 2.2.
"""

from collections.abc import Collection as Several
from collections.abc import Iterator, Mapping
from enum import Enum

from msgspec.structs import replace

from wfdesk.domain.edits import Work
from wfdesk.domain.ids import CollectionId, FieldSlug, ItemKey, is_local
from wfdesk.domain.references import targets
from wfdesk.domain.schema import Collection
from wfdesk.domain.validation import Problem, Severity


class Reach(Enum):
    LIVE = "live"
    HIDDEN = "not live"
    ELSEWHERE = "not there in this locale"
    MISSING = "not there"


_MISSING = "It refers to an item that Webflow no longer has. Choose another one, or clear it."
_ELSEWHERE = (
    "It refers to an item that does not exist in this locale. Make it there in Webflow's Designer,"
    " choose another one, or clear it."
)
_NEW_ELSEWHERE = (
    "It refers to a new item that is made in another locale alone. Send that one first and make it"
    " in this locale too, in Webflow's Designer; or choose another one."
)
_HIDDEN = "It refers to an item that is not live. Publish that one first, or choose another one."


def targets_of(
    work: Work, collections: Mapping[CollectionId, Collection]
) -> Iterator[tuple[FieldSlug, ItemKey]]:
    """Yield what the work refers to: the variants in its own locale."""
    collection = collections.get(work.key.collection)
    for slug, item in targets(work, collections):
        field = collection.find_field(slug) if collection else None
        if field is not None and field.target is not None:
            yield slug, replace(work.key, collection=field.target, item=item)


def target_problems(
    work: Work,
    collections: Mapping[CollectionId, Collection],
    reach: Mapping[ItemKey, Reach],
    going_live: Several[ItemKey] = (),
) -> list[Problem]:
    """List what is wrong with what the work refers to, each field once.

    ``reach`` says nothing of items that may be there without being known here.
    """
    found: dict[FieldSlug, Problem] = {}
    for slug, key in targets_of(work, collections):
        match reach.get(key):
            case Reach.MISSING | Reach.ELSEWHERE as away:
                is_sent = slug in work.edits
                severity = Severity.BLOCKS_SEND if is_sent else Severity.BLOCKS_PUBLISH
                elsewhere = _NEW_ELSEWHERE if is_local(key.item) else _ELSEWHERE
                sentence = _MISSING if away is Reach.MISSING else elsewhere
                found[slug] = Problem(slug, sentence, severity)
            case Reach.HIDDEN if key not in going_live:
                found.setdefault(slug, Problem(slug, _HIDDEN, Severity.BLOCKS_PUBLISH))
    return list(found.values())
