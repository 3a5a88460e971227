"""Which words of a text have a spelling, and which dictionary is the one for a language."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

_MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u064b-\u065f\u0670"
    "\u0900-\u0963\u0971-\u0dff\u00ad\u200c\u200d"
)
"""Signs that stand at letters, and those that show where a word may be parted or joined."""
_WORD = re.compile(rf"[\w{_MARKS}]+(?:['\u2019\u2010-][\w{_MARKS}]+)*")
_SPACELESS = re.compile(r"\S+")
_ADDRESS = re.compile(r"@|://|\bwww\.|\w\.\w|\\|^/\w|/\w+/")
_UNSEEN = re.compile("[\u00ad\u200c\u200d]")
_UNPARTED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)
"""Scripts that put no spaces between words: Thai, Chinese, Japanese and the like."""
_LONGEST = 200
"""What is longer without a space is no words, or not in a script that has spaces."""
_ABBREVIATION = 5
"""Capitals at the most that are taken for one."""


class Word(Struct, frozen=True):
    """A word in a text, and where it is. ``text`` is what a dictionary is asked for."""

    text: str
    start: int
    end: int


def words_of(text: str, start: int = 0, end: int | None = None) -> Iterator[Word]:
    """Yield the words that can be right or wrong: no addresses, numbers and abbreviations.

    Those that touch the stretch from *start* to *end* are found whole.
    """
    first, last = _widened(text, start, len(text) if end is None else end)
    for match in _SPACELESS.finditer(text, first, last):
        spaceless = match[0]
        if len(spaceless) > _LONGEST:
            continue
        if spaceless.isalpha() and spaceless.isascii():  # Most are, and that is told quickly.
            if _is_long(spaceless):
                yield Word(spaceless, *match.span())
        elif not _ADDRESS.search(spaceless):
            yield from _words_within(text, *match.span())


def word_at(text: str, place: int) -> Word | None:
    """The word that a place is in, or at an end of."""
    found = words_of(text, place, place)
    return next((word for word in found if word.start <= place <= word.end), None)


def is_within_word(text: str) -> bool:
    """Whether a stretch of text may be a part of one word."""
    return not text or _WORD.fullmatch(f"a{text}a") is not None


def may_be_of(language: str, word: str) -> bool:
    """Whether a dictionary can know the word: a Hebrew one is not wrong in an English text."""
    name = _parts(language)[0]
    is_latin = not _IN_OTHER_SCRIPTS.fullmatch(name)
    return name in _IN_SEVERAL_SCRIPTS or _has_latin(word) == is_latin


def fitting(tag: str, languages: Sequence[str]) -> str:
    """The dictionary for a language that is called by its tag, such as en-US; empty for none.

    Better the same language of another country than none: most words are the same.
    """
    wanted = _parts(tag)
    same = [each for each in sorted(languages) if _parts(each)[0] == wanted[0]]
    exact = [each for each in same if _parts(each) == wanted]
    general = [each for each in same if len(_parts(each)) == 1]
    home = [wanted[0], _HOMES.get(wanted[0], wanted[0].upper())]
    usual = [each for each in same if _parts(each) == home]
    return next(iter((*exact, *general, *usual, *same)), "")


_HOMES = {"en": "US", "zh": "CN", "pt": "BR", "sv": "SE", "da": "DK", "cs": "CZ", "el": "GR"}
"""The countries that a language without one is taken to be of, where they are called otherwise."""

_IN_OTHER_SCRIPTS = re.compile(
    "am|ar|as|be|bg|bn|ckb|dv|dz|el|fa|gu|he|hi|hy|iw|ja|ka|kk|km|kn|ko|ky|lo|mk|ml|mn|mr|my|ne|or"
    "|pa|ps|ru|sa|sd|si|ta|te|tg|th|ti|tt|ug|uk|ur|yi|zh"
)
"""Languages that are not written in Latin letters. Their dictionaries know no word that is."""
_IN_SEVERAL_SCRIPTS = frozenset({"az", "bs", "ku", "sr", "uz"})
_LATIN = re.compile("[A-Za-z\u00aa-\u024f\u1e00-\u1eff\ufb00-\ufb06]")


def _has_latin(word: str) -> bool:
    return _LATIN.search(word) is not None


def _parts(tag: str) -> list[str]:
    """The language, and the country if there is one."""
    language, *more = tag.replace("-", "_").split("_")
    country = [part.upper() for part in more if len(part) in {2, 3}]
    return [language.lower(), *country[:1]]


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """To the next spaces: only from there on is seen what is an address."""
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


def _words_within(text: str, start: int, end: int) -> Iterator[Word]:
    for match in _WORD.finditer(text, start, end):
        word = _UNSEEN.sub("", match[0])
        has_others = "_" in word or any(map(str.isnumeric, word)) or _UNPARTED.search(word)
        if _is_long(word) and not has_others:
            yield Word(word, match.start(), match.end())


def _is_long(word: str) -> bool:
    """Whether it is neither a letter nor an abbreviation."""
    return len(word) > 1 and not (word.isupper() and len(word) <= _ABBREVIATION)
