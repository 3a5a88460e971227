"""Where a text is found in others: as it reads, whatever it is made of.

Places are counted in letters of Python's, which Qt and JavaScript count differently.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from wfdesk.richtext.document import ATOM, BREAK, LINE

Span = tuple[int, int]
"""Where a place begins, and where it ends."""

_NOT_READ = frozenset("\u00ad\u034f\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
"""Soft hyphens, joiners, marks of direction: they show nothing where they stand."""
_VARIANTS = frozenset(map(chr, range(0xFE00, 0xFE10)))
"""Say how the letter before them is drawn."""
_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
_JOINER = "\N{ZERO WIDTH JOINER}"
_OTHERS = frozenset((ATOM, BREAK, LINE))
"""What is no text: nothing that is searched for goes across it."""
_UNEVEN = re.compile(f"[{''.join(sorted(_NOT_READ | _VARIANTS))}]")
_BLANK = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LETTERS = 4_096
_REMEMBERED = 2_000_000
"""Letters of the texts of which it is remembered what was found in them."""


class Search(Struct, frozen=True):
    """What is searched for."""

    text: str
    matches_case: bool = False
    whole_words: bool = False


class Finder:
    """Finds one text in many. It remembers what it found: of a long text little is another one."""

    def __init__(self, search: Search) -> None:
        self.search = search
        text = search.text if _OTHERS.isdisjoint(search.text) else ""
        self._wanted = _parted(text, search.matches_case).letters
        self._wanted_whole = unicodedata.normalize("NFC", self._wanted)
        self._simple = re.compile(re.escape(self._wanted_whole))
        self._known: dict[str, Sequence[Span]] = {}
        self._remembered = 0

    def spans(self, text: str) -> Sequence[Span]:
        """Find it in the text of one block, from its start to its end; no two overlap."""
        found = self._known.get(text)
        if found is None:
            found = tuple(self._spans(text)) if self._wanted else ()
            self._remembered += len(text)
            if self._remembered > _REMEMBERED:
                self._remembered = len(text)
                self._known.clear()
            self._known[text] = found
        return found

    def _spans(self, text: str) -> Iterator[Span]:
        whole = _whole(text, self.search.matches_case)
        if whole is not None and text.isascii() and not self.search.whole_words:
            yield from (found.span() for found in self._simple.finditer(whole.letters))
            return  # Nothing can be wrong with these, and they are found ten times as fast.
        reading = _parted(text, self.search.matches_case) if whole is None else whole
        wanted = self._wanted if whole is None else self._wanted_whole
        at = reading.letters.find(wanted)
        while at >= 0:
            span = reading.span(at, at + len(wanted))
            is_there = span is not None and self._is_wanted(text, span)
            if span is not None and is_there:
                yield span
            at = reading.letters.find(wanted, at + (len(wanted) if is_there else 1))

    def _is_wanted(self, text: str, span: Span) -> bool:
        if not text.isascii() and any(_is_within(text, place) for place in span):
            return False
        return not self.search.whole_words or not any(_is_in_word(text, place) for place in span)


class _Reading(Struct, frozen=True):
    """A text as it reads."""

    letters: str
    starts: Sequence[int]
    """Where each of the letters comes from: several may come from one."""
    text: str

    def span(self, start: int, end: int) -> Span | None:
        """What these letters come from; None if that says more than they do."""
        first, last = self.starts[start], self.starts[end - 1]
        is_part = start > 0 and self.starts[start - 1] == first
        is_part = is_part or (end < len(self.starts) and self.starts[end] == last)
        if is_part:
            return None
        last += 1
        while last < len(self.text) and self.text[last] in _VARIANTS:
            last += 1
        return first, last


def _whole(text: str, matches_case: bool) -> _Reading | None:
    """Read a text whose letters read as one letter each; None for any other text."""
    letters = _BLANK.sub(" ", text)
    if not text.isascii() and (_UNEVEN.search(text) or not unicodedata.is_normalized("NFC", text)):
        return None
    if not matches_case:
        letters = letters.casefold()  # No letter is lost by that; of some it makes several.
    return _Reading(letters, range(len(text)), text) if len(letters) == len(text) else None


def _parted(text: str, matches_case: bool) -> _Reading:
    """Read a text with its letters and their accents apart."""
    found: list[str] = []
    starts: list[int] = []
    for at, letter in enumerate(text):
        is_read = letter == _JOINER and _joins(text, at)
        read = letter if is_read else _parted_letter(letter, matches_case)
        found.append(read)
        starts += (at,) * len(read)
    return _Reading("".join(found), starts, text)


@lru_cache(maxsize=_LETTERS)
def _parted_letter(letter: str, matches_case: bool) -> str:
    if letter in _NOT_READ or letter in _VARIANTS:
        return ""
    if _BLANK.match(letter):
        return " "
    parted = unicodedata.normalize("NFD", letter)
    return parted if matches_case else unicodedata.normalize("NFD", parted.casefold())


def _joins(text: str, at: int) -> bool:
    """Whether a joiner makes one picture of two: it is part of how they read then."""
    following = text[at + 1 : at + 2]
    return at > 0 and bool(following) and unicodedata.category(following) == "So"


def _is_within(text: str, place: int) -> bool:
    """Whether a place is amid what is seen as one: a letter and its accents, a joined picture."""
    if not 0 < place < len(text):
        return False
    letter, before = text[place], text[place - 1]
    if letter.isascii():
        return False
    if letter == _JOINER:
        return _joins(text, place)
    is_joined = before == _JOINER and _joins(text, place - 1)
    is_mark = unicodedata.category(letter) in {"Mn", "Me"} and before not in _OTHERS
    return is_joined or is_mark or letter in _TONES


def _is_in_word(text: str, place: int) -> bool:
    """Whether a word goes on from one side of a place to the other."""
    before, after = place - 1, place
    while before >= 0 and text[before] in _NOT_READ:
        before -= 1
    while after < len(text) and text[after] in _NOT_READ:
        after += 1
    return before >= 0 and after < len(text) and _are_one_word(text[before], text[after])


def _are_one_word(before: str, after: str) -> bool:
    """Between two letters of a word there is no blank; in Chinese and Japanese there never is."""
    return all(
        (letter.isalnum() or letter == "_" or unicodedata.category(letter) in {"Mn", "Mc"})
        and not _stands_alone(letter)
        for letter in (before, after)
    )


def _stands_alone(letter: str) -> bool:
    is_wide = letter > "\u2e7f" and unicodedata.east_asian_width(letter) == "W"
    return is_wide and not "\uac00" <= letter <= "\ud7a3"  # Korean parts its words.
