"""After a crash the next start can say where the run stopped."""

import asyncio

from tests.unit.sync.conftest import Desk
from wfdesk.domain.edits import SendState
from wfdesk.domain.ids import NAME
from wfdesk.domain.plan import Goal
from wfdesk.sync.progress import Phase, Progress


async def released(desk: Desk, going: asyncio.Task) -> None:
    """Let go of what the server holds, also of what reaches it only now; wait for the run."""
    while not going.done():
        desk.practice.control("POST", "release")
        await asyncio.wait({going}, timeout=0.05)
    await going


async def test_a_run_cut_short_is_known_by_what_it_had_left(desk: Desk) -> None:
    keys = await desk.keys(3)
    for number, key in enumerate(keys):
        await desk.editing.set_field(key, NAME, f"Baker {number}")
    plan = await desk.publishing.plan(None, Goal.PUBLISH)
    hold = {"method": "POST", "path": "publish", "do": "delay", "seconds": None}
    desk.practice.control("POST", "faults", hold)
    is_publishing = asyncio.Event()

    def listen(progress: Progress) -> None:
        if progress.phase is Phase.PUBLISHING:
            is_publishing.set()

    going = asyncio.create_task(desk.publishing.start(plan, listen).go())
    await is_publishing.wait()

    found = await desk.publishing.interrupted()  # what a start right now would find

    assert found is not None
    assert (found.goal, found.total, set(found.left)) == (Goal.PUBLISH, 3, set(keys))
    await released(desk, going)
    assert await desk.publishing.interrupted() is None


async def test_a_run_that_stopped_by_itself_is_not_cut_short(desk: Desk) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Baker")
    desk.practice.control("POST", "faults", {"method": "PATCH", "do": "status", "status": 401})
    assert not (await desk.send())[key].is_good
    assert await desk.publishing.interrupted() is None


async def test_what_a_run_is_about_waits_for_its_turn_and_no_longer(desk: Desk) -> None:
    keys = await desk.keys(2)
    for number, key in enumerate(keys):
        await desk.editing.set_field(key, NAME, f"Baker {number}")
    plan = await desk.publishing.plan(keys[:1], Goal.SEND)
    hold = {"method": "GET", "path": "items", "do": "delay", "seconds": None}
    desk.practice.control("POST", "faults", hold)
    is_checking = asyncio.Event()

    def listen(progress: Progress) -> None:
        if progress.phase is Phase.CHECKING:
            is_checking.set()

    going = asyncio.create_task(desk.publishing.start(plan, listen).go())
    await is_checking.wait()
    states = {work.key: work.state for work in await desk.works()}
    assert states == {keys[0]: SendState.QUEUED, keys[1]: SendState.SAVED}

    desk.practice.control("DELETE", "faults")
    desk.practice.control("POST", "faults", {"method": "PATCH", "do": "status", "status": 401})
    await released(desk, going)

    assert {work.state for work in await desk.works()} == {SendState.SAVED}
