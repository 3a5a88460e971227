"""What a rich text says, however its tags are written."""

import pytest

from wfdesk.domain.markup import outline_of

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
    assert outline_of(stored) == outline_of(SENT)


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
    assert outline_of(other) != outline_of(SENT)


def test_where_a_link_leads_to_is_told() -> None:
    one, other = ('<a href="https://a.b">Rye</a>', "<a href='https://a.c'>Rye</a>")
    assert outline_of(one) != outline_of(other)
