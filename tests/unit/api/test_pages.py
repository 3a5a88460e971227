"""The static pages that a link can lead to."""

import pytest

from tests.unit.api import wireserver as on
from wfdesk.api.pages import MOST_REQUESTS
from wfdesk.domain.errors import NotWebflowError
from wfdesk.domain.ids import SiteId
from wfdesk.domain.pages import StaticPage

SITE = SiteId("s1")


def entry(name: str, **more: object) -> dict[str, object]:
    return {
        "id": name,
        "title": name.title(),
        "slug": name,
        "publishedPath": f"/{name}",
        "archived": False,
        "draft": False,
        "isBranch": False,
        "parentId": None,
        **more,
    }


def listed(*entries: object, total: int | None = None) -> on.Answer:
    count = len(entries) if total is None else total
    return on.reply({"pages": entries, "pagination": {"total": count}})


async def test_pages_come_with_title_and_path_in_webflows_order(wire, webflow) -> None:
    wire.script = [
        listed(entry("home", publishedPath="/"), entry("jobs", publishedPath="/about/jobs"))
    ]
    assert await webflow.pages.all(SITE) == [
        StaticPage("home", "Home", "/"),
        StaticPage("jobs", "Jobs", "/about/jobs"),
    ]
    assert wire.asked[0].path == "/v2/sites/s1/pages"


async def test_a_list_of_many_pages_is_read_to_its_end_and_each_taken_once(wire, webflow) -> None:
    wire.script = [
        listed(entry("a"), entry("b"), total=3),
        listed(entry("b"), entry("c"), total=4),
    ]
    assert [page.id for page in await webflow.pages.all(SITE)] == ["a", "b", "c"]
    assert [each.query["offset"] for each in wire.asked] == ["0", "2"]


async def test_a_list_that_says_more_than_it_has_ends(wire, webflow) -> None:
    wire.script = [listed(entry("a"), total=9), listed(total=9)]
    assert [page.id for page in await webflow.pages.all(SITE)] == ["a"]


@pytest.mark.parametrize(
    "more",
    [
        {"collectionId": "c1"},
        {"isBranch": True, "branchId": "b1"},
        {"archived": True},
        {"publishedPath": None, "slug": None},
        {"publishedPath": None, "parentId": "folder"},
        {"publishedPath": "javascript:alert(1)", "slug": None},
        {"publishedPath": "//evil.example", "slug": None},
        {"publishedPath": "/\\evil.example", "slug": None},
        {"publishedPath": "/\t/evil.example", "slug": None},
        {"publishedPath": "/\u202eevil", "slug": None},
        {"publishedPath": "/" + "a" * 2000, "slug": None},
        {"publishedPath": None, "slug": "/evil.example"},
    ],
)
async def test_what_no_link_can_lead_to_is_left_out(wire, webflow, more) -> None:
    wire.script = [listed(entry("odd", **more), entry("fine"))]
    assert [page.id for page in await webflow.pages.all(SITE)] == ["fine"]


async def test_a_page_that_was_never_published_is_a_draft_where_its_slug_says(
    wire, webflow
) -> None:
    wire.script = [listed({"id": "p", "slug": "soon", "draft": True, "publishedPath": None})]
    assert await webflow.pages.all(SITE) == [StaticPage("p", "soon", "/soon", is_draft=True)]


async def test_what_is_no_list_is_not_believed(wire, webflow) -> None:
    wire.script = [on.reply({"pages": "none"})]
    with pytest.raises(NotWebflowError):
        await webflow.pages.all(SITE)


async def test_a_list_that_only_says_the_same_again_ends(wire, webflow) -> None:
    wire.script = [listed(entry("a"), total=10**9)] * 3
    assert [page.id for page in await webflow.pages.all(SITE)] == ["a"]
    assert len(wire.asked) == 2


async def test_a_list_without_an_end_is_cut(wire, webflow) -> None:
    wire.script = [listed(entry(f"p{number}"), total=10**9) for number in range(MOST_REQUESTS + 1)]
    assert len(await webflow.pages.all(SITE)) == len(wire.asked) == MOST_REQUESTS


async def test_a_title_of_any_length_is_cut(wire, webflow) -> None:
    wire.script = [listed(entry("a", title="x" * 100_000))]
    [page] = await webflow.pages.all(SITE)
    assert len(page.title) == 500
