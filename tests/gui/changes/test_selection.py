from PySide6.QtCore import Qt

from wfdesk.domain.ids import CollectionId, ItemId, ItemKey
from wfdesk.ui.changes.model import ChangeGroup, ChangeRow, ChangesModel
from wfdesk.ui.changes.selection import nearest, selection_of

POSTS = CollectionId("posts")


def model(count: int) -> ChangesModel:
    rows = tuple(
        ChangeRow(key(place), f"Post {place}", "1 field", None, "", Qt.CheckState.Checked)
        for place in range(count)
    )
    made = ChangesModel()
    made.show([ChangeGroup(POSTS, "Posts", rows)])
    return made


def key(place: int) -> ItemKey:
    return ItemKey(POSTS, ItemId(str(place)))


def test_a_thousand_neighbours_are_selected_as_one_range(qapp):
    made = model(1000)
    assert len(selection_of(made, made.keys())) == 1


def test_items_apart_are_selected_apart(qapp):
    made = model(9)
    selection = selection_of(made, [key(1), key(2), key(7)])
    assert {index.row() for index in selection.indexes()} == {1, 2, 7}


def test_the_item_that_followed_one_that_is_gone_is_the_nearest():
    order = [key(0), key(1), key(2)]
    assert nearest(key(1), order, {key(0), key(2)}) == key(2)
    assert nearest(key(2), order, {key(0), key(1)}) == key(1)
    assert nearest(key(1), order, set()) is None
