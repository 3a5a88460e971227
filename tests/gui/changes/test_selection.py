import sys
from collections import Counter

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication, QTreeView

from wfdesk.domain.edits import Work
from wfdesk.domain.ids import CollectionId, ItemId, ItemKey
from wfdesk.services.reviewing import ItemReview
from wfdesk.ui.changes.model import ChangeGroup, ChangeRow, ChangesModel
from wfdesk.ui.changes.selection import nearest, selection_of

POSTS = CollectionId("posts")


def model(*places: int) -> ChangesModel:
    made = ChangesModel()
    show(made, *places)
    return made


def show(model: ChangesModel, *places: int) -> None:
    rows = [ChangeRow(review(place), Qt.CheckState.Checked) for place in places]
    model.show([ChangeGroup(POSTS, "Posts", tuple(rows))])


def review(place: int) -> ItemReview:
    return ItemReview(Work(key(place), None), None, None, (), ())


def key(place: int) -> ItemKey:
    return ItemKey(POSTS, ItemId(str(place)))


def test_a_thousand_neighbours_are_selected_as_one_range(qapp):
    made = model(*range(1000))
    assert len(selection_of(made, made.keys())) == 1


def test_items_apart_are_selected_apart(qapp):
    made = model(*range(9))
    selection = selection_of(made, [key(1), key(2), key(7)])
    assert {index.row() for index in selection.indexes()} == {1, 2, 7}


def test_the_item_that_followed_one_that_is_gone_is_the_nearest():
    order = [key(0), key(1), key(2)]
    assert nearest(key(1), order, {key(0), key(2)}) == key(2)
    assert nearest(key(2), order, {key(0), key(1)}) == key(1)
    assert nearest(key(1), order, set()) is None


@pytest.mark.parametrize(
    "places", [(0, 1, 2, 3), (1, 3), (4, 0, 1, 5, 6, 2, 3, 7), (9,), (3, 2, 1, 0), (8, 3, 0)]
)
def test_rows_are_what_is_shown_whatever_was_before(qapp, qtmodeltester, places):
    made = model(0, 1, 2, 3)
    qtmodeltester.check(made, force_py=True)
    show(made, *places)
    head = made.index(0, 0)
    found = [made.row_at(made.index(row, 0, head)).key for row in range(made.rowCount(head))]
    assert found == made.keys() == [key(place) for place in places]
    assert [made.index_of(each).row() for each in found] == list(range(len(places)))


def test_a_row_that_stays_is_the_same_to_whoever_holds_on_to_it(qapp):
    made = model(0, 1, 2, 3)
    held = QPersistentModelIndex(made.index_of(key(2)))
    show(made, 7, 2, 3)
    assert (made.row_at(held).key, held.row()) == (key(2), 1)


def test_laying_out_a_thousand_rows_asks_python_for_those_that_are_painted(qapp):
    made, view = model(*range(1000)), QTreeView()
    view.setUniformRowHeights(True)
    view.setModel(made)
    view.resize(400, 100)
    view.show()
    view.expandAll()
    show(made, *range(100, 1000))
    called = Counter()
    sys.setprofile(lambda frame, event, _: called.update([(frame.f_code.co_name, event)]))
    QApplication.processEvents()
    sys.setprofile(None)
    assert 0 < called["data", "call"] <= called["_shown", "call"] < 900
    view.close()
