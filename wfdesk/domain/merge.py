"""Three-way merge of one field: what we started from, what we have, what Webflow has.

Where both sides have changed a field, their changes are put together if nobody could be surprised
by the result; else it is a conflict, which a person decides. There is never a silent choice.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from wfdesk.domain.edits import Edit
from wfdesk.domain.ids import NAME, SLUG, FieldSlug
from wfdesk.domain.orderedsets import Members, merge_ordered_sets
from wfdesk.domain.schema import Collection, Field, FieldType
from wfdesk.domain.sequences import merge_sequences
from wfdesk.domain.validation import problems_with
from wfdesk.domain.values import Value, asset_form, is_identical, is_same, is_stored

MOST_PICTURES = 25
"""In one field. Source: Webflow's help on the multi-image field."""

Split = Callable[[str], Sequence[str]]
"""Cuts a rich text into its blocks; together they are the text. What cannot be cut is one block.

Given by the caller: ``wfdesk.richtext.blocks.split_blocks`` knows HTML, this room does not.
"""


class Verdict(Enum):
    SEND = "ours is the only change"
    DROP = "Webflow has all of our change already"
    MERGE = "both sides changed it, in different places"
    CONFLICT = "both sides changed it"


class Judgement(Struct, frozen=True):
    """What becomes of an edit."""

    verdict: Verdict
    value: Value
    """What is to be sent; where nothing is, what Webflow holds."""


def judge(field: Field, edit: Edit, theirs: Value, split_blocks: Split) -> Judgement:
    """Decide what becomes of an edit, given the value Webflow holds now."""
    if any(is_identical(field, edit.value, each) for each in (edit.base, theirs)):
        return Judgement(Verdict.DROP, theirs)
    if is_same(field, edit.base, theirs):
        # Spelled otherwise is a change too, where only the user has made one.
        return Judgement(Verdict.SEND, edit.value)
    if is_same(field, edit.value, theirs):
        return Judgement(Verdict.DROP, theirs)
    if (known := _as_kept(field, edit, theirs)) != edit:
        return judge(field, known, theirs, split_blocks)
    merged = _merge(field, edit, theirs, split_blocks)
    if merged is None or problems_with(field, merged):
        return Judgement(Verdict.CONFLICT, theirs)
    is_there = is_same(field, merged, theirs)
    return Judgement(Verdict.DROP, theirs) if is_there else Judgement(Verdict.MERGE, merged)


def _as_kept(field: Field, edit: Edit, theirs: Value) -> Edit:
    """The edit, with pictures that were given by their address as Webflow has fetched them: it
    knows them by their file from then on.
    """
    if field.type is not FieldType.MULTI_IMAGE or not isinstance(theirs, list):
        return edit
    base = _fetched(field, edit.base, theirs, ())
    known = list[tuple[Value, Value]]()
    if isinstance(edit.base, list) and isinstance(base, list):
        known += zip(edit.base, base, strict=True)
    return replace(edit, base=base, value=_fetched(field, edit.value, theirs, known))


def _fetched(
    field: Field, value: Value, theirs: Sequence[Value], known: Sequence[tuple[Value, Value]]
) -> Value:
    """Put files in the place of addresses, as they were put in the list the value was made of.

    Files are told by their names, which others may have as well. So any other that was in that list
    is not meant: what is called so now may have been put in its place.
    """
    if not isinstance(value, list):
        return value
    taken = {_by_file(each) for each in value}
    before = {_by_file(file) for _, file in known}
    fetched = list[Value]()
    for picture in value:
        found = picture
        if isinstance(picture, Mapping) and not picture.get("fileId"):
            own = (file for old, file in known if _is_same_member(old, picture))
            new = (
                file
                for file in theirs
                if _by_file(file) not in before and is_stored(field, [picture], [file])
            )
            files = (file for file in chain(own, new) if _by_file(file) not in taken)
            found = next(files, picture)
        taken.add(_by_file(found))
        fetched.append(found)
    return fetched


class Comparison(Struct, frozen=True):
    """All edits of an item against what Webflow holds."""

    to_send: Mapping[FieldSlug, Edit]
    """What Webflow lacks, the merged ones with it."""
    already_there: frozenset[FieldSlug]
    conflicts: Mapping[FieldSlug, Value]
    """The colleague's value, per field that both sides changed."""
    merged: Mapping[FieldSlug, Edit] = {}
    """Edits that a colleague's change of the same field was put into. They start from that."""
    with_theirs: frozenset[FieldSlug] = frozenset()
    """Fields that will hold a colleague's change which nobody here has seen, beside ours."""


