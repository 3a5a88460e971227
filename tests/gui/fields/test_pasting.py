"""A whole book pasted into a line does not hold the window, and nothing is cut off in silence."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.gui.conftest import activate
from tests.gui.fields.samples import FIELDS, context
from wfdesk.ui.editor.fields.base import FieldEditor
from wfdesk.ui.editor.fields.factory import make_editor

BOOK = "The dough rests while the town wakes up. " * 25_000
KINDS = ["line", "link", "email", "number", "date", "color", "video", "image"]


@pytest.fixture
def shown(qtbot, tasks):
    async def make(kind: str, value: object = None) -> tuple[FieldEditor, QLineEdit]:
        editor = make_editor(FIELDS[kind], context(tasks))
        qtbot.addWidget(editor)
        editor.set_value(value)
        await activate(editor)
        editor.setFocus()
        return editor, editor.focus_target

    return make


def paste(qtbot, line: QLineEdit, text: str) -> None:
    QApplication.clipboard().setText(text)
    qtbot.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def told(editor: FieldEditor) -> str:
    label = editor._refusal
    return label.text() if label is not None and label.isVisible() else ""


@pytest.mark.parametrize("kind", KINDS)
async def test_what_is_too_long_for_a_line_is_not_put_in_and_said_so(qtbot, shown, kind) -> None:
    editor, line = await shown(kind)
    qtbot.keyClicks(line, "12")

    paste(qtbot, line, BOOK)

    assert line.text() == "12"
    assert told(editor) == (
        "Nothing was added: it would make 1,025,002 characters, and this line holds 20,000."
    )
    qtbot.keyClicks(line, "3")
    assert line.text() == "123"
    assert not told(editor)


async def test_what_is_selected_stays_when_too_much_is_pasted_over_it(qtbot, shown) -> None:
    editor, line = await shown("line", "old")
    line.selectAll()
    paste(qtbot, line, BOOK)
    assert line.selectedText() == "old"
    assert editor.value() == "old"


async def test_what_is_too_long_for_a_line_cannot_be_dropped_there(shown) -> None:
    editor, line = await shown("line", "old")
    data = QMimeData()
    data.setText(BOOK)
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    line.dropEvent(drop)
    assert line.text() == "old"
    assert told(editor)


async def test_a_text_that_came_longer_is_shown_whole_and_can_be_changed(qtbot, shown) -> None:
    long = "x" * 30_000
    editor, line = await shown("line", long)
    assert line.text() == long
    qtbot.keyClick(line, Qt.Key.Key_End)
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    qtbot.keyClicks(line, "y")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert editor.value() == long[:-1] + "y"


async def test_what_was_too_long_is_forgotten_with_the_next_item(qtbot, shown) -> None:
    editor, line = await shown("line")
    paste(qtbot, line, BOOK)
    assert told(editor)
    editor.commit()
    assert not told(editor)
