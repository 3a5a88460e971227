"""Embedded code is kept as it is typed; what is out of order in it is said."""

import pytest

from tests.unit.richtext.grammar import Author
from wfdesk.richtext.blocks import split_blocks
from wfdesk.richtext.document import Kind
from wfdesk.richtext.embeds import card_warning, code_of, embed_warning, new_embed, with_code
from wfdesk.richtext.parsing import parse
from wfdesk.richtext.tree import children_of, descend, text_of
from wfdesk.richtext.tree import parse as parse_tree

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
        new_embed("<b>"),
        new_embed("<div/>"),
        new_embed("<script>"),
        new_embed("<script><!--<script></script></div>x"),
        f"<!--{new_embed('a')}",
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


FOREIGN = (
    *("<form><input></form>", "<svg><path d='M0 0'/></svg>", "<noscript><img></noscript>"),
    *("<select><option>a</select>", "<object></object>", "<template><p></template>", "<svg><path>"),
    *("<p>never closed", "<ul><li>a<li>b</ul>", "<title></div></title>", "</p></b>", "a < b"),
    *("<iframe></div></iframe>", "<!-- </div> -->", "<a href='</div>'></a>", "<x-y></x-y>"),
    "<script>if (a < b) '</div>'; <!-- c --></script>",
)


@pytest.mark.parametrize("code", FOREIGN)
def test_the_text_around_an_embed_is_edited_whatever_its_code_is(code: str) -> None:
    before, embed, after = "<p>a</p>\n", f"{new_embed(code)}\n\n", "<ul><li>b</li></ul>"
    assert split_blocks(before + embed + after) == (before, embed, after)
    first, card, last = parse(before + embed + after).blocks
    assert (first.text, card.kind, card.raw, last.text) == ("a", Kind.CARD, embed.rstrip(), "b")
    assert code_of(card.raw) == code


@pytest.mark.parametrize("code", ["<b>", "<div/>", "<script>", "<!--", "<b></div><div>"])
def test_code_that_reaches_beyond_its_embed_makes_the_text_one_block(code: str) -> None:
    html = f"<p>a</p>{new_embed(code)}<p>b</p>"
    assert split_blocks(html) == (html,)


def test_an_embed_that_is_none_hides_nothing() -> None:
    embed = new_embed("<form></form>")
    for html in (
        f"<!-- {embed}<b> --><p>a</p><form></form>",
        f'<p title="{embed}">a</p><form></form>',
    ):
        assert split_blocks(html) == (html,)
    inner = f"<ul><li>{embed}</li></ul><p>a</p>"
    assert split_blocks(inner) == (inner,)


def test_what_is_cut_is_read_as_the_whole_is() -> None:
    cut = 0
    for seed in range(300):
        html = f"<p>a</p>{new_embed(Author(seed).junk())}<p>b</p>{new_embed('<form></form>')}"
        blocks = split_blocks(html)
        assert "".join(blocks) == html
        assert [each for block in blocks for each in shape(block)] == shape(html), html
        cut += len(blocks) > 1
    assert cut > 50


def shape(html: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """What stands at the top, with all there is below it."""
    return [
        (node.name, [(each.name, text_of(each)) for each in descend(node)])
        for node in children_of(parse_tree(html))
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<div data-rt-embed-type='true'>" * 30_000,
        "<div data-rt-embed-type='true'><b>" * 20_000 + "</div>" * 20_000,
        "<div data-rt-embed-type=" * 30_000,
        (new_embed("<form>") + "<p>") * 10_000,
        new_embed('<a "' * 100_000),
    ],
)
def test_no_text_takes_long(html: str) -> None:
    split_blocks(html)  # in seconds, or the test runs into its own end


def test_nothing_that_is_broken_breaks_this() -> None:
    for seed in range(200):
        junk = Author(seed).junk()
        for html in (junk, new_embed(junk)):
            code_of(html)
            assert card_warning(html) or code_of(html) is None or code_of(html) == junk
            assert "<b>new</b>" in with_code(html, "<b>new</b>")