def compare(
    collection: Collection,
    edits: Iterable[Edit],
    theirs: Mapping[FieldSlug, Value],
    split_blocks: Split,
) -> Comparison:
    """Compare edits with Webflow's values. Edits of fields the schema lost are left alone."""
    to_send: dict[FieldSlug, Edit] = {}
    already_there: set[FieldSlug] = set()
    conflicts: dict[FieldSlug, Value] = {}
    merged: dict[FieldSlug, Edit] = {}
    with_theirs: set[FieldSlug] = set()
    for edit in edits:
        field = collection.find_field(edit.field)
        if field is None:
            continue
        held = theirs.get(edit.field)
        judgement = judge(field, edit, held, split_blocks)
        match judgement.verdict:
            case Verdict.SEND:
                to_send[edit.field] = edit
            case Verdict.DROP:
                already_there.add(edit.field)
                if not is_same(field, edit.value, held):
                    with_theirs.add(edit.field)
            case Verdict.MERGE:
                with_theirs.add(edit.field)
                merged[edit.field] = replace(edit, base=held, value=judgement.value)
            case Verdict.CONFLICT:  # pragma: no branch - there is no other
                conflicts[edit.field] = held
    return Comparison(
        {**to_send, **merged},
        frozenset(already_there),
        conflicts,
        merged,
        frozenset(with_theirs),
    )


def _merge(field: Field, edit: Edit, theirs: Value, split_blocks: Split) -> Value | None:
    """Put both sides' changes together; None where that cannot be done."""
    versions = (edit.base, edit.value, theirs)
    match field.type:
        case FieldType.PLAIN_TEXT if not _is_line(field):
            return _merge_texts(versions, _split_lines)
        case FieldType.RICH_TEXT:
            return _merge_texts(versions, split_blocks)
        case FieldType.MULTI_REFERENCE:
            return _merge_lists(field, versions, _by_id)
        case FieldType.MULTI_IMAGE:
            return _merge_lists(field, versions, _by_file)
        case _:
            return None


def _is_line(field: Field) -> bool:
    return bool(field.validations.get("singleLine")) or field.slug in {NAME, SLUG}


def _merge_texts(versions: tuple[Value, Value, Value], split: Split) -> str | None:
    texts = ["" if version is None else version for version in versions]
    parts = [list(split(text)) for text in texts if isinstance(text, str)]
    if len(parts) < len(texts):
        return None
    base, mine, theirs = parts
    merged = merge_sequences(base, mine, theirs)
    if merged is None:
        return None
    text = "".join(merged)
    # What is too much together is not cut any more.
    return text if list(split(text)) == merged else None


def _split_lines(text: str) -> list[str]:
    """Cut into lines with their ends, whatever they are."""
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text)


_Key = Callable[[Value], str]


def _merge_lists(field: Field, versions: tuple[Value, Value, Value], key: _Key) -> Value | None:
    lists = [members for version in versions if (members := _members(version, key)) is not None]
    if len(lists) < len(versions):
        return None
    base, mine, theirs = lists
    merged = merge_ordered_sets(base, mine, theirs, _is_same_member)
    # That two removals leave nothing, neither side has meant.
    return merged if merged and len(merged) <= _most(field) else None


def _members(value: Value, key: _Key) -> Members | None:
    """Give the list by its members' keys; None when it is none, or two of them are alike."""
    if value is None or value == "":
        return {}
    if not isinstance(value, list):
        return None
    members = {key(member): member for member in value}
    return None if "" in members or len(members) < len(value) else members


def _by_id(member: Value) -> str:
    return member if isinstance(member, str) else ""


def _by_file(member: Value) -> str:
    if not isinstance(member, Mapping):
        return ""
    return str(member.get("fileId") or member.get("url") or "")


def _is_same_member(left: Value, right: Value) -> bool:
    return asset_form(left) == asset_form(right)


def _most(field: Field) -> float:
    most = field.validations.get("maxItems")
    if isinstance(most, int) and not isinstance(most, bool):
        return most
    return MOST_PICTURES if field.type is FieldType.MULTI_IMAGE else float("inf")
