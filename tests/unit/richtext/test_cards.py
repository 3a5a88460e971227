"""What a card is, in the user's words; of whatever stands there."""

import pytest

from tests.unit.richtext.grammar import VIDEO, Author
from wfdesk.richtext.cards import Card, CardKind, describe, has_undelivered
from wfdesk.richtext.embeds import new_embed
from wfdesk.richtext.figures import Figure, new_figure
from wfdesk.richtext.videos import Video, new_video, player_of, video_of, with_video

HTTPS = "https://example.com/a.png"


@pytest.mark.parametrize(
    ("alt", "words"),
    [
        ("A loaf", "A loaf"),
        ("", "No alt text"),
        (None, "No alt text"),
        ("__wf_reserved_inherit", "Alt text of the asset library"),
        ("__wf_reserved_decorative", "Decorative"),
        ("two\nlines  of", "two lines of"),
    ],
)
def test_a_picture_is_told_by_its_alt_text(alt: str | None, words: str) -> None:
    figure = Figure(HTTPS, alt)
    card = describe(new_figure(figure))
    assert (card.kind, card.title, card.detail) == (CardKind.PICTURE, "Picture", words)
    assert card.picture == HTTPS
    assert card.figure is not None
    assert (card.figure.src, card.figure.alt) == (HTTPS, alt)


@pytest.mark.parametrize(
    "src", ["ftp://example.com/a.png", "file:///etc/passwd", "/a.png", "data:x", "//h/a", "https:"]
)
def test_no_picture_is_asked_for_but_on_the_web(src: str) -> None:
    card = describe(new_figure(Figure(src, "")))
    assert card.picture == ""
    assert card.figure is not None


def test_a_picture_that_the_form_cannot_change_is_a_picture() -> None:
    card = describe(f"<figure><img src='{HTTPS}'><img></figure>")
    assert (card.kind, card.picture, card.figure) == (CardKind.PICTURE, HTTPS, None)


@pytest.mark.parametrize(
    ("html", "card"),
    [
        (VIDEO, Card(CardKind.VIDEO, "Video", "example.com")),
        (
            new_video("https://vimeo.com/1234?h=1&b"),
            Card(CardKind.VIDEO, "Video", "vimeo.com"),
        ),
        (
            '<figure><div><iframe title="A film" src="https://www.x.com/"></iframe></div></figure>',
            Card(CardKind.VIDEO, "Video", "A film \N{MIDDLE DOT} x.com"),
        ),
        (
            '<figure><img><iframe src="https://x.com/"></iframe></figure>',
            Card(CardKind.VIDEO, "Video", "x.com"),
        ),
        ("<div></div>", Card(CardKind.EMPTY_EMBED, "Embed", "Embed content not delivered")),
        ('<div id=""> </div>', Card(CardKind.EMPTY_EMBED, "Embed", "Embed content not delivered")),
        (new_embed(""), Card(CardKind.EMPTY_EMBED, "Embed", "Embed content not delivered")),
        ("<div data-x></div>", Card(CardKind.OTHER, "HTML", "")),
        ("<div>Some <b>words</b></div>", Card(CardKind.OTHER, "HTML", "Some words")),
        (new_embed("<p>Some <b>words</b>"), Card(CardKind.EMBED, "Embed", "Some words")),
        (
            new_embed('<script src="https://cdn.example.com/x.js"></script>'),
            Card(CardKind.EMBED, "Embed", "cdn.example.com"),
        ),
        (new_embed("<script>a()</script>"), Card(CardKind.EMBED, "Embed", "Script")),
        (new_embed("<style>a{}</style>x"), Card(CardKind.EMBED, "Embed", "x")),
        (new_embed("<canvas></canvas>"), Card(CardKind.EMBED, "Embed", "<canvas>")),
        (
            '<wf-component name="Call to action"></wf-component>',
            Card(CardKind.COMPONENT, "Component", "Call to action"),
        ),
        (
            "<table><tr><th>Flour</th><td>500 g</td></tr></table>",
            Card(CardKind.TABLE, "Table", "Flour, 500 g"),
        ),
        ("<hr>", Card(CardKind.OTHER, "Line", "")),
        ("<p>a</p><p>b</p>", Card(CardKind.OTHER, "HTML", "a b")),
        ("<p><b>a</p>", Card(CardKind.OTHER, "HTML", "a")),
        ("<p>a<p>b", Card(CardKind.OTHER, "HTML", "The tag <p> is not closed.")),
        ("", Card(CardKind.OTHER, "HTML", "")),
    ],
)
def test_what_else_stands_in_a_text_is_named(html: str, card: Card) -> None:
    assert describe(html) == card


