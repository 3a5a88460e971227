"""The rich text field: writing and HTML, one list of steps, nothing opened by itself."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QHelpEvent, QImage, QTextCursor, QTextDocument
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QTabBar, QToolButton, QToolTip

from tests.gui.conftest import activate, wheel
from tests.gui.fields.samples import FIELDS, context
from tests.gui.richtext.writer import CONTROL, SHIFT, box_with, place, press, select, write
from wfdesk.ui.editor.fields import handover
from wfdesk.ui.editor.fields.factory import make_editor
from wfdesk.ui.editor.richtext.clipping import blank_mime_data
from wfdesk.ui.editor.richtext.editor import RichTextEditor
from wfdesk.ui.editor.richtext.pastebar import PasteBar

LONG = "<p>Bread takes time.</p>" * 1_500


@pytest.fixture
def opened() -> list[str]:
    return []


@pytest.fixture
async def editor(qtbot, tasks, opened, monkeypatch) -> RichTextEditor:
    """One in which nothing is finished by itself."""
    monkeypatch.setattr(handover, "PAUSE", 100_000)
    monkeypatch.setattr(handover, "AT_MOST", 100_000)
    made = make_editor(FIELDS["rich"], context(tasks, opened))
    qtbot.addWidget(made)
    made.resize(600, 500)
    await activate(made)
    return made


@pytest.fixture
def steps(editor) -> list[object]:
    """The values in the order in which they were handed over, as the item's history has them."""
    found: list[object] = [editor.value()]
    editor.value_edited.connect(found.append)
    return found


async def test_the_words_of_both_pages_are_counted(editor, until) -> None:
    editor.set_value("<p>Hello <em>you</em></p>")
    await until(lambda: editor._words.text() == "2 words, 9 characters")
    editor.show_source()
    assert editor.focus_target.toPlainText() == "<p>Hello <em>you</em></p>"
    await until(lambda: editor._words.text() == "2 words, 9 characters")
    assert editor.value() == "<p>Hello <em>you</em></p>"


async def test_each_sentence_and_each_command_is_a_step_and_goes_back_as_one(editor, steps) -> None:
    box = editor.focus_target
    write(box, "One")
    press(box, Qt.Key.Key_Return)
    press(box, Qt.Key.Key_8, CONTROL | SHIFT)
    write(box, "two")
    editor.commit()
    assert steps[1:] == [
        "<p>One</p>",
        "<p>One</p><p>\u200d</p>",
        "<p>One</p><ul><li></li></ul>",
        "<p>One</p><ul><li>two</li></ul>",
    ]
    ways = [*reversed(steps[:-1]), *steps[1:]]
    for value in ways:  # What the item's undo and redo do.
        editor.set_value(value)
        assert editor.value() == value
        assert not editor.has_pending_input()
    assert box.document().isUndoAvailable()  # Qt's own steps were gone along, not thrown away.
    assert editor.value() == steps[-1]


async def test_undo_is_asked_of_the_item_once_what_is_typed_is_handed_over(editor, steps) -> None:
    asked = QSignalSpy(editor.undo_requested)
    write(editor.focus_target, "a")
    press(editor.focus_target, Qt.Key.Key_Z, CONTROL)
    assert steps[1:] == ["<p>a</p>"]
    assert asked.count() == 1


async def test_a_new_way_ends_what_could_be_redone(editor, steps) -> None:
    box = editor.focus_target
    write(box, "one")
    editor.commit()
    write(box, " two")
    editor.commit()
    editor.set_value("<p>one</p>")
    write(box, " three")
    editor.commit()
    editor.set_value("<p>one two</p>")
    assert (editor.value(), editor.focus_target.toPlainText()) == ("<p>one two</p>", "one two")
    editor.set_value("<p>one three</p>")
    assert editor.focus_target.toPlainText() == "one three"


async def test_undo_survives_the_way_through_the_source(editor, steps) -> None:
    write(editor.focus_target, "one")
    editor.show_source()
    assert steps[1:] == ["<p>one</p>"]
    editor.focus_target.setPlainText("<p>one</p><p>two</p>")
    editor._tabs.setCurrentIndex(0)
    assert steps[1:] == ["<p>one</p>", "<p>one</p><p>two</p>"]
    assert editor.focus_target.toPlainText() == "one\ntwo"
    editor.set_value("<p>one</p>")
    assert editor.focus_target.toPlainText() == "one"


