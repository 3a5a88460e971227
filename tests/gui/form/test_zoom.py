"""Larger text: nothing stays small, nothing is cut off."""

import pytest
from PySide6.QtGui import QColor

from wfdesk.ui.toolkit.colours import DARK
from wfdesk.ui.toolkit.theme import Scheme, monospace

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


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
