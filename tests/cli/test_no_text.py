"""Bytes that are no text on the command line, as a terminal of another encoding sends them."""

import pytest

from tests.cli.shell import Shell

NO_TEXT = "\udcff"
"""The byte FF, as Python reads it from the command line."""


@pytest.mark.parametrize(
    ("words", "code", "kind"),
    [
        (["show", NO_TEXT], 3, "not_found"),
        (["discard", f"recipes/{NO_TEXT}", "--yes"], 3, "not_found"),
        (["restore", NO_TEXT], 3, "not_found"),
        (["log", "--item", NO_TEXT], 3, "not_found"),
        (["set", NO_TEXT, "name=Bread"], 3, "not_found"),
        (["new", "recipes", f"{NO_TEXT}=Bread"], 3, "not_found"),
        (["new", "recipes", f"author={NO_TEXT}"], 2, "value"),
        (["new", "recipes", f"name=@{NO_TEXT}"], 2, "value"),
        (["new", "recipes", NO_TEXT], 2, "usage"),
        (["refresh", "--api-url", f"http://127.0.0.1/{NO_TEXT}"], 5, "unreachable"),
    ],
)
def test_it_names_nothing(wfdesk: Shell, words: list[str], code: int, kind: str) -> None:
    done = wfdesk(*words, "--json")
    assert (done.code, done.json["error"]["kind"]) == (code, kind)


def test_it_is_looked_for_in_vain(wfdesk: Shell) -> None:
    done = wfdesk("items", "recipes", "--filter", NO_TEXT, "--json")
    assert (done.code, done.json["items"]) == (0, [])


def test_it_is_marked_in_a_value(wfdesk: Shell) -> None:
    made = wfdesk("new", "recipes", f"name=Br{NO_TEXT}t", "--json")
    assert (made.code, made.json["name"]) == (0, "Br\N{REPLACEMENT CHARACTER}t")
