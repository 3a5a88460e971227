"""Find and replace in the rich text field, with the keys that a writer has in the fingers."""

import gc
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QTextCharFormat
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QTextEdit, QVBoxLayout, QWidget

from tests.gui.conftest import activate
from tests.gui.fields.samples import FIELDS, context
from tests.gui.richtext.writer import (
    CONTROL,
    SHIFT,
    box_with,
    html_of,
    place,
    press,
    select,
    write,
)
from tests.unit.richtext.test_document import SAMPLES, text_of
from wfdesk.richtext.document import Kind
from wfdesk.richtext.finding import Finder, Search
from wfdesk.richtext.parsing import parse
from wfdesk.ui.editor.fields import handover
from wfdesk.ui.editor.fields.factory import make_editor
from wfdesk.ui.editor.richtext.editor import RichTextEditor
from wfdesk.ui.editor.richtext.overlays import overlay
from wfdesk.ui.editor.richtext.replacing import found_in, replace
from wfdesk.ui.toolkit.colours import LIGHT
from wfdesk.ui.toolkit.icons import current_colours

KEY = Qt.Key
NEW = "ↄ😀"
TEXT = "<h2>Bread 😀</h2><p>Good <strong>bre</strong>ad.</p><hr><ul><li>Bread</li></ul>"


@pytest.fixture
async def editor(qtbot, tasks, monkeypatch) -> RichTextEditor:
    """One in which nothing is finished by itself."""
    monkeypatch.setattr(handover, "PAUSE", 100_000)
    monkeypatch.setattr(handover, "AT_MOST", 100_000)
    made = make_editor(FIELDS["rich"], context(tasks, []))
    made.set_label("Body")
    qtbot.addWidget(made)
    made.resize(460, 500)
    await activate(made)
    made.set_value(TEXT)
    made.setFocus()
    return made


@pytest.fixture
def steps(editor) -> list[object]:
    found: list[object] = []
    editor.value_edited.connect(found.append)
    return found


def line() -> QWidget:
    """Where the keyboard is."""
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def search(editor, text: str) -> None:
    press(editor.focus_target, KEY.Key_F, CONTROL)
    write(line(), text)


def said(editor) -> str:
    return editor._find_bar._said.text()


def shown(editor) -> list[tuple[str, bool]]:
    """What stands out from the text, and whether it is the one that one has gone to."""
    strong = current_colours().accent_fill
    return [
        (each.cursor.selectedText(), each.format.background().color().name() == strong)
        for each in editor.focus_target.extraSelections()
    ]


async def test_all_places_stand_out_and_one_goes_from_each_to_the_next(editor) -> None:
    search(editor, "bread")
    assert (said(editor), line().accessibleDescription()) == ("1 of 3", "1 of 3")
    assert shown(editor) == [("Bread", True), ("bread", False), ("Bread", False)]
    assert not editor.focus_target.textCursor().hasSelection()  # That would cover its colour.
    for key, modifiers, text in (
        (KEY.Key_Return, None, "2 of 3"),
        (KEY.Key_F3, None, "3 of 3"),
        (KEY.Key_Return, None, "1 of 3, from the start"),
        (KEY.Key_Return, SHIFT, "3 of 3, from the end"),
        (KEY.Key_F3, SHIFT, "2 of 3"),
    ):
        press(line(), key, modifiers or Qt.KeyboardModifier.NoModifier)
        assert said(editor) == text
    assert shown(editor) == [("Bread", False), ("bread", True), ("Bread", False)]
    press(line(), KEY.Key_Escape)
    assert not editor._find_bar.isVisible()
    assert editor.focus_target.hasFocus()
    assert editor.focus_target.textCursor().selectedText() == "bread"
    assert shown(editor) == []


async def test_nothing_is_written_or_kept_by_searching(editor, steps) -> None:
    search(editor, "bread")
    press(line(), KEY.Key_F3)
    press(line(), KEY.Key_Escape)
    editor.commit()
    assert (editor.value(), steps) == (TEXT, [])
    assert not editor.focus_target.document().isUndoAvailable()
    assert not editor.has_pending_input()


async def test_what_is_selected_is_searched_for(editor) -> None:
    box = editor.focus_target
    box.setTextCursor(box.document().find("bread", 8))
    press(box, KEY.Key_F, CONTROL)
    assert (line().text(), said(editor)) == ("bread", "2 of 3")
    press(line(), KEY.Key_Escape)
    editor.set_value("<p>a&nbsp;b a b</p><p>c</p>")
    select(box, 0, 3)
    press(box, KEY.Key_F, CONTROL)
    assert (editor._find_bar.search.text, said(editor)) == ("a\u00a0b", "1 of 2")
    press(line(), KEY.Key_Escape)
    select(box, 2, 9)
    press(box, KEY.Key_F, CONTROL)  # More than one block: nobody could search for that.
    assert line().text() == "a\u00a0b"


