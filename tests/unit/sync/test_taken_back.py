"""What the user takes back while a run goes on does not go, if its turn has not come."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.unit.sync.conftest import Desk, opened
from wfdesk.domain.edits import Action
from wfdesk.domain.ids import NAME, FieldSlug, ItemKey
from wfdesk.domain.plan import Goal
from wfdesk.sync.progress import Phase, Progress, Result

EMAIL = FieldSlug("email")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(tmp_path, 30) as made:
        yield made


async def new_item(desk: Desk, name: str) -> ItemKey:
    """An item that nothing refers to, so that it may be deleted."""
    key = await desk.editing.create(desk.collection, desk.locale, {NAME: name})
    made = (await desk.send())[key].new_key
    assert made is not None
    return made


class PausedRun:
    """A run of all that is unsent that pauses after so many of its batches."""

    def __init__(self, desk: Desk, batches: int) -> None:
        self._desk, self._batches = desk, batches
        self._is_paused = asyncio.Event()
        self._results: dict[ItemKey, Result] = {}

    async def reach_pause(self) -> None:
        plan = await self._desk.publishing.plan(None, Goal.SEND)
        self._run = self._desk.publishing.start(plan, self._listen)
        if not self._batches:
            self._run.pause()
        self._going = asyncio.create_task(self._run.go())
        await self._is_paused.wait()

    async def finish(self) -> dict[ItemKey, Result]:
        self._run.resume()
        await self._going
        return self._results

    def _listen(self, progress: Progress) -> None:
        self._results = {each.key: each.result for each in progress.results}
        if progress.phase is Phase.PAUSED:
            self._is_paused.set()
        elif progress.batches[0] == self._batches and not self._is_paused.is_set():
            self._run.pause()


async def test_an_item_that_is_not_to_be_deleted_any_more_stays(desk: Desk) -> None:
    [edited] = await desk.keys(1)
    leaving = await new_item(desk, "Short Lived")
    await desk.editing.set_field(edited, NAME, "Mine")
    await desk.editing.set_action([leaving], Action.DELETE)
    run = PausedRun(desk, 1)
    await run.reach_pause()
    await desk.editing.set_action([leaving], None)
    assert await run.finish() == {edited: Result.SENT, leaving: Result.NOT_SENT}
    assert desk.on_server(leaving)["fieldData"]["name"] == "Short Lived"
    assert await desk.works() == []


async def test_a_new_item_that_was_discarded_is_not_made(desk: Desk) -> None:
    key = await desk.editing.create(desk.collection, desk.locale, {NAME: "On second thoughts"})
    run = PausedRun(desk, 0)
    await run.reach_pause()
    await desk.editing.discard([key])
    assert await run.finish() == {key: Result.NOT_SENT}
    assert desk.writes() == []
    assert (await desk.works(), await desk.lookup.count()) == ([], 0)


async def test_of_an_item_those_edits_go_that_there_still_are(desk: Desk) -> None:
    [key] = await desk.keys(1)
    before = desk.on_server(key)["fieldData"]
    await desk.editing.set_field(key, NAME, "Mine")
    await desk.editing.set_field(key, EMAIL, "mine@example.org")
    run = PausedRun(desk, 0)
    await run.reach_pause()
    await desk.editing.discard_field(key, EMAIL)
    assert await run.finish() == {key: Result.SENT}
    assert desk.on_server(key)["fieldData"] == {**before, "name": "Mine"}


async def test_an_edit_that_was_held_back_meanwhile_does_not_go(desk: Desk) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Mine")
    run = PausedRun(desk, 0)
    await run.reach_pause()
    await desk.editing.hold(key, NAME, is_held=True)
    assert await run.finish() == {key: Result.NOT_SENT}
    assert desk.writes() == []
    [work] = await desk.works()
    assert work.edits[NAME].value == "Mine"
