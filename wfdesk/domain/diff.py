"""What a review shows of an edit: the field before and after, and which words differ."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import Enum
from itertools import groupby
from operator import attrgetter

from msgspec import Struct

_MOST_WORDS = 600
"""Of a stretch that differs: word by word, more would hold the window for more than a moment."""
_MOST_PAIRS = 20_000
"""Of equal words, which is what a comparison costs: three words in turns would take a second."""
_ALIKE = 0.3
"""Stretches that share fewer of their words are another text: compared they would be a riddle."""

_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese and Japanese have no spaces between words: each letter counts as one."""
_TOKEN = re.compile(rf"\s+|[{_IDEOGRAPHS}]|[^\W{_IDEOGRAPHS}]+|[^\w\s]")


class Part(Enum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


class Piece(Struct, frozen=True):
    part: Part
    text: str


def word_diff(before: str, after: str) -> tuple[Piece, ...]:
    """Compare two texts by words and the white space between them.

    Between their common beginning and end, what is long or has little in common is shown as one
    stretch that went and one that came.
    """
    left, right = _tokens(before), _tokens(after)
    return _joined(_around(left, right, _compared))


class Entry(Struct, frozen=True):
    """One of a list. What has another place is told once, as it stands now."""

    part: Part
    key: str
    is_moved: bool = False


def list_diff(before: Sequence[str], after: Sequence[str]) -> list[Entry]:
    """Compare two lists entry by entry; what went stands where it stood."""
    pieces: list[tuple[Part, str]] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for what, start, end, new_start, new_end in matcher.get_opcodes():
        if what == "equal":
            pieces += [(Part.SAME, key) for key in after[new_start:new_end]]
        else:
            pieces += [(Part.REMOVED, key) for key in before[start:end]]
            pieces += [(Part.ADDED, key) for key in after[new_start:new_end]]
    gone = Counter(key for part, key in pieces if part is Part.REMOVED)
    new = Counter(key for part, key in pieces if part is Part.ADDED)
    moved = gone & new
    return list(_entries(pieces, moved))


def _entries(pieces: Iterable[tuple[Part, str]], moved: Counter[str]) -> Iterator[Entry]:
    gone, came = moved.copy(), moved.copy()
    for part, key in pieces:
        if part is Part.REMOVED and gone[key]:
            gone[key] -= 1
        elif part is Part.ADDED and came[key]:
            came[key] -= 1
            yield Entry(Part.SAME, key, is_moved=True)
        else:
            yield Entry(part, key)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


Compare = Callable[[Sequence[str], Sequence[str]], Iterable[Piece]]


def _around(left: Sequence[str], right: Sequence[str], compare: Compare) -> list[Piece]:
    """Compare what lies between the common beginning and the common end."""
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    end = 0
    while end < min(len(left), len(right)) - start and left[-1 - end] == right[-1 - end]:
        end += 1
    return [
        Piece(Part.SAME, "".join(left[:start])),
        *compare(left[start : len(left) - end], right[start : len(right) - end]),
        Piece(Part.SAME, "".join(left[len(left) - end :])),
    ]


def _as_a_whole(left: Sequence[str], right: Sequence[str]) -> list[Piece]:
    return [Piece(Part.REMOVED, "".join(left)), Piece(Part.ADDED, "".join(right))]


def _compared(left: Sequence[str], right: Sequence[str]) -> Iterable[Piece]:
    """Find the words that both have, in order, and look at what lies between them.

    Words alone are matched: spaces and dots are half of a text, equal everywhere, and would make
    this quadratic.
    """
    places, new_places = _places_of_words(left), _places_of_words(right)
    words, new_words = [left[at] for at in places], [right[at] for at in new_places]
    longer = max(len(words), len(new_words))
    if longer > _MOST_WORDS or _pairs(words, new_words) > _MOST_PAIRS:
        return _as_a_whole(left, right)
    matcher = SequenceMatcher(None, words, new_words, autojunk=False)
    shared = [
        (places[block.a + step], new_places[block.b + step])
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    ]
    if len(shared) < longer * _ALIKE:
        return _as_a_whole(left, right)
    return _between(left, right, shared)


def _pairs(words: Sequence[str], new_words: Sequence[str]) -> int:
    times = Counter(new_words)
    return sum(times[word] for word in words)


def _places_of_words(tokens: Sequence[str]) -> list[int]:
    return [at for at, token in enumerate(tokens) if token[0].isalnum()]


def _between(
    left: Sequence[str], right: Sequence[str], shared: Sequence[tuple[int, int]]
) -> Iterator[Piece]:
    at, new_at = 0, 0
    for place, new_place in shared:
        yield from _around(left[at:place], right[new_at:new_place], _as_a_whole)
        yield Piece(Part.SAME, left[place])
        at, new_at = place + 1, new_place + 1
    yield from _around(left[at:], right[new_at:], _as_a_whole)


def _joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Put neighbours of the same kind together, and leave out what is empty."""
    there = (piece for piece in pieces if piece.text)
    return tuple(
        Piece(part, "".join(piece.text for piece in group))
        for part, group in groupby(there, key=attrgetter("part"))
    )
