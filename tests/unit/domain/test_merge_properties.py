"""What holds of a three-way merge whatever the values are."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from itertools import combinations, permutations, product
from random import Random

import pytest
from merge3 import Merge3

from tests.unit.domain.properties import holds_of_many
from tests.unit.domain.versions import (
    ALL,
    LINES,
    MERGED,
    OTHERS,
    OWN_LINES,
    PICTURES,
    REFERENCES,
    SETS,
    SIZE,
    Choices,
    Kind,
    Versions,
    versions,
)
from wfdesk.domain.ids import CollectionId, SiteId
from wfdesk.domain.merge import Judgement, Verdict, compare
from wfdesk.domain.schema import Collection
from wfdesk.domain.sequences import merge_sequences
from wfdesk.domain.values import Value, asset_form, is_identical, is_same
from wfdesk.richtext.blocks import split_blocks


def of(kinds: Sequence[Kind]) -> Callable[[Callable[[Versions], None]], Callable[[], None]]:
    return holds_of_many(SIZE, lambda data: versions(data, kinds))


def both_changed(case: Versions) -> bool:
    field = case.kind.field
    return not any(is_same(field, case.base, each) for each in (case.mine, case.theirs))


@of(ALL)
def test_what_one_side_alone_changed_or_both_alike_is_kept_as_it_is(case: Versions) -> None:
    kind, base, mine, theirs = case.kind, case.base, case.mine, case.theirs
    assert Versions(kind, base, mine, mine).judgement() == Judgement(Verdict.DROP, mine)
    assert Versions(kind, base, base, theirs).judgement() == Judgement(Verdict.DROP, theirs)
    alone = Versions(kind, base, mine, base).judgement()
    is_changed = not is_identical(kind.field, base, mine)
    assert alone == Judgement(*((Verdict.SEND, mine) if is_changed else (Verdict.DROP, base)))


@of(ALL)
def test_a_merge_is_the_same_whoever_asks_and_overwrites_nothing_unseen(case: Versions) -> None:
    if not both_changed(case):
        return
    one, other = case.judgement(), case.swapped().judgement()
    verdicts = {one.verdict, other.verdict}
    assert Verdict.SEND not in verdicts
    if Verdict.CONFLICT in verdicts:
        assert verdicts == {Verdict.CONFLICT}
        assert one.value == case.theirs
    else:
        assert is_same(case.kind.field, one.value, other.value)


@of(MERGED)
def test_merged_again_nothing_changes(case: Versions) -> None:
    judgement = case.judgement()
    if judgement.verdict is not Verdict.MERGE:
        return
    # While it is on its way, when it has arrived, and as a colleague's program sees it.
    sent = Versions(case.kind, case.theirs, judgement.value, case.theirs)
    assert sent.judgement() == Judgement(Verdict.SEND, judgement.value)
    for side in (case.mine, case.theirs):
        arrived = Versions(case.kind, case.base, side, judgement.value)
        assert arrived.judgement() == Judgement(Verdict.DROP, judgement.value)
        assert is_same(case.kind.field, arrived.swapped().judgement().value, judgement.value)


@of(MERGED)
def test_no_part_is_made_up_lost_or_doubled(case: Versions) -> None:
    judgement = case.judgement()
    if judgement.verdict is Verdict.CONFLICT or not both_changed(case):
        return
    parts = case.kind.parts(judgement.value)
    there = [*case.kind.parts(case.mine), *case.kind.parts(case.theirs)]
    assert all(part in there for part in parts)
    keys = list(map(case.kind.key, parts))
    found = Counter(keys)
    base, mine, theirs = (
        Counter(case.kind.keys(value)) for value in (case.base, case.mine, case.theirs)
    )
    for key in {*base, *mine, *theirs}:
        if base[key] > 1:
            added_up = max(0, mine[key] + theirs[key] - base[key])
            counts = (mine[key], theirs[key], added_up)
            # What both sides added alike is there once, and counts for both.
            assert min(counts) <= found[key] <= max(counts) or keys == by_library(case)
        elif mine[key] == base[key]:
            assert found[key] == theirs[key]
        elif theirs[key] == base[key]:
            assert found[key] == mine[key]
        else:
            assert found[key] == mine[key] == theirs[key]


@of(SETS)
def test_what_either_side_has_changed_or_moved_is_so_in_the_merge(case: Versions) -> None:
    assert_nothing_is_lost(case)


@pytest.mark.parametrize("kind", SETS, ids=("own lines", "own blocks", "ids", "pictures"))
def test_no_change_of_either_side_is_lost_in_any_small_case(kind: Kind) -> None:
    base, new = (0, 1, 2), 3
    counts = range(len(base) + 2)
    sides = [small(kind, each) for n in counts for each in permutations((*base, new), n)]
    for mine, theirs in product(sides, repeat=2):
        assert_nothing_is_lost(Versions(kind, small(kind, base), mine, theirs))


def small(kind: Kind, places: Sequence[int]) -> Value:
    return kind.value([kind.element(Choices(b""), place) for place in places])


def assert_nothing_is_lost(case: Versions) -> None:
    """Where nothing comes twice: what a side brought, altered, removed and moved is in the merge.

    It is in Webflow's value, where that is said to have all of ours.
    """
    judgement, kind = case.judgement(), case.kind
    if judgement.verdict is Verdict.CONFLICT or not both_changed(case):
        return
    base, merged = kind.keys(case.base), kind.keys(judgement.value)
    old, found = forms(kind, case.base), forms(kind, judgement.value)
    assert len(merged) == len(set(merged))
    for side, others in ((case.mine, case.theirs), (case.theirs, case.mine)):
        own = kind.keys(side)
        assert forms(kind, side) - old <= found
        assert not (set(base) - set(own)) & set(merged)
        # Past what the other side has moved as well, it may have come to lie on either side.
        moved = {key for pair in turned(base, kind.keys(others)) for key in pair}
        for one, other in turned(base, own) - turned(base, merged):
            assert {one, other} & moved or not {one, other} <= set(merged)
        assert fewest_moves(base, both(merged, own)) >= fewest_moves(base, own)


def forms(kind: Kind, value: Value) -> set[Value]:
    return {asset_form(part) for part in kind.parts(value)}


def turned(old: list[str], new: list[str]) -> set[tuple[str, str]]:
    """The pairs that were in the other order."""
    return set(combinations(both(new, old), 2)) - set(combinations(old, 2))


def fewest_moves(old: list[str], new: list[str]) -> int:
    """How many must be moved, at least, to bring what is in both from one order to the other."""
    kept = both(new, old)
    longest: dict[str, int] = {}
    for key in kept:
        in_order = (longest[each] for each in longest if old.index(each) < old.index(key))
        longest[key] = 1 + max(in_order, default=0)
    return len(kept) - max(longest.values(), default=0)


@pytest.mark.parametrize("base", ["abb", "bab", "bba"])
def test_where_lines_repeat_no_merge_takes_back_what_either_side_did(base: str) -> None:
    sides = ["".join(each) for n in range(5) for each in product("abc", repeat=n)]
    for mine, theirs in combinations(sides, 2):
        merged = merge_sequences([*base], [*mine], [*theirs])
        if merged is None or base in {mine, theirs}:
            continue
        found = "".join(merged)
        for side in (mine, theirs):
            assert steps(base, side) + steps(side, found) == steps(base, found)


@cache
def steps(old: str, new: str) -> int:
    """How many elements are removed and added, at least, to get from the one to the other."""
    if not old or not new:
        return len(old) + len(new)
    if old[0] == new[0]:
        return steps(old[1:], new[1:])
    return 1 + min(steps(old[1:], new), steps(old, new[1:]))


@of((REFERENCES, PICTURES))
def test_who_moves_nothing_leaves_the_order_to_the_other(case: Versions) -> None:
    judgement = case.judgement()
    if judgement.verdict is not Verdict.MERGE:
        return
    merged = case.kind.keys(judgement.value)
    base, mine, theirs = (case.kind.keys(each) for each in (case.base, case.mine, case.theirs))
    for side, other in ((mine, theirs), (theirs, mine)):
        if both(base, side) == both(side, base):
            assert both(merged, other) == both(other, merged)


def both(order: list[str], other: list[str]) -> list[str]:
    return [key for key in order if key in other]


@of((OWN_LINES,))
def test_lines_are_merged_as_the_library_of_a_version_control_does(case: Versions) -> None:
    if not both_changed(case):
        return
    judgement, expected = case.judgement(), by_library(case)
    if expected is None:
        assert judgement.verdict is Verdict.CONFLICT
        return
    if judgement.verdict is Verdict.CONFLICT:  # About lines that were moved or came twice.
        base, mine, theirs = (case.kind.keys(each) for each in (case.base, case.mine, case.theirs))
        is_moved = any(both(base, side) != both(side, base) for side in (mine, theirs))
        assert is_moved or set(mine) & set(theirs) - set(base)
        return
    assert case.kind.keys(judgement.value) == expected


def by_library(case: Versions) -> list[str] | None:
    """What the library of a version control makes of it; None where it sees a conflict."""
    versions = (case.kind.keys(each) for each in (case.base, case.mine, case.theirs))
    groups = list(Merge3(*versions).merge_groups())
    if any(group[0] == "conflict" for group in groups):
        return None
    return [line for group in groups for line in group[1]]


ITEM = (LINES, REFERENCES, OTHERS[1])
COLLECTION = Collection(
    CollectionId("c"), SiteId("s"), "C", "C", fields=tuple(kind.field for kind in ITEM)
)


def item(data: bytes) -> list[Versions]:
    return [versions(data[at * SIZE :], (kind,)) for at, kind in enumerate(ITEM)]


@holds_of_many(SIZE * len(ITEM), item)
def test_every_edit_of_an_item_has_one_fate(cases: list[Versions]) -> None:
    edits = {case.slug: case.edit for case in cases}
    theirs = {case.slug: case.theirs for case in cases}
    found = compare(COLLECTION, edits.values(), theirs, split_blocks)
    fates = [*found.to_send, *found.already_there, *found.conflicts]
    assert sorted(fates) == sorted(edits)
    assert found.conflicts == {slug: theirs[slug] for slug in found.conflicts}
    for slug, edit in found.to_send.items():
        if slug in found.merged:
            assert edit == found.merged[slug]
            assert edit.base == theirs[slug]
        else:
            assert edit == edits[slug]
    assert found.merged.keys() <= found.to_send.keys()


@pytest.mark.parametrize("kind", MERGED, ids=("lines", "own lines", "blocks", "ids", "pictures"))
def test_the_cases_are_of_every_sort(kind: Kind) -> None:
    chance, cases = Random(1), 2_000
    verdicts = Counter(
        versions(chance.randbytes(SIZE), (kind,)).judgement().verdict for _ in range(cases)
    )
    assert min(verdicts[verdict] for verdict in Verdict) > cases / 40, verdicts
    assert verdicts[Verdict.MERGE] > cases / 10, verdicts
