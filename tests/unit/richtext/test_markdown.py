"""Markdown: what is made of it, and what is never taken for it."""

import pytest

from wfdesk.richtext.pasting import Pasted, from_markdown, looks_like_markdown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# a\n\n## b", "<h1>a</h1><h2>b</h2>"),
        ("*a* **b** ~~c~~ `d`", "<p><em>a</em> <strong>b</strong> <s>c</s> <code>d</code></p>"),
        ("- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("> a\n>\n> b", "<blockquote><p>a</p><p>b</p></blockquote>"),
        ("```python\na < b\n\n  c\n```", "<pre>a &lt; b\n\n  c</pre>"),
        ("[a](https://e.com)\nb\\\nc", '<p><a href="https://e.com">a</a> b<br>c</p>'),
        ("[a](javascript:x)", "<p>[a](javascript:x)</p>"),
        ("a<br>b <kbd>c</kbd>", "<p>a<br>b <code>c</code></p>"),
        ("<your name> a <b", "<p>&lt;your name&gt; a &lt;b</p>"),
        ("<thing>\na\n</thing>", "&lt;thing&gt; a &lt;/thing&gt;"),
        ("| a | b |\n|---|---|\n| c | d |", "<td>d</td>"),
        ("![a](https://e.com/a.png)", '<img src="https://e.com/a.png" alt="a" loading="lazy">'),
    ],
)
def test_markdown_becomes_what_it_says(text: str, expected: str) -> None:
    pasted = from_markdown(text)
    assert expected in pasted.html
    assert not pasted.is_cleaned


def test_html_in_markdown_is_cleaned() -> None:
    pasted = from_markdown("a <img src=x onerror=alert(1)>\n\n<script>b</script>\n\nc")
    assert pasted == Pasted("<p>a</p><p>c</p>", is_cleaned=True)


def test_markdown_that_is_too_much_is_taken_as_text() -> None:
    pasted = from_markdown("*a* " * 60_000)
    assert pasted.is_cut
    assert pasted.html.startswith("<p>*a* *a*")


@pytest.mark.parametrize("text", [">" * 10_000, "[" * 5_000, "- " * 5_000, "*a **b " * 2_000])
def test_markdown_that_is_made_to_hurt_is_read_soon(text: str) -> None:
    assert not from_markdown(f"{text}x").is_cut


@pytest.mark.parametrize(
    "text",
    [
        "## Title\n\nText",
        "Text\n\n### Title",
        "# Title\n\n- one\n- two",
        "# Title\n\nWith **bold** words",
        "See [the page](https://example.com/a).",
        "Write to [us](mailto:a@example.com)",
        "![A loaf](https://example.com/a.png)",
        "```\ncode\n```",
        "Text\n\n```python\ncode\n```\n",
        "| a | b |\n|---|:-:|\n| 1 | 2 |",
        "- one\n- two with **bold**",
        "1. one\n2. `two`",
        "> A quotation\n\nand **this**",
        "# Title\r\n\r\n> said",
    ],
)
def test_markdown_is_seen_to_be_markdown(text: str) -> None:
    assert looks_like_markdown(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bread - the good kind - takes time.",
        "- Hello.\n- Good morning, madam.\n- What will it be?",
        "- milk\n- eggs\n- flour",
        "* Only while stocks last.",
        "* one\n* two",
        "1. Open\n2. Shut",
        "2 * 3 * 4 = 24, and 2 ** 3 ** 2 = 512",
        "A footnote*, and another**.\n\n* This one.\n** That one.",
        "He said *never* and meant it.",
        "#bread #rye #sourdough",
        "# a comment\nx = 1\n\n# another\ny = f(**a, **b)",
        "#include <stdio.h>\n\nint main(void) {}",
        "> On Monday you wrote:\n> Bread?\n\nYes - tomorrow.",
        "It's `quoted' in the old way.",
        "snake_case_name and __init__ and a_b_c",
        "See [1] and (2), or a[0](x).",
        "Price: 5 | 6 | 7\n-----",
        "Title\n=====\n\nText",
        "---\n\nText\n\n---",
        "Dear all,\n\nthree things:\n\n- one\n- two\n- three\n\nBest",
        "~ 5 km ~~ 3 miles",
        "One\n~~~~~~\n\nTwo\n~~~~~~",
        " id | name\n----+------\n  1 | Rye",
        "https://example.com/a_b_c*d*",
        "Press ** to go on",
        "a_(b)_[c] d",
        "I sat **there",
        "This is **important**.",
        "Run `make` first.",
        "# Title\n\nText",
    ],
)
def test_ordinary_prose_is_never_taken_for_markdown(text: str) -> None:
    assert not looks_like_markdown(text)
