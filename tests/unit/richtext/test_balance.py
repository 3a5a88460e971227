"""Tags that are not closed are named; what is in order is left in peace."""

import pytest

from wfdesk.richtext.balance import imbalance


@pytest.mark.parametrize(
    "html",
    [
        "",
        "no markup, 1 < 2 and 3 > 2",
        "<p>one<br>two<img src='a>b.png'/></p>",
        '<P CLASS="a > b">text</p>',
        "<!-- <strong> --><p>text</p>",
        "<script>if (a<b) '<strong>'</script>",
        "<style>p > a {}</style><figure><div><img></div></figure>",
        "<svg><path d='M0'/></svg>",
    ],
)
def test_what_is_in_order_is_not_warned_of(html: str) -> None:
    assert imbalance(html) == ""


@pytest.mark.parametrize(
    ("html", "sentence"),
    [
        ("<p><strong>text</p>", "The tag <strong> is not closed."),
        ("<strong>text", "The tag <strong> is not closed."),
        ("<p>text</p></div>", "The tag </div> closes nothing."),
        ("<b><i>text</b></i>", "The tag <i> is not closed."),
        ("<ul><li>one<li>two</ul>", "The tag <li> is not closed."),
        ("<p>text</br></p>", "The tag </br> closes nothing."),
        ("<script>never ends", "The tag <script> is not closed."),
        ("<!-- never ends <p>", ""),
    ],
)
def test_the_tag_that_is_out_of_order_is_named(html: str, sentence: str) -> None:
    assert imbalance(html) == sentence


@pytest.mark.parametrize(
    "html", ["<a" * 300_000, '<a "' * 200_000, "<p>" * 100_000, "<!--" * 99_999]
)
def test_no_text_takes_long(html: str) -> None:
    imbalance(html)  # in seconds, or the test runs into its own end
