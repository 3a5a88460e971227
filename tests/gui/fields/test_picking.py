"""The list that hangs from a line: where it begins, where its keys lead, what undo is left."""

import pytest
from PySide6.QtCore import Qt

from tests.gui.conftest import activate
from tests.gui.fields.samples import FIELDS, context, target
from wfdesk.ui.editor.fields.factory import make_editor

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
async def editor(qtbot, tasks):
    made = make_editor(FIELDS["references"], context(tasks))
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.set_value(["a"])
    await activate(made)
    made.setFocus()
    return made


@pytest.fixture
def suggestions(editor):
    return editor._picker.suggestions


@pytest.fixture
async def many(qtbot, editor, suggestions, until) -> None:
    """More is found than the list shows, and the list says so in a row of its own."""
    editor._picker._context.targets.all = [
        target(f"loaf-{number}", f"Loaf {number:02}") for number in range(60)
    ]
    qtbot.keyClicks(editor._line, "loaf")
    await until(lambda: suggestions.count == 52)


async def test_of_many_that_are_found_the_best_is_in_sight_and_taken(
    qtbot, editor, suggestions, many
) -> None:
    rows = suggestions._list
    assert rows.currentRow() == 0
    assert rows.viewport().rect().contains(rows.visualItemRect(rows.item(0)))
    qtbot.keyClick(editor._line, Qt.Key.Key_Return)
    assert editor.value() == ["a", "loaf-0"]


async def test_the_arrows_pass_over_what_cannot_be_chosen(qtbot, editor, suggestions, many) -> None:
    texts = []
    for _ in range(2):
        qtbot.keyClick(editor._line, Qt.Key.Key_Up)
        texts.append(suggestions._list.currentItem().text())
    assert texts == [
        "Create \N{LEFT DOUBLE QUOTATION MARK}loaf\N{RIGHT DOUBLE QUOTATION MARK} in Posts",
        "Loaf 49",
    ]


async def test_undo_brings_back_no_search_that_led_to_a_new_item(
    qtbot, editor, suggestions, until
) -> None:
    qtbot.keyClicks(editor._line, "Durian")
    await until(lambda: suggestions.count == 1)
    qtbot.keyClick(editor._line, Qt.Key.Key_Return)
    await until(lambda: editor.value() == ["a", "local-Durian"])
    qtbot.keyClick(editor._line, Qt.Key.Key_Z, CONTROL)
    assert editor._line.text() == ""


async def test_undo_brings_back_no_search_that_was_left(qtbot, editor, suggestions, until) -> None:
    qtbot.keyClicks(editor._line, "che")
    await until(lambda: suggestions.count == 2)
    qtbot.keyClick(editor._line, Qt.Key.Key_Return)
    assert editor.value() == ["a", "c"]
    qtbot.keyClick(editor._line, Qt.Key.Key_Escape)
    qtbot.keyClick(editor._line, Qt.Key.Key_Z, CONTROL)
    assert editor._line.text() == ""