def lines(count: int) -> str:
    return "".join(f"<p>Line {each}, caf\u00e9 \U0001f600.</p>\r\n" for each in range(count))


def line_with_cursor(editor: RichTextEditor) -> str:
    return editor.focus_target.textCursor().block().text()


@pytest.mark.parametrize("count", [40, 4_000])
async def test_who_turns_the_page_goes_on_at_the_same_block(editor, until, count) -> None:
    editor.set_value(lines(count))
    await until(lambda: not editor.focus_target.isReadOnly())
    place(editor.focus_target, count - 10, 3)
    editor.show_source()
    source = editor.focus_target
    assert line_with_cursor(editor) == f"<p>Line {count - 10}, caf\u00e9 \U0001f600.</p>"
    assert source.viewport().rect().contains(source.cursorRect())
    source.moveCursor(QTextCursor.MoveOperation.Up)
    source.moveCursor(QTextCursor.MoveOperation.Up)
    editor._tabs.setCurrentIndex(0)
    await until(lambda: not editor.focus_target.isReadOnly())
    assert line_with_cursor(editor) == f"Line {count - 12}, caf\u00e9 \U0001f600."
    assert editor.focus_target.viewport().rect().contains(editor.focus_target.cursorRect())
    assert editor.value() == lines(count)


async def test_who_only_looks_at_the_source_is_where_they_were(editor) -> None:
    editor.set_value(lines(40))
    select(editor.focus_target, 200, 210)
    chosen = editor.focus_target.textCursor().selectedText()
    editor.show_source()
    editor._tabs.setCurrentIndex(0)
    assert editor.focus_target.textCursor().selectedText() == chosen


async def test_the_source_of_another_item_begins_at_its_start(editor) -> None:
    editor.set_value(lines(40))
    place(editor.focus_target, 30)
    editor.leave()
    editor.set_value("<table><tr><td>" * 8_000)
    assert editor.focus_target.textCursor().position() == 0


async def test_a_long_text_is_read_beside_the_window_and_then_written_in(editor, until) -> None:
    editor.set_value(LONG)
    assert editor.value() == LONG
    assert editor.focus_target.isReadOnly()
    await until(lambda: not editor.focus_target.isReadOnly())
    assert not editor.has_pending_input()
    place(editor.focus_target, 0, -1)
    write(editor.focus_target, "!")
    editor.commit()
    assert editor.value() == LONG.replace(".", ".!", 1)


async def test_a_long_text_is_looked_through_beside_the_window(editor, until) -> None:
    editor.set_value(LONG)
    await until(lambda: editor._words.text() == "4,500 words, 25,500 characters")
    place(editor.focus_target, 0, -1)
    write(editor.focus_target, "!")
    editor.commit()
    assert editor._words.text() == "4,500 words, 25,500 characters"
    await until(lambda: editor._words.text() == "4,500 words, 25,501 characters")


async def test_what_was_found_out_late_is_not_said_of_another_text(editor, tasks, until) -> None:
    editor.show_source()
    for short in ("<p>short</p>", "<p>a few words</p>"):
        editor.set_value(LONG)
        editor.set_value(short)
        said = editor._words.text()
        await until(lambda: not tasks._running)
        assert editor._words.text() == said != ""


async def test_another_value_comes_before_a_long_one_is_read(editor, until) -> None:
    editor.set_value(LONG)
    editor.set_value("<p>short</p>")
    await until(lambda: not editor.focus_target.isReadOnly())
    assert editor.focus_target.toPlainText() == "short"


@pytest.mark.parametrize(
    "html",
    ["<table><tr><td>" * 8_000, f"<p>{'words ' * 200_000}</p>", "<p>a line of words</p>" * 200_000],
    ids=["nested", "long", "4 MB"],
)
async def test_what_is_too_large_is_shown_as_its_source(editor, until, html) -> None:
    editor.set_value(html)
    await until(lambda: "too large" in editor._warning.text())
    assert editor.focus_target.toPlainText() == html
    editor._tabs.setCurrentIndex(0)
    assert editor._tabs.currentIndex() == 1
    assert editor.value() == html


