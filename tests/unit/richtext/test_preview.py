"""What of a rich text reaches Qt: nothing that is not on the list, and never too much of it."""

import re
import subprocess
import sys
import time

import pytest

from wfdesk.richtext.plain import plain_text
from wfdesk.richtext.preview import TooComplexError, preview_html, safe_link

ATTACKS = [
    "<img src=/etc/passwd width=600>",
    "<img src='file:///etc/passwd'>",
    "<img src=//host/share/x.png>",
    "<img src='data:image/svg+xml,<svg/>'>",
    "<style>@import url(file:///etc/passwd)</style>",
    "<link rel=stylesheet href=file:///x.css>",
    "<p style='background:url(file:///x.png)'>x</p>",
    "<table background=/x.png><tr><td>x</table>",
    "<body background=/x.png>x",
    "<object data=/x.svg></object><embed src=/x>",
    "<svg><image href=/x.png></svg>",
    "<script>alert(1)</script>",
    "<p onclick=alert(1)>x</p>",
    "<iframe src=file:///etc/passwd></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a href='\x01file:///x'>x</a>",
    '<img alt="&quot;><img src=/x>">',
    "<math><mtext><img src=/x>",
    "<noscript><img src=/x></noscript>",
    "<textarea><img src=/x></textarea>",
    "<!--><img src=/x>-->",
    "<div data-rt-embed-type='true'><img src=/x></div>",
]


@pytest.mark.parametrize("html", ATTACKS)
def test_nothing_that_names_a_file_comes_through(html) -> None:
    safe = preview_html(html)
    assert not re.search(r"<(img|style|link|script|iframe|object|embed|svg|image)\b", safe)
    for attributes in re.findall(r"<\w+([^>]*)>", safe):
        assert attributes in {"", ' class="box"', ' class="caption"'}


def test_what_an_editor_writes_is_shown() -> None:
    html = "<h2 id=''>A</h2><p>b <strong>c</strong> <a href='https://x.org/?a=1&b'>d</a></p>"
    assert preview_html(html) == (
        '<h2>A</h2><p>b <b>c</b> <a href="https://x.org/?a=1&amp;b">d</a></p>'
    )


@pytest.mark.parametrize(
    ("html", "label"),
    [
        ("<img alt='A loaf'>", "Picture: A loaf"),
        ("<img alt='__wf_reserved_decorative'>", "Picture: decorative"),
        ("<img>", "Picture: no alt text"),
        ("<iframe src='https://www.youtube.com/x'></iframe>", "Video or embed: www.youtube.com"),
        ("<iframe src='https://[x' title=''></iframe>", "Video or embed"),
        ("<div data-rt-embed-type='true'><b>raw</b></div>", "Custom code"),
        ("<wf-component name='Card'><p>in</p></wf-component>", "Component: Card"),
    ],
)
def test_what_is_not_shown_has_a_label_in_its_place(html, label) -> None:
    assert preview_html(html) == f'<span class="box">\u00a0{label}\u00a0</span>'


def test_unknown_elements_leave_their_words() -> None:
    assert preview_html("<blink>a <p>b</p></blink>") == "a <p>b</p>"


@pytest.mark.parametrize(
    "html",
    [
        "x" * 1_000_001,
        "<div>" * 33,
        "<b>" * 50_000,
        "<p>x</p>" * 10_001,
        "<table><tr><td>" * 7,
        "<table><tr><td>" * 3_000,
        "<blockquote><unknown>" * 20,
    ],
    ids=["long", "deep", "deeper", "many", "tables", "more tables", "unknown"],
)
def test_what_qt_would_choke_on_is_refused_soon(html) -> None:
    started = time.monotonic()
    with pytest.raises(TooComplexError) as refusal:
        preview_html(html)
    assert "Its source is complete." in refusal.value.summary
    assert time.monotonic() - started < 5


def test_the_limits_themselves_are_allowed() -> None:
    assert preview_html("<div>" * 31 + "x")
    assert preview_html("<table><tr><td>" * 6 + "x").count("<table>") == 6


def test_half_characters_are_replaced() -> None:
    assert preview_html("a\ud83d") == "a\ufffd"


@pytest.mark.parametrize("href", ["https://x.org", "http://x.org", "mailto:a@b.org"])
def test_an_address_to_open_is_kept(href) -> None:
    assert safe_link(f" {href}\n") == href


@pytest.mark.parametrize("href", ["/path", "#a", "//host/x", "ftp://x", "FILE:///x", "https://[x"])
def test_any_other_address_is_not(href) -> None:
    assert safe_link(href) == ""


def test_plain_text_has_a_line_for_each_block() -> None:
    html = "<h2>A  b</h2>\n<p>c<br>d&amp;e</p><ul><li>f</li><li>g</li></ul><td>h</td>"
    assert plain_text(html) == "A b\nc\nd&e\nf\ng\nh"


def test_plain_text_leaves_code_out_and_takes_any_depth() -> None:
    assert plain_text("a<script>b</script><style>c</style>") == "a"
    assert plain_text("<b>" * 20_000 + "x") == "x"
    assert plain_text("<table><tr><td>a</td><td>b</td></tr></table>") == "a  b"


def test_the_parser_is_not_loaded_at_the_start() -> None:
    code = "import sys, wfdesk.richtext.preview; print('justhtml' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