async def test_the_menu_leads_to_the_search(editor) -> None:
    box = editor.focus_target
    select(box, 0, 5)
    editor._show_menu(box.cursorRect().center())
    menu = QApplication.activePopupWidget()
    find = next(each for each in menu.actions() if each.text().startswith("Find"))
    menu.close()
    find.trigger()
    assert (line().text(), said(editor)) == ("Bread", "1 of 3")


async def test_who_finds_nothing_is_told_in_words(editor) -> None:
    place(editor.focus_target, 1, 3)
    before = editor.focus_target.textCursor().position()
    search(editor, "a long text that is nowhere, and then some more of it")
    assert (said(editor), shown(editor)) == ("Not found", [])
    assert line().accessibleDescription() == "Not found"
    press(line(), KEY.Key_Return)
    press(line(), KEY.Key_Escape)
    assert editor.focus_target.textCursor().position() == before
    press(editor.focus_target, KEY.Key_F, CONTROL)
    press(line(), KEY.Key_Delete)
    assert said(editor) == ""


async def test_case_and_whole_words_are_asked_for_by_keys(editor) -> None:
    editor.set_value("<p>Bread bread breads</p>")
    search(editor, "bread")
    assert said(editor) == "1 of 3"
    editor._find_bar._case.setFocus()
    press(line(), KEY.Key_Return)
    assert said(editor) == "1 of 2"
    editor._find_bar._words.setFocus()
    press(line(), KEY.Key_Space)
    QTest.keyClick(line(), KEY.Key_Space)
    QTest.keyClick(line(), KEY.Key_Space)
    assert editor._find_bar.search == Search("bread", matches_case=True, whole_words=True)
    assert (said(editor), shown(editor)) == ("1 of 1", [("bread", True)])


async def test_what_is_typed_into_the_text_is_counted(editor, until) -> None:
    search(editor, "bread")
    box = editor.focus_target
    box.setFocus()
    place(box, 1, -1)
    write(box, " bread")
    await until(lambda: said(editor) == "1 of 4")
    place(box, 0, 2)
    write(box, "x")
    await until(lambda: said(editor) == "3 found")
    press(box, KEY.Key_F3)
    assert said(editor) == "1 of 3"
    assert box.textCursor().selectedText() == "bread"
    editor.set_value("<p>Bread</p>")
    await until(lambda: said(editor) == "1 found")
    press(box, KEY.Key_Escape)
    assert not editor._find_bar.isVisible()


async def test_the_search_goes_on_from_the_text_without_the_bar(editor) -> None:
    box = editor.focus_target
    press(box, KEY.Key_F3)  # There is nothing to search for yet: it asks.
    write(line(), "bread")
    press(line(), KEY.Key_Escape)
    press(box, KEY.Key_F3)
    assert box.hasFocus()
    assert (box.textCursor().selectedText(), said(editor)) == ("bread", "2 of 3")
    press(box, KEY.Key_F3, SHIFT)
    assert said(editor) == "1 of 3"
    press(box, KEY.Key_Escape)
    place(box, 1, 0)
    press(box, KEY.Key_F3)  # From where the cursor is by now.
    assert said(editor) == "2 of 3"


async def test_one_is_replaced_after_the_other(editor, steps) -> None:
    press(editor.focus_target, KEY.Key_H, CONTROL)
    write(line(), "bread")
    press(line(), KEY.Key_H, CONTROL)
    write(line(), "bread!")
    press(line(), KEY.Key_Return)
    assert editor.value() == TEXT.replace("Bread 😀", "bread! 😀")
    assert said(editor) == "2 of 3"  # Not the one that was just put in.
    press(line(), KEY.Key_Return)
    assert editor.value() == TEXT.replace("Bread 😀", "bread! 😀").replace(
        "<strong>bre</strong>ad", "<strong>bread!</strong>"
    )
    press(line(), KEY.Key_Return)
    assert said(editor) == "1 of 3, from the start"
    assert len(steps) == 3


async def test_the_last_one_is_replaced(editor) -> None:
    editor.set_value("<p>one</p>")
    press(editor.focus_target, KEY.Key_H, CONTROL)
    write(line(), "one")
    press(line(), KEY.Key_H, CONTROL)
    write(line(), "two")
    press(line(), KEY.Key_Return)
    assert (editor.value(), said(editor)) == ("<p>two</p>", "Replaced the last one")