async def test_an_unclosed_tag_is_warned_of_and_stops_nothing(editor, until) -> None:
    edits = QSignalSpy(editor.value_edited)
    editor.show_source()
    for long in ("", "<p>text</p>" * 2000):  # the long one is read off the loop
        editor._source.setPlainText(long + "<p><strong>bold</p>")
        editor.commit()
        await until(lambda: editor._warning.text().startswith("The tag <strong> is not closed."))
        assert editor._warning.isVisible()
        editor._source.setPlainText(long + "<p><strong>bold</strong></p>")
        editor.commit()
        await until(editor._warning.isHidden)
    assert edits.count() == 4


async def test_the_wheel_leaves_the_pages_where_they_are(editor) -> None:
    wheel(editor._tabs)
    assert editor._tabs.currentIndex() == 0


async def test_a_link_says_where_it_leads_and_is_opened_by_the_program_alone(
    editor, opened, qtbot
) -> None:
    editor.set_value('<p><a href="https://evil.example/">https://webflow.com</a> and more</p>')
    box = editor.focus_target
    spot = box.cursorRect(box.textCursor()).center() + QPoint(40, 0)
    QApplication.sendEvent(
        box.viewport(), QHelpEvent(QEvent.Type.ToolTip, spot, box.viewport().mapToGlobal(spot))
    )
    assert QToolTip.text() == "<qt>Open evil.example in the browser</qt>"
    qtbot.mouseClick(box.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert opened == []
    qtbot.mouseClick(box.viewport(), Qt.MouseButton.LeftButton, CONTROL, pos=spot)
    assert opened == ["https://evil.example/"]
    editor.set_value('<p><a href="file:///etc/passwd">https://webflow.com</a></p>')
    qtbot.mouseClick(box.viewport(), Qt.MouseButton.LeftButton, CONTROL, pos=spot)
    assert opened == ["https://evil.example/"]


@pytest.mark.parametrize(
    "html", ["<p><img src='{}'></p>", "<img src='file://{}'>", "<figure><img src='{}'></figure>"]
)
async def test_no_picture_is_opened_by_the_text(editor, tmp_path, html) -> None:
    image = QImage(600, 400, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    path = tmp_path / "canary.png"
    assert image.save(str(path))
    editor.set_value(html.format(path))
    shown = editor.grab().toImage()
    reds = [
        (x, y)
        for x in range(0, shown.width(), 5)
        for y in range(0, shown.height(), 5)
        if shown.pixelColor(x, y) == QColor("red")
    ]
    assert not reds


async def test_the_tools_stay_where_they_are_whatever_the_cursor_is_in(editor, until) -> None:
    tools = editor._tools
    editor.set_value("<p>a</p><h2>b</h2><blockquote>c</blockquote><hr>")
    places = []
    for block, style in enumerate(("Paragraph", "Heading 2", "Quote", "Card")):
        place(editor.focus_target, block, 0)
        await until(lambda: tools._style.text() == style)  # noqa: B023
        editor.grab()  # lays out
        places.append(tools._cards.x())
    assert len({*places}) == 1


async def test_the_tools_are_reached_and_left_by_keys(editor) -> None:
    box = editor.focus_target
    editor.set_value("<p>a</p>")
    box.setFocus()
    press(box, Qt.Key.Key_F10, Qt.KeyboardModifier.AltModifier)
    style = QApplication.focusWidget()
    assert style.text() == "Paragraph"
    assert style.accessibleName() == "Style of the paragraph: Paragraph"
    press(style, Qt.Key.Key_Right)
    bold = QApplication.focusWidget()
    assert bold.accessibleName() == "Bold"
    press(bold, Qt.Key.Key_Escape)
    assert box.hasFocus()


@pytest.mark.parametrize("name", ["Insert", "More marks", "One level deeper"])
async def test_a_click_on_a_tool_leaves_the_focus_in_the_text(qtbot, tasks, name) -> None:
    form = QScrollArea()
    editor = make_editor(FIELDS["rich"], context(tasks))
    form.setWidget(editor)
    qtbot.addWidget(form)
    await activate(form)
    box = editor.focus_target
    box.setFocus()
    [button] = [each for each in form.findChildren(QToolButton) if each.accessibleName() == name]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    if (menu := QApplication.activePopupWidget()) is not None:
        QTest.keyClick(menu, Qt.Key.Key_Escape)
    assert box.hasFocus()


async def test_who_turns_the_page_by_a_click_writes_on_there(editor) -> None:
    editor.set_value("<p>a</p>")
    tabs = editor.findChild(QTabBar)
    for tab, page in ((1, editor._source), (0, editor._box), (0, editor._box)):
        editor._tools.take_focus()
        QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(tab).center())
        assert page.hasFocus()


async def test_no_cursor_is_shown_beside_a_card_that_is_selected(editor) -> None:
    editor.set_value("<p>a</p><hr><p>b</p>")
    box = editor.focus_target
    place(box, 1)
    assert box.cursorWidth() == 0
    press(box, Qt.Key.Key_Down)
    assert box.cursorWidth() == 1


async def test_nothing_can_be_written_where_nothing_may(editor) -> None:
    editor.set_value("<p>a</p>")
    editor.set_read_only(True)
    write(editor.focus_target, "b\n")
    press(editor.focus_target, Qt.Key.Key_B, CONTROL)
    editor.commit()
    assert editor.value() == "<p>a</p>"
    assert not editor._tools.isVisible()


@pytest.mark.parametrize("html", ["<p>a</p>", "<ul><li>a</li></ul>", "<pre>a</pre>"])
async def test_there_is_a_way_out_by_keys_wherever_one_writes(editor, html) -> None:
    editor.set_value(html)
    box = editor.focus_target
    for modifiers in (CONTROL, CONTROL | SHIFT):
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Tab, modifiers)
        assert QApplication.focusWidget() is not box
    assert editor.value() == html
    assert not editor.has_pending_input()


