"""A new item that may be in Webflow, is given up here and taken up again from the history."""

import asyncio

import pytest

from tests.unit.sync.conftest import Desk
from tests.unit.sync.test_creating import EMAIL, attempt_that_seems_lost, named
from tests.unit.sync.test_questions import asked_about, patch, the_work
from wfdesk.domain.edits import SendState
from wfdesk.domain.ids import NAME, SLUG, ItemKey, is_local
from wfdesk.services.history import HistoryService, KeptItem
from wfdesk.services.undo import MadeStep
from wfdesk.sync.progress import Result


async def create(desk: Desk, **more: str) -> ItemKey:
    fields = {NAME: "Once Only", EMAIL: "once@example.com", **more}
    return await desk.editing.create(desk.collection, desk.locale, fields)


async def lose_the_answer(desk: Desk) -> ItemKey:
    """Send a new item, which Webflow makes. That does not come to be known."""
    key = await create(desk, slug="once-only")
    orders = [
        {"method": "POST", "path": "bulk", "do": "reset_after"},
        {"method": "GET", "path": "items", "query": "slug=once-only", "do": "html", "status": 200},
    ]
    desk.practice.control("POST", "faults", orders)
    assert (await desk.send())[key].result is Result.UNKNOWN
    return key


async def look_up(desk: Desk) -> None:
    await desk.publishing.look_up(lambda _progress: None)


async def kept(desk: Desk, key: ItemKey) -> KeptItem:
    history = await HistoryService(desk.database, desk.editing).all()
    return next(each for each in history.items if each.key == key)


async def take_up(desk: Desk, item: KeptItem) -> ItemKey:
    history = HistoryService(desk.database, desk.editing)
    return await history.make_anew([each.past for each in item.last_given_up])


async def give_up_and_take_up(desk: Desk, key: ItemKey) -> ItemKey:
    await desk.editing.discard([key])
    return await take_up(desk, await kept(desk, key))


def made(desk: Desk) -> list[dict]:
    """All items on the server that the new one can have become."""
    path = f"/collections/{desk.collection}/items"
    items = [each["fieldData"] for each in desk.practice.get(path, limit=100)["items"]]
    return [each for each in items if each.get("email") == "once@example.com"]


@pytest.mark.parametrize("more", [{}, {SLUG: "once-only"}], ids=["no slug", "slug"])
@pytest.mark.parametrize("is_looked_up", [True, False])
async def test_it_is_not_made_again_unasked(
    desk: Desk, more: dict[str, str], is_looked_up: bool
) -> None:
    key = await create(desk, **more)
    orders = [
        {"method": "POST", "path": "bulk", "do": "reset_after"},
        {"method": "GET", "path": "items", "query": "slug=once-only", "do": "html", "status": 200},
    ]
    desk.practice.control("POST", "faults", orders)
    assert (await desk.send())[key].result is Result.UNKNOWN
    if is_looked_up:  # in vain: a colleague has taken it in hand
        patch(desk, "Once Only", name="Renamed", slug="moved")
        await look_up(desk)

    await give_up_and_take_up(desk, key)
    await desk.send()

    assert len(made(desk)) == 1


async def test_what_is_in_flight_goes_on_under_its_key_and_is_found(desk: Desk) -> None:
    key = await lose_the_answer(desk)

    assert await give_up_and_take_up(desk, key) == key

    work = await the_work(desk)
    assert (work.is_new, work.state, work.fields[SLUG]) == (True, SendState.UNKNOWN, "once-only")
    await look_up(desk)
    assert await desk.works() == []
    assert len(made(desk)) == 1


async def test_what_is_typed_after_that_is_an_edit_of_what_is_found(desk: Desk) -> None:
    key = await lose_the_answer(desk)
    await give_up_and_take_up(desk, key)
    await desk.editing.set_field(key, NAME, "Called Otherwise")

    await look_up(desk)

    work = await the_work(desk)
    assert (is_local(work.key.item), list(work.edits)) == (False, [NAME])
    await desk.send()
    [item] = made(desk)
    assert (item["name"], item["slug"]) == ("Called Otherwise", "once-only")


async def test_what_is_given_up_and_taken_up_while_it_travels_is_dropped_as_equal(
    desk: Desk,
) -> None:
    key = await create(desk)
    slow = {"method": "POST", "path": "bulk", "do": "delay", "seconds": 1}
    desk.practice.control("POST", "faults", slow)
    sending = asyncio.create_task(desk.send())
    while (await desk.browsing.work(key)).state is not SendState.SENDING:
        assert not sending.done()

    assert await give_up_and_take_up(desk, key) == key

    assert not sending.done()
    assert (await sending)[key].result is Result.SENT
    assert await desk.works() == []
    assert len(made(desk)) == 1


async def test_taken_up_twice_it_is_still_one(desk: Desk) -> None:
    key = await lose_the_answer(desk)
    await desk.editing.discard([key])
    item = await kept(desk, key)

    assert [await take_up(desk, item) for _ in range(2)] == [key, key]
    assert await give_up_and_take_up(desk, key) == key

    assert [work.key for work in await desk.works()] == [key]


async def test_what_was_found_meanwhile_is_not_made_once_more(desk: Desk) -> None:
    key = await lose_the_answer(desk)
    await desk.editing.discard([key])
    item = await kept(desk, key)  # as a list that is open shows it
    await look_up(desk)

    taken_up = await take_up(desk, item)

    assert await desk.works() == []
    assert (await desk.browsing.work(taken_up)).item is not None


async def test_what_is_asked_of_it_is_asked_still(desk: Desk) -> None:
    key = await asked_about(desk)
    question = (await the_work(desk)).reason

    assert await give_up_and_take_up(desk, key) == key

    work = await the_work(desk)
    assert (work.is_asked_about, work.reason) == (True, question)
    await desk.send()
    assert named(desk, "Once Only") == []


async def test_undo_and_redo_leave_it_its_key(desk: Desk) -> None:
    key = await attempt_that_seems_lost(desk)
    await give_up_and_take_up(desk, key)

    assert isinstance(await desk.editing.undo(key), MadeStep)
    assert await desk.works() == []
    assert isinstance(await desk.editing.redo(key), MadeStep)

    assert (await the_work(desk)).key == key


async def test_undo_leaves_what_is_in_flight(desk: Desk) -> None:
    key = await lose_the_answer(desk)
    await give_up_and_take_up(desk, key)

    assert await desk.editing.undo(key) is None

    assert (await the_work(desk)).key == key


async def test_what_was_never_sent_is_another_one(desk: Desk) -> None:
    key = await create(desk)
    assert await give_up_and_take_up(desk, key) != key
