"""Larger text: nothing stays small, nothing is cut off."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from wfdesk.ui.toolkit.colours import DARK
from wfdesk.ui.toolkit.theme import Scheme, monospace


async def test_code_and_lists_grow_with_the_zoom(desk) -> None:
    await desk.sign_in()
    keys = [await desk.key("recipes", place) for place in range(10)]
    await desk.open(next(k for k in keys if desk.on_server(k)["fieldData"].get("categories")))
    boxes = [desk.editor("method")._source, desk.editor("archive-number")._text]
    chosen = desk.editor("categories")._list
    before = boxes[0].font().pixelSize(), chosen.height()

    desk.program.screen.theme.set_zoom(150)

    await desk.until(lambda: chosen.height() > before[1])
    assert {box.font().pixelSize() for box in boxes} == {monospace().pixelSize()}
    assert monospace().pixelSize() > before[0]
    last = chosen.visualItemRect(chosen.item(chosen.count() - 1))
    assert chosen.viewport().rect().contains(last)
    await desk.calm()


async def test_rich_text_takes_the_first_change_of_size_and_of_colours(desk) -> None:
    await desk.sign_in()
    await desk.open(await desk.key("recipes", 30))
    box = desk.editor("method")._box
    small = box.canvas.looks.size

    desk.program.screen.theme.set_zoom(150)
    await desk.until(lambda: box.canvas.looks.size > small)

    await desk.open(await desk.key("recipes", 31))
    desk.program.screen.theme.set_scheme(Scheme.DARK)
    await desk.until(lambda: box.canvas.looks.colours is DARK)
    await desk.calm()


async def test_one_stays_where_one_is_when_the_look_changes(desk, qtbot) -> None:
    await desk.sign_in()
    await desk.open(await desk.key("recipes", 30))
    box = desk.focus("hotline")
    qtbot.keyClicks(box, "12")
    table, form = desk.program.table.table, desk.program.form._form
    await desk.until(lambda: form.verticalScrollBar().value())
    before = [each.verticalScrollBar().value() for each in (table, form)]
    chosen = desk.program.table.chosen_keys()

    desk.program.screen.theme.set_scheme(Scheme.DARK)
    await desk.until(lambda: box.palette().text().color() == QColor(DARK.text))

    assert [each.verticalScrollBar().value() for each in (table, form)] == before
    assert desk.program.table.chosen_keys() == chosen
    assert desk.program.window.focusWidget() is box
    assert box.text().startswith("12")
    await desk.calm()


@pytest.mark.parametrize("zoom", [75, 150, 200])
async def test_the_search_box_shows_its_words_at_every_zoom(desk, zoom) -> None:
    search, bar = desk.program.window.search, desk.program.window.menuBar()

    desk.program.screen.theme.set_zoom(zoom)
    await desk.calm()

    for word in search._words:
        assert word.width() >= word.sizeHint().width()
        assert word.height() >= word.fontMetrics().height()
    assert bar.rect().contains(search.geometry())
    last = bar.actionGeometry(bar.actions()[-1])
    assert search.geometry().left() > last.right()


async def test_the_search_box_leaves_the_menus_their_room(desk) -> None:
    window, search = desk.program.window, desk.program.window.search
    wide = search.width()

    desk.program.screen.theme.set_zoom(200)
    window.resize(800, 600)
    await desk.until(lambda: search.width() < wide / 2)
    assert search.geometry().right() <= window.menuBar().width()

    window.resize(1320, 820)
    await desk.until(lambda: search.width() > wide)
    assert search.geometry().right() <= window.menuBar().width()
    await desk.calm()


async def test_where_there_is_no_room_for_their_words_buttons_show_their_icons(desk) -> None:
    await desk.sign_in()
    await desk.open(await desk.key("recipes"))
    filters = desk.program.table.bar
    icon_only = Qt.ToolButtonStyle.ToolButtonIconOnly
    assert filters._new.toolButtonStyle() != icon_only

    desk.program.screen.theme.set_zoom(200)
    desk.program.window.resize(800, 600)
    await desk.until(lambda: filters._new.toolButtonStyle() == icon_only)

    assert filters._filter.width() > 4 * filters.fontMetrics().averageCharWidth()
    assert filters._title.width() >= filters._title.sizeHint().width()
    await desk.calm()
