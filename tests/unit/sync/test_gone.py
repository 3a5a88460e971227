"""Items that a colleague deletes while a run goes on: said at once, and in no state between."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.unit.sync.conftest import Desk, opened
from wfdesk.domain.edits import GONE, Action, SendState
from wfdesk.domain.ids import NAME, ItemKey
from wfdesk.domain.plan import Goal
from wfdesk.sync.progress import Phase, Progress, Result


class Clock:
    """Stands still, but for what a test lets pass."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def desk(tmp_path: Path, clock: Clock) -> AsyncIterator[Desk]:
    async with opened(tmp_path, 30, clock=clock) as made:
        yield made


async def new_items(desk: Desk, count: int) -> list[ItemKey]:
    """Items that nothing refers to, so that they may be deleted."""
    for number in range(count):
        await desk.editing.create(desk.collection, desk.locale, {NAME: f"Baker {number}"})
    made = [result.new_key for result in (await desk.send()).values()]
    return [key for key in made if key is not None]


def delete(desk: Desk, key: ItemKey) -> None:
    desk.colleague("delete", collection=key.collection, item=key.item)


async def test_f56_one_of_many_that_was_deleted_is_gone_and_not_refused(desk: Desk) -> None:
    gone, *others = await new_items(desk, 4)
    for key in (gone, *others):
        await desk.editing.set_field(key, NAME, f"Mine {key.item}")
    delete(desk, gone)
    results = await desk.send()
    assert [results[key].result for key in others] == [Result.SENT] * 3
    assert results[gone].result is Result.CONFLICT
    [work] = await desk.works()
    assert (work.state, work.is_gone, work.reason) == (SendState.CONFLICT, True, GONE)
    assert await desk.lookup.count() == 0


async def test_f56_of_many_to_delete_one_that_is_gone_already_is_deleted(desk: Desk) -> None:
    keys = await new_items(desk, 4)
    await desk.editing.set_action(keys, Action.DELETE)
    delete(desk, keys[0])
    results = await desk.send()
    assert [results[key].result for key in keys] == [Result.DELETED] * 4
    assert await desk.works() == []


@pytest.mark.parametrize("seconds", [0.0, 10.0])
async def test_f56_one_that_is_deleted_between_look_and_write_does_not_stay_on_its_way(
    desk: Desk, clock: Clock, seconds: float
) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Mine")
    plan = await desk.publishing.plan(None, Goal.SEND)
    heard: list[Progress] = []

    def listen(progress: Progress) -> None:
        if progress.phase is Phase.WRITING and heard[-1].phase is not Phase.WRITING:
            delete(desk, key)
            clock.now += seconds
        heard.append(progress)

    await desk.publishing.start(plan, listen).go()
    assert [result.result for result in heard[-1].results] == [Result.CONFLICT]
    [work] = await desk.works()
    assert (work.state, work.reason) == (SendState.CONFLICT, GONE)
    assert await desk.lookup.count() == 0


async def test_f56_what_is_deleted_during_a_pause_does_not_wait_for_its_turn_for_ever(
    desk: Desk, clock: Clock
) -> None:
    edited, leaving = await new_items(desk, 2)
    await desk.editing.set_field(edited, NAME, "Mine")
    await desk.editing.set_action([leaving], Action.DELETE)
    pause = {"path": "items", "do": "429", "seconds": 1}
    desk.practice.control(
        "POST", "faults", [{**pause, "method": method} for method in ("PATCH", "DELETE")]
    )
    plan = await desk.publishing.plan(None, Goal.SEND)
    heard: list[Progress] = []

    def listen(progress: Progress) -> None:
        if progress.phase is Phase.WAITING and heard[-1].phase is not Phase.WAITING:
            clock.now += 10.0
            delete(desk, leaving if {each.key for each in progress.results} else edited)
        heard.append(progress)

    await desk.publishing.start(plan, listen).go()
    results = {result.key: result.result for result in heard[-1].results}
    assert results == {edited: Result.CONFLICT, leaving: Result.DELETED}
    [work] = await desk.works()
    assert (work.key, work.state) == (edited, SendState.CONFLICT)
