"""Finding text as it reads, whatever it is made of."""

import unicodedata
from random import Random

import pytest

from tests.unit.richtext.grammar import Author
from wfdesk.richtext import finding
from wfdesk.richtext.document import ATOM, BREAK, LINE
from wfdesk.richtext.finding import Finder, Search
from wfdesk.richtext.parsing import parse

TEXTS = 60
_UNSEEN = {"\u00ad", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\ufeff"}
FAMILY = "👩\u200d👧"


def found(text: str, wanted: str, *, case: bool = False, words: bool = False) -> list[str]:
    search = Search(wanted, matches_case=case, whole_words=words)
    return [text[start:end] for start, end in Finder(search).spans(text)]


def as_read(text: str, *, case: bool) -> str:
    """How a text reads, letter by letter and in no hurry."""
    read = ""
    for letter, after in zip(text, [*text[1:], ""], strict=True):
        is_joint = letter == "\u200d" and after and unicodedata.category(after) == "So"
        if letter in _UNSEEN and not (is_joint and read):
            continue
        read += " " if letter in "\t\u00a0" else letter
    return unicodedata.normalize("NFD", read if case else read.casefold())


@pytest.mark.parametrize("case", [True, False])
def test_every_place_that_is_found_reads_as_what_was_searched_for(case) -> None:
    rng = Random(7)
    count = 0
    for seed in range(TEXTS):
        for block in parse(Author(seed).document()).blocks:
            text = block.text
            start = rng.randrange(len(text) + 1)
            wanted = text[start : start + rng.choice((1, 1, 2, 3, 8))]
            wanted = wanted if case else wanted.swapcase()
            end = 0
            for span in Finder(Search(wanted, matches_case=case)).spans(text):
                count += 1
                assert span[0] >= end
                end = span[1]
                assert span[0] < end
                assert as_read(text[span[0] : end], case=case) == as_read(wanted, case=case)
    assert count > TEXTS


def test_every_place_of_a_plain_text_is_found() -> None:
    for seed in range(TEXTS):
        for block in parse(Author(seed).document()).blocks:
            text = block.text.replace(ATOM, "").replace("\u00a0", " ")
            for wanted in ("a", "bread", " of", "12"):
                if text.isascii():
                    assert len(found(text, wanted)) == text.lower().count(wanted)


@pytest.mark.parametrize(
    ("text", "wanted", "places"),
    [
        ("Die Straße, STRASSE", "strasse", ["Straße", "STRASSE"]),
        ("ß s", "s", ["s"]),
        ("ΣΟΦΟΣ σοφος σοφός", "σοφος", ["ΣΟΦΟΣ", "σοφος"]),
        ("e\u0301 é e", "É", ["e\u0301", "é"]),
        ("e\u0301 é e", "e", ["e"]),
        ("a\u00a0b a b a\u202fb", "a b", ["a\u00a0b", "a b", "a\u202fb"]),
        ("syl\u00adla\u200bble", "syllable", ["syl\u00adla\u200bble"]),
        ("syllable", "syl\u00adlable", ["syllable"]),
        ("\u00ada\u00ad", "a", ["a"]),
        ("❤\ufe0f❤", "❤", ["❤\ufe0f", "❤"]),
        (f"{FAMILY} 👩 👩🏽", "👩", ["👩"]),
        (f"{FAMILY} 👩👧", FAMILY, [FAMILY]),
        ("שָׁלוֹם שלום עולם", "שלום", ["שלום"]),
        ("السلام عليكم", "عليكم", ["عليكم"]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("a.b", ".", ["."]),
        ("anything", "", []),
        ("anything\u200b", "\u200b", []),
        (f"one{BREAK}two{LINE}three{ATOM}", "one two", []),
        (f"one{ATOM}two", ATOM, []),
        (f"one{BREAK}two", BREAK, []),
    ],
)
def test_it_is_found_as_it_reads(text, wanted, places) -> None:
    assert found(text, wanted) == places


@pytest.mark.parametrize(
    ("text", "wanted", "places"),
    [
        ("Straße straße", "straße", ["straße"]),
        ("Über über u\u0308ber", "über", ["über", "u\u0308ber"]),
        ("A\u00a0b a b", "a b", ["a b"]),
    ],
)
def test_case_is_minded_where_that_is_asked(text, wanted, places) -> None:
    assert found(text, wanted, case=True) == places


@pytest.mark.parametrize(
    ("text", "wanted", "count"),
    [
        ("cat concat cats (cat) cat's cat", "cat", 4),
        ("cat\u00adalog \u00adcat\u00ad", "cat", 1),
        ("naïve na", "na", 1),
        ("a_b a", "a", 1),
        ("x(a) x(", "(a", 1),
        ("日本語の日本", "日本", 2),
        ("한국어 한국", "한국", 1),
        ("शब्दकोश शब्द", "शब्द", 1),
    ],
)
def test_whole_words_have_no_letter_beside_them(text, wanted, count) -> None:
    assert len(found(text, wanted, words=True)) == count


def test_it_is_found_again_however_much_was_searched_meanwhile(monkeypatch) -> None:
    monkeypatch.setattr(finding, "_REMEMBERED", 100)
    finder = Finder(Search("b"))
    for number in range(50):
        assert len(finder.spans(f"{number} abab")) == 2
        assert sum(map(len, finder._known)) <= 100
    assert len(finder.spans("0 abab")) == 2
