"""The columns of a table: which there are, how wide, and what stays put when they change."""

import pytest
from PySide6.QtCore import QPoint, Qt

from tests.gui.shell.conftest import key, opened, opened_at
from wfdesk.domain.ids import SLUG, FieldSlug
from wfdesk.domain.tables import UPDATED

# The screenless platform says so whenever a window is shown.


async def test_columns_are_remembered_per_collection(desk, qtbot, until):
    first = await opened(desk, qtbot, until)
    first.controller.choose_columns((FieldSlug("price"),))
    await until(lambda: "table.posts" in desk.memory)

    second = await opened(desk, qtbot, until)

    slugs = [each.slug for each in second.controller.model.columns]
    assert FieldSlug("price") in slugs
    assert slugs[-1] == UPDATED
    assert second.controller.model.index(7, slugs.index(FieldSlug("price"))).data() == "7"
    await until(desk.is_calm)


def shown_columns(view):
    return [each.slug for each in view.controller.model.columns]


@pytest.mark.parametrize("means", ["mouse", Qt.Key.Key_Space, Qt.Key.Key_Return])
async def test_ticking_columns_leaves_their_menu_open(desk, qtbot, until, means):
    view = await opened(desk, qtbot, until)
    menu = view.columns_menu
    menu.popup(view.mapToGlobal(QPoint(10, 10)))
    slug, price = menu.actions()[:2]

    for action in (price, slug):
        menu.setActiveAction(action)
        if means == "mouse":
            place = menu.actionGeometry(action).center()
            qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)
        else:
            qtbot.keyClick(menu, means)

    assert menu.isVisible()
    assert price.isChecked()
    assert shown_columns(view)[2:4] == [FieldSlug("price"), SLUG]
    menu.close()
    await until(desk.is_calm)


@pytest.mark.parametrize("top", [0, 150])
async def test_ticking_a_column_leaves_everything_where_it_is(desk, qtbot, until, top):
    view = await opened(desk, qtbot, until)
    view.open_item(key(222))
    view.table.scrollTo(view.controller.model.index(top, 0), view.table.ScrollHint.PositionAtTop)

    view.columns_menu.column_chosen.emit(FieldSlug("price"), True)

    assert view.table.rowAt(0) == top
    assert view.table.selected_keys() == [key(222)]
    await until(desk.is_calm)


async def test_columns_can_be_reset(desk, qtbot, until):
    view = await opened(desk, qtbot, until)
    before = view.table.column_widths()
    view.columns_menu.column_chosen.emit(FieldSlug("price"), True)
    view.table.setColumnWidth(0, 300)
    view.columns_menu.aboutToShow.emit()
    reset = view.columns_menu.actions()[-1]
    assert reset.isEnabled()

    reset.trigger()

    assert view.table.column_widths() == before
    view.columns_menu.aboutToShow.emit()
    assert not view.columns_menu.actions()[-1].isEnabled()
    await until(lambda: "table.posts" in desk.memory)
    assert desk.memory["table.posts"]["extra"] == []
    await until(desk.is_calm)


async def test_choosing_a_column_leaves_the_open_item_selected(desk, qtbot, until):
    view, made = await opened_at(desk, qtbot, until, 7)

    view.columns_menu.column_chosen.emit(FieldSlug("price"), True)

    assert view.table.selected_keys() == [key(7)]
    assert made == []
    await until(desk.is_calm)
