"""What a review shows of two texts."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.doubles.pace import work_of
from wfdesk.domain.diff import Part, Piece, word_diff


def side(pieces: tuple[Piece, ...], without: Part) -> str:
    return "".join(piece.text for piece in pieces if piece.part is not without)


@given(st.text(alphabet="aB \n.", max_size=40), st.text(alphabet="aB \n.", max_size=40))
def test_both_texts_can_be_read_out_of_the_comparison(before: str, after: str) -> None:
    pieces = word_diff(before, after)
    assert side(pieces, Part.ADDED) == before
    assert side(pieces, Part.REMOVED) == after


def test_a_word_that_changed_is_shown_alone() -> None:
    pieces = word_diff("The oven is hot today.", "The oven is cold today.")
    assert [piece.text for piece in pieces if piece.part is not Part.SAME] == ["hot", "cold"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Use the ripest fruit you can find and a little sugar.", "Shorter than it was, and done."),
        ("One.", "Two."),
    ],
)
def test_another_text_is_shown_as_one_that_went_and_one_that_came(before: str, after: str) -> None:
    changed = [piece.part for piece in word_diff(before, after) if piece.part is not Part.SAME]
    assert changed == [Part.REMOVED, Part.ADDED]


def test_texts_without_words_are_compared_all_the_same() -> None:
    assert word_diff("", "") == ()
    assert side(word_diff("...", "..!"), Part.REMOVED) == "..!"


def test_a_page_of_prose_is_compared_in_no_time() -> None:
    """Spaces and dots are half of all words; matched one by one, this took twenty seconds."""
    dice = Random(1)
    words = [f"word{dice.randrange(200)}" for _ in range(590)]
    rewritten = [word if place % 7 else "new" for place, word in enumerate(words)]
    before, after = ". ".join(words), ". ".join(rewritten)
    assert work_of(lambda: word_diff(before, after)) < 20
    assert len(word_diff(before, after)) > 100


def test_only_the_stretch_that_differs_counts_for_the_limit() -> None:
    long = "The same as before, " * 2000
    pieces = word_diff(f"{long}hot. {long}", f"{long}cold. {long}")
    assert [piece.text for piece in pieces if piece.part is not Part.SAME] == ["hot", "cold"]


def test_a_stretch_that_is_too_long_is_not_compared_word_by_word() -> None:
    dice = Random(1)
    words = [f"word{dice.randrange(200)}" for _ in range(6000)]
    rewritten = [word if place % 7 else "new" for place, word in enumerate(words)]
    pieces = word_diff(" ".join(words), " ".join(rewritten))
    assert [piece.part for piece in pieces if piece.part is not Part.SAME] == [
        Part.REMOVED,
        Part.ADDED,
    ]


def test_a_few_words_in_turns_are_compared_as_soon_as_any() -> None:
    before, after = "x " + "a b c " * 180 + "y", "z " + "b a c a " * 140 + "w"
    pieces = word_diff(before, after)
    assert work_of(lambda: word_diff(before, after)) < 10
    assert side(pieces, Part.ADDED) == before
    assert side(pieces, Part.REMOVED) == after


def test_a_letter_of_a_text_without_spaces_is_a_word() -> None:
    pieces = word_diff("\u6771\u4eac\u306b\u884c\u304f", "\u4eac\u90fd\u306b\u884c\u304f")
    assert side(pieces, Part.REMOVED) == "\u4eac\u90fd\u306b\u884c\u304f"
    assert [piece.text for piece in pieces if piece.part is Part.SAME][-1] == "\u306b\u884c\u304f"
