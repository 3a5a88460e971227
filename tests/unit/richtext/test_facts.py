"""What a review says of a card: the name it has in the editor, and all that its form can change."""

import pytest

from wfdesk.richtext.cards import describe
from wfdesk.richtext.embeds import new_embed
from wfdesk.richtext.facts import facts_of
from wfdesk.richtext.figures import DECORATIVE, INHERITED, Alignment, Figure, new_figure
from wfdesk.richtext.links import Link

LONG = "word " * 5_000
FIGURE = Figure(
    "/a.png",
    "A loaf",
    "Warm & brown",
    alignment=Alignment.FLOAT_LEFT,
    max_width="60%",
    link=Link((("href", "/bread"),)),
)
VIDEO = (
    '<figure class="w-richtext-align-center" data-page-url="https://youtu.be/abc"><div>'
    '<iframe title="A film" src="https://x/abc"></iframe></div><figcaption>C</figcaption></figure>'
)
ALL = {
    "Alt text": "A loaf",
    "Picture": "/a.png",
    "Caption": "Warm & brown",
    "Alignment": "left",
    "Width": "60%",
    "Link": "/bread",
}


@pytest.mark.parametrize(
    ("raw", "kind", "details"),
    [
        (new_figure(FIGURE), "Picture", ALL),
        (
            VIDEO,
            "Video",
            {
                "Title": "A film",
                "Address": "https://youtu.be/abc",
                "Caption": "C",
                "Alignment": "centred",
            },
        ),
        ("<figure><video src=a></video>Film</figure>", "Video", {"Text": "Film"}),
        (new_embed(f"<b>{LONG}</b>"), "Embed", {"Code": f"<b>{LONG}</b>"}),
        ("<div class='w-embed' title='>'>a</div>", "Embed", {"Code": "a"}),
        (new_embed("<b>a"), "Embed", {"Code": new_embed("<b>a")}),
        ("<div></div>", "Embed", {"Code": "not delivered"}),
        (new_embed(" "), "Embed", {"Code": "not delivered"}),
        ("<wf-component name='Call'>x</wf-component>", "Component", {"Name": "Call"}),
        (f"<table><tr><td>{LONG}</td></tr></table>", "Table", {"Text": LONG.strip()}),
        ("<section>a</section>", "Section", {"Text": "a"}),
        ("<p><b>a</p>", "HTML", {"Text": "a"}),
        ("", "HTML", {}),
    ],
)
def test_a_card_is_told_by_name_and_whole(raw: str, kind: str, details: dict[str, str]) -> None:
    facts = facts_of(raw)
    assert (facts.kind, dict(facts.details)) == (kind, details)
    assert facts.kind == describe(raw).title


@pytest.mark.parametrize(
    ("alt", "words"),
    [(None, "none"), ("", "none"), (INHERITED, "as in the asset"), (DECORATIVE, "decorative")],
)
def test_an_alt_text_that_is_none_is_told_in_words(alt: str | None, words: str) -> None:
    facts = facts_of(new_figure(Figure("/a.png", alt, width="auto")))
    assert facts.details == (
        ("Alt text", words),
        ("Picture", "/a.png"),
        ("Alignment", "full width"),
    )


def test_a_picture_that_its_form_cannot_change_is_told_as_far_as_it_is_known() -> None:
    raw = "<figure><img src='https://x.com/a.png'><img><figcaption>Two</figcaption></figure>"
    assert dict(facts_of(raw).details) == {"Picture": "https://x.com/a.png", "Text": "Two"}
