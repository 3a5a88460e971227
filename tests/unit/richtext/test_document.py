"""What was not touched comes back byte for byte; what was touched changes nothing else.

``WFDESK_RICHTEXTS`` says how many texts are drawn.
"""

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.unit.richtext.grammar import Author
from wfdesk.richtext.document import ATOM, BREAK, Block, Document, Kind, Run, Tag, print_of, units
from wfdesk.richtext.leaves import leaves
from wfdesk.richtext.parsing import parse
from wfdesk.richtext.writing import serialize, write

DRAWN = int(os.environ.get("WFDESK_RICHTEXTS", "1500"))
SAMPLES = sorted((Path(__file__).parents[2] / "samples" / "richtext").glob("*.html"))
TYPED = "Typed"


def text_of(path: Path) -> str:
    return path.read_bytes().decode()


def touched(document: Document, place: int) -> str:
    """The text after something was typed at the end of a block."""
    block = document.blocks[place]
    marks = block.runs[-1].marks if block.runs else ()
    typed = replace(block, runs=(*block.runs, Run(TYPED, marks)))
    before, after = document.blocks[:place], document.blocks[place + 1 :]
    return serialize(replace(document, blocks=(*before, typed, *after)))


def is_text(block: Block) -> bool:
    return block.kind is not Kind.CARD


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_comes_back_as_it_was_and_what_is_typed_changes_nothing_else(path: Path) -> None:
    html = text_of(path)
    document = parse(html)
    assert serialize(document) == html
    for place in filter(lambda at: is_text(document.blocks[at]), range(len(document.blocks))):
        after = touched(document, place)
        assert after.count(TYPED) == 1
        assert after.replace(TYPED, "") == html


def test_most_of_what_webflow_writes_is_text_that_can_be_edited() -> None:
    blocks = [block for path in SAMPLES for block in parse(text_of(path)).blocks]
    cards = [block for block in blocks if not is_text(block)]
    assert len(cards) < len(blocks) / 5
    assert all(card.raw.startswith(("<figure", "<div")) for card in cards)


def test_every_text_that_webflow_could_write_comes_back_as_it_was() -> None:
    for seed in range(DRAWN):
        html = Author(seed).document()
        assert serialize(parse(html)) == html, seed


