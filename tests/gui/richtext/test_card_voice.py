"""A screen reader says which card the cursor has come to, once, and after what it is saying."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from tests.gui.conftest import activate
from tests.gui.richtext.hearing import LIBRARY, announced
from tests.gui.richtext.writer import CONTROL, box_with, place, press
from wfdesk.richtext.figures import Figure, new_figure
from wfdesk.ui.editor.richtext.box import RichTextBox

pytestmark = pytest.mark.skipif(not LIBRARY.exists(), reason="This is Qt as it lies on Linux.")

DOWN, DELETE = Qt.Key.Key_Down, Qt.Key.Key_Delete
PICTURE = new_figure(Figure("https://example.com/a.png", "a dark loaf"))
AROUND = f"<p>a</p>{PICTURE}<hr><hr><p>b</p>"
PICTURE_SAID = ("Picture, alt text: a dark loaf. F2 opens it.", True)
LINE_SAID = ("Line. F2 opens it.", True)


@pytest.fixture
async def window(qtbot) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.addWidget(box_with(AROUND))
    column.addWidget(QLineEdit())
    qtbot.addWidget(made)
    await activate(made)
    return made


@pytest.fixture
def box(window) -> RichTextBox:
    found = window.findChild(RichTextBox)
    found.setFocus()
    place(found, 0)
    return found


async def test_a_card_that_the_cursor_comes_to_is_announced(box) -> None:
    with announced() as heard:
        press(box, DOWN)
        assert heard == [PICTURE_SAID]
        press(box, DOWN)
        press(box, DOWN)
        assert heard == [PICTURE_SAID, LINE_SAID, LINE_SAID]
        press(box, DOWN)
        press(box, Qt.Key.Key_Up)
    assert heard == [PICTURE_SAID, LINE_SAID, LINE_SAID, LINE_SAID]


async def test_a_card_that_takes_the_place_of_another_is_announced(box) -> None:
    place(box, 0, -1)
    with announced() as heard:
        press(box, DELETE)
        press(box, DELETE)
        press(box, DELETE)
    assert heard == [PICTURE_SAID, LINE_SAID]


async def test_a_card_is_announced_when_the_keyboard_comes_back_to_it(box) -> None:
    press(box, DOWN)
    with announced() as heard:
        box.window().findChild(QLineEdit).setFocus()
        box.selectAll()
        place(box, 1)
        assert heard == []
        box.setFocus()
    assert heard == [PICTURE_SAID]


async def test_nothing_is_said_of_a_card_among_what_is_selected(box) -> None:
    with announced() as heard:
        press(box, Qt.Key.Key_A, CONTROL)
        box.undo()
    assert heard == []


async def test_of_a_card_that_cannot_be_opened_no_key_is_said(box) -> None:
    box.setReadOnly(True)
    with announced() as heard:
        place(box, 1)
    assert heard == [("Picture, alt text: a dark loaf", True)]


async def test_what_is_hidden_in_an_alt_text_is_said(box) -> None:
    box.hand.replace_card(box.document().findBlockByNumber(1), PICTURE.replace("loaf", "l\u202eo"))
    place(box, 0)
    with announced() as heard:
        press(box, DOWN)
    assert heard == [("Picture, alt text: a dark l⟨U+202E⟩o. F2 opens it.", True)]


async def test_the_text_itself_has_one_character_for_a_card(box) -> None:
    """Or places in it would not be those that Qt tells when the cursor moves."""
    seen = QAccessible.queryAccessibleInterface(box)
    assert seen.text(QAccessible.Text.Value) == "a\n\ufffc\n\ufffc\n\ufffc\nb"
    place(box, 4)
    assert seen.textInterface().cursorPosition() == box.textCursor().position() == 8
