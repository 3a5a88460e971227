"""What a text says without its looks, and how long it is to who reads it."""

import subprocess
import sys

import pytest

from tests.unit.richtext.grammar import Author
from tests.unit.richtext.test_document import DRAWN, NASTY, SAMPLES, text_of
from wfdesk.richtext.parsing import parse
from wfdesk.richtext.plain import Counts, counts, plain_text, plain_text_of

FAMILY = "👩\u200d👩\u200d👧"


def test_a_text_that_was_read_says_the_same_as_its_html() -> None:
    drawn = [Author(seed).document() for seed in range(DRAWN // 15)]
    for html in [*map(text_of, SAMPLES), *drawn, *NASTY]:
        assert plain_text_of(parse(html)) == plain_text(html), html


@pytest.mark.parametrize(
    ("html", "words", "characters"),
    [
        ("", 0, 0),
        ("<p>\u200d</p>", 0, 0),
        ("<p>Don't stop, at 5 km</p><p>now \u2014 or never</p>", 8, 33),
        ("<p>one<br>two</p>", 2, 6),
        ("<p>one&nbsp;two</p>", 2, 7),
        ("<p>日本語を書く。</p>", 6, 7),
        ("<p>東京 2026 tower</p>", 4, 13),
        (f"<p>a {FAMILY} b 👍🏽 🇩🇪🇫🇷 1\ufe0f\u20e3</p>", 3, 12),
        ("<p>co\u00adope\u200brate</p>", 2, 9),
        ("<p>e\u0301t\u00e9</p>", 1, 3),
        ("<p>\u1112\u1161\u11ab 한글</p>", 2, 4),
        ("<p>\u0645\u06cc\u200c\u062e\u0648\u0645</p>", 1, 5),
        ("<p><img src=a alt='not a word'></p><figure><img src=a></figure>", 0, 0),
    ],
)
def test_what_is_seen_as_one_is_counted_as_one(html: str, words: int, characters: int) -> None:
    assert counts(parse(html)) == Counts(words, characters)


def test_plain_text_has_a_line_for_each_block() -> None:
    html = "<h2>A  b</h2>\n<p>c<br>d&amp;e</p><ul><li>f</li><li>g</li></ul><td>h</td>"
    assert plain_text(html) == "A b\nc\nd&e\nf\ng\nh"


def test_plain_text_leaves_code_out_and_takes_any_depth() -> None:
    assert plain_text("a<script>b</script><style>c</style>") == "a"
    assert plain_text("<b>" * 20_000 + "x") == "x"
    assert plain_text("<table><tr><td>a</td><td>b</td></tr></table>") == "a  b"


def test_the_parser_is_not_loaded_at_the_start() -> None:
    code = "import sys, wfdesk.richtext.parsing; print('justhtml' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
