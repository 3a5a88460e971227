"""Three-way comparison of one field: what we started from, what we have, what Webflow has."""

from collections.abc import Iterable, Mapping
from enum import Enum

from msgspec import Struct

from wfdesk.domain.edits import Edit
from wfdesk.domain.ids import FieldSlug
from wfdesk.domain.schema import Collection, Field
from wfdesk.domain.values import Value, is_identical, is_same


class Verdict(Enum):
    SEND = "ours is the only change"
    DROP = "Webflow has our value already"
    CONFLICT = "both sides changed it"


def judge(field: Field, edit: Edit, theirs: Value) -> Verdict:
    """Decide what becomes of an edit, given the value Webflow holds now."""
    if is_same(field, edit.base, theirs):
        # Spelled otherwise is a change too, where only the user has made one.
        return Verdict.DROP if is_identical(field, edit.value, theirs) else Verdict.SEND
    return Verdict.DROP if is_same(field, edit.value, theirs) else Verdict.CONFLICT


class Comparison(Struct, frozen=True):
    """All edits of an item against what Webflow holds."""

    to_send: Mapping[FieldSlug, Edit]
    already_there: frozenset[FieldSlug]
    conflicts: Mapping[FieldSlug, Value]
    """The colleague's value, per field that both sides changed."""


def compare(
    collection: Collection, edits: Iterable[Edit], theirs: Mapping[FieldSlug, Value]
) -> Comparison:
    """Compare edits with Webflow's values. Edits of fields the schema lost are left alone."""
    to_send: dict[FieldSlug, Edit] = {}
    already_there: set[FieldSlug] = set()
    conflicts: dict[FieldSlug, Value] = {}
    for edit in edits:
        field = collection.find_field(edit.field)
        if field is None:
            continue
        match judge(field, edit, theirs.get(edit.field)):
            case Verdict.SEND:
                to_send[edit.field] = edit
            case Verdict.DROP:
                already_there.add(edit.field)
            case Verdict.CONFLICT:
                conflicts[edit.field] = theirs.get(edit.field)
    return Comparison(to_send, frozenset(already_there), conflicts)
