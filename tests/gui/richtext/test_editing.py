"""What a hand may do that is out of the ordinary, and no text, item or card is lost by it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QInputMethodEvent
from PySide6.QtWidgets import QApplication

from tests.gui.richtext.writer import (
    CONTROL,
    SHIFT,
    box_with,
    html_of,
    place,
    press,
    select,
    select_from,
    write,
)
from wfdesk.richtext.parsing import parse
from wfdesk.ui.editor.richtext.box import RichTextBox
from wfdesk.ui.toolkit.icons import current_colours

BACK, DELETE, ENTER = Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Return
ALT = Qt.KeyboardModifier.AltModifier
CARD, EMBED = "<hr>", "<div></div>"
AROUND = f"<p>aa</p>{CARD}<p>bb</p>"
PARENT = "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"
MIXED = "<p>aa</p><ul><li>bb<ul><li>c</li></ul></li></ul>"


def compose(box: RichTextBox, text: str, *, shown: str = "") -> None:
    """Commit a text as an input method does, that may have shown another before."""
    if shown:
        QApplication.sendEvent(box, QInputMethodEvent(shown, []))
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(box, event)


TYPED: dict[str, Callable[[RichTextBox], None]] = {
    "x": lambda box: write(box, "x"),
    "&nbsp;": lambda box: write(box, "\u00a0"),
    "\u200c": lambda box: write(box, "\u200c"),
    "@": lambda box: press(box, Qt.Key.Key_At, CONTROL | ALT, "@"),
    "é": lambda box: compose(box, "é"),
    "日": lambda box: compose(box, "日", shown="に"),
}


@pytest.mark.parametrize("text", TYPED)
def test_however_it_is_typed_no_card_is_replaced(qtbot, text) -> None:
    box = box_with(AROUND)
    place(box, 1)
    TYPED[text](box)
    assert html_of(box) == f"<p>aa</p>{CARD}<p>{text}</p><p>bb</p>"


@pytest.mark.parametrize("text", TYPED)
def test_however_it_is_typed_over_items_those_below_stay_items(qtbot, text) -> None:
    box = box_with(MIXED)
    select_from(box, (0, 1), (1, 1))
    TYPED[text](box)
    assert html_of(box) == f"<p>a{text}b</p><ul><li>c</li></ul>"


@pytest.mark.parametrize("text", TYPED)
def test_however_it_is_typed_a_link_ends_where_its_text_ends(qtbot, text) -> None:
    box = box_with('<p><a href="/x">a</a></p>')
    place(box, 0, -1)
    TYPED[text](box)
    assert html_of(box) == f'<p><a href="/x">a</a>{text}</p>'


@pytest.mark.parametrize(
    ("before", "at", "key", "after"),
    [
        ("<p>a bc</p>", (0, -1), BACK, "<p>a </p>"),
        ("<p>a bc</p>", (0, 0), DELETE, "<p>bc</p>"),
        ("<p>a</p><p>b</p>", (0, 0), DELETE, "<p>\u200d</p><p>b</p>"),
        ("<p>a</p><p>b</p>", (1, 0), BACK, "<p>ab</p>"),
        ("<p>a</p><p>b</p>", (0, -1), DELETE, "<p>ab</p>"),
        (PARENT, (0, -1), DELETE, "<ul><li>ab<ul><li>c</li></ul></li></ul>"),
        (PARENT, (1, 0), BACK, "<ul><li>a</li></ul><p>b</p><ul><li>c</li></ul>"),
        (AROUND, (2, 0), BACK, AROUND),
        (AROUND, (0, -1), DELETE, AROUND),
        (AROUND, (1, 0), BACK, "<p>aa</p><p>bb</p>"),
    ],
)
def test_a_word_is_removed_and_never_more_than_a_letter_would_be(
    qtbot, before, at, key, after
) -> None:
    box = box_with(before)
    place(box, *at)
    press(box, key, CONTROL)
    assert html_of(box) == after
    assert (box.hand.selected_card() is not None) == (after == AROUND)
    while box.document().isUndoAvailable():
        box.document().undo()
    assert html_of(box) == before


def test_all_that_is_selected_is_removed_by_a_words_key_too(qtbot) -> None:
    box = box_with(MIXED)
    select_from(box, (0, 1), (1, 1))
    press(box, BACK, CONTROL)
    assert html_of(box) == "<p>ab</p><ul><li>c</li></ul>"


@pytest.mark.parametrize(
    ("start", "end", "after"),
    [
        ((0, 1), (1, 0), f"<p>a</p>{CARD}<p>bb</p>"),
        ((0, 1), (1, 1), "<p>a</p><p>bb</p>"),
        ((1, 1), (2, 1), f"<p>aa</p>{CARD}<p>b</p>"),
        ((1, 0), (2, 1), "<p>aa</p><p>b</p>"),
    ],
)
def test_only_a_card_that_is_selected_is_removed_and_none_gets_into_a_line(
    qtbot, start, end, after
) -> None:
    box = box_with(AROUND)
    select_from(box, start, end)
    press(box, DELETE)
    assert html_of(box) == after
    assert box.document().blockCount() == after.count("<p>") + after.count(CARD)
    assert box.hand.selected_card() is None


def test_what_is_typed_between_two_cards_comes_between_them(qtbot) -> None:
    box = box_with(f"{CARD}{EMBED}<p>a</p>")
    select_from(box, (0, 1), (1, 0))
    write(box, "x")
    assert html_of(box) == f"{CARD}<p>x</p>{EMBED}<p>a</p>"


def test_an_item_that_was_a_card_is_written_in_as_any_other(qtbot) -> None:
    box = box_with(f"<ul><li>{CARD}</li></ul>")
    select(box, 0, 1)
    press(box, Qt.Key.Key_Delete)
    write(box, "x")
    assert html_of(box) == "<ul><li>x</li></ul>"


def test_a_card_that_is_inserted_comes_below_the_one_that_is_selected(qtbot) -> None:
    box = box_with(AROUND)
    place(box, 1)
    box.run_step(lambda: box.hand.insert_card(EMBED))
    assert html_of(box) == f"<p>aa</p>{CARD}{EMBED}<p>bb</p>"


def test_the_selection_of_a_card_grows_upwards(qtbot) -> None:
    box = box_with(AROUND)
    place(box, 1)
    press(box, Qt.Key.Key_Left, SHIFT)
    press(box, Qt.Key.Key_Left, SHIFT)
    press(box, DELETE)
    assert html_of(box) == "<p>a</p><p>bb</p>"


def test_a_move_by_words_leaves_a_card(qtbot) -> None:
    box = box_with(AROUND)
    place(box, 1)
    press(box, Qt.Key.Key_Left, CONTROL)
    write(box, "x")
    assert html_of(box) == f"<p>aax</p>{CARD}<p>bb</p>"


@pytest.mark.parametrize(
    ("before", "start", "end", "after"),
    [
        (
            "<ul><li>aa<ul><li>bb</li><li>c</li></ul></li></ul>",
            (0, 0),
            (1, 1),
            "<ul><li>b<ul><li>c</li></ul></li></ul>",
        ),
        (
            "<p>aa</p><ul><li>b<ul><li>cc</li><li>d</li></ul></li></ul>",
            (0, 0),
            (2, 1),
            "<ul><li>c</li><li>d</li></ul>",
        ),
    ],
)
def test_no_item_is_left_that_has_no_text_of_its_own(qtbot, before, start, end, after) -> None:
    box = box_with(before)
    select_from(box, start, end)
    press(box, DELETE)
    assert html_of(box) == after


@pytest.mark.parametrize(
    ("text", "left"),
    [("👩\u200d👧", ""), ("👍🏽", ""), ("🇩🇪", ""), ("❤\ufe0f", ""), ("e\u0301", "e"), ("ab", "a")],
)
def test_an_emoji_is_removed_whole_and_an_accent_before_its_letter(qtbot, text, left) -> None:
    box = box_with(f"<p>-{text}</p>")
    place(box, 0, -1)
    press(box, BACK)
    assert html_of(box) == f"<p>-{left}</p>"


def test_a_text_that_was_copied_is_pasted_into_another_one(qtbot) -> None:
    box = box_with("<p>a</p>" * 3 + "<h2>b</h2>")
    box.selectAll()
    press(box, Qt.Key.Key_C, CONTROL)
    box.set_text(parse("<p>x</p>"))
    place(box, 0, -1)
    press(box, Qt.Key.Key_V, CONTROL)
    assert html_of(box) == "<p>xa</p><p>a</p><p>a</p><h2>b</h2>"


def test_an_item_joined_with_the_one_before_does_not_begin_the_numbers_anew(qtbot) -> None:
    html = "<ol><li>a</li><li>b</li><li>c</li></ol>"
    box = box_with(html)
    place(box, 1)
    press(box, BACK)
    assert html_of(box) == "<ol><li>a</li></ol><p>b</p><ol><li>c</li></ol>"
    press(box, BACK)
    assert html_of(box) == "<ol><li>ab</li><li>c</li></ol>"
    while box.document().isUndoAvailable():
        box.document().undo()
    assert html_of(box) == html


def test_a_list_is_one_again_when_the_card_within_it_is_removed(qtbot) -> None:
    html = "<ol><li>a</li><li>b</li></ol>"
    box = box_with(html)
    place(box, 0)
    box.run_step(lambda: box.hand.insert_card(CARD))
    assert html_of(box) == f"<ol><li>a</li></ol>{CARD}<ol><li>b</li></ol>"
    press(box, BACK)
    assert html_of(box) == html


def test_a_card_that_the_cursor_comes_to_as_another_goes_is_selected(qtbot) -> None:
    box = box_with(f"<p>a</p>{CARD}{EMBED}<p>b</p>")
    place(box, 2)
    press(box, DELETE)
    assert box.hand.selected_card() is not None
    write(box, "1.")
    assert html_of(box) == f"<p>a</p>{CARD}<p>1.</p><p>b</p>"


@pytest.mark.parametrize(("text", "is_right"), [("abc", False), ("שלום", True)])
def test_the_bar_of_a_quotation_is_where_its_lines_begin(qtbot, text, is_right) -> None:
    box = box_with(f"<blockquote>{text}</blockquote>")
    box.resize(400, 200)
    shown = box.grab().toImage()
    accent = QColor(current_colours().accent)
    height = box.cursorRect().center().y()
    bar = [x for x in range(shown.width()) if shown.pixelColor(x, height) == accent]
    assert bar
    assert all((x > 200) == is_right for x in bar)


@pytest.mark.parametrize(
    ("html", "is_one"),
    [
        ("<blockquote><p>a</p><ul><li>b</li></ul></blockquote>", True),
        ("<blockquote>a</blockquote><blockquote>b</blockquote>", False),
        ("<blockquote><p>a</p></blockquote><blockquote><p>b</p></blockquote>", False),
    ],
)
def test_a_quotation_has_one_bar_and_two_have_two(qtbot, html, is_one) -> None:
    box = box_with(html)
    box.resize(400, 200)
    shown, heights = box.grab().toImage(), []
    for number in (0, 1):
        place(box, number)
        heights.append(box.mapFromGlobal(box.viewport().mapToGlobal(box.cursorRect().center())).y())
    accent = QColor(current_colours().accent)
    bar = [x for x in range(shown.width()) if shown.pixelColor(x, heights[0]) == accent]
    between = [shown.pixelColor(bar[0], y) == accent for y in range(*heights)]
    assert all(between) == is_one


def test_the_ground_of_preformatted_text_is_as_wide_as_a_card(qtbot) -> None:
    box = box_with("<pre>a</pre>")
    box.resize(400, 200)
    shown = box.grab().toImage()
    height, ground = box.cursorRect().center().y() + 1, QColor(current_colours().raised)
    painted = [x for x in range(shown.width()) if shown.pixelColor(x, height) == ground]
    edge = box.viewport().width() - box.document().documentMargin()
    assert max(painted) >= edge - 2


@pytest.mark.parametrize(
    ("rest", "to", "after"),
    [
        ("<p>zz</p>", (2, 0), "<ul><li>b</li><li>c</li></ul><ul><li>a</li></ul><p>zz</p>"),
        ("<p></p>", (2, 0), "<ul><li>b</li><li>c</li></ul><ul><li>a</li></ul><p></p>"),
        ("", (1, 0), "<ul><li>b</li><li>a</li><li>c</li></ul>"),
    ],
)
def test_whole_items_are_moved_and_what_they_come_before_stays_itself(
    qtbot, rest, to, after
) -> None:
    html = f"<ul><li>a</li><li>b</li><li>c</li></ul>{rest}"
    box = box_with(html)
    select_from(box, (0, 0), (1, 0))
    press(box, Qt.Key.Key_X, CONTROL)
    place(box, *to)
    press(box, Qt.Key.Key_V, CONTROL)
    assert html_of(box) == after
    while box.document().isUndoAvailable():
        box.document().undo()
    assert html_of(box) == html
