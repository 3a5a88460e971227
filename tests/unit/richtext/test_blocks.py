"""A rich text is cut only where a browser reads the parts as it reads the whole."""

import os
import random
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.doubles.pace import work_of
from wfdesk.richtext.blocks import split_blocks
from wfdesk.richtext.tree import Node, attributes_of, children_of, parse

TEXTS = int(os.environ.get("WFDESK_FUZZ", "10000"))
PARSED = TEXTS // 2
"""To read a text and its parts as a browser does takes a third of a millisecond."""
SAMPLES = sorted((Path(__file__).parents[2] / "samples" / "richtext").glob("*.html"))


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("", []),
        (" \n", [" \n"]),
        ("words", ["words"]),
        ("<p>a</p><p>b</p>", ["<p>a</p>", "<p>b</p>"]),
        ("<p>a</p>\r\n <P>b</P>\n", ["<p>a</p>\r\n ", "<P>b</P>\n"]),
        (" <p>a</p>", [" <p>a</p>"]),
        ("<p>a</p>bare <b>and</b> bold<hr>", ["<p>a</p>", "bare <b>and</b> bold", "<hr>"]),
        ("<ul><li>a</li><li>b</li></ul><hr/>", ["<ul><li>a</li><li>b</li></ul>", "<hr/>"]),
        (
            "<figure data-x='>'><div><img src=a/></div></figure><p></p>",
            ["<figure data-x='>'><div><img src=a/></div></figure>", "<p></p>"],
        ),
        (
            "<div data-rt-embed-type='true'><script>'<p>'</script></div><p>a</p>",
            ["<div data-rt-embed-type='true'><script>'<p>'</script></div>", "<p>a</p>"],
        ),
        ("<p>a</p><iframe><b></iframe>", ["<p>a</p>", "<iframe><b></iframe>"]),
        ("<div/>a</div><p>b</p>", ["<div/>a</div>", "<p>b</p>"]),
        ("<!-- <p> --><p>1 < 2</p>", ["<!-- <p> -->", "<p>1 < 2</p>"]),
        ("<p>a</p>\u00a0<p>b</p>", ["<p>a</p>", "\u00a0", "<p>b</p>"]),
    ],
)
def test_each_top_level_block_is_cut_off(html: str, blocks: list[str]) -> None:
    assert list(split_blocks(html)) == blocks


@pytest.mark.parametrize(
    "html",
    [
        "<p>a<p>b</p>",
        "<p>a</p></div><p>b</p>",
        "<p><b>a</p><p>b</b></p>",
        "<p>a</p><div/><p>b</p>",
        "<p>a</p></br><p>b</p>",
        "<p>a</p><p class='x>b</p>",
        '<p>a</p><p id="a"class=b>b</p>',
        "<p>a</p><!-- b <p>c</p>",
        "<p>a</p><!--> <p>b</p> -->",
        "<p>a</p><!x><p>b</p>",
        "<p>a</p><?x?><p>b</p>",
        "<p>a</p><svg><style><b></style></svg><p>b</p>",
        "<p>a</p><form><table><form></form></table></form><p>b</p>",
        "<p>a</p><script><!--<script></script>--></script><p>b</p>",
        "<p>a</p><script><!--<script></script><p>b</p>",
        "<p>a</p><script>never ends",
        "<p>a</p><iframe></iframe x><p>b</p>",
        "<p>a</p><plaintext></plaintext><p>b</p>",
        "<p>a</p>" + "<div>" * 33 + "</div>" * 33,
        "<p>a</p>" + "<table>" * 7 + "</table>" * 7,
        "<p>a</p>" * 10_001,
        "<p>a</p>" + "x" * 1_000_000,
    ],
    ids=lambda html: html[:40],
)
def test_what_is_out_of_the_ordinary_stays_whole(html: str) -> None:
    assert split_blocks(html) == (html,)


