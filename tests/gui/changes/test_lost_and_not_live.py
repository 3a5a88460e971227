"""A publish whose answer was lost is told of as soon as it is found not to have gone live."""

from msgspec.structs import replace
from PySide6.QtTest import QSignalSpy

from tests.gui.changes.conftest import BREAD, ROLLS, SUMMARY, Desk, calm, item
from tests.gui.changes.test_interrupted import cut_short
from wfdesk.domain.edits import SendState
from wfdesk.store.remote import take_in
from wfdesk.store.runs import RunsRepository
from wfdesk.store.works import WorksRepository
from wfdesk.ui.changes.view import ChangesView


async def lost(desk: Desk, make_view) -> ChangesView:
    """The place when a run is over, and nobody knows of one item whether it has gone live."""

    def lose(rows) -> None:
        sent = replace(item(BREAD, "Bread"), is_draft=True)
        take_in(rows, [sent])
        works = WorksRepository(rows)
        for key in (BREAD, ROLLS):
            works.discard(key)
        works.set_state(BREAD, SendState.UNKNOWN, "")
        RunsRepository(rows).see({BREAD: sent})
        RunsRepository(rows).end()

    await cut_short(desk)
    await desk.database.write(lose)
    view = make_view()
    view._sending.look_back()
    await calm(view)
    assert not view._controller.review.items  # it is sent, and no unsent work
    assert view.interrupted.isHidden()
    return view


async def find_out(desk: Desk) -> None:
    change = await desk.database.write(
        lambda rows: WorksRepository(rows).set_state(BREAD, SendState.SAVED, "")
    )
    desk.feed.publish(change)


async def test_what_is_found_not_to_be_live_is_told(desk, make_view, until) -> None:
    view = await lost(desk, make_view)
    await find_out(desk)
    await until(view.interrupted.isVisible)
    assert view.interrupted.sentence.text() == "1 item was sent and did not go live."


async def test_it_is_told_wherever_the_user_is(desk, make_view, until) -> None:
    """The window says it in a notice where the place is not shown."""
    view = await lost(desk, make_view)
    view.hide()
    told = QSignalSpy(view._sending.interrupted_found)
    await find_out(desk)
    await until(told.count)
    assert told.at(0)[0].left == (BREAD,)


async def test_what_is_edited_meanwhile_asks_for_no_look(desk, make_view) -> None:
    """Each review would pay for it, and there is one after each edit."""
    view = await lost(desk, make_view)
    told = QSignalSpy(view._sending.interrupted_found)
    await desk.editing.set_field(ROLLS, SUMMARY, "As it is")
    await calm(view)
    assert view._controller.review.items
    assert told.count() == 0
