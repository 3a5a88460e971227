"""Which words have a spelling, and whose dictionary they are looked up in."""

import pytest

from wfdesk.domain.spelling import fitting, is_within_word, may_be_of, word_at, words_of


def found_in(text: str) -> list[str]:
    return [word.text for word in words_of(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bread takes time.", ["Bread", "takes", "time"]),
        (
            "don't, baker\u2019s 'so' well-known --- -x",
            ["don't", "baker\u2019s", "so", "well-known"],
        ),
        ("Übergröße naïve Пекарня מאפייה", ["Übergröße", "naïve", "Пекарня", "מאפייה"]),
        ("cafe\u0301 हिन्दी", ["cafe\u0301", "हिन्दी"]),
        ("soft\u00adhyphen", ["softhyphen"]),
        ("h2o 3rd v2 2024 ½cup snake_case", []),
        ("NASA HTML ABCDEF I a", ["ABCDEF"]),
        ("me@example.com https://example.com/teh www.teh (example.com/teh) C:\\teh /usr/teh", []),
        ("and/or either—way", ["and", "or", "either", "way"]),
        ("パン屋 面包 ขนมปัง", []),
        ("one\u2028two\u00a0three\ufffcfour", ["one", "two", "three", "four"]),
        ("\u00ad\u00ad -\u200d- ' \u2019", []),
    ],
)
def test_what_has_a_spelling(text, words) -> None:
    assert found_in(text) == words


def test_a_word_is_found_where_it_stands() -> None:
    text = "say so\u00adme, don't"
    assert [text[word.start : word.end] for word in words_of(text)] == [
        "say",
        "so\u00adme",
        "don't",
    ]


def test_a_word_that_is_only_touched_is_found_whole() -> None:
    text = "bread me@teh.com takes time"
    assert [word.text for word in words_of(text, 18, 24)] == ["takes", "time"]
    assert [word.text for word in words_of(text, 12, 14)] == []


def test_the_word_at_a_place_is_the_one_around_it_or_beside_it() -> None:
    words = [word_at("ab cd", place) for place in range(6)]
    assert [word and word.text for word in words] == ["ab", "ab", "ab", "cd", "cd", "cd"]
    assert word_at("ab  ", 4) is None
    assert word_at("", 0) is None


def test_a_cursor_that_goes_over_letters_stays_in_the_word() -> None:
    assert all(map(is_within_word, ("", "x", "'", "n-t")))
    assert not any(map(is_within_word, (" ", "x ", "x.", ", ")))


def test_a_text_without_a_space_costs_no_more_than_another() -> None:
    """The pattern of addresses would look at it once from each of its characters."""
    assert found_in("a." * 500_000) == []
    assert found_in("a" * 1_000_000 + " so") == ["so"]


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en-US", "en_US"),
        ("en-GB", "en_GB"),
        ("en", "en_US"),
        ("en-AU", "en_US"),
        ("fr-CA", "fr"),
        ("fr", "fr"),
        ("de", "de_DE"),
        ("de-AT", "de_AT"),
        ("de-CH", "de_DE"),
        ("zh-Hans-CN", ""),
        ("sr-Latn", "sr_Latn_RS"),
        ("DE_de", "de_DE"),
        ("C", ""),
        ("", ""),
    ],
)
def test_the_dictionary_is_that_of_the_language_and_of_the_country_if_there_is_one(
    tag, language
) -> None:
    languages = ["fr", "de_AT", "en_GB", "de_DE", "fr_FR", "en_US", "sr_Latn_RS"]
    assert fitting(tag, languages) == language


@pytest.mark.parametrize(
    ("language", "known", "others"),
    [
        ("en_US", "naïve Bre\u0430d", "מאפייה Пекарня हिन्दी ψωμί"),
        ("de", "Über ẞ", "хлеб"),
        ("ru", "Пекарня", "Bread"),
        ("he_IL", "מאפייה", "Bread"),
        ("sr_RS", "Хлеб hleb", ""),
    ],
)
def test_a_word_in_letters_that_a_language_does_not_have_is_none_of_its(
    language, known, others
) -> None:
    assert all(may_be_of(language, word) for word in known.split())
    assert not any(may_be_of(language, word) for word in others.split())
