"""Larger text: nothing stays small, nothing is cut off."""

import pytest

from wfdesk.ui.toolkit.theme import monospace

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


async def test_code_and_lists_grow_with_the_zoom(desk) -> None:
    await desk.sign_in()
    await desk.open(await desk.key("recipes", 5))
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
