"""A megabyte in a box does not hold the window: colours and glyphs only where they are seen."""

import pytest
from PySide6.QtGui import QTextBlock
from PySide6.QtTest import QSignalSpy

from tests.gui.conftest import activate
from tests.gui.fields.samples import FIELDS, context
from wfdesk.ui.editor.fields.box import TextBox
from wfdesk.ui.editor.fields.factory import make_editor
from wfdesk.ui.editor.richtext import highlighter

LINES = 400
HTML = "<p>Rye <em>bread</em></p>\n" * LINES + "<p>end</p>"


@pytest.fixture
async def editor(qtbot, tasks, monkeypatch):
    """One whose colours have no time at all: what does not have them at once is in sight later."""
    made = make_editor(FIELDS["rich"], context(tasks))
    qtbot.addWidget(made)
    made.show_source()
    await activate(made)
    monkeypatch.setattr(highlighter, "_TURN", -1)
    return made


def is_coloured(block: QTextBlock) -> bool:
    return bool(block.layout().formats())


async def test_only_what_is_seen_of_a_large_text_gets_its_colours(editor, until) -> None:
    editor.set_value(HTML)
    box, document = editor.focus_target, editor.focus_target.document()
    assert not is_coloured(document.firstBlock())

    await until(lambda: is_coloured(document.firstBlock()))
    assert not is_coloured(document.lastBlock())

    box.verticalScrollBar().setValue(box.verticalScrollBar().maximum())
    await until(lambda: is_coloured(document.lastBlock()))
    assert sum(is_coloured(document.findBlockByNumber(line)) for line in range(LINES)) < 100


async def test_colours_that_come_later_are_no_typing(editor, until) -> None:
    changes = QSignalSpy(editor.focus_target.textChanged)
    editor.set_value(HTML)
    told = changes.count()

    await until(lambda: is_coloured(editor.focus_target.document().firstBlock()))

    assert changes.count() == told


def test_a_long_line_keeps_its_glyphs_to_be_painted_quickly(qtbot) -> None:
    box = TextBox()
    qtbot.addWidget(box)
    box.setPlainText("short\n" + "long " * 1_000)
    first, last = box.document().firstBlock(), box.document().lastBlock()
    assert not first.layout().cacheEnabled()
    assert last.layout().cacheEnabled()

    box.textCursor().insertText("longer " * 1_000)
    assert box.document().firstBlock().layout().cacheEnabled()
