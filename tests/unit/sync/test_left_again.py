"""What is left to publish is left still when going on with it comes to nothing."""

import pytest

from tests.unit.sync.conftest import Desk
from tests.unit.sync.test_unpublished import go_on, half_published, left
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
