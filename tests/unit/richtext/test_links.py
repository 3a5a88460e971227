"""Where a link leads, as one types it; what else its tag says stays."""

import pytest

from wfdesk.richtext.links import Link, LinkKind, kind_of, link_problem, safe_link, shown, written

KEPT = Link((("class", "x"), ("href", "/a"), ("rel", "nofollow"), ("data-y", "")))


def test_another_address_changes_nothing_else() -> None:
    assert KEPT.with_href("/b").attributes == (
        ("class", "x"),
        ("href", "/b"),
        ("rel", "nofollow"),
        ("data-y", ""),
    )
    assert KEPT.with_href("/b").with_href("/a") == KEPT


def test_a_new_tab_is_said_and_taken_back_without_a_trace() -> None:
    tabbed = KEPT.with_new_tab(opens_new_tab=True)
    assert tabbed.attributes == (*KEPT.attributes, ("target", "_blank"))
    assert tabbed.opens_new_tab
    assert tabbed.with_new_tab(opens_new_tab=False) == KEPT


def test_no_follow_is_said_and_taken_back_without_a_trace() -> None:
    plain = Link((("href", "/a"),))
    said = plain.with_no_follow(is_no_follow=True)
    assert said.attributes == (("href", "/a"), ("rel", "nofollow"))
    assert said.is_no_follow
    assert said.with_no_follow(is_no_follow=False) == plain


def test_other_relations_of_a_link_stay() -> None:
    related = Link((("rel", "noopener NoFollow  ugc"), ("href", "/a")))
    assert related.with_no_follow(is_no_follow=True) == related
    freed = related.with_no_follow(is_no_follow=False)
    assert freed.attributes == (("rel", "noopener ugc"), ("href", "/a"))


def test_another_target_stays_where_no_new_tab_is_asked_for() -> None:
    framed = Link((("target", "frame"), ("href", "/a")))
    assert framed.with_new_tab(opens_new_tab=False) == framed


@pytest.mark.parametrize(
    ("href", "kind", "text"),
    [
        ("https://example.com/", LinkKind.WEB, "https://example.com/"),
        ("/posts/bread", LinkKind.SITE, "/posts/bread"),
        ("//example.com", LinkKind.WEB, "//example.com"),
        ("mailto:a@b.co?subject=x", LinkKind.EMAIL, "a@b.co?subject=x"),
        ("MAILTO:a@b.co", LinkKind.EMAIL, "a@b.co"),
        ("tel:+15550100", LinkKind.PHONE, "+15550100"),
        ("#top", LinkKind.ANCHOR, "top"),
        ("", LinkKind.WEB, ""),
        ("javascript:alert(1)", LinkKind.WEB, "javascript:alert(1)"),
    ],
)
def test_an_address_is_shown_without_what_its_kind_says(
    href: str, kind: LinkKind, text: str
) -> None:
    assert (kind_of(href), shown(href)) == (kind, text)
    assert written(kind, text).lower() == href.lower()


@pytest.mark.parametrize(
    ("kind", "text", "href"),
    [
        (LinkKind.WEB, "www.example.com/a?b", "https://www.example.com/a?b"),
        (LinkKind.WEB, "example.co.uk:80", "https://example.co.uk:80"),
        (LinkKind.WEB, " https://example.com ", "https://example.com"),
        (LinkKind.PHONE, "+1 555 0100", "tel:+15550100"),
        (LinkKind.EMAIL, "a@b.co, c@d.co", "mailto:a@b.co, c@d.co"),
        (LinkKind.ANCHOR, "top", "#top"),
    ],
)
def test_what_is_typed_is_written_as_an_address(kind: LinkKind, text: str, href: str) -> None:
    assert link_problem(kind, text) == ""
    assert written(kind, text) == href


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *((kind, " ") for kind in LinkKind),
        (LinkKind.WEB, "javascript:alert(1)"),
        (LinkKind.WEB, "//example.com"),
        (LinkKind.WEB, "no address"),
        (LinkKind.WEB, "word"),
        (LinkKind.SITE, "posts"),
        (LinkKind.SITE, "/a b"),
        (LinkKind.EMAIL, "a@b"),
        (LinkKind.EMAIL, "a@b.co, c"),
        (LinkKind.PHONE, "call me"),
        (LinkKind.ANCHOR, "a b"),
    ],
)
def test_what_leads_nowhere_is_said(kind: LinkKind, text: str) -> None:
    assert link_problem(kind, text)


@pytest.mark.parametrize("href", ["https://x.org", "http://x.org", "mailto:a@b.org"])
def test_an_address_to_open_is_kept(href) -> None:
    assert safe_link(f" {href}\n") == href


@pytest.mark.parametrize("href", ["/path", "#a", "//host/x", "ftp://x", "FILE:///x", "https://[x"])
def test_any_other_address_is_not(href) -> None:
    assert safe_link(href) == ""


@pytest.mark.parametrize("path", ["//evil.example", "/\\evil.example", "/\x01/evil.example"])
def test_a_page_of_this_site_cannot_lead_off_it(path: str) -> None:
    assert link_problem(LinkKind.SITE, path)


def test_what_a_browser_takes_for_another_site_is_no_page_of_this_one() -> None:
    assert kind_of("//evil.example") is kind_of("/\\evil.example") is LinkKind.WEB
