"""What the keys do, as in a good word processor."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QScrollArea

from tests.gui.conftest import activate
from tests.gui.richtext.writer import (
    CONTROL,
    NO_MODIFIER,
    SHIFT,
    box_with,
    html_of,
    place,
    press,
    select,
    write,
)

ENTER, BACK, DELETE, TAB = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Backspace,
    Qt.Key.Key_Delete,
    Qt.Key.Key_Tab,
)
CARD = "<hr>"


@pytest.mark.parametrize(
    ("before", "at", "after"),
    [
        ("<p>one two</p>", (0, 3), "<p>one</p><p> two</p>"),
        ('<p id="x">one</p>', (0, 2), '<p id="x">on</p><p>e</p>'),
        ('<p id="">one</p>', (0, 2), '<p id="">on</p><p id="">e</p>'),
        ("<h2>one</h2>", (0, -1), "<h2>one</h2><p>\u200d</p>"),
        ("<h2>one</h2>", (0, 1), "<h2>o</h2><h2>ne</h2>"),
        ("<h2>one</h2>", (0, 0), "<p>\u200d</p><h2>one</h2>"),
        ("<blockquote>one</blockquote>", (0, -1), "<blockquote>one</blockquote><p>\u200d</p>"),
        ("<ul><li>one</li></ul>", (0, -1), "<ul><li>one</li><li></li></ul>"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", (0, -1), None),
        ("<ul><li>a</li><li></li></ul>", (1, 0), "<ul><li>a</li></ul><p>\u200d</p>"),
        (
            "<ul><li>a<ul><li></li></ul></li></ul>",
            (1, 0),
            "<ul><li>a</li><li></li></ul>",
        ),
        (
            "<blockquote><p>a</p><p></p></blockquote>",
            (1, 0),
            "<blockquote><p>a</p></blockquote><p></p>",
        ),
        (
            "<blockquote><p>a</p><p></p><p>b</p></blockquote>",
            (1, 0),
            "<blockquote><p>a</p></blockquote><p></p><blockquote><p>b</p></blockquote>",
        ),
        ("<pre>a</pre>", (0, -1), "<pre>a\n</pre>"),
        ("<pre>a\n</pre>", (0, -1), "<pre>a</pre><p>\u200d</p>"),
        ("<p><strong>a</strong></p>", (0, -1), "<p><strong>a</strong></p><p>\u200d</p>"),
    ],
)
def test_enter(qtbot, before, at, after) -> None:
    box = box_with(before)
    place(box, *at)
    press(box, ENTER)
    expected = "<ul><li>a</li><li>\u200d<ul><li>b</li></ul></li></ul>" if after is None else after
    assert html_of(box) == expected
    box.undo()
    assert html_of(box) == before


@pytest.mark.parametrize(
    ("before", "at", "after"),
    [
        ("<p>one</p><p>two</p>", (1, 0), "<p>onetwo</p>"),
        ("<h2>one</h2><p>two</p>", (1, 0), "<h2>onetwo</h2>"),
        ("<p>\u200d</p><h2>two</h2>", (1, 0), "<p>\u200d</p><p>two</p>"),
        ('<p>\u200d</p><p id="x">two</p>', (1, 0), '<p id="x">two</p>'),
        ("<h2>two</h2>", (0, 0), "<p>two</p>"),
        ("<blockquote>two</blockquote>", (0, 0), "<p>two</p>"),
        ("<ul><li>a</li><li>b</li></ul>", (1, 0), "<ul><li>a</li></ul><p>b</p>"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", (1, 0), "<ul><li>a</li><li>b</li></ul>"),
        ("<ul><li>a</li></ul><p>b</p>", (1, 0), "<ul><li>ab</li></ul>"),
        ("<p>a</p>", (0, 0), "<p>a</p>"),
    ],
)
def test_backspace_at_the_start(qtbot, before, at, after) -> None:
    box = box_with(before)
    place(box, *at)
    press(box, BACK)
    assert html_of(box) == after


@pytest.mark.parametrize(("key", "at"), [(BACK, (2, 0)), (DELETE, (0, -1))])
def test_a_card_is_selected_before_it_is_removed(qtbot, key, at) -> None:
    box = box_with(f"<p>a</p>{CARD}<p>b</p>")
    place(box, *at)
    press(box, key)
    assert box.hand.selected_card() is not None
    assert CARD in html_of(box)
    press(box, key)
    assert html_of(box) == "<p>a</p><p>b</p>"
    box.undo()
    assert html_of(box) == f"<p>a</p>{CARD}<p>b</p>"


def test_letters_do_not_replace_a_card(qtbot) -> None:
    box = box_with(f"{CARD}<p>b</p>")
    place(box, 0)
    assert box.hand.selected_card() is not None
    write(box, "new")
    assert html_of(box) == f"{CARD}<p>new</p><p>b</p>"


def test_the_cursor_goes_past_a_card_in_two_steps(qtbot) -> None:
    box = box_with(f"<p>a</p>{CARD}<p>b</p>")
    place(box, 0, -1)
    press(box, Qt.Key.Key_Right)
    assert box.hand.selected_card() is not None
    press(box, Qt.Key.Key_Right)
    assert box.textCursor().block().text() == "b"
    press(box, Qt.Key.Key_Left)
    assert box.hand.selected_card() is not None
    press(box, Qt.Key.Key_Up)
    assert box.textCursor().block().text() == "a"


def test_tab_moves_items_and_is_no_trap_elsewhere(qtbot) -> None:
    box = box_with("<ul><li>a</li><li>b</li></ul><p>c</p>")
    place(box, 1)
    press(box, TAB, text="\t")
    assert html_of(box) == "<ul><li>a<ul><li>b</li></ul></li></ul><p>c</p>"
    press(box, Qt.Key.Key_Backtab, text="\t")
    assert html_of(box) == "<ul><li>a</li><li>b</li></ul><p>c</p>"
    place(box, 2)
    assert box.focusNextPrevChild(True) is not None
    press(box, TAB, text="\t")
    assert html_of(box) == "<ul><li>a</li><li>b</li></ul><p>c</p>"


@pytest.mark.parametrize(
    ("keys", "after"),
    [
        ("# ", "<h1>x</h1>"),
        ("### ", "<h3>x</h3>"),
        ("- ", "<ul><li>x</li></ul>"),
        ("* ", "<ul><li>x</li></ul>"),
        ("1. ", "<ol><li>x</li></ol>"),
        ("> ", "<blockquote>x</blockquote>"),
        ("####### ", "<p>####### x</p>"),
        ("a - ", "<p>a - x</p>"),
    ],
)
def test_signs_at_the_start_of_a_line(qtbot, keys, after) -> None:
    box = box_with("<p>x</p>")
    steps: list[str] = []
    box.step_due.connect(lambda: steps.append(html_of(box)))
    place(box, 0)
    write(box, keys)
    assert html_of(box) == after
    if not after.startswith("<p>"):
        assert steps[0].replace("&gt;", ">") == f"<p>{keys}x</p>"  # One undo goes back to this.
        box.undo()
        assert html_of(box) == steps[0]


def test_a_link_ends_where_its_text_ends_and_goes_on_within(qtbot) -> None:
    box = box_with('<p><a href="/x">one</a></p>')
    place(box, 0, -1)
    write(box, "!")
    place(box, 0, 1)
    write(box, "-")
    assert html_of(box) == '<p><a href="/x">o-ne</a>!</p>'


def test_spaces_that_are_typed_stay(qtbot) -> None:
    box = box_with("<p>ab</p>")
    place(box, 0, 1)
    write(box, "   ")
    assert html_of(box) in {"<p>a &nbsp; b</p>", "<p>a&nbsp; &nbsp;b</p>"}


def test_the_spacer_of_an_empty_line_goes_when_something_is_typed(qtbot) -> None:
    html = '<p id="">\u200d</p><p>👩\u200d👧</p>'
    box = box_with(html)
    place(box, 0)
    write(box, "a")
    assert html_of(box) == '<p id="">a</p><p>👩\u200d👧</p>'
    press(box, BACK)
    assert html_of(box) == html


def test_marks_go_on_with_what_is_typed_and_are_nested_as_webflow_does(qtbot) -> None:
    box = box_with("")
    press(box, Qt.Key.Key_I, CONTROL)
    write(box, "a")
    press(box, Qt.Key.Key_B, CONTROL)
    write(box, "b")
    press(box, Qt.Key.Key_I, CONTROL)
    write(box, "c\nd")
    assert html_of(box) == (
        "<p><em>a</em><strong><em>b</em>c</strong></p><p><strong>d</strong></p>"
    )


def test_a_line_is_broken_with_shift(qtbot) -> None:
    box = box_with("<p>ab</p>")
    place(box, 0, 1)
    press(box, ENTER, SHIFT)
    assert html_of(box) == "<p>a<br>b</p>"


def test_what_an_input_method_composes_is_text_once_it_is_there(qtbot) -> None:
    box = box_with('<p><a href="/x">one</a></p>')
    place(box, 0, -1)
    QApplication.sendEvent(box, QInputMethodEvent("に", []))
    assert html_of(box) == '<p><a href="/x">one</a></p>'
    done = QInputMethodEvent()
    done.setCommitString("日本")
    QApplication.sendEvent(box, done)
    assert html_of(box) == '<p><a href="/x">one</a>日本</p>'


def test_what_is_selected_across_blocks_is_replaced(qtbot) -> None:
    box = box_with("<h2>one</h2><p>two</p><ul><li>three</li></ul>")
    last = box.document().lastBlock().position()
    select(box, 2, last + 2)
    write(box, "X")
    assert html_of(box) == "<h2>onXree</h2>"
    box.undo()
    assert html_of(box) == "<h2>one</h2><p>two</p><ul><li>three</li></ul>"


@pytest.mark.parametrize("number", [1, 6])
def test_headings_by_key(qtbot, number) -> None:
    box = box_with("<p>a</p>")
    alt = Qt.KeyboardModifier.AltModifier
    press(box, Qt.Key(Qt.Key.Key_0 + number), CONTROL | alt)
    assert html_of(box) == f"<h{number}>a</h{number}>"
    press(box, Qt.Key.Key_0, CONTROL | alt)
    assert html_of(box) == "<p>a</p>"


def test_a_list_is_made_of_what_is_selected_and_taken_apart_again(qtbot) -> None:
    html = "<p>a</p><p>b</p><p>c</p>"
    box = box_with(html)
    box.selectAll()
    press(box, Qt.Key.Key_7, CONTROL | SHIFT)
    assert html_of(box) == "<ol><li>a</li><li>b</li><li>c</li></ol>"
    press(box, Qt.Key.Key_8, CONTROL | SHIFT)
    assert html_of(box) == "<ul><li>a</li><li>b</li><li>c</li></ul>"
    press(box, Qt.Key.Key_8, CONTROL | SHIFT)
    assert html_of(box) == html


async def test_the_form_goes_along_with_who_writes_where_it_shows_but_a_part(qtbot, until) -> None:
    """At a large zoom the text is higher than what is seen of the form."""
    area, box = QScrollArea(), box_with("<p>a</p>" * 30)
    area.setWidget(box)
    area.setWidgetResizable(True)
    area.resize(300, 150)
    qtbot.addWidget(area)
    await activate(area)
    box.setFocus()

    def is_seen() -> bool:
        corner = box.viewport().mapTo(area.viewport(), box.cursorRect().topLeft())
        return area.viewport().rect().contains(QRect(corner, box.cursorRect().size()))

    assert box.height() > area.height()
    for key, modifiers, text in (
        (Qt.Key.Key_End, CONTROL, ""),
        (Qt.Key.Key_Home, CONTROL, ""),
        *[(Qt.Key.Key_Down, NO_MODIFIER, "")] * 12,
        *[(ENTER, NO_MODIFIER, "\r")] * 8,
        (Qt.Key.Key_X, NO_MODIFIER, "x"),
    ):
        press(box, key, modifiers, text)
        await until(is_seen)
