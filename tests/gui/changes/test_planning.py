"""What is planned is what the user has written by then, and what is known of that."""

import asyncio

from msgspec.structs import replace
from PySide6.QtTest import QSignalSpy

from tests.gui.changes.conftest import BREAD, SUMMARY, item
from wfdesk.domain.edits import OTHERWISE
from wfdesk.domain.plan import Goal
from wfdesk.services.problems import QUEUED
from wfdesk.services.publishing import ItemResult, Result
from wfdesk.services.unwritten import Edited
from wfdesk.store.remote import take_in
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


async def test_what_is_to_be_known_of_it_is_told_before_it_is_tried_again(
    desk, tasks, until
) -> None:
    """It started at once, and what waited to be published went along with the next publish."""
    sending, offers = SendController(desk.publishing, desk.editing, tasks), list[Offer]()
    sending.offered.connect(offers.append)
    started = QSignalSpy(sending.run_started)
    await desk.editing.set_field(BREAD, SUMMARY, "As it is")
    queued = replace(item(BREAD, "Bread"), last_published=None)
    await desk.database.write(lambda rows: take_in(rows, [queued]))
    sending.retry([ItemResult(BREAD, "Bread", Result.NOT_SENT, "Cancelled.")])
    await until(lambda: not tasks._running)
    assert started.count() == 0
    assert [each.sentence for each in offers[0].plan.cautions] == [QUEUED]
