"""The run panel in its place below the changes."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QApplication, QPushButton

from tests.gui.changes.conftest import BREAD, ROLLS, SUMMARY, calm
from tests.gui.conftest import activate
from wfdesk.domain.plan import Goal, Plan
from wfdesk.services.publishing import ItemResult, Phase, Progress, Result


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