def test_the_document_is_given_nothing_from_the_disk_or_the_network(qtbot, tmp_path) -> None:
    path = tmp_path / "canary.png"
    path.write_bytes(b"canary")
    box = box_with("<p>a</p>")
    qtbot.addWidget(box)
    for kind in QTextDocument.ResourceType:
        for url in (QUrl.fromLocalFile(str(path)), QUrl(str(path)), QUrl("https://x.example/a")):
            assert not box.document().resource(kind.value, url)


def _where(box) -> tuple[int, int, int]:
    cursor = box.textCursor()
    return cursor.blockNumber(), cursor.positionInBlock(), box.verticalScrollBar().value()


@pytest.mark.parametrize("line", ["<p>line</p>", "<p>a line that is much longer</p>"])
async def test_who_reads_or_writes_stays_there_when_a_part_is_changed_from_outside(
    editor, until, line
) -> None:
    box = editor.focus_target
    html = line * 1_000
    editor.set_value(html)
    await until(lambda: not box.isReadOnly())
    place(box, 500, 2)
    box.verticalScrollBar().setValue(box.verticalScrollBar().value() + 40)
    before = _where(box)
    assert before[2] > 1_000
    editor.set_value(f"{html}<p>more</p>")
    await until(lambda: box.document().blockCount() == 1_001)
    assert _where(box) == before


async def test_another_items_text_is_shown_from_its_start(editor) -> None:
    box = editor.focus_target
    editor.set_value("<p>line</p>" * 100)
    place(box, 50, 2)
    editor.leave()
    editor.set_value("<p>other</p>" * 100)
    assert _where(box) == (0, 0, 0)


async def test_a_new_look_is_no_edit_and_moves_neither_cursor_nor_selection(editor) -> None:
    box = editor.focus_target
    editor.set_value("<p>line</p>" * 100)
    edits = QSignalSpy(editor.value_edited)
    select(box, 200, 203)
    box.verticalScrollBar().setValue(box.verticalScrollBar().value() + 30)
    before = _where(box)
    editor._written.restyle()
    assert _where(box) == before
    assert (box.textCursor().anchor(), box.textCursor().position()) == (200, 203)
    assert edits.count() == 0
    assert not editor.has_pending_input()


def _paste_html(box, html: str) -> None:
    data = blank_mime_data()
    data.setHtml(html)
    QApplication.clipboard().setMimeData(data)
    press(box, Qt.Key.Key_V, CONTROL)


async def test_what_was_pasted_into_one_item_does_not_get_into_another(
    editor, tasks, until
) -> None:
    box = editor.focus_target
    _paste_html(box, "<p><b>words</b></p>" * 2_000)
    editor.leave()
    editor.set_value("<p>other</p>")
    await until(lambda: not tasks._running)
    assert box.toPlainText() == "other"


async def test_the_text_of_what_was_pasted_is_not_offered_for_another_item(editor) -> None:
    _paste_html(editor.focus_target, "<p><font color='red'>short</font></p>")
    bar = editor.findChild(PasteBar)
    assert bar.isVisible()
    editor.commit()
    editor.leave()
    editor.set_value("<p>other</p>")
    assert not bar.isVisible()
