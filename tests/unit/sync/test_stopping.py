"""A refresh that the user stops leaves what it has read, and nothing under way."""

import asyncio

import pytest

from wfdesk.domain.tables import Query
from wfdesk.sync.status import Status
from wfdesk.sync.stopping import Stopping


async def stop_at_first_page(desk) -> list[Status]:
    """Refresh all of the collection and stop as soon as it says how far it is."""
    heard: list[Status] = []

    def listen(status: Status) -> None:
        heard.append(status)
        if status.total:
            desk.refreshing.stop()

    desk.board.subscribe(listen)
    await desk.refreshing.refresh_collection(desk.collection, is_full=True)
    desk.board.unsubscribe(listen)
    return heard


async def test_a_refresh_says_how_far_it_is(desk) -> None:
    heard: list[Status] = []
    desk.board.subscribe(heard.append)

    await desk.refreshing.refresh_collection(desk.collection, is_full=True)

    total = len(await desk.browsing.find(desk.collection, desk.locale, Query()))
    far = [(status.done, status.total) for status in heard if status.total]
    assert far[-1] == (total, total)
    assert (desk.board.status.done, desk.board.status.total) == (0, 0)


async def test_a_stopped_refresh_is_not_taken_for_a_finished_one(desk) -> None:
    before = await desk.browsing.refreshed_at(desk.collection, desk.locale)

    heard = await stop_at_first_page(desk)

    assert any(status.total for status in heard)
    assert await desk.browsing.refreshed_at(desk.collection, desk.locale) == before
    assert desk.board.status.activity == ""
    assert desk.board.status.trouble == "Refreshing was stopped. The next refresh goes on."


async def test_after_a_stop_the_next_refresh_goes_its_way(desk) -> None:
    before = await desk.browsing.refreshed_at(desk.collection, desk.locale)
    await stop_at_first_page(desk)

    await desk.refreshing.refresh_collection(desk.collection, is_full=True)

    assert await desk.browsing.refreshed_at(desk.collection, desk.locale) > before
    assert desk.board.status.trouble == ""


async def test_stopping_one_within_another_ends_both() -> None:
    stopping, reached = Stopping(), []
    asyncio.get_running_loop().call_soon(stopping.stop)

    async with stopping.stoppable() as outer:
        async with stopping.stoppable():
            await asyncio.Event().wait()
        reached.append("after the inner one")
        await asyncio.Event().wait()

    assert outer.expired()


async def test_stopping_what_is_about_to_end_is_no_fault() -> None:
    """What was stopped may have something to put in order first."""
    stopping = Stopping()
    asyncio.get_running_loop().call_soon(stopping.stop)

    async with stopping.stoppable() as end:
        try:
            await asyncio.Event().wait()
        finally:
            stopping.stop()

    assert end.expired()


async def test_a_time_limit_of_its_own_is_no_stop() -> None:
    with pytest.raises(TimeoutError):
        async with Stopping().stoppable():
            raise TimeoutError


async def test_being_cancelled_is_no_stop() -> None:
    stopping = Stopping()

    async def work() -> None:
        async with stopping.stoppable():
            await asyncio.Event().wait()

    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert task.cancelled()
