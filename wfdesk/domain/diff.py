"""What a review shows of an edit: the field before and after, and which words differ."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

_MOST_WORDS = 4000
"""Beyond this a comparison word by word takes longer than anybody wants to wait."""
_ALIKE = 0.3
"""Texts that share fewer of their words are another text: word by word they would be a riddle."""


class Part(Enum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    part: Part
    text: str


def word_diff(before: str, after: str) -> tuple[Piece, ...]:
    """Compare two texts by words and the white space between them.

    Texts of more than some thousand words, and texts that have little in common, are compared
    by their common beginning and end.
    """
    left, right = _words(before), _words(after)
    if len(left) + len(right) > _MOST_WORDS:
        return _ends(left, right)
    pieces: list[Piece] = []
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if not _are_alike(matcher, left, right):
        return _ends(left, right)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Part.SAME, "".join(left[start:end])))
            continue
        if end > start:
            pieces.append(Piece(Part.REMOVED, "".join(left[start:end])))
        if new_end > new_start:
            pieces.append(Piece(Part.ADDED, "".join(right[new_start:new_end])))
    return tuple(pieces)


def _are_alike(matcher: SequenceMatcher[str], left: Sequence[str], right: Sequence[str]) -> bool:
    shared = sum(
        word.isalnum()
        for block in matcher.get_matching_blocks()
        for word in left[block.a : block.a + block.size]
    )
    longer = max(sum(map(str.isalnum, words)) for words in (left, right))
    return shared >= longer * _ALIKE


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|\w+|[^\w\s]", text)


def _ends(left: Sequence[str], right: Sequence[str]) -> tuple[Piece, ...]:
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    end = 0
    while end < min(len(left), len(right)) - start and left[-1 - end] == right[-1 - end]:
        end += 1
    pieces = (
        Piece(Part.SAME, "".join(left[:start])),
        Piece(Part.REMOVED, "".join(left[start : len(left) - end])),
        Piece(Part.ADDED, "".join(right[start : len(right) - end])),
        Piece(Part.SAME, "".join(left[len(left) - end :])),
    )
    return tuple(piece for piece in pieces if piece.text)
