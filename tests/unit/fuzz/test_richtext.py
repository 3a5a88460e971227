"""Whatever a rich text holds, showing it ends soon: with what may be shown, or with a refusal."""

from random import Random

from tests.unit.fuzz.garbage import rounds
from wfdesk.domain.diff import Part, word_diff
from wfdesk.richtext.balance import imbalance
from wfdesk.richtext.links import safe_link
from wfdesk.richtext.parsing import parse
from wfdesk.richtext.plain import plain_text
from wfdesk.richtext.writing import serialize

PIECES = (
    *(
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<table><tr><td>",
        "</table>",
        "<div " * 3,
        "<a href=",
        "'",
        '"',
    ),
    *(
        "javascript:alert(1)",
        "https://x.org",
        "file:///etc",
        ">",
        "<",
        "/>",
        "=",
        " ",
        "\0",
        "\ud800",
    ),
    *("<img src=/etc/passwd alt='", "<script>", "</script>", "<style>", "<!--", "-->", "<![CDATA["),
    *("<svg>", "<math>", "</svg>", "<template>", "<select>", "<plaintext>", "<wf-component name="),
    *("<iframe src=", "text", "&lt;", "&#x3c;script>", "&#0;", "<li>", "<ul>", "</ul>", "<br>"),
    *("<div>" * 40, "<table><tr><td>" * 8, "<b>" * 300, "\u202e", "http://[", "<figcaption>"),
)


def some_html(chance: Random) -> str:
    return "".join(chance.choices(PIECES, k=chance.randrange(9)))


def test_any_text_comes_back_as_it_was() -> None:
    for chance in rounds(1, share=4):
        html = some_html(chance)
        assert serialize(parse(html)) == html


def test_any_text_has_words_and_a_balance() -> None:
    for chance in rounds(2, share=4):
        html = some_html(chance)
        assert "\n\n" not in plain_text(html)
        assert len(imbalance(html)) < 100


def test_any_address_is_safe_or_nothing() -> None:
    for chance in rounds(3):
        link = safe_link(some_html(chance))
        assert link == "" or link.lower().startswith(("http:", "https:", "mailto:"))


def test_any_two_texts_have_a_diff_that_holds_both() -> None:
    for chance in rounds(4, share=4):
        before, after = some_html(chance), some_html(chance)
        pieces = word_diff(before, after)
        left = [piece.text for piece in pieces if piece.part is not Part.ADDED]
        right = [piece.text for piece in pieces if piece.part is not Part.REMOVED]
        assert ("".join(left), "".join(right)) == (before, after)
