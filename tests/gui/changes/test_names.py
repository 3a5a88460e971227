"""Items whose names begin alike are told apart in every list."""

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractItemView

from tests.gui.changes.conftest import BREAD, ROLLS, calm
from wfdesk.domain.blockers import Blocker
from wfdesk.domain.ids import NAME
from wfdesk.domain.plan import Goal, Plan
from wfdesk.services.publishing import ItemResult, Phase, Progress, Result
from wfdesk.ui.changes.results import ResultColumn
from wfdesk.ui.changes.sending import Offer
from wfdesk.ui.changes.sheet import PlanSheet

LONG = "Cardamom flatbread for the road that leads along the river to the city of "
ALIKE = (f"{LONG}Porto", f"{LONG}Plovdiv")


def pictures(view: QAbstractItemView, *indexes: QModelIndex) -> list[QImage]:
    """The cells as they are painted, with nothing chosen."""
    view.clearSelection()
    view.setCurrentIndex(QModelIndex())
    return [view.viewport().grab(view.visualRect(index)).toImage() for index in indexes]


async def changed(desk, make_view, until):
    for key, name in zip((BREAD, ROLLS), ALIKE, strict=True):
        await desk.editing.set_field(key, NAME, name)
    view = make_view()
    await until(lambda: len(view._controller.review.items) == 2)
    await calm(view)
    return view


async def test_in_the_changes(desk, make_view, until) -> None:
    view = await changed(desk, make_view, until)
    view.list.resize(300, 300)
    one, other = pictures(view.list, *map(view._model.index_of, (BREAD, ROLLS)))
    assert one != other


async def test_what_a_change_is_takes_no_more_room_than_it_needs(desk, make_view, until) -> None:
    """Beside an almost empty column every name was cut."""
    view = await changed(desk, make_view, until)
    what = view.list.columnWidth(1)
    assert view.list.sizeHintForColumn(1) <= what < 130
    assert view.list.columnWidth(0) > 3 * what
    view.list.make_room(["12 fields \N{MIDDLE DOT} Waiting to send"])
    assert view.list.columnWidth(1) > what
    view.list.make_room(["New"])
    assert view.list.columnWidth(1) > what  # It does not jump back in a run.


@pytest.mark.parametrize("reason", ["", "Cancelled."])
async def test_in_the_results(desk, make_view, until, reason) -> None:
    view = await changed(desk, make_view, until)
    panel = view.run_panel
    panel.show()
    results = [
        ItemResult(key, name, Result.NOT_SENT, reason)
        for key, name in zip((BREAD, ROLLS), ALIKE, strict=True)
    ]
    panel.show_progress(Progress(Phase.WRITING, 1, 2, tuple(results)))
    room = panel.list.viewport().width() - panel.list.columnWidth(ResultColumn.RESULT)
    if not reason:  # All of the room is theirs.
        assert panel.list.columnWidth(ResultColumn.NAME) == room
    await until(lambda: panel.list.viewport().height() > 60)
    panel.list.setColumnWidth(ResultColumn.NAME, 200)
    cells = [panel.results.index(row, ResultColumn.NAME) for row in range(2)]
    one, other = pictures(panel.list, *cells)
    assert one != other


async def test_in_the_sheet(qtbot) -> None:
    blockers = tuple(Blocker(BREAD, name, "It is being sent.") for name in ALIKE)
    sheet = PlanSheet(Offer(Plan(Goal.SEND, (), blockers), 2))
    qtbot.addWidget(sheet)
    sheet.open()
    tree = sheet.blockers.list
    one, other = pictures(tree, *(tree.model().index(row, 0) for row in range(2)))
    assert one != other
    sheet.reject()
