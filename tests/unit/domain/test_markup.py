"""What a rich text says, however its tags are written."""

from time import perf_counter

import pytest

from wfdesk.domain.ids import FieldSlug
from wfdesk.domain.markup import is_untouched, is_written_of, words_of
from wfdesk.domain.schema import Field, FieldType

SENT = '<p>Rye &amp; salt</p><figure><img src="https://a.b/my_rye.jpg" alt="A loaf"></figure>'


@pytest.mark.parametrize(
    "stored",
    [
        SENT,
        SENT.replace("<p>", '<p id="">').replace("<img", '<img loading="lazy"'),
        SENT.replace("https://a.b/", "https://cdn.example/5f/65a0_"),
        SENT.replace("&amp;", "&#38;"),
    ],
    ids=["as it is", "attributes", "kept elsewhere", "entities"],
)
def test_how_webflow_writes_it_makes_no_difference(stored: str) -> None:
    assert is_written_of(SENT, stored)


@pytest.mark.parametrize(
    "other",
    [
        SENT.replace("salt", "water"),
        SENT.replace("Rye", "<strong>Rye</strong>"),
        SENT.replace("rye.jpg", "oat.jpg"),
        SENT.replace("A loaf", "Two loaves"),
        SENT.replace("Rye", '<a href="https://a.b">Rye</a>'),
        SENT.replace("<p>", "<h2>").replace("</p>", "</h2>"),
        None,
    ],
)
def test_what_somebody_has_changed_does(other: str | None) -> None:
    assert not is_written_of(SENT, other)


def test_where_a_link_leads_to_is_told() -> None:
    one, other = ('<a href="https://a.b">Rye</a>', "<a href='https://a.c'>Rye</a>")
    assert not is_written_of(one, other)


FIGURE = (
    '<figure class="w-richtext-align-normal" data-rt-align="normal"><div><img src="a.jpg"></div>'
    "</figure>"
)
EMBED = "<div data-rt-embed-type='true'><form action=\"/one\"><b data-id=1></b></form></div>"


@pytest.mark.parametrize(
    ("sent", "held"),
    [
        (FIGURE, FIGURE.replace("normal", "fullwidth")),
        (EMBED, EMBED.replace("/one", "/two")),
        (EMBED, EMBED.replace("data-id=1", "data-id=2")),
        ('<wf-component component-id="1"></wf-component>', "<wf-component></wf-component>"),
        ('<p><a href="/a">A</a></p>', '<p><a href="/a" target="_blank">A</a></p>'),
        ('<iframe src="https://v.example/a_c"></iframe>', '<iframe src="https://v.example/b_c">'),
        ("<p>one < two</p>", "<p>one < three</p>"),
        ("<p>one</p> < two", "<p>one</p> < three"),
    ],
    ids=["aligned", "embed", "unquoted", "component", "target", "video", "words", "last words"],
)
def test_what_is_said_in_a_tag_is_a_change_too(sent: str, held: str) -> None:
    assert not is_written_of(sent, held)


def test_what_webflow_leaves_out_and_adds_is_none() -> None:
    sent = (
        '<figure style="max-width:9px" data-rt-type="image"><div><img src="a.jpg"></div></figure>'
    )
    held = (
        '<figure class="w-richtext-figure-type-image" data-rt-type="image" data-rt-max-width="">'
        '<div id=""><img src="https://cdn.example/65a0_a.jpg" loading="lazy" width="auto"></div>'
        "</figure>"
    )
    assert is_written_of(sent, held)


RICH = Field("1", FieldSlug("body"), "Body", FieldType.RICH_TEXT)
SIZED = FIGURE.replace("<figure", '<figure style="max-width:9px" data-rt-max-width="9px"')


@pytest.mark.parametrize(
    "now",
    [
        FIGURE.replace("<div>", '<div id="">').replace("<img", '<img loading="lazy"'),
        FIGURE.replace(' class="w-richtext-align-normal"', ""),
        FIGURE.replace("<figure", '<figure data-rt-type="image"'),
    ],
)
def test_what_webflow_alone_writes_shows_no_hand(now: str) -> None:
    assert is_untouched(RICH, FIGURE, now)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (FIGURE, SIZED),
        (SIZED, FIGURE),
        (FIGURE, FIGURE.replace('"a.jpg"', '"https://cdn.example/65a0_a.jpg"')),
        (FIGURE, FIGURE.replace("<img", '<img width="9"')),
        (FIGURE, FIGURE.replace("<figure", '<figure title="A loaf"')),
        (FIGURE, FIGURE.replace("normal", "fullwidth")),
        (FIGURE, None),
    ],
    ids=["sized", "not sized", "picture", "width", "title", "aligned", "gone"],
)
def test_what_a_hand_in_the_designer_does_shows(before: str, now: str | None) -> None:
    """What Webflow has answered with is known; what it holds later may be anybody's."""
    assert not is_untouched(RICH, before, now)


@pytest.mark.parametrize("text", ["<" * 100_000, "<" + "a" * 100_000, "<a " + "b " * 50_000])
def test_tags_that_do_not_end_hold_nothing_up(text: str) -> None:
    """They were looked for from each character of each: minutes, in which nothing is saved."""
    begun = perf_counter()
    assert words_of(f"<p>one</p>{text}")[0] == "one"
    assert not is_written_of(text, f"{text} more")
    assert perf_counter() - begun < 5
