"""Where unsent work stands, given what Webflow holds now. The one rule for it.

A colleague's change is said as soon as it is seen, and no longer than it is there: one of the same
field is a conflict, one to the same value leaves nothing to send, and one that was taken back is
none. An edit carries its own base, so that a change of other fields asks for nothing.
"""

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from wfdesk.domain.edits import BOTH_CHANGED, GONE, Action, Edit, SendState, Work, makes_sense
from wfdesk.domain.ids import FieldSlug
from wfdesk.domain.merge import Split, compare
from wfdesk.domain.schema import Collection, Field
from wfdesk.domain.values import Value, is_identical, is_same

TRAVELLING = frozenset({SendState.QUEUED, SendState.SENDING, SendState.UNKNOWN})
"""Whoever sends the work, or looks it up, compares it himself."""


class Standing(Struct, frozen=True):
    state: SendState
    reason: str
    refused_fields: Mapping[FieldSlug, str]
    conflicts: Mapping[FieldSlug, Value]
    already_there: frozenset[FieldSlug] = frozenset()
    """Edits that leave nothing to send: Webflow has their very values, or they change nothing, such
    as what was set and cleared again before the item was there. One of which Webflow has all, and a
    colleague's change besides, stays: who is typing on it has not seen that change."""
    following: tuple[Edit, ...] = ()
    """Edits in conflict with the very value they start from. They start from Webflow's now."""
    is_mark_done: bool = False
    """Whether the item is already where the action was to bring it."""


def standing_of(work: Work, collection: Collection, split_blocks: Split) -> Standing | None:
    """Compare the work with ``work.item``; None where there is nothing to say.

    What can be merged with a colleague's change stays an edit: it is merged when it is sent.
    """
    if work.state in TRAVELLING or work.is_new:
        return None
    if work.is_gone:
        return _gone(work, collection)
    if work.item is None:
        return None
    comparison = compare(collection, work.edits.values(), work.item.fields, split_blocks)
    already_there = frozenset(
        field.slug
        for field in collection.fields
        if field.slug in comparison.already_there
        and _is_idle(field, work.edits[field.slug], work.item.fields.get(field.slug))
    )
    following = tuple(_undecided(work, collection, work.item.fields))
    conflicts = {**comparison.conflicts, **{edit.field: edit.base for edit in following}}
    left = work.edits.keys() - already_there
    refused = {slug: why for slug, why in work.refused_fields.items() if slug in left}
    state, reason = _state(work, collection, conflicts, refused)
    is_mark_done = work.action is not None and not makes_sense(work, work.action)
    return Standing(state, reason, refused, conflicts, already_there, following, is_mark_done)


def _is_idle(field: Field, edit: Edit, theirs: Value) -> bool:
    return is_same(field, edit.value, theirs) or is_identical(field, edit.value, edit.base)


def _gone(work: Work, collection: Collection) -> Standing:
    """Edits of an item that was deleted wait for a decision; to delete it is decided already.

    Should the item come back, what was undecided is so still, and no comparison would show it.
    """
    if work.action is Action.DELETE:
        return Standing(SendState.SAVED, "", work.refused_fields, {})
    last = work.item.fields if work.item else {}
    unseen = {each.field: work.conflicts[each.field] for each in _undecided(work, collection, last)}
    return Standing(SendState.CONFLICT, GONE, work.refused_fields, unseen)


def _undecided(
    work: Work, collection: Collection, theirs: Mapping[FieldSlug, Value]
) -> Iterator[Edit]:
    """Edits that were written over a colleague's value unseen, though they start from it.

    No comparison shows that, and no later change of the colleague's makes them go together. They
    stay in conflict until the user decides.
    """
    for slug, unseen in work.conflicts.items():
        field, edit = collection.find_field(slug), work.edits.get(slug)
        if field is None or edit is None or not is_same(field, edit.base, unseen):
            continue
        if not is_same(field, edit.value, theirs.get(slug)):
            yield replace(edit, base=theirs.get(slug))


def _state(
    work: Work,
    collection: Collection,
    conflicts: Mapping[FieldSlug, Value],
    refused: Mapping[FieldSlug, str],
) -> tuple[SendState, str]:
    if conflicts:
        return SendState.CONFLICT, BOTH_CHANGED
    is_over = work.state is SendState.CONFLICT or refused != work.refused_fields
    if refused and (is_over or work.state is SendState.SAVED):
        return SendState.REFUSED, _refusal(refused, collection)
    return (SendState.SAVED, "") if is_over else (work.state, work.reason)


def _refusal(refused: Mapping[FieldSlug, str], collection: Collection) -> str:
    told = [
        f"{field.display_name}: {refused[field.slug]}"
        for field in collection.fields
        if field.slug in refused
    ]
    return " ".join(["Webflow refused this.", *told])
