"""A box is as high as its text; beyond the most lines it scrolls."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from wfdesk.ui.editor.fields.box import TextBox

SENTENCE = "Fold it gently, three times, and leave the lid off. "


def shown(qtbot, text: str) -> TextBox:
    box = TextBox(3, 14)
    qtbot.addWidget(box)
    box.setPlainText(text)
    box.resize(400, 100)
    box.show()
    QApplication.sendPostedEvents()
    box.resize(400, box.sizeHint().height())
    return box


def test_a_box_that_was_not_given_its_height_yet_needs_no_other_one(qtbot) -> None:
    box = shown(qtbot, SENTENCE * 10)
    wanted = box.sizeHint()

    box.resize(400, wanted.height() - 20)

    assert box.sizeHint() == wanted
    assert not box.verticalScrollBar().isVisible()


def test_a_text_of_more_lines_than_the_box_grows_to_is_scrolled(qtbot) -> None:
    box = shown(qtbot, "line\n" * 30)
    assert box.verticalScrollBar().isVisible()

    box.setPlainText(SENTENCE)

    assert not box.verticalScrollBar().isVisible()


@pytest.mark.parametrize("lead", ["", "230: "])
def test_a_text_from_right_to_left_begins_at_the_right(qtbot, lead) -> None:
    box = shown(qtbot, SENTENCE)
    assert box.cursorRect().x() < 20

    box.setPlainText(f"{lead}في الشتاء تفوح رائحة الحطب.")

    assert box.cursorRect().x() > box.viewport().width() / 2
    box.setPlainText(SENTENCE)
    assert box.cursorRect().x() < 20


def test_source_is_read_from_left_to_right_whatever_is_in_it(qtbot) -> None:
    box = TextBox(is_code=True)
    qtbot.addWidget(box)
    box.resize(400, 100)
    box.setPlainText("خبز")
    assert box.document().defaultTextOption().alignment() == Qt.AlignmentFlag.AlignLeft
