"""Embedded code is kept as it is typed; what is out of order in it is said."""

import pytest

from tests.unit.richtext.grammar import Author
from wfdesk.richtext.embeds import card_warning, code_of, embed_warning, new_embed, with_code

CODE = "<style>p > a {}</style>\n<div class='x'>1 &lt; 2 & 3</div><script>a('</p>')</script>"


def test_code_is_written_as_it_is_and_read_back() -> None:
    assert new_embed(CODE) == f"<div data-rt-embed-type='true'>{CODE}</div>"
    assert code_of(new_embed(CODE)) == CODE
    assert embed_warning(CODE) == ""


def test_other_code_in_an_embed_changes_nothing_else() -> None:
    raw = "<div id=\"\" data-rt-embed-type='true' >" + CODE + "</div >"
    assert (
        with_code(raw, "<b>new</b>") == "<div id=\"\" data-rt-embed-type='true' ><b>new</b></div >"
    )
    assert with_code(with_code(raw, "<b>new</b>"), CODE) == raw


@pytest.mark.parametrize("raw", ["<div></div>", '<div id=""></div>', "", "<p>x</p>"])
def test_what_was_no_embed_becomes_one(raw: str) -> None:
    assert code_of(raw) is None
    assert with_code(raw, CODE) == new_embed(CODE)


@pytest.mark.parametrize(
    "raw",
    [
        f"{new_embed('a')}<p>between</p>{new_embed('b')}",
        f"text{new_embed('a')}",
        new_embed("</div><div>"),
        new_embed("<p>"),
    ],
)
def test_where_the_code_ends_is_not_guessed(raw: str) -> None:
    assert code_of(raw) is None


@pytest.mark.parametrize(
    ("code", "beginning"),
    [
        ("<div><b>x</div>", "The tag <b> is not closed."),
        ("</div>", "The tag </div> closes nothing."),
        ("</div><div>", "This is not one element"),
        (" \n", "Nothing is embedded"),
        ("<script>never ends", "The tag <script> is not closed."),
    ],
)
def test_code_that_is_not_in_order_is_warned_of(code: str, beginning: str) -> None:
    assert embed_warning(code).startswith(beginning)


@pytest.mark.parametrize("html", ["<p>a</p><p>b</p>", "text", "", "<p>a</p>b", "<!-- c -->"])
def test_a_card_that_is_not_one_element_is_warned_of(html: str) -> None:
    assert card_warning(html).startswith("This is not one element")


@pytest.mark.parametrize("html", ["<p>a</p>", " <hr> ", '<wf-component id="a"></wf-component>'])
def test_one_element_is_not_warned_of(html: str) -> None:
    assert card_warning(html) == ""


def test_nothing_that_is_broken_breaks_this() -> None:
    for seed in range(200):
        junk = Author(seed).junk()
        for html in (junk, new_embed(junk)):
            code_of(html)
            assert card_warning(html) or code_of(html) is None or code_of(html) == junk
            assert "<b>new</b>" in with_code(html, "<b>new</b>")
