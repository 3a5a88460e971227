"""The other locales come after the primary one, and not more often than is worth a request."""

from tests.unit.sync.conftest import Desk
from wfdesk.domain.ids import LocaleId
from wfdesk.domain.tables import Query


def asked(desk: Desk) -> list[tuple[str, str]]:
    """The lists of items that were asked for since the last time: collection and locale."""
    log = desk.practice.control("GET", "log").json()
    entries = log["requests"] if isinstance(log, dict) else log
    return [
        (entry["path"], str(entry.get("query", "")))
        for entry in entries
        if "/items" in entry["path"]
    ]


async def test_the_variants_are_in_the_local_copy(desk: Desk) -> None:
    french = LocaleId(desk.practice.locales["secondary"][0]["cmsLocaleId"])
    keys = await desk.browsing.find(desk.collection, french, Query())
    there = desk.practice.get(
        f"/collections/{desk.collection}/items", cmsLocaleId=french, limit=100
    )["items"]
    assert {key.item for key in keys} == {item["id"] for item in there} != set()


async def test_the_primary_locale_of_every_collection_comes_first(desk: Desk) -> None:
    french = desk.practice.locales["secondary"][0]["cmsLocaleId"]
    is_french = [french in query for _, query in asked(desk)]
    assert any(is_french)
    assert is_french == sorted(is_french)


async def test_opening_a_collection_again_asks_for_the_primary_locale_only(desk: Desk) -> None:
    french = desk.practice.locales["secondary"][0]["cmsLocaleId"]
    before = len(asked(desk))
    await desk.refreshing.refresh_collection(desk.collection)
    later = asked(desk)[before:]
    assert later
    assert not any(french in query for _, query in later)
