"""Where unsent work stands, given what Webflow holds now. The one rule for it.

A colleague's change is said as soon as it is seen, and no longer than it is there: one of the same
field is a conflict, one to the same value leaves nothing to send, and one that was taken back is
none. An edit carries its own base, so that a change of other fields asks for nothing.
"""

from collections.abc import Mapping

from msgspec import Struct

from wfdesk.domain.edits import BOTH_CHANGED, GONE, Action, SendState, Work, makes_sense
from wfdesk.domain.ids import FieldSlug
from wfdesk.domain.merge import Comparison, Split, compare
from wfdesk.domain.schema import Collection
from wfdesk.domain.values import Value, is_same

TRAVELLING = frozenset({SendState.QUEUED, SendState.SENDING, SendState.UNKNOWN})
"""Whoever sends the work, or looks it up, compares it himself."""


class Standing(Struct, frozen=True):
    state: SendState
    reason: str
    refused_fields: Mapping[FieldSlug, str]
    conflicts: Mapping[FieldSlug, Value]
    already_there: frozenset[FieldSlug] = frozenset()
    """Edits that leave nothing to send: Webflow has their very values. One of which it has all,
    and a colleague's change besides, stays: who is typing on it has not seen that change."""
    is_mark_done: bool = False
    """Whether the item is already where the action was to bring it."""


def standing_of(work: Work, collection: Collection, split_blocks: Split) -> Standing | None:
    """Compare the work with ``work.item``; None where there is nothing to say.

    What can be merged with a colleague's change stays an edit: it is merged when it is sent.
    """
    if work.state in TRAVELLING or work.is_new:
        return None
    if work.is_gone:
        return _gone(work)
    if work.item is None:
        return None
    comparison = compare(collection, work.edits.values(), work.item.fields, split_blocks)
    already_there = frozenset(
        field.slug
        for field in collection.fields
        if field.slug in comparison.already_there
        and is_same(field, work.edits[field.slug].value, work.item.fields.get(field.slug))
    )
    conflicts = {**comparison.conflicts, **_seen(work, collection, comparison)}
    refused = {slug: why for slug, why in work.refused_fields.items() if slug not in already_there}
    state, reason = _state(work, collection, conflicts, refused)
    is_mark_done = work.action is not None and not makes_sense(work, work.action)
    return Standing(state, reason, refused, conflicts, already_there, is_mark_done)


def _gone(work: Work) -> Standing:
    """Edits of an item that was deleted wait for a decision; to delete it is decided already."""
    if work.action is Action.DELETE:
        return Standing(SendState.SAVED, "", work.refused_fields, {})
    return Standing(SendState.CONFLICT, GONE, work.refused_fields, {})


def _seen(work: Work, collection: Collection, comparison: Comparison) -> Mapping[FieldSlug, Value]:
    """Conflicts whose sides the user has seen: such an edit starts from the colleague's value.

    They stay until the user decides.
    """
    return {
        slug: theirs
        for slug, theirs in work.conflicts.items()
        if (edit := comparison.to_send.get(slug)) is not None
        and (field := collection.find_field(slug)) is not None
        and is_same(field, edit.base, theirs)
    }


def _state(
    work: Work,
    collection: Collection,
    conflicts: Mapping[FieldSlug, Value],
    refused: Mapping[FieldSlug, str],
) -> tuple[SendState, str]:
    if conflicts:
        return SendState.CONFLICT, BOTH_CHANGED
    is_settled = work.state is SendState.CONFLICT or refused != work.refused_fields
    if not is_settled:
        return work.state, work.reason
    return (SendState.REFUSED, _refusal(refused, collection)) if refused else (SendState.SAVED, "")


def _refusal(refused: Mapping[FieldSlug, str], collection: Collection) -> str:
    told = [
        f"{field.display_name}: {refused[field.slug]}"
        for field in collection.fields
        if field.slug in refused
    ]
    return " ".join(["Webflow refused this.", *told])
