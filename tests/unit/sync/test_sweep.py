"""Deletions are found, all of them and nothing else, by as few requests as it takes: F52."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.doubles.practice import Practice, start
from tests.unit.sync.conftest import Desk, joined
from wfdesk.domain.ids import CollectionId, ItemId, ItemKey
from wfdesk.domain.tables import Query
from wfdesk.sync.sweep import is_proof


@pytest.fixture(scope="module")
def practice() -> Iterator[Practice]:
    """Its recipes fill several pages. No two tests delete the same ones."""
    with closing(start("--items", "560", "--rate-limit", "0")) as practice:
        yield practice


@pytest.fixture
async def desk(tmp_path: Path, practice: Practice) -> AsyncIterator[Desk]:
    async with joined(tmp_path, practice) as desk:
        desk.collection = CollectionId(practice.collection("recipes"))
        yield desk
        practice.control("DELETE", "faults")


def delete(desk: Desk, keys: Sequence[ItemKey]) -> None:
    for key in keys:
        desk.colleague("delete", collection=key.collection, item=key.item)
    desk.practice.control("DELETE", "log")


def asked(desk: Desk) -> list[str]:
    """Paths and queries of the requests since the deletion that are about the primary locale."""
    log = desk.practice.control("GET", "log").json()
    assert all(entry["method"] == "GET" for entry in log)
    texts = [f"{entry['path']}?{entry['query']}" for entry in log]
    return [text for text in texts if "/items" in text and desk.locale in text]


async def here(desk: Desk) -> set[ItemId]:
    found = await desk.browsing.find(desk.collection, desk.locale, Query())
    return {key.item for key in found}


def there(desk: Desk) -> set[ItemId]:
    path, offset, found = f"/collections/{desk.collection}/items", 0, set[ItemId]()
    while True:
        page = desk.practice.get(path, limit=100, offset=offset)["items"]
        found |= {item["id"] for item in page}
        offset += 100
        if len(page) < 100:
            return found


async def test_f52_an_item_that_is_gone_is_found_by_the_number_of_items(desk: Desk) -> None:
    delete(desk, await desk.keys(1))
    await desk.refreshing.refresh_collection(desk.collection, is_asked=True)
    assert await here(desk) == there(desk)


async def test_without_a_deletion_one_small_request_says_so(desk: Desk) -> None:
    desk.practice.control("DELETE", "log")
    await desk.refreshing.refresh_collection(desk.collection, is_asked=True)
    [changes, published, count] = asked(desk)
    assert "lastUpdated" in changes
    assert "lastPublished" in published
    assert "limit=1&" in f"{count}&"


async def test_nobody_asks_for_the_number_again_and_again(desk: Desk) -> None:
    await desk.refreshing.refresh_collection(desk.collection, is_asked=True)
    desk.practice.control("DELETE", "log")
    await desk.refreshing.refresh_collection(desk.collection)
    assert len(asked(desk)) == 1


async def test_f52_a_few_that_are_missing_are_asked_for_one_by_one(desk: Desk) -> None:
    gone = (await desk.keys(5))[1:]
    delete(desk, gone)
    await desk.refreshing.refresh_collection(desk.collection, is_full=True)
    assert await here(desk) == there(desk)
    singles = [text for text in asked(desk) if any(key.item in text for key in gone)]
    assert len(singles) == len(gone)


async def test_f52_many_that_are_missing_take_one_more_reading_of_the_list(desk: Desk) -> None:
    gone = (await desk.keys(70))[10:]
    before = len(await here(desk))
    delete(desk, gone)
    await desk.refreshing.refresh_collection(desk.collection, is_full=True)
    assert await here(desk) == there(desk)
    pages = -(-(before - len(gone)) // 100)
    assert len(asked(desk)) <= 2 * pages + 3


async def test_f52_an_item_that_was_passed_over_is_not_taken_for_deleted(desk: Desk) -> None:
    """While the second page is read, a colleague deletes of the first and makes one behind.

    What goes after it was read is found the next time.
    """
    keys = await desk.keys(30)
    delete(desk, keys[20:])
    names = [f"zzz-{number}" for number in range(4)]
    _while_read(desk, "offset=100", keys[:4], names)
    await desk.refreshing.refresh_collection(desk.collection, is_full=True)
    await desk.refreshing.refresh_collection(desk.collection, is_asked=True)
    assert await here(desk) == there(desk)


def _while_read(desk: Desk, query: str, gone: Sequence[ItemKey], made: Sequence[str]) -> None:
    """Each time that such a page is asked for, one item goes and another comes."""
    orders = [
        {
            "do": "colleague",
            "method": "GET",
            "path": f"{desk.collection}/items",
            "query": query,
            "when": "before",
            "acts": [
                {"act": "delete", "item": key.item},
                {"act": "create", "fieldData": {"name": name, "slug": name, "author": None}},
            ],
        }
        for key, name in zip(gone, made, strict=True)
    ]
    answer = desk.practice.control("POST", "faults", orders)
    assert answer.is_success, answer.text


Change = tuple[str, int, int]
CHANGES = st.tuples(
    st.sampled_from(["delete", "create", "rename"]), st.integers(0, 30), st.integers(0, 300)
)


@example({0, 1, 2, 3}, {2}, [[("rename", 0, 9)]], 2)  # seen twice, so another was passed over
@settings(max_examples=300)
@given(
    there=st.sets(st.integers(0, 300), min_size=1, max_size=25),
    unlisted=st.sets(st.integers(0, 24)),
    gaps=st.lists(st.lists(CHANGES, max_size=3), max_size=6),
    size=st.integers(2, 6),
)
def test_what_a_second_reading_proves_to_be_gone_is_gone(
    there: set[int], unlisted: set[int], gaps: list[list[Change]], size: int
) -> None:
    """Whatever others do between two pages: an item that stays is never among the gone."""
    items = {f"item-{place}": place for place in there}
    listed = {ItemId(item) for place, item in enumerate(sorted(items)) if place not in unlisted}
    stays, ids, totals = set(items), list[ItemId](), set[int]()
    for number in range(20):
        for change in gaps[number - 1] if 0 < number <= len(gaps) else ():
            _change(items, change, f"new-{number}-{len(items)}-{change}")
            stays &= set(items)
        order = sorted(items, key=lambda item: (items[item], item))
        page = order[len(ids) : len(ids) + size]
        ids += map(ItemId, page)
        totals.add(len(order))
        if not page or len(ids) >= len(order):
            break
    if is_proof(ids, totals, listed):
        assert stays <= set(ids)


def _change(items: dict[str, int], change: Change, name: str) -> None:
    kind, which, place = change
    if kind == "create":
        items[name] = place
    elif items:
        item = sorted(items)[which % len(items)]
        if kind == "delete":
            del items[item]
        else:
            items[item] = place
