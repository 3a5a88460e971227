"""The other locales come after the primary one, and not more often than is worth a request."""

from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.doubles.practice import start
from tests.unit.sync.conftest import Desk, joined
from wfdesk.domain.ids import LocaleId
from wfdesk.domain.tables import Query


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Has read all by itself."""
    with closing(start("--items", "120", "--rate-limit", "0")) as practice:
        async with joined(tmp_path, practice) as made:
            yield made


def asked(desk: Desk) -> list[tuple[str, str]]:
    """The lists of items that were asked for since the last time: collection and locale."""
    entries = desk.practice.control("GET", "log").json()
    return [
        (entry["path"], str(entry.get("query", "")))
        for entry in entries
        if "/items" in entry["path"]
    ]


def others(desk: Desk) -> list[str]:
    """The locales beside the primary one."""
    return [each["cmsLocaleId"] for each in desk.practice.locales["secondary"]]


def of_others(desk: Desk, requests: list[tuple[str, str]]) -> list[bool]:
    return [any(locale in query for locale in others(desk)) for _, query in requests]


async def test_the_variants_are_in_the_local_copy(desk: Desk) -> None:
    path = f"/collections/{desk.collection}/items"
    for locale in others(desk):
        keys = await desk.browsing.find(desk.collection, LocaleId(locale), Query())
        there = desk.practice.get(path, cmsLocaleId=locale, limit=100)["items"]
        assert {key.item for key in keys} == {item["id"] for item in there} != set()


async def test_the_primary_locale_of_every_collection_comes_first(desk: Desk) -> None:
    is_other = of_others(desk, asked(desk))
    assert any(is_other)
    assert is_other == sorted(is_other)


async def test_which_collection_is_refreshed_is_said_of_each_locale(desk: Desk) -> None:
    said: dict[str, None] = {}
    desk.board.subscribe(lambda status: said.setdefault(status.activity))
    await desk.refreshing.refresh_collection(desk.collection, is_asked=True)
    name = (await desk.browsing.collection(desk.collection)).display_name
    locales = [each["displayName"] for each in desk.practice.locales["secondary"]]
    assert {f"Refreshing {name} in {each}" for each in locales} <= said.keys()


async def test_opening_a_collection_again_asks_for_the_primary_locale_only(desk: Desk) -> None:
    before = len(asked(desk))
    await desk.refreshing.refresh_collection(desk.collection)
    later = asked(desk)[before:]
    assert later
    assert not any(of_others(desk, later))


@pytest.mark.parametrize("days", [-2, 2])
async def test_a_clock_that_was_wrong_keeps_no_locale_from_being_read(
    desk: Desk, days: int
) -> None:
    """It was set right since: a refresh two days from now was not made just now."""
    await desk.database.write(
        lambda rows: rows.execute("UPDATE refreshes SET at = at + ?", (days * 86_400_000,))
    )
    before = len(asked(desk))

    await desk.refreshing.refresh_all()

    assert any(of_others(desk, asked(desk)[before:]))
