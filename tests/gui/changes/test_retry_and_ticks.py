"""What is left out of the next send after a run has failed is not sent by trying again."""

from PySide6.QtTest import QSignalSpy

from tests.gui.changes.conftest import BREAD, ROLLS, SUMMARY, calm
from wfdesk.domain.plan import Goal
from wfdesk.services.publishing import ItemResult, Result
from wfdesk.store.works import WorksRepository
from wfdesk.ui.changes.view import ChangesView


def refused(key) -> ItemResult:
    return ItemResult(key, "It", Result.REFUSED, "Webflow refused this.")


async def failed(desk, make_view, *, left_out=()) -> ChangesView:
    """The place when a run of two items, some of them left out, has sent neither."""
    for key in (BREAD, ROLLS):
        await desk.editing.set_field(key, SUMMARY, "As it is")
    view = make_view()
    await calm(view)
    view._controller.set_goes(left_out, goes=False)
    await calm(view)
    view.run_panel.start(await desk.publishing.plan([BREAD, ROLLS], Goal.SEND))
    view.run_panel.show()
    view.run_panel.retry_requested.disconnect(view._sending.retry)  # nobody is signed in
    view._sending.run_finished.emit((refused(BREAD), refused(ROLLS)))
    return view


def tried_again(view: ChangesView) -> list[list[object]]:
    """What trying again is asked for, by the keys of the items."""
    wanted = QSignalSpy(view.run_panel.retry_requested)
    view.run_panel._retry()
    return [[each.key for each in results] for [results] in map(wanted.at, range(wanted.count()))]


def told(view: ChangesView) -> tuple[str, str, bool]:
    panel = view.run_panel
    return panel.phase.text(), panel.retry_button.text(), panel.retry_button.isVisible()


async def test_what_is_left_out_meanwhile_is_not_tried_again(desk, make_view) -> None:
    view = await failed(desk, make_view)
    assert told(view) == ("2 failed", "Retry 2 failed", True)
    view._controller.set_goes([ROLLS], goes=False)
    await calm(view)
    assert told(view) == ("1 left out since, 1 failed", "Retry 1 failed", True)
    assert tried_again(view) == [[BREAD]]
    await calm(view)


async def test_what_is_ticked_again_is_tried_again(desk, make_view) -> None:
    view = await failed(desk, make_view)
    view._controller.set_goes([BREAD, ROLLS], goes=False)
    assert told(view)[::2] == ("2 left out since", False)
    view._controller.set_goes([ROLLS], goes=True)
    assert told(view) == ("1 left out since, 1 failed", "Retry 1 failed", True)
    await calm(view)


async def test_what_was_sent_though_it_was_left_out_is_tried_again(desk, make_view) -> None:
    """Its name was said in the table; what is left out of Changes had not to do with it."""
    view = await failed(desk, make_view, left_out=[ROLLS])
    assert told(view) == ("2 failed", "Retry 2 failed", True)
    assert tried_again(view) == [[BREAD, ROLLS]]
    view._controller.set_goes([ROLLS], goes=True)
    view._controller.set_goes([ROLLS], goes=False)
    assert told(view)[0] == "1 left out since, 1 failed"
    await calm(view)


async def test_what_is_left_out_and_then_settled_is_told_as_settled(desk, make_view) -> None:
    view = await failed(desk, make_view)
    view._controller.set_goes([ROLLS], goes=False)
    await calm(view)
    await desk.database.write(lambda rows: WorksRepository(rows).discard(ROLLS))
    view._controller.refresh()
    await calm(view)
    assert told(view)[0] == "1 settled since, 1 failed"