async def test_all_are_replaced_in_one_step_that_undo_takes_back(editor, steps, until) -> None:
    write(editor.focus_target, "A")
    press(editor.focus_target, KEY.Key_H, CONTROL)
    write(line(), "bread")
    press(line(), KEY.Key_H, CONTROL)
    write(line(), "bread and bread")
    editor._find_bar._replace_all.setFocus()
    undo = QSignalSpy(editor.undo_requested)
    press(line(), KEY.Key_Return)
    before = TEXT.replace("Bread 😀", "ABread 😀")
    after = (
        "<h2>Abread and bread 😀</h2><p>Good <strong>bread and bread</strong>.</p><hr>"
        "<ul><li>bread and bread</li></ul>"
    )
    assert steps == [before, after]
    await until(lambda: said(editor) == "Replaced 3")
    editor._find_bar._new.setFocus()
    press(line(), KEY.Key_Z, CONTROL)  # Not the letters in the line.
    assert (undo.count(), editor._find_bar._new.text()) == (1, "bread and bread")
    editor.set_value(before)
    assert editor.focus_target.document().isRedoAvailable()
    assert html_of(editor.focus_target) == before
    await until(lambda: said(editor) == "3 found")
    write(line(), "x")
    press(line(), KEY.Key_Z, CONTROL)
    assert (undo.count(), editor._find_bar._new.text()) == (1, "bread and bread")


async def test_nothing_in_their_place_deletes_them(editor) -> None:
    editor.set_value("<p>a <em>b</em></p><p>b</p><ul><li>b</li></ul>")
    press(editor.focus_target, KEY.Key_H, CONTROL)
    write(line(), "b")
    editor._find_bar._replace_all.click()
    assert editor.value() == "<p>a </p><p>\u200d</p><ul><li></li></ul>"


async def test_what_a_text_cannot_have_is_not_put_into_it(editor) -> None:
    press(editor.focus_target, KEY.Key_H, CONTROL)
    write(line(), "good")
    editor._find_bar._new.setText("a\nb\u2029c\ufffcd\x00")
    editor._find_bar._replace_all.click()
    assert editor.value() == TEXT.replace("Good", "a b cd")


async def test_the_source_is_searched_and_replaced_in_as_well(editor, steps, until) -> None:
    editor.show_source()
    press(editor.focus_target, KEY.Key_H, CONTROL)
    write(line(), "<strong>")
    assert (said(editor), shown(editor)) == ("1 of 1", [("<strong>", True)])
    editor._find_bar._new.setText("<em>")
    editor._find_bar._replace_all.click()
    assert steps == [TEXT.replace("<strong>", "<em>")]
    await until(lambda: said(editor) == "Replaced 1")
    editor._find_bar._line.setText("strong")
    assert said(editor) == "1 of 1"
    editor._tabs.setCurrentIndex(0)
    assert said(editor) == "Not found"
    assert editor._source.extraSelections() == []
    editor._tabs.setCurrentIndex(1)
    assert said(editor) == "1 of 1"


async def test_where_nothing_may_be_written_one_can_only_find(editor, steps) -> None:
    editor.set_read_only(True)
    for page in (0, 1):
        editor._tabs.setCurrentIndex(page)
        press(editor.focus_target, KEY.Key_H, CONTROL)
        editor._find_bar._line.setText("bread")
        press(line(), KEY.Key_H, CONTROL)
        assert not editor._find_bar._new.isVisible()
        assert not editor._find_bar._replace_all.isVisible()
        assert "of" in said(editor)
        before = editor.focus_target.toPlainText()
        editor._find_bar.replace_wanted.emit("x")
        editor._find_bar.replace_all_wanted.emit("x")
        assert editor.focus_target.toPlainText() == before
        press(line(), KEY.Key_Escape)
        assert not editor._find_bar.isVisible()
    assert steps == []
    assert editor.value() == TEXT


