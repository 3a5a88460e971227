"""The run panel in its place below the changes."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QRegion
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QPushButton, QSplitter

from tests.gui.changes.conftest import BREAD, ROLLS, SUMMARY, calm
from tests.gui.conftest import activate
from wfdesk.domain.plan import Goal, Plan
from wfdesk.services.publishing import ItemResult, Phase, Progress, Result
from wfdesk.store.works import WorksRepository
from wfdesk.ui.changes.results import ResultColumn


async def finished(desk, make_view, until, *results: ItemResult, unsent=(BREAD, ROLLS)):
    """The place with the results of a run below what is unsent."""
    for key in unsent:
        await desk.editing.set_field(key, SUMMARY, "As it is")
    view = make_view()
    await until(lambda: len(view._controller.review.items) == len(unsent))
    await activate(view)
    view.run_panel.start(Plan(Goal.SEND, (), ()))
    view.run_panel.show()
    view.run_panel.show_progress(Progress(Phase.FINISHED, 1, 1, results))
    view._sending.run_finished.emit(results)
    await calm(view)
    return view


@pytest.mark.parametrize("unsent", [(BREAD, ROLLS), ()])
async def test_closing_the_results_gives_the_keyboard_back_to_the_changes(
    qtbot, desk, make_view, until, unsent
) -> None:
    sent = ItemResult(BREAD, "Bread", Result.SENT)
    view = await finished(desk, make_view, until, sent, unsent=unsent)
    panel = view.run_panel
    panel.close_button.setFocus()
    qtbot.keyClick(panel.close_button, Qt.Key.Key_Space)
    assert panel.isHidden()
    assert QApplication.focusWidget() is (view.list if unsent else view._only_button)


LONG = "The connection to Webflow broke off, and nobody knows why it did so just now. " * 3


@pytest.mark.parametrize("phase", [Phase.LOOKING_UP, Phase.WAITING, Phase.FINISHED])
async def test_no_sentence_makes_the_window_wider(desk, make_view, until, phase) -> None:
    """A lost answer made a window of 900 pixels 1,281 wide, past the edge of the screen."""
    view = await finished(desk, make_view, until, ItemResult(BREAD, "Bread", Result.SENT))
    before = view.minimumSizeHint().width()
    results = tuple(ItemResult(BREAD, LONG, each, LONG) for each in Result)
    view.run_panel.show_progress(Progress(phase, 1, 2, results, sentence=LONG))
    view.run_panel.list.setCurrentIndex(view.run_panel.results.index(3, 0))
    assert view.minimumSizeHint().width() == before


def places(*buttons: QPushButton) -> QRegion:
    """Where the buttons stand in their window."""
    region = QRegion()
    for each in buttons:
        region += QRegion(each.rect().translated(each.mapTo(each.window(), QPoint())))
    return region


async def test_no_click_meant_for_the_run_can_put_its_results_away(
    desk, make_view, until, qapp
) -> None:
    view = await finished(desk, make_view, until)
    panel = view.run_panel
    panel.start(Plan(Goal.SEND, (), ()))
    qapp.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    during = places(panel.pause_button, panel.cancel_button)
    panel.show_paused(True)
    qapp.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    during += places(panel.pause_button, panel.cancel_button)
    refused = ItemResult(BREAD, "Bread", Result.REFUSED)
    panel.show_progress(Progress(Phase.FINISHED, 1, 1, (refused,)))
    qapp.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    assert panel.close_button.isVisible()
    assert panel.retry_button.isVisible()
    after = places(panel.go_button, panel.retry_button, panel.close_button)
    assert not during.intersects(after)


@pytest.mark.parametrize("end", ["stop", "finish"])
async def test_the_keyboard_on_cancel_goes_on_to_the_lines(desk, make_view, until, end) -> None:
    view = await finished(desk, make_view, until)
    panel = view.run_panel
    panel.start(Plan(Goal.SEND, (), ()))
    refused = ItemResult(BREAD, "Bread", Result.REFUSED)
    panel.show_progress(Progress(Phase.WRITING, 1, 2, (refused,)))
    panel.cancel_button.setFocus()
    if end == "stop":
        panel.show_stopping()
    else:
        panel.show_progress(Progress(Phase.FINISHED, 2, 2, (refused,)))
    assert QApplication.focusWidget() is panel.list


async def decide_about(desk, view, key) -> None:
    """Nothing of the item is unsent any more: it was taken over, given up or sent otherwise."""
    await desk.database.write(lambda rows: WorksRepository(rows).discard(key))
    view._controller.refresh()
    await calm(view)


@pytest.mark.parametrize("result", [Result.NOT_SENT, Result.CONFLICT, Result.REFUSED])
async def test_what_was_settled_since_is_neither_counted_nor_offered(
    desk, make_view, until, result
) -> None:
    """It was called "not sent" for as long as the panel stood, and sent for with the rest."""
    bread = ItemResult(BREAD, "Bread", result, "Say in Changes whether it is that one.")
    rolls = ItemResult(ROLLS, "Rolls", Result.NOT_SENT, "Cancelled.")
    view = await finished(desk, make_view, until, bread, rolls)
    panel = view.run_panel
    await decide_about(desk, view, BREAD)
    assert panel.phase.text() == "1 settled since, 1 not sent"
    told = [panel.results.index(0, column).data() for column in ResultColumn]
    assert told == ["Settled since", "Bread", ""]
    wanted = QSignalSpy(panel.retry_requested)
    panel.retry_button.click()
    assert wanted.at(0) == [(rolls,)]
    await decide_about(desk, view, ROLLS)
    assert panel.phase.text() == "2 settled since"
    assert panel.retry_button.isHidden()
    assert not panel.go_button.isEnabled()


async def test_what_is_sent_and_not_live_is_not_settled(desk, make_view, until) -> None:
    bread = ItemResult(BREAD, "Bread", Result.NOT_PUBLISHED, "It changed.", is_changed=True)
    view = await finished(desk, make_view, until, bread)
    await decide_about(desk, view, BREAD)
    assert view.run_panel.phase.text() == "1 to look at"
    assert view.run_panel.retry_button.isVisible()


async def test_what_was_settled_stays_so_when_the_rest_is_sent(desk, make_view, until) -> None:
    bread = ItemResult(BREAD, "Bread", Result.NOT_SENT)
    rolls = ItemResult(ROLLS, "Rolls", Result.NOT_SENT)
    view = await finished(desk, make_view, until, bread, rolls)
    await decide_about(desk, view, BREAD)
    plan = await desk.publishing.plan([ROLLS], Goal.SEND)
    view.run_panel.start(plan)
    sent = (ItemResult(ROLLS, "Rolls", Result.SENT),)
    view.run_panel.show_progress(Progress(Phase.FINISHED, 1, 1, sent))
    assert view.run_panel.phase.text() == "1 done, 1 settled since"


async def test_trying_again_says_why_nothing_goes(desk, make_view, until) -> None:
    bread = ItemResult(BREAD, "Bread", Result.NOT_PUBLISHED)
    view = await finished(desk, make_view, until, bread, unsent=())
    declined = QSignalSpy(view._sending.declined)
    view._sending.retry((bread,))
    await until(declined.count)
    assert declined.at(0) == ["Nothing to send: Webflow has it all already."]
    assert view.sheet is None


async def test_the_results_give_way_to_the_changes_as_far_as_one_likes(
    desk, make_view, until
) -> None:
    view = await finished(desk, make_view, until, ItemResult(BREAD, "Bread", Result.SENT))
    handle = view.findChildren(QSplitter)[0].handle(1)
    assert handle.orientation() is Qt.Orientation.Vertical
    await until(lambda: view.run_panel.height() > 0)
    before, above = view.run_panel.height(), view._pages.height()
    assert 0.5 < before / above < 0.8
    splitter = handle.splitter()
    splitter.setSizes([1000, 1])
    assert view.run_panel.height() < before
    assert view.run_panel.close_button.isVisible()
