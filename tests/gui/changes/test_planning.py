"""What is planned is what the user has written by then, and what is known of that."""

import asyncio

from tests.gui.changes.conftest import BREAD, SUMMARY
from wfdesk.domain.edits import OTHERWISE
from wfdesk.domain.plan import Goal
from wfdesk.services.unwritten import Edited
from wfdesk.ui.changes.sending import Offer, SendController


async def test_nothing_is_offered_before_it_is_known_whether_it_may_be_sent(
    desk, tasks, until
) -> None:
    sending, offers = SendController(desk.publishing, desk.editing, tasks), list[Offer]()
    sending.offered.connect(offers.append)
    await desk.editing.set_field(BREAD, SUMMARY, "written before")
    end = asyncio.Event()

    async def look() -> bool:
        await end.wait()
        return False

    edit = desk.editing.keep(BREAD, Edited(SUMMARY, "written right before", look=look))
    tasks.start_save(desk.editing.write, edit)
    sending.prepare([BREAD], Goal.SEND)
    for _ in range(3):
        await desk.reviewing.review()  # takes as long as a plan
    assert offers == []
    end.set()
    await until(lambda: offers)
    assert [(each.field, each.sentence) for each in offers[0].plan.blockers] == [
        (SUMMARY, OTHERWISE)
    ]
