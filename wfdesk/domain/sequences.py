"""Three-way merge of sequences: the lines of a text, the blocks of a rich text.

Strict on purpose: a merge that surprises is worse than a question. Two changes are put together
only where something that neither side has touched lies between them.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

_MOST_ELEMENTS = 4_000
_MOST_PAIRS = 40_000
"""Of equal elements, which is what a comparison costs: more would hold the window for longer than
a moment. A thousand lines that differ are a thousand pairs; a thousand empty ones a million."""


def merge_sequences(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]
) -> list[str] | None:
    """Give the sequence with the changes of both sides; None where they touch or contradict.

    Where elements repeat, there is more than one way to read a change. A merge in which either
    side would not find its own change again is none.
    """
    merged = _merge(base, mine, theirs)
    if merged is None or not _adds_up(base, mine, theirs, merged):
        return None
    is_found_again = all(
        _merge(base, side, merged) == merged and _is_on_the_way(base, side, merged)
        for side in (mine, theirs)
    )
    return merged if is_found_again else None


def count_kept(old: Sequence[str], new: Sequence[str]) -> int:
    """Count the elements of a longest sequence that is in both in the same order."""
    left, right = _without_ends(old, new)
    places: dict[str, list[int]] = {}
    for place in reversed(range(len(right))):
        places.setdefault(right[place], []).append(place)
    ends: list[int] = []
    """The lowest place at which such a sequence of one element, of two, and so on may end."""
    for element in left:
        for place in places.get(element, ()):
            length = bisect_left(ends, place)
            ends[length : length + 1] = [place]
    return len(old) - len(left) + len(ends)


def _is_on_the_way(base: Sequence[str], side: Sequence[str], merged: Sequence[str]) -> bool:
    """Whether the merge is what the side has made of the base, and some more.

    It is no nearer to the base than that: else something the side did would be taken back by it.
    """
    pairs = (base, side), (side, merged), (base, merged)
    return all(_is_cheap(*_without_ends(*pair)) for pair in pairs) and (
        count_kept(base, side) + count_kept(side, merged) == len(side) + count_kept(base, merged)
    )


def _without_ends(left: Sequence[str], right: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    start, end = _common_ends(left, right)
    return left[start : len(left) - end], right[start : len(right) - end]


def _adds_up(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str], merged: Sequence[str]
) -> bool:
    """Whether what the base has once, or not at all, is there as often as it should be.

    What both sides moved, each to another place, would be there twice; what one side moved and the
    other removed would be there again.
    """
    old, left, right, found = (Counter(each) for each in (base, mine, theirs, merged))
    return all(
        found[element] == _due(old[element], left[element], right[element])
        for element in {*old, *left, *right}
        if old[element] <= 1
    )


def _due(old: int, left: int, right: int) -> int | None:
    if left in (old, right):
        return right
    return left if right == old else None


def _merge(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[str] | None:
    in_mine, in_theirs = _kept(base, mine), _kept(base, theirs)
    merged: list[str] = []
    place = my_place = their_place = 0
    for kept in sorted(in_mine.keys() & in_theirs.keys()):
        stretch = _choose(
            base[place:kept],
            mine[my_place : in_mine[kept]],
            theirs[their_place : in_theirs[kept]],
        )
        if stretch is None:
            return None
        merged += [*stretch, *base[kept : kept + 1]]
        place, my_place, their_place = kept + 1, in_mine[kept] + 1, in_theirs[kept] + 1
    return merged


def _choose(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]
) -> Sequence[str] | None:
    """Decide about one stretch between two elements that neither side has touched."""
    if mine in (base, theirs):
        return theirs
    return mine if theirs == base else None


def _kept(base: Sequence[str], side: Sequence[str]) -> Mapping[int, int]:
    """Where in *side* each element of *base* is that it has kept. The ends are kept always."""
    start, end = _common_ends(base, side)
    places = {place: place for place in range(start)}
    stop, side_stop = len(base) - end, len(side) - end
    left, right = base[start:stop], side[start:side_stop]
    if _is_cheap(left, right):
        blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
        for block in blocks:
            for step in range(block.size):
                places[start + block.a + step] = start + block.b + step
    places.update({stop + step: side_stop + step for step in range(end + 1)})
    return places


def _common_ends(left: Sequence[str], right: Sequence[str]) -> tuple[int, int]:
    shorter = min(len(left), len(right))
    start = 0
    while start < shorter and left[start] == right[start]:
        start += 1
    end = 0
    while end < shorter - start and left[-1 - end] == right[-1 - end]:
        end += 1
    return start, end


def _is_cheap(left: Sequence[str], right: Sequence[str]) -> bool:
    if max(len(left), len(right)) > _MOST_ELEMENTS:
        return False
    times = Counter(right)
    return sum(times[element] for element in left) <= _MOST_PAIRS