def test_as_many_elements_are_cut_as_are_shown() -> None:
    assert len(split_blocks("<p>a</p>" * 10_000)) == 10_000


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_what_webflow_has_written_is_cut(path: Path) -> None:
    html = path.read_bytes().decode()
    blocks = split_blocks(html)
    assert "".join(blocks) == html
    assert read(blocks) == read([html])
    assert len(blocks) == len([each for each in children_of(parse(html)) if each.name != "#text"])


def read(parts: Iterable[str]) -> list[object]:
    """What a browser makes of the parts, one after the other."""
    return _read(node for part in parts for node in children_of(parse(part)))


def _read(nodes: Iterable[Node]) -> list[object]:
    found: list[object] = []
    for node in nodes:
        data = getattr(node, "data", None)
        if node.name == "#text" and found and isinstance(found[-1], str):
            found[-1] += data
        elif node.name == "#text":
            found.append(data)
        else:
            found.append((node.name, attributes_of(node), data, _read(children_of(node))))
    return found


NAMES = (
    *("p", "p", "h2", "ul", "ol", "li", "blockquote", "figure", "div", "pre", "b", "b", "a", "i"),
    *("table", "tr", "td", "tbody", "caption", "h1", "em", "span", "nobr", "button", "textarea"),
    *("script", "style", "iframe", "dd", "option", "center", "ruby", "wf-component", "section"),
)
RARE = ("select", "form", "svg", "math", "object", "template", "body", "col", "title", "frameset")
LEAVES = (
    *("x", "y", " ", "\n", "a < b", "&amp;", "\u00a0", "<br>", "<hr>", "<img src='a>b'>"),
    *("<input>", "<wbr/>", "<!-- c -->"),
)
BROKEN = (
    *("<!-->", "<!x>", "<?x?>", "<![CDATA[x]]>", "</p>", "</br>", "<p>", "<b>", "</b>", "<div/>"),
    *("\0", "<a href='", "<!--", "</", "<keygen>"),
)
ATTRIBUTES = ("", "", "", " class=a", ' id="" hidden', " title='>'")


def some_html(chance: random.Random, depth: int = 4) -> str:
    """Write a text, most of it in order."""
    parts: list[str] = []
    for _ in range(chance.randrange(1, 4)):
        luck = chance.random()
        if luck < 0.01:
            parts.append(chance.choice(BROKEN))
        elif luck < 0.4 or not depth:
            parts.append(chance.choice(LEAVES))
        else:
            name = chance.choice(NAMES if luck < 0.99 else RARE)
            start = name + chance.choice(ATTRIBUTES)
            parts.append(f"<{start}>{some_html(chance, depth - 1)}</{name}>")
    return "".join(parts)


def test_the_parts_are_read_as_the_whole_is() -> None:
    chance, cut = random.Random(1), 0
    for _ in range(PARSED):
        html = some_html(chance)
        blocks = split_blocks(html)
        assert "".join(blocks) == html
        if len(blocks) > 1:
            cut += 1
            assert read(blocks) == read([html]), html
    assert cut > PARSED // 10


def test_any_characters_at_all_are_kept() -> None:
    chance = random.Random(2)
    pieces = (*BROKEN, *LEAVES, "<p>", "</p>", "<", ">", "'", '"', "/", "=", "\ud800", "<\u0130>")
    for _ in range(TEXTS):
        html = "".join(chance.choices(pieces, k=chance.randrange(12)))
        blocks = split_blocks(html)
        assert "".join(blocks) == html
        assert "" not in blocks


@pytest.mark.parametrize(
    "html",
    [
        *("<a" * 300_000, '<a "' * 200_000, "<p>" * 300_000, "<!--" * 200_000, "< " * 400_000),
        *("<p " + "a " * 400_000, "<!-- " + "--! " * 200_000, "<p a='" + "x" * 900_000),
        *("<p></p>" * 100_000, "<script>" + "</scrip" * 100_000, " " * 900_000, "x<b>" * 200_000),
    ],
    ids=lambda html: html[:10],
)
def test_no_text_takes_long(html: str) -> None:
    assert "".join(split_blocks(html)) == html
    assert work_of(lambda: split_blocks(html)) < 50
