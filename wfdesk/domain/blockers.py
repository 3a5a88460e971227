"""What cannot go, and why: said before anything is sent, with the field to go to."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import chain

from msgspec import Struct, field
from msgspec.structs import replace

from wfdesk.domain.edits import ANSWER_LOST, BOTH_CHANGED, GONE, Action, Edit, SendState, Work
from wfdesk.domain.ids import NAME, CollectionId, FieldSlug, ItemKey, LocaleId
from wfdesk.domain.items import ItemStatus
from wfdesk.domain.journal import NO_HOME
from wfdesk.domain.reach import Reach, target_problems
from wfdesk.domain.references import local_targets
from wfdesk.domain.schema import Collection, Site
from wfdesk.domain.validation import Severity, problems_in
from wfdesk.domain.values import is_empty


class Background(Struct, frozen=True):
    """What is known of the sites that the works belong to. What is not known stops nothing."""

    sites: Mapping[CollectionId, Site] = field(default_factory=dict)
    """Where each collection is."""
    reach: Mapping[ItemKey, Reach] = field(default_factory=dict)
    """Whether what the works refer to is there, and live."""
    sent: frozenset[ItemKey] = frozenset()
    """What was sent to go live, and is not live yet."""


class Blocker(Struct, frozen=True):
    """Why an item stays behind. ``field`` is where to go, or None for the item as a whole."""

    key: ItemKey
    name: str
    sentence: str
    field: FieldSlug | None = None
    label: str = ""
    """What the field is called; empty without one, or when the collection has it no more."""


STAYS_DOWN = frozenset({Action.DELETE, Action.UNPUBLISH, Action.ARCHIVE})
"""What an item is to become that is not published, whatever is asked for."""

_WAITING = {
    SendState.UNKNOWN: ANSWER_LOST,
    SendState.SENDING: "It is being sent right now.",
}
_OFF = "{} is switched off in Webflow. The edits are kept, and go when it is on again."
_REMOVED = "Its locale is no longer on the site. The edits are kept here."
_ALONE = (
    "It refers to a new item that does not go with it. Send both together, or choose another one."
)
_ARCHIVED = "It is archived. Restore it from the archive before publishing it."
_ALL_HELD = "All its edits are held back. Let one of them go to send it."
ALL_PARKED = "Its edits are of fields that can no longer be changed. They are kept here."
UNREAD = "It has not been read from Webflow yet. Refresh, look at it, then do this again."
_NAME_HELD = "Its name is held back, and Webflow takes no new item without one."
_NO_NAME = "A new item needs a name before it can be sent."


def blockers_of(
    works: Iterable[Work],
    collections: Mapping[CollectionId, Collection],
    background: Background,
    *,
    goes_live: bool,
) -> list[Blocker]:
    """All that is in the way of the works, as they were edited."""
    found: list[Blocker] = []
    for work in works:
        parked = parking(background.sites.get(work.key.collection), work.key.locale)
        is_sent = goes_live and work.key in background.sent
        # What was sent goes live all the same where all that was edited since is held back.
        meant = replace(work, edits={}) if is_sent and _is_held(work) else work
        found += (
            [_blocker(work, parked)] if parked else _in_the_way_of(meant, collections, goes_live)
        )
    return [_with_label(blocker, collections) for blocker in found]


def without_orphans(
    works: Iterable[Work],
    collections: Mapping[CollectionId, Collection],
    background: Background,
    *,
    goes_live: bool,
) -> tuple[list[Work], list[Blocker]]:
    """Hold back what refers to an item that has to be there first, and what refers to that.

    A new item has to go along, and to go live along with what goes live.
    """
    ready, blockers = list(works), list[Blocker]()
    while True:
        coming = {work.key.item for work in ready if work.is_new}
        live = {work.key for work in ready if goes_live and work.action not in STAYS_DOWN}
        stuck: dict[ItemKey, Blocker] = {}
        for work in ready:
            new = local_targets(work, collections)
            orphans = [_blocker(work, _ALONE, slug) for slug, item in new if item not in coming]
            stranded = _stranded(work, collections, background, live)
            blocker = next(chain(stranded, orphans), None)
            if blocker is not None:
                stuck[work.key] = _with_label(blocker, collections)
        if not stuck:
            return ready, blockers
        blockers += stuck.values()
        ready = [work for work in ready if work.key not in stuck]


def _stranded(
    work: Work,
    collections: Mapping[CollectionId, Collection],
    background: Background,
    live: AbstractSet[ItemKey],
) -> Iterator[Blocker]:
    """What it refers to that is gone, or is not live where it is to go live itself."""
    if work.action is Action.DELETE:
        return
    for problem in target_problems(work, collections, background.reach, live):
        if problem.severity is Severity.BLOCKS_SEND or work.key in live:
            yield _blocker(work, problem.sentence, problem.field)


def parking(site: Site | None, locale: LocaleId) -> str:
    """Why edits in the locale go nowhere for now; empty if they can go.

    Without their locale they would be the primary's.
    """
    if site is None or site.takes(locale):
        return ""
    name = site.called(locale)
    return _OFF.format(name) if name else _REMOVED


def _in_the_way_of(
    work: Work, collections: Mapping[CollectionId, Collection], goes_live: bool
) -> list[Blocker]:
    collection = collections.get(work.key.collection)
    if collection is None:
        return [_blocker(work, NO_HOME)]
    if blocker := _unsettled(work):
        return [blocker]
    if _is_unread(work, collection, goes_live):
        return [_blocker(work, UNREAD)]
    if work.action is Action.DELETE:
        return []
    if blocker := _nothing_goes(work, collection, goes_live):
        return [blocker]
    going = replace(work, edits=work.accepted)
    problems = _bad_values(going, collection, goes_live)
    if goes_live and _will_be_archived(going) and work.action is not Action.ARCHIVE:
        problems.append(_blocker(work, _ARCHIVED))
    return problems


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
    if work.is_asked_about:
        return _blocker(work, work.reason)
    if work.is_gone:
        # What was to be deleted and is gone already only has to be noted.
        return None if work.action is Action.DELETE else _blocker(work, GONE)
    # One that is held back waits, but the other edits need not.
    field = next((slug for slug in work.conflicts if slug in work.accepted), None)
    is_unclear = work.state is SendState.CONFLICT and not work.conflicts
    if field is None and not is_unclear:
        return None
    return _blocker(work, work.reason or BOTH_CHANGED, field)


def _is_unread(work: Work, collection: Collection, goes_live: bool) -> bool:
    """Whether nobody can have seen what goes live, comes down or goes for good.

    So it is where what was read was forgotten, or lost with a damaged file, and is read again. A
    collection that was listed and not read yet has no fields: each of Webflow's has some.
    """
    if not collection.fields:
        return True
    is_whole = goes_live or work.action in {Action.DELETE, Action.UNPUBLISH}
    return is_whole and work.item is None and not (work.is_new or work.is_gone)


def _nothing_goes(work: Work, collection: Collection, goes_live: bool) -> Blocker | None:
    """Say so where a request would be empty, or Webflow could not take it."""
    if _is_held(work):
        return _blocker(work, _ALL_HELD, next(iter(work.edits)))
    if work.is_new:
        return _nameless(work, collection)
    if work.action is not None or sendable(work.accepted, collection):
        return None
    # What was sent before may go live all the same; what is live already need not.
    is_live = (
        bool(work.edits) and work.item is not None and work.item.status is ItemStatus.PUBLISHED
    )
    return _blocker(work, ALL_PARKED) if is_live or not goes_live else None


def _is_held(work: Work) -> bool:
    """Whether all that there is of it waits until the user lets it go."""
    return bool(work.edits) and not work.accepted and work.action is None


def _nameless(work: Work, collection: Collection) -> Blocker | None:
    """Webflow creates no item without a name. Source: its answer, 'Field is required'."""
    field = collection.find_field(NAME)
    name = work.accepted.get(NAME)
    if name is not None and (field is None or not is_empty(field, name.value)):
        return None
    is_held = name is None and NAME in work.edits
    return _blocker(work, _NAME_HELD if is_held else _NO_NAME, NAME)


def _bad_values(work: Work, collection: Collection, goes_live: bool) -> list[Blocker]:
    blocking = {Severity.BLOCKS_SEND}
    if goes_live:
        blocking.add(Severity.BLOCKS_PUBLISH)
    return [
        _blocker(work, problem.sentence, problem.field)
        for problem in problems_in(work, collection)
        if problem.severity in blocking
    ]


def _will_be_archived(work: Work) -> bool:
    if work.action is Action.UNARCHIVE:
        return False
    return work.action is Action.ARCHIVE or (work.item is not None and work.item.is_archived)


def sendable(edits: Mapping[FieldSlug, Edit], collection: Collection) -> dict[FieldSlug, Edit]:
    """Edits of fields that still exist and may be written. The others stay, unsent."""
    return {
        slug: edit
        for slug, edit in edits.items()
        if (field := collection.find_field(slug)) is not None and field.can_be_sent
    }
