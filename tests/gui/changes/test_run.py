"""The run panel in its place below the changes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

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
