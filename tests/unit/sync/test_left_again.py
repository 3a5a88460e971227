"""What is left to publish is left still when going on with it comes to nothing."""

import pytest
from msgspec.structs import replace

from tests.unit.sync.conftest import Desk
from tests.unit.sync.test_unpublished import go_on, half_published, left
from wfdesk.domain.ids import new_local_id
from wfdesk.domain.plan import Goal
from wfdesk.store.localids import LocalIdsRepository
from wfdesk.sync.progress import Phase, Progress


@pytest.mark.parametrize(
    "fault",
    [
        {"method": "GET", "path": "/items", "do": "reset_before", "times": "always"},
        {"method": "GET", "path": "/items", "do": "status", "status": 401},
    ],
    ids=["offline", "token"],
)
async def test_what_could_not_be_looked_at_is_left_still(desk: Desk, fault: dict) -> None:
    keys = await half_published(desk, {"do": "status", "status": 401})
    desk.practice.control("DELETE", "faults")
    desk.practice.control("POST", "faults", fault)
    await go_on(desk)
    assert await left(desk) == set(keys)


async def test_what_was_cancelled_before_its_turn_is_left_still(desk: Desk) -> None:
    keys = await half_published(desk, {"do": "status", "status": 401})
    desk.practice.control("DELETE", "faults")
    run = await desk.publishing.interrupted()
    assert run is not None
    plan = await desk.publishing.plan(run.left, run.goal)

    def listen(progress: Progress) -> None:
        if progress.phase is Phase.CHECKING:
            going.cancel()

    going = desk.publishing.start(plan, listen)
    await going.go()
    assert await left(desk) == set(keys)


async def test_a_plan_may_call_a_new_item_as_it_was_called_before(desk: Desk) -> None:
    """Two names of one item moved what was known of the others: all of it was forgotten."""
    first, second = await half_published(desk, {"do": "status", "status": 401})
    desk.practice.control("DELETE", "faults")
    old = replace(first, item=new_local_id())
    plan = await desk.publishing.plan([first, second], Goal.PUBLISH)
    [batch] = plan.batches
    older = [replace(each, key=old) if each.key == first else each for each in batch.operations]
    plan = replace(plan, batches=(replace(batch, operations=tuple(older)),))
    await desk.database.write(lambda rows: LocalIdsRepository(rows).put(old.item, first.item))
    await desk.ledger.begin_run(plan)
    await desk.ledger.end_run()
    assert await left(desk) == {first, second}
