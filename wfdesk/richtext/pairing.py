"""Which elements of two sequences belong together: the same ones, then those that are alike.

Linear in the length of both, up to sorting, whatever is in them.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence

Pair = tuple[int | None, int | None]
"""Places before and after. None where there is no counterpart."""
Likeness = Callable[[int, int], float]
"""How much two elements have in common, from 0 to 1."""

_NEAR = 8
"""Elements among which a counterpart is looked for: each one costs a comparison."""
_ALIKE = 0.4


def paired(
    before: Sequence[Hashable],
    after: Sequence[Hashable],
    likeness: Likeness,
    is_telling: Callable[[int], bool],
) -> Iterator[Pair]:
    """Yield all elements of both in order; what went stands before what came in its place.

    What is no telling element of *before*, such as an empty line, is not looked for elsewhere.
    """
    place, new_place = 0, 0
    for anchor, new_anchor in [*_anchors(before, after, is_telling), (len(before), len(after))]:
        old, new = range(place, anchor), range(new_place, new_anchor)
        start, end = _common_ends(before, after, old, new)
        yield from zip(old[:start], new[:start], strict=True)
        yield from _by_likeness(old[start : len(old) - end], new[start : len(new) - end], likeness)
        yield from zip(old[len(old) - end :], new[len(new) - end :], strict=True)
        if anchor < len(before):
            yield anchor, new_anchor
        place, new_place = anchor + 1, new_anchor + 1


def _anchors(
    before: Sequence[Hashable], after: Sequence[Hashable], is_telling: Callable[[int], bool]
) -> list[tuple[int, int]]:
    """Find what both have once, in the order of both: as much of it as can be."""
    times, new_times = Counter(before), Counter(after)
    new_places = {each: place for place, each in enumerate(after)}
    both = [
        (place, new_places[each])
        for place, each in enumerate(before)
        if times[each] == 1 and new_times[each] == 1 and is_telling(place)
    ]
    return [both[at] for at in _longest_rise([new_place for _, new_place in both])]


def _longest_rise(numbers: Sequence[int]) -> list[int]:
    """Find the places of the longest row of numbers in which each is larger than the last."""
    ends: list[int] = []
    places: list[int] = []
    came_from: list[int] = []
    for place, number in enumerate(numbers):
        length = bisect_left(ends, number)
        came_from.append(places[length - 1] if length else -1)
        ends[length : length + 1] = [number]
        places[length : length + 1] = [place]
    row: list[int] = []
    place = places[-1] if places else -1
    while place >= 0:
        row.append(place)
        place = came_from[place]
    return row[::-1]


def _common_ends(
    before: Sequence[Hashable], after: Sequence[Hashable], old: range, new: range
) -> tuple[int, int]:
    shorter = min(len(old), len(new))
    start = 0
    while start < shorter and before[old[start]] == after[new[start]]:
        start += 1
    end = 0
    while end < shorter - start and before[old[-1 - end]] == after[new[-1 - end]]:
        end += 1
    return start, end


def _by_likeness(old: range, new: range, likeness: Likeness) -> Iterator[Pair]:
    at = 0
    for number, place in enumerate(old):
        later = old[number + 1 : number + _NEAR]
        found = _counterpart(place, later, new[at : at + _NEAR], likeness)
        if found is None:
            yield place, None
            continue
        yield from ((None, each) for each in new[at:] if each < found)
        yield place, found
        at = found + 1 - new.start
    yield from ((None, each) for each in new[at:])


def _counterpart(place: int, later: range, near: range, likeness: Likeness) -> int | None:
    """Find the nearest that is most alike, unless that is more like one that comes later."""
    found, most = None, _ALIKE
    for each in near:
        how = likeness(place, each)
        if how > most:
            found, most = each, how
            if how == 1:
                return found
    if found is None or any(likeness(each, found) > most for each in later):
        return None
    return found