async def test_the_keys_are_the_fields_within_it_and_the_windows_elsewhere(qtbot, tasks) -> None:
    window, other = QWidget(), QTextEdit()
    qtbot.addWidget(window)
    editor = make_editor(FIELDS["rich"], context(tasks, []))
    column = QVBoxLayout(window)
    column.addWidget(other)
    column.addWidget(editor)
    action = QAction("Filter", window)
    action.setShortcut(QKeySequence("Ctrl+F"))
    window.addAction(action)
    wanted = QSignalSpy(action.triggered)
    await activate(window)
    editor.setFocus()
    for _ in range(2):  # In the text, and in the bar.
        QTest.keyClick(line(), KEY.Key_F, CONTROL)
        assert line() is editor._find_bar._line
    press(editor.focus_target, KEY.Key_F10, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(line(), KEY.Key_F, CONTROL)  # In the tools above the text.
    assert line() is editor._find_bar._line
    assert wanted.count() == 0
    other.setFocus()
    QTest.keyClick(other, KEY.Key_F, CONTROL)
    assert wanted.count() == 1


async def test_where_there_is_little_room_the_lines_have_all_of_it(editor, until) -> None:
    press(editor.focus_target, KEY.Key_H, CONTROL)
    bar = editor._find_bar
    for width, is_narrow in ((900, False), (260, True), (460, False), (260, True)):
        editor.resize(width, 500)
        await until(lambda: (bar._line.width() == bar.width()) is is_narrow)  # noqa: B023
        await until(lambda: bar._new.width() == bar._line.width())
        assert bar.width() == editor.width()
    bar._line.setFocus()
    for stop in ("Replace with, in Body", "Previous", "Next", "Match case", "Whole words", "Close"):
        QTest.keyClick(line(), KEY.Key_Tab)
        assert line().accessibleName() == stop
    QTest.keyClick(line(), KEY.Key_Tab)
    assert line() is bar._replace


async def test_of_a_long_text_only_what_is_in_sight_is_laid_over(editor, until) -> None:
    editor.set_value("<p>Bread takes time.</p>" * 800)
    search(editor, "bread")
    box = editor.focus_target
    assert said(editor) == "1 of 800"
    assert 5 < len(box.extraSelections()) < 60
    press(line(), KEY.Key_Return, SHIFT)
    assert said(editor) == "800 of 800, from the end"
    assert shown(editor)[-1] == ("Bread", True)
    assert len(box.extraSelections()) < 60
    box.verticalScrollBar().setValue(0)
    assert shown(editor)[0] == ("Bread", False)
    assert box.extraSelections()[0].cursor.selectionStart() == 0


async def test_what_is_found_comes_into_sight_of_the_form_around(qtbot, tasks, until) -> None:
    editor = make_editor(FIELDS["rich"], context(tasks, []))
    area = QScrollArea()
    area.setWidgetResizable(True)
    page = QWidget()
    column = QVBoxLayout(page)
    column.addWidget(editor)
    area.setWidget(page)
    qtbot.addWidget(area)
    area.resize(460, 160)
    editor.set_value("<p>word</p>" * 12 + "<p>last</p>")
    await activate(area)
    editor.setFocus()
    box = editor.focus_target
    press(box, KEY.Key_F, CONTROL)
    await until(lambda: page.height() >= page.sizeHint().height())  # The bar has got its place.
    write(line(), "last")

    def is_in_sight() -> bool:
        spot = box.viewport().mapTo(area.viewport(), box.cursorRect().center())
        return area.viewport().rect().contains(spot)

    await until(is_in_sight)


async def test_what_others_lay_over_the_text_stays(editor) -> None:
    box = editor.focus_target
    box.overlays.show("spelling", [overlay(box.document(), 0, 0, QTextCharFormat())])
    search(editor, "bread")
    assert len(box.extraSelections()) == 4
    press(line(), KEY.Key_Escape)
    assert len(box.extraSelections()) == 1
    assert current_colours() is LIGHT


async def test_nothing_is_kept_that_would_be_freed_twice(editor) -> None:
    """The cursor of Qt's selection is a part of it: who keeps both ends in a crash one day."""
    editor.focus_target.overlays.show(
        "spelling", [overlay(editor.focus_target.document(), 0, 2, QTextCharFormat())]
    )
    search(editor, "bread")
    assert len(editor.focus_target.extraSelections()) == 4
    kept = [each for each in gc.get_objects() if isinstance(each, QTextEdit.ExtraSelection)]
    assert kept == []


def commonest(html: str) -> list[str]:
    """Letters that are in nearly every word, and the words that are met most."""
    runs = [
        run.text
        for block in parse(html).blocks
        if block.kind is not Kind.CARD
        for run in block.runs
    ]
    words = Counter(word for text in runs for word in text.split() if word.isalpha())
    return ["e", "t", *(word for word, _ in words.most_common(1) if len(word) > 2)]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_all_else_stays_as_it_was_to_the_byte(qtbot, path: Path) -> None:
    html = text_of(path)
    box = box_with(html)
    document = box.document()
    for old in commonest(html):
        finder = Finder(Search(old, matches_case=True, whole_words=len(old) > 1))
        found = found_in(document, finder)
        replace(document, found, NEW)
        after = html_of(box)
        assert after.count(NEW) == len(found)
        assert after.replace(NEW, old) == html
        document.undo()
        assert (html_of(box), document.isUndoAvailable()) == (html, False)
        document.redo()
        replace(document, found_in(document, Finder(Search(NEW))), old)
        assert html_of(box) == html
        box.set_text(parse(html))
