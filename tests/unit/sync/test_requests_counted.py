"""How few requests a run takes, by the server's own log."""

import random
from collections.abc import AsyncIterator
from math import ceil, log2
from pathlib import Path

import pytest

from tests.unit.sync.conftest import Desk, opened
from wfdesk.domain.edits import SendState, Work
from wfdesk.domain.ids import NAME, CollectionId, FieldSlug, ItemId, ItemKey
from wfdesk.domain.plan import Goal
from wfdesk.domain.references import targets
from wfdesk.sync.progress import Result

FRIEND = FieldSlug("friend")
PAGE = FieldSlug("website")


@pytest.fixture
async def large(tmp_path: Path) -> AsyncIterator[Desk]:
    """Its clock stands still: as on a line so quick that no look grows old."""
    async with opened(tmp_path, 1_800, clock=lambda: 0.0) as desk:
        yield desk


def requests(desk: Desk) -> list[tuple[str, str]]:
    return [(entry["method"], entry["path"]) for entry in desk.practice.log()]


async def publishable(desk: Desk, count: int) -> list[ItemKey]:
    """Recipes that are live and refer to live items only: Webflow publishes no others."""
    live: set[ItemId] = set()
    found: list[Work] = []
    for slug in ("authors", "categories", "recipes"):
        desk.collection = CollectionId(desk.practice.collection(slug))
        works = await desk.browsing.works(await desk.keys(2_000))
        found = [work for work in works if work.item and work.item.is_live]
        live |= {work.key.item for work in found}
    collections = {each: await desk.browsing.collection(each) for each in [desk.collection]}
    good = [
        work.key for work in found if live.issuperset(to for _, to in targets(work, collections))
    ]
    assert len(good) >= count
    return good


async def test_a_thousand_edits_are_sent_and_published_in_twenty_writes_and_a_look(
    large: Desk,
) -> None:
    desk = large
    for number, key in enumerate(await publishable(desk, 1_000)):
        await desk.editing.set_field(key, NAME, f"Bread {number}")
    keys = sorted((await desk.publishing.plan(None, Goal.PUBLISH)).keys)  # some have problems
    await desk.editing.discard(keys[1_000:])
    desk.practice.control("DELETE", "log")

    results = await desk.send(Goal.PUBLISH)

    assert len(results) == 1_000
    assert {result.result for result in results.values()} == {Result.PUBLISHED}
    assert len(desk.writes()) == 20
    assert len(requests(desk)) <= 22
    assert {work.state for work in await desk.works()} <= {SendState.SAVED}


async def test_new_items_that_refer_to_each_other_take_two_more_than_the_least(desk: Desk) -> None:
    desk.practice.ask(
        "POST",
        f"/collections/{desk.collection}/fields",
        json={
            "type": "Reference",
            "displayName": "Friend",
            "metadata": {"collectionId": desk.collection},
        },
    )
    await desk.refreshing.refresh_collection(desk.collection)
    keys = [
        await desk.editing.create(desk.collection, desk.locale, {NAME: f"Baker {number}"})
        for number in range(250)
    ]
    chance = random.Random(4)
    for key in keys:
        await desk.editing.set_field(key, FRIEND, chance.choice(keys).item)
    plan = await desk.publishing.plan(None, Goal.SEND)
    late = sum(FRIEND not in each.fields for batch in plan.batches[:3] for each in batch.operations)
    desk.practice.control("DELETE", "log")

    results = await desk.send()

    assert all(result.is_good for result in results.values())
    assert late < 250
    assert len(requests(desk)) <= ceil(250 / 100) + ceil(late / 100) + 2
    there = {name: item for name, item in _by_name(desk).items() if name.startswith("Baker ")}
    assert len(there) == 250
    chance = random.Random(4)
    for number in range(250):
        friend = keys.index(chance.choice(keys))
        assert there[f"Baker {number}"]["friend"] == there[f"Baker {friend}"]["id"]


def _by_name(desk: Desk) -> dict[str, dict]:
    found: dict[str, dict] = {}
    path = f"/collections/{desk.collection}/items"
    for offset in (0, 100, 200):
        for item in desk.practice.get(path, offset=offset)["items"]:
            found[item["fieldData"]["name"]] = {**item["fieldData"], "id": item["id"]}
    return found


@pytest.mark.parametrize("place", [0, 62])
async def test_one_item_that_webflow_refuses_among_a_hundred_costs_few_more(
    large: Desk, place: int
) -> None:
    """The refusal names no item: it is searched for."""
    desk = large
    desk.collection = CollectionId(desk.practice.collection("recipes"))
    keys = await desk.keys(100)
    for number, key in enumerate(keys):
        await desk.editing.set_field(key, NAME, f"Bread {number}")
    bad = keys[place]
    desk.practice.control(
        "POST",
        "faults",
        {"method": "PATCH", "body": bad.item, "times": "always", "do": "status", "status": 400},
    )
    desk.practice.control("DELETE", "log")

    results = await desk.send()

    assert {key: result.result for key, result in results.items() if not result.is_good} == {
        bad: Result.REFUSED
    }
    assert len(requests(desk)) <= 2 + 2 * ceil(log2(100))
    assert [work.key for work in await desk.works()] == [bad]


async def test_many_items_that_webflow_refuses_are_found_by_halving(desk: Desk) -> None:
    desk.collection = CollectionId(desk.practice.collection("recipes"))
    keys = await desk.keys(60)
    for number, key in enumerate(keys):
        await desk.editing.set_field(key, NAME, f"Bread {number}")
    bad = keys[5::9]
    for key in bad:
        desk.practice.control(
            "POST",
            "faults",
            {"method": "PATCH", "body": key.item, "times": "always", "do": "status", "status": 400},
        )
    desk.practice.control("DELETE", "log")

    results = await desk.send()

    assert {key for key, result in results.items() if not result.is_good} == set(bad)
    assert len(requests(desk)) <= 2 + len(bad) * 2 * ceil(log2(60))
