"""A plan from before it was sent once already."""

from tests.unit.sync.conftest import Desk
from tests.unit.sync.test_creating import named
from wfdesk.domain.edits import SendState
from wfdesk.domain.ids import NAME
from wfdesk.domain.plan import Goal


async def test_what_is_in_doubt_by_now_does_not_go(desk: Desk) -> None:
    key = await desk.editing.create(desk.collection, desk.locale, {NAME: "Once Only"})
    plan = await desk.publishing.plan(None, Goal.SEND)
    orders = [
        {"method": "POST", "path": "bulk", "do": "reset_after"},
        {"method": "GET", "path": "items", "query": "slug=once-only", "do": "html", "status": 200},
    ]
    desk.practice.control("POST", "faults", orders)
    await desk.publishing.start(plan, lambda _progress: None).go()
    assert (await desk.browsing.work(key)).state is SendState.UNKNOWN

    await desk.publishing.start(plan, lambda _progress: None).go()

    assert named(desk, "Once Only") == ["once-only"]
