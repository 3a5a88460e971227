"""How it is said: widths, cuts, JSON in ASCII, kinds of errors, codes."""

import json
from decimal import Decimal

import pytest

from wfdesk.cli.cells import cut, name_cell, table, width_of
from wfdesk.cli.exits import Exit, end_of
from wfdesk.cli.main import main
from wfdesk.cli.output import as_json, one_line
from wfdesk.domain.errors import (
    AlreadyOpenError,
    BadAddressError,
    DiskFullError,
    MissingScopeError,
    NotAuthorizedError,
    OfflineError,
    RateLimitedError,
    RefusedError,
    WfdeskError,
)


def test_wide_and_joined_letters_take_the_cells_they_take() -> None:
    assert [width_of(text) for text in ("abc", "パン", "e\u0301", "한")] == [3, 4, 1, 2]


def test_a_cut_text_fits_and_says_that_it_was_cut() -> None:
    assert [cut("パンの店", width) for width in (8, 7, 4, 1)] == ["パンの店", "パンの…", "パ…", "…"]


def test_a_name_before_a_sentence_is_cut_on_a_screen_only() -> None:
    name = "A name of more letters than it is to take"
    assert (name_cell(name, None), width_of(name_cell(name, 80))) == (name, 40)


def test_columns_are_aligned_and_those_that_may_give_way_in_their_order() -> None:
    rows = [("a", "x" * 30, "last" * 5), ("パン", "y", "z")]
    wide = table(rows)
    assert wide == [f"a     {'x' * 30}  {'last' * 5}", f"パン  y{' ' * 31}z"]
    assert table(rows, 99, (1, 2)) == wide
    for width, whole in {40: "last" * 5, 36: "last" * 5, 30: "last"}.items():
        line = table(rows, width, (1, 2))[0]
        assert (width_of(line), whole in line, "x…" in line) == (width, True, True)
    assert table([], 10) == []


def test_what_hides_in_a_text_is_written_out() -> None:
    assert one_line("a\u202eb\x1b[2Jc\nd") == "a⟨U+202E⟩b⟨U+001B⟩[2Jc↵d"


def test_json_is_ascii_exact_and_the_same_when_read() -> None:
    value = {"é\U0001f35e": Decimal("0.10"), "ctl": "\x9b\u202e\x7f", "n": None}
    text = as_json(value)
    assert text.isascii()
    assert '"\\u00e9\\ud83c\\udf5e": 0.10' in text
    assert json.loads(text)["ctl"] == "\x9b\u202e\x7f"
    assert "\x7f" not in text


@pytest.mark.parametrize(
    ("error", "code", "kind"),
    [
        (AlreadyOpenError(""), Exit.IN_USE, "in_use"),
        (DiskFullError(""), Exit.UNUSABLE, "local_copy"),
        (NotAuthorizedError(""), Exit.NO_TOKEN, "token"),
        (MissingScopeError(""), Exit.NO_TOKEN, "scope"),
        (OfflineError(""), Exit.UNREACHABLE, "unreachable"),
        (RateLimitedError(""), Exit.UNREACHABLE, "unreachable"),
        (BadAddressError(""), Exit.USAGE, "address"),
        (RefusedError(""), Exit.NOT_ALL, "refused"),
        (WfdeskError(""), Exit.NOT_ALL, "failed"),
    ],
)
def test_every_error_has_its_code_and_kind(error: WfdeskError, code: Exit, kind: str) -> None:
    assert end_of(error) == (code, kind)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["items"], "COLLECTION"),
        (["items", "recipes", "--limit", "none"], "a number from 1 on"),
        (["conflicts", "a", "b", "--take", "hers"], "invalid choice"),
        (["log", "--nonsense"], "nrecognized arguments: --nonsense"),
    ],
)
def test_words_that_cannot_be_read_end_with_2_before_anything_is_opened(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--json"]) == Exit.USAGE
    said = capsys.readouterr()
    assert sentence in json.loads(said.out)["error"]["sentence"]
    assert sentence in said.err


def test_a_bug_has_a_code_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["no_such_command"])
    assert ended.value.code == Exit.BUG
    assert "a bug of its own: ModuleNotFoundError" in capsys.readouterr().err