def test_every_text_that_nobody_would_write_comes_back_as_it_was() -> None:
    for seed in range(DRAWN // 3):
        html = Author(seed).junk()
        assert serialize(parse(html)) == html, seed


def test_what_is_typed_into_a_drawn_text_changes_nothing_that_is_shown_elsewhere() -> None:
    for seed in range(DRAWN // 10):
        html = Author(seed).document()
        document = parse(html)
        for place in filter(lambda at: is_text(document.blocks[at]), range(len(document.blocks))):
            after = touched(document, place).replace(TYPED, "")
            assert leaves(after) == leaves(html), (seed, place)


def test_what_is_written_anew_is_read_as_the_same() -> None:
    for seed in range(DRAWN // 10):
        document = parse(Author(seed).document())
        anew = Document(spellings=document.spellings)
        for unit in units(document.blocks):
            fresh = [replace(block, origin=None) for block in unit]
            if not fresh[0].path and is_text(fresh[0]) and not fresh[0].runs:
                continue  # That gets what Webflow puts there, which is a text.
            again = parse(write(anew, fresh))
            assert print_of(again.blocks) == print_of(fresh), seed


NASTY = (
    *("", " ", "\n", "plain", "  plain \n", "&", "&amp", "a < b", "<", "<p", "</p>", "<p></p>"),
    *(
        "<p>\u200d</p>",
        "<p> </p>",
        "<ul></ul>",
        "<ul><li></li></ul>",
        "<li>a</li>",
        "<ul><ul><li>a",
    ),
    *(
        "<p><b>x</p><p>y",
        "<b><p>x</p></b>",
        "<p>a<!x>b</p>",
        "<?x?>",
        "<![CDATA[a]]>",
        "<!DOCTYPE x>",
    ),
    *("<p>a<!-- c -->b</p>", "<p a=1 a=2>x</p>", "<P CLASS=X>x</P>", "<p\nid=''>x</p>", "<p/>x"),
    *("<pre>\n\na\n</pre>", "<pre>a<br>b\nc</pre>", "<pre><code>a</code></pre>", "<br>", "<hr/>"),
    *("<table><p>x</table>", "<table><tr><td>x", "<select><p>x</select>", "<svg><p>x</svg>"),
    *("<a href='x?a=1&b=2'>x</a>", '<a href="&quot;">x</a>', "<a>x</a>", "<p><a></a></p>"),
    *("<p>a\u2028b\u2029c\ufffcd</p>", "<p>a\0b</p>", "<p>\r\na\rb</p>", "<p>\ud800</p>"),
    *("<p>a&nbsp;b\u00a0c</p>", "<p>&#x41;&#0;</p>", "<p>&notit; &copy</p>", "<p>😀👩‍👩‍👧</p>"),
    *(
        "<ol start=3><li value=5>x</li></ol>",
        "<ul>\n<li>a</li>\n<li>b\n<ul><li>c</li></ul></li>\n</ul>",
    ),
    *("<blockquote>a<p>b</p>c</blockquote>", "<blockquote><p>a</p></blockquote>", "<blockquote>a"),
    *(
        "<div><p>x</p></div>",
        "<section><h1>x</h1></section>",
        "<p><img src=x></p>",
        "<p>a<wbr>b</p>",
    ),
    *("<p>" * 40 + "x", "<b>" * 40 + "x" + "</b>" * 40, "<ul><li>" * 20 + "x" + "</li></ul>" * 20),
    *("<script>if (a < b) {}</script>", "<style>p{}</style>", "<template><p>x</p></template>"),
)


@pytest.mark.parametrize("html", NASTY)
def test_a_nasty_text_comes_back_as_it_was(html: str) -> None:
    document = parse(html)
    assert serialize(document) == html
    assert serialize(replace(document, blocks=tuple(document.blocks))) == html


def test_a_text_of_any_size_comes_back_as_it_was() -> None:
    html = "<p>" + "word " * 300_000 + "</p>"
    assert serialize(parse(html)) == html


def test_a_line_break_and_a_picture_stand_in_the_text() -> None:
    [block] = parse('<p>a<br>b<strong>c<img src="x"></strong></p>').blocks
    assert block.tag == Tag("p")
    assert block.text == f"a{BREAK}bc{ATOM}"
    assert block.runs[-1] == Run(ATOM, (Tag("strong"),), '<img src="x">')


def test_a_nested_list_is_a_row_of_blocks_that_know_where_they_stand() -> None:
    blocks = parse("<ul><li>a<ol><li>b</li></ol>c</li><li><p>d</p></li></ul>").blocks
    assert [block.text for block in blocks] == ["a", "b", "c", "d"]
    names = [[each.tag.name for each in block.path] for block in blocks]
    assert names == [["ul", "li"], ["ul", "li", "ol", "li"], ["ul", "li"], ["ul", "li"]]
    first, _, third, fourth = blocks
    assert first.path == third.path
    assert first.path[0] == fourth.path[0] != fourth.path[1]


def test_a_split_paragraph_is_two_and_the_first_loses_nothing() -> None:
    document = parse('<p id="">one two</p>\n<p>three</p>')
    first, last = document.blocks
    halves = (replace(first, runs=(Run("one"),)), replace(first, runs=(Run("two"),)))
    after = serialize(replace(document, blocks=(*halves, last)))
    assert after == '<p id="">one</p><p id="">two</p>\n<p>three</p>'


def test_what_was_edited_forth_and_back_is_as_it_was() -> None:
    html = "<p>a &#39;b&#39;<br /></p>"
    document = parse(html)
    [block] = document.blocks
    again = replace(block, runs=tuple(replace(run) for run in block.runs))
    assert serialize(replace(document, blocks=(again,))) == html


def test_a_new_empty_paragraph_gets_what_webflow_puts_there() -> None:
    block = Block(Kind.TEXT, Tag("p"))
    assert serialize(Document((block,))) == "<p>\u200d</p>"


def test_neighbours_share_the_marks_that_they_have_in_common() -> None:
    link, bold = Tag("a", (("href", "/x?a=1&b=2"),)), Tag("strong")
    runs = (Run("a", (link,)), Run("b", (link, bold)), Run("c", (bold,)), Run(" < "))
    assert serialize(Document((Block(Kind.TEXT, Tag("p"), runs),))) == (
        '<p><a href="/x?a=1&amp;b=2">a<strong>b</strong></a><strong>c</strong> &lt; </p>'
    )
