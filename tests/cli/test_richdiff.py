"""What differs in a rich text, as the command line tells it."""

import pytest

from wfdesk.cli.output import Output
from wfdesk.cli.richdiff import only_html, rich_lines
from wfdesk.richtext.limits import MOST_CHARACTERS

LONG = "as it was before " * 20
PICTURE = (
    '<figure class="w-richtext-figure-type-image" data-rt-type="image" data-rt-align="center">'
    '<div><img src="https://x.example/a.jpg" alt="{}"></div></figure>'
)


@pytest.fixture
def output() -> Output:
    return Output(is_json=False)


def test_each_block_is_told_with_its_words_and_looks(output) -> None:
    before = f"<h2>Mix flour\u202e.</h2><p>{LONG}</p><ul><li>one</li><li>two</li></ul>"
    after = (
        "<h3>Mix <strong>flour\u202e</strong> well.</h3>"
        f"<p>{LONG}</p><ul><li>one</li><li><em>a third</em></li></ul>"
    )
    assert rich_lines(output, before, after) == [
        "1 block changed, 1 added and 1 removed.",
        "~ Heading 3: Mix flour\u27e8U+202E\u27e9{+ well+}.",
        "    Heading 2 \u2192 Heading 3",
        "    Bold: \u201cflour\u27e8U+202E\u27e9\u201d",
        "- Bulleted list: two",
        "+ Bulleted list: a third",
        "    Italic: \u201ca third\u201d",
    ]


def test_of_a_long_block_only_what_is_near_the_change_is_told(output) -> None:
    lines = rich_lines(output, f"<p>{LONG}old {LONG}</p>", f"<p>{LONG}new {LONG}</p>")
    assert lines is not None
    near = LONG[-40:]
    assert lines[1].startswith(f"~ Paragraph:  \u2026 {near}[-old-]{{+new+}} {LONG[:39]}")
    assert len(lines[1]) < 150


def test_a_picture_is_told_by_what_differs(output) -> None:
    before, after = (PICTURE.format(alt) for alt in ("A loaf", "A roll"))
    assert rich_lines(output, before, after) == [
        "1 block changed.",
        "~ Picture",
        "    Alt text: A [-loaf-]{+roll+}",
    ]


def test_a_block_is_one_line_whatever_is_in_it(output) -> None:
    lines = rich_lines(output, "", "<p>one<br>two</p><pre>three\nfour</pre><p>\u200d</p>")
    assert lines == [
        "3 blocks added.",
        "+ Paragraph: one\u21b5two",
        "+ Preformatted text: three\u21b5four",
        "+ Paragraph: empty line",
    ]


def test_of_very_many_blocks_the_first_are_told(output) -> None:
    lines = rich_lines(output, "", "<p>a</p>" * 250)
    assert lines is not None
    assert (len(lines), lines[-1]) == (202, "and 50 more")


def test_what_reads_the_same_or_is_very_large_is_compared_as_html(output) -> None:
    same = "<p>a</p>", '<p id="">a</p>'
    assert rich_lines(output, *same) is None
    assert only_html(*same).startswith("Only the HTML differs.")
    large = "x" * (MOST_CHARACTERS + 1)
    assert rich_lines(output, large, "") is None
    assert only_html(large, "") == "The HTML was, and is:"
