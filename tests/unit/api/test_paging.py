import asyncio

import pytest

from wfdesk.api.paging import ItemPage, every_page
from wfdesk.domain.errors import ServerTroubleError
from wfdesk.domain.ids import CollectionId, ItemId, ItemKey
from wfdesk.domain.items import Item


def item(number: int) -> Item:
    return Item(ItemKey(CollectionId("c"), ItemId(f"i{number:03}")), {})


class Shelf:
    """A list of items that somebody else changes while it is read."""

    def __init__(self, count: int, step: int = 10) -> None:
        self.items = [item(number) for number in range(count)]
        self.step = step
        self.offsets: list[int] = []
        self.in_flight = self.most_in_flight = 0
        self.happenings = {}
        """What happens before the n-th page is read."""

    async def fetch(self, offset: int) -> ItemPage:
        happening = self.happenings.get(len(self.offsets))
        self.offsets.append(offset)
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        await asyncio.sleep(0)
        self.in_flight -= 1
        if happening:
            happening()
        return ItemPage(self.items[offset : offset + self.step], len(self.items))


async def read(shelf: Shelf) -> list[str]:
    return [i.key.item async for page in every_page(shelf.fetch) for i in page.items]


def ids(shelf: Shelf) -> list[str]:
    return [i.key.item for i in shelf.items]


@pytest.mark.parametrize("count", [0, 1, 10, 11, 95])
async def test_every_item_comes_once_and_in_order(count):
    shelf = Shelf(count)
    assert await read(shelf) == ids(shelf)
    assert shelf.offsets == list(range(0, max(count, 1), 10))


async def test_an_empty_list_is_one_empty_page():
    assert [page async for page in every_page(Shelf(0).fetch)] == [ItemPage([], 0)]


async def test_no_more_than_four_pages_are_under_way():
    shelf = Shelf(200)
    await read(shelf)
    assert shelf.most_in_flight == 4


async def test_a_deletion_under_way_loses_no_item():
    shelf = Shelf(95)
    shelf.happenings = {3: lambda: shelf.items.pop(0)}
    got = await read(shelf)
    assert set(got) >= set(ids(shelf))
    assert len(got) == len(set(got))


async def test_an_item_that_comes_under_way_is_brought_by_the_second_pass():
    shelf = Shelf(95)
    shelf.happenings = {3: lambda: shelf.items.insert(0, item(999))}
    got = await read(shelf)
    assert set(got) == set(ids(shelf))
    assert len(got) == len(set(got))


async def test_a_list_that_never_rests_is_read_twice_and_no_more():
    shelf = Shelf(40)
    shelf.happenings = {n: lambda n=n: shelf.items.append(item(100 + n)) for n in range(50)}
    await read(shelf)
    assert len(shelf.offsets) < 20


async def test_a_total_that_promises_too_much_ends():
    shelf = Shelf(0)

    async def fetch(offset: int) -> ItemPage:
        shelf.offsets.append(offset)
        return ItemPage([], 1000)

    assert [page.items async for page in every_page(fetch)] == [[]]
    assert shelf.offsets == [0, 0]


async def test_who_stops_reading_leaves_no_task_behind():
    shelf = Shelf(200)
    pages = every_page(shelf.fetch)
    await anext(pages)
    await anext(pages)
    await pages.aclose()
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_page_that_fails_ends_the_reading_and_leaves_no_task_behind():
    shelf = Shelf(200)

    def fail() -> None:
        raise ServerTroubleError("Try again.")

    shelf.happenings = {4: fail}
    with pytest.raises(ServerTroubleError):
        await read(shelf)
    assert asyncio.all_tasks() == {asyncio.current_task()}