@pytest.mark.parametrize(
    ("html", "words"),
    [
        (new_figure(Figure(HTTPS, "A loaf")), "Picture, alt text: A loaf"),
        (new_figure(Figure(HTTPS, "A loaf", "Rye")), "Picture, alt text: A loaf, caption: Rye"),
        (new_figure(Figure(HTTPS, " ")), "Picture, no alt text"),
        (new_figure(Figure(HTTPS, "__wf_reserved_decorative")), "Picture, decorative"),
        (f"<figure><img src='{HTTPS}' alt='A loaf'><img></figure>", "Picture: A loaf"),
        ("<div></div>", "Embed content not delivered"),
        ("<table><tr><td>One<td>Two</table>", "Table: One, Two"),
        ("<hr>", "Line"),
    ],
)
def test_a_card_is_read_aloud_by_its_title_and_what_it_is_about(html: str, words: str) -> None:
    assert describe(html).words == words


def test_long_words_are_cut() -> None:
    detail = describe(new_embed("word " * 500)).detail
    assert len(detail) <= 121
    assert detail.endswith("word\N{HORIZONTAL ELLIPSIS}")


def test_nothing_is_too_large_or_too_broken_to_be_described() -> None:
    for html in ("<" * 300_000, "<div>" * 100_000, "<b>" * 100_000, new_embed("x" * 1_000_000)):
        assert describe(html).title
    for seed in range(300):
        assert describe(Author(seed).junk()).title


@pytest.mark.parametrize(
    ("url", "player"),
    [
        (
            "https://www.youtube.com/watch?v=Q1EH2H8-_bu&t=3",
            "https://www.youtube.com/embed/Q1EH2H8-_bu",
        ),
        ("https://youtu.be/Q1EH2H8L", "https://www.youtube.com/embed/Q1EH2H8L"),
        ("https://m.youtube.com/shorts/Q1EH2H8L", "https://www.youtube.com/embed/Q1EH2H8L"),
        ("https://vimeo.com/channels/staff/76979871", "https://player.vimeo.com/video/76979871"),
        ("https://example.com/watch?v=1234", ""),
        ("https://youtube.com/", ""),
        ('https://youtu.be/a"b', ""),
        ("javascript:alert(1)", ""),
        ("ftp://youtu.be/abcd", ""),
        ("https://[bad", ""),
        ("", ""),
    ],
)
def test_the_player_of_a_video_is_known_where_webflow_knows_it(url: str, player: str) -> None:
    assert player_of(url) == player
    assert bool(new_video(url)) == bool(player)


def test_a_new_video_is_written_as_webflow_writes_one() -> None:
    assert new_video("https://youtu.be/abc?a=1&b=2") == (
        '<figure class="w-richtext-figure-type-video w-richtext-align-fullwidth"'
        ' style="padding-bottom:56.206088992974244%" data-rt-type="video"'
        ' data-rt-align="fullwidth" data-rt-max-width=""'
        ' data-rt-max-height="56.206088992974244%" data-rt-dimensions="854:480"'
        ' data-page-url="https://youtu.be/abc?a=1&amp;b=2"><div>'
        '<iframe src="https://www.youtube.com/embed/abc" scrolling="no" frameborder="0"'
        ' allowfullscreen="true"></iframe></div></figure>'
    )


def test_another_video_changes_nothing_else() -> None:
    raw = (
        '<figure class=\'own\' data-page-url="https://youtu.be/abc?a=1&b=2" data-x><div id="">'
        '<iframe src="https://x/abc" title="Old" data-y></iframe></div><figcaption>C</figcaption>'
        "</figure>"
    )
    assert video_of(raw) == Video("https://youtu.be/abc?a=1&b=2", "Old", "C")
    after = with_video(raw, "https://vimeo.com/123?h=1&x=2")
    assert after == raw.replace(
        "https://youtu.be/abc?a=1&b=2", "https://vimeo.com/123?h=1&amp;x=2"
    ).replace("https://x/abc", "https://player.vimeo.com/video/123").replace(' title="Old"', "")
    assert with_video(raw, "https://example.com/film") == raw
    assert with_video(raw, "https://youtu.be/abc?a=1&b=2") == raw


def test_a_video_is_found_by_its_page_or_its_player() -> None:
    for raw, address in (
        (VIDEO, "https://example.com/v"),
        (new_video("https://vimeo.com/123"), "https://vimeo.com/123"),
    ):
        video = video_of(raw)
        assert video is not None
        assert video.address == address
    for raw in ("", "<figure><img></figure>", "<iframe></iframe>", f"{VIDEO}x", "<figure>"):
        assert video_of(raw) is None
        assert with_video(raw, "https://vimeo.com/123") == raw


@pytest.mark.parametrize(
    "html",
    [
        "<p>a</p><div></div>",
        '<div id="">\n</div><p>a</p>',
        "<div data-rt-embed-type='true'></div>",
        '<div class="w-embed">&nbsp;</div>',
        "<div data-rt-embed-type='true'><b>x</b></div><p>a</p><div></div>",
    ],
)
def test_an_embed_without_its_code_is_found_in_a_text(html: str) -> None:
    assert has_undelivered(html)


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>a</p>",
        "<div>words</div>",
        '<div data-x="1"></div>',
        "<p>&lt;div&gt;&lt;/div&gt;</p>",
        "<div data-rt-embed-type='true'><div id=\"chart\"></div><script>x()</script></div>",
    ],
)
def test_nothing_else_is_taken_for_an_embed_without_its_code(html: str) -> None:
    assert not has_undelivered(html)
