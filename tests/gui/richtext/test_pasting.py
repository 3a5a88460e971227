"""Cut, copy, paste and drop: structure comes along, what is foreign is cleaned, bytes are kept."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton

from tests.gui.conftest import activate
from tests.gui.fields.samples import FIELDS, context
from tests.gui.richtext.writer import (
    CONTROL,
    NO_MODIFIER,
    SHIFT,
    box_with,
    html_of,
    place,
    press,
    select,
    select_from,
    write,
)
from tests.unit.richtext.test_pasting_samples import COPIED, pasted_from, text_of
from wfdesk.ui.editor.fields.factory import make_editor
from wfdesk.ui.editor.richtext.clipping import blank_mime_data
from wfdesk.ui.editor.richtext.incoming import Incoming, read
from wfdesk.ui.editor.richtext.pastebar import PasteBar


def put_on_clipboard(html: str = "", text: str = "") -> None:
    data = blank_mime_data()
    if html:
        data.setHtml(html)
    data.setText(text)
    QGuiApplication.clipboard().setMimeData(data)


def paste(box) -> None:
    press(box, Qt.Key.Key_V, CONTROL)


@pytest.fixture
async def editor(qtbot, tasks):
    made = make_editor(FIELDS["rich"], context(tasks))
    qtbot.addWidget(made)
    made.resize(600, 500)
    await activate(made)
    return made


def test_what_is_cut_and_put_back_keeps_its_bytes(qtbot) -> None:
    html = "<p id=''>one &#39;1&#39;</p>\n<ul><li>two</li><li><b>three</b></li></ul>\n<p>four</p>"
    box = box_with(html)
    start = box.document().findBlockByNumber(1).position()
    select(box, start, box.document().findBlockByNumber(3).position())
    press(box, Qt.Key.Key_X, CONTROL)
    assert "two" not in html_of(box)
    paste(box)
    assert "<ul><li>two</li><li><b>three</b></li></ul>" in html_of(box)
    assert "<p id=''>one &#39;1&#39;</p>" in html_of(box)


def test_a_line_goes_into_the_line(qtbot) -> None:
    box = box_with('<p>ab <a href="/x?a=1&b=2"><em>c</em></a> d</p><h2>xy</h2>')
    select(box, 1, 5)
    press(box, Qt.Key.Key_C, CONTROL)
    place(box, 1, 1)
    paste(box)
    assert html_of(box).endswith('<h2>xb <a href="/x?a=1&b=2"><em>c</em></a> y</h2>')


def test_what_another_editor_copied_comes_whole(qtbot) -> None:
    html = '<h2 id="a">x</h2><ul class="b"><li>y</li></ul><hr>'
    source, target = box_with(html), box_with("")
    source.selectAll()
    press(source, Qt.Key.Key_C, CONTROL)
    paste(target)
    assert html_of(target) == html


@pytest.mark.parametrize(
    ("before", "at", "after"),
    [
        ("<p>ad</p>", (0, 1), "<p>ab</p><h2>x</h2><p>cd</p>"),
        ("<p>ad</p>", (0, 0), "<p>b</p><h2>x</h2><p>cad</p>"),
        ("<p>ad</p>", (0, -1), "<p>adb</p><h2>x</h2><p>c</p>"),
        ("", (0, 0), "<p>b</p><h2>x</h2><p>c</p>"),
        ("<hr>", (0, 0), "<hr><p>b</p><h2>x</h2><p>c</p>"),
        ("<pre>ad</pre>", (0, 1), "<pre>ab\nx\ncd</pre>"),
        (
            "<ul><li>ad</li><li>e</li></ul>",
            (0, 1),
            "<ul><li>ab</li></ul><h2>x</h2><ul><li>cd</li><li>e</li></ul>",
        ),
    ],
)
def test_blocks_are_put_between_the_halves(qtbot, before, at, after) -> None:
    box = box_with(before)
    put_on_clipboard("<p>b</p><h2>x</h2><p>c</p>", "b x c")
    place(box, *at)
    paste(box)
    assert html_of(box) == after
    box.document().undo()
    assert html_of(box) == before


LIST = "<ul><li>abcd</li><li>efgh</li></ul>"
HALVES = (
    (LIST, (0, 1), (0, 3), "bc"),
    ("<p>abcd</p>", (0, 1), (0, 3), "bc"),
    ("<blockquote>abcd</blockquote>", (0, 1), (0, 3), "bc"),
    ("<blockquote><p>abcd</p></blockquote>", (0, 2), (0, 4), "cd"),
    ("<h2>abcd</h2>", (0, 0), (0, 2), "ab"),
    (LIST, (0, 0), (0, 4), "abcd"),
    ("<h2>abcd</h2>", (0, 0), (0, 4), "abcd"),
    ("<blockquote>abcd</blockquote>", (0, 0), (0, 4), "abcd"),
)
PLACES = (
    "<p>{}</p>",
    "<h3>{}</h3>",
    "<blockquote>{}</blockquote>",
    "<ul><li>{}<ul><li>z</li></ul></li></ul>",
)


@pytest.mark.parametrize(("source", "start", "end", "text"), HALVES)
def test_words_of_one_text_flow_into_the_one_they_are_pasted_into(
    qtbot, source, start, end, text
) -> None:
    """As in any word processor: what was copied without the end of its paragraph is but words."""
    copied = box_with(source)
    select_from(copied, start, end)
    press(copied, Qt.Key.Key_C, CONTROL)
    for around in PLACES:
        for column, after in enumerate((f"{text}xy", f"x{text}y", f"xy{text}")):
            box = box_with(around.format("xy"))
            place(box, 0, column)
            paste(box)
            assert html_of(box) == around.format(after)
            box.document().undo()
            assert html_of(box) == around.format("xy")


@pytest.mark.parametrize("source", ["<h2>abcd</h2>", LIST, "<blockquote>abcd</blockquote>"])
def test_all_words_of_one_text_make_an_empty_one_what_they_were(qtbot, source) -> None:
    copied, box = box_with(source), box_with("<p></p>")
    select_from(copied, (0, 0), (0, 4))
    press(copied, Qt.Key.Key_C, CONTROL)
    paste(box)
    assert html_of(box) == source.replace("<li>efgh</li>", "")


@pytest.mark.parametrize(
    ("source", "start", "end", "after"),
    [
        (LIST, (0, 2), (1, 2), "<li>xcd</li><li>ef{}</li>"),
        (LIST, (0, 0), (1, 0), "<li>xabcd</li><li>{}</li>"),
        (
            "<ol><li>ab<ul><li>cd</li></ul></li><li>e</li></ol>",
            (0, 1),
            (2, 1),
            "<li>xb<ul><li>cd</li></ul></li><li>e{}</li>",
        ),
        (
            "<ol><li>ab<ul><li>cd</li></ul></li><li>e</li></ol>",
            (0, 1),
            (1, 1),
            "<li>xb<ul><li>c{}</li></ul></li>",
        ),
        ("<h2>ab</h2><ul><li>cd</li></ul>", (0, 0), (1, 2), None),
    ],
)
def test_the_first_of_several_items_goes_on_in_the_item_that_they_are_pasted_into(
    qtbot, source, start, end, after
) -> None:
    copied = box_with(source)
    select_from(copied, start, end)
    press(copied, Qt.Key.Key_C, CONTROL)
    box = box_with('<ul class="k"><li id="i">xy</li><li>z</li></ul>')
    place(box, 0, 1)
    paste(box)
    if after is None:
        begun, rest = '<ul class="k"><li id="i">x</li></ul><h2>ab</h2>', "<li>cdy</li><li>z</li>"
        assert html_of(box) == f'{begun}<ul class="k">{rest}</ul>'
    else:
        items = after.format("y").replace("<li>", '<li id="i">', 1)
        assert html_of(box) == f'<ul class="k">{items}<li>z</li></ul>'
    box.document().undo()
    assert html_of(box) == '<ul class="k"><li id="i">xy</li><li>z</li></ul>'


def test_paragraphs_in_a_list_become_items_and_a_list_goes_on(qtbot) -> None:
    box = box_with("<ol><li>a</li><li></li><li>z</li></ol>")
    put_on_clipboard("<p>b</p><p>c</p><ul><li>d<ul><li>e</li></ul></li></ul>", "b")
    place(box, 1)
    paste(box)
    assert html_of(box) == (
        "<ol><li>a</li><li>b</li><li>c</li><li>d<ul><li>e</li></ul></li><li>z</li></ol>"
    )


@pytest.mark.parametrize(
    ("copied", "rest"),
    [
        (
            "<blockquote><p>x</p><ul><li>b</li><li>c</li></ul></blockquote>",
            "x</li><li>b</li><li>c</li>",
        ),
        (
            "<blockquote><ul><li>b<ol><li>c</li></ol></li></ul></blockquote>",
            "b<ol><li>c</li></ol></li>",
        ),
    ],
)
def test_a_list_in_a_quotation_goes_on_in_the_list_it_is_pasted_into(
    qtbot, copied: str, rest: str
) -> None:
    source, box = box_with(copied), box_with("<ul><li>a</li><li>z</li></ul>")
    source.selectAll()
    press(source, Qt.Key.Key_C, CONTROL)
    place(box, 0, -1)
    paste(box)
    assert html_of(box) == f"<ul><li>a{rest}<li>z</li></ul>"


@pytest.mark.parametrize("path", COPIED, ids=lambda path: path.stem)
async def test_what_other_programs_copy_is_pasted_clean(editor, path, until) -> None:
    is_markdown = path.suffix == ".md"
    put_on_clipboard("" if is_markdown else text_of(path), text_of(path) if is_markdown else "x")
    box = editor.focus_target
    paste(box)
    await until(lambda: html_of(box) != "")
    assert html_of(box).removesuffix("<p>\u200d</p>") == pasted_from(path).html


async def test_the_bar_takes_the_formatting_away(editor) -> None:
    box, bar = editor.focus_target, editor.findChild(PasteBar)
    write(box, "Before ")
    put_on_clipboard("<p style='color: red'>one <b style='font-size: 40px'>two</b></p>", "one two")
    paste(box)
    assert bar.isVisible()
    assert html_of(box) == "<p>Before one <strong>two</strong></p>"
    button = bar.findChild(QPushButton)
    button.click()
    assert html_of(box) == "<p>Before one two</p>"
    assert not bar.isVisible()
    box.document().undo()
    assert html_of(box).startswith("<p>Before")


@pytest.mark.parametrize(
    ("before", "came", "after"),
    [
        (
            "<blockquote></blockquote>",
            "<h2 style='color: red'>a</h2>",
            "<blockquote>x</blockquote>",
        ),
        ("<h3>One</h3>", "<ul style='color: red'><li>a</li><li>b</li></ul>", "<h3>Onex</h3>"),
        ("<p>One</p>", "<b style='color: red'>a</b><img src='https://x.org/a.png'>", "<p>Onex</p>"),
    ],
    ids=["heading", "list", "picture"],
)
async def test_plain_text_is_kept_as_if_it_alone_had_been_pasted(
    editor, before, came, after
) -> None:
    box, bar = editor.focus_target, editor.findChild(PasteBar)
    editor.set_value(before)
    place(box, 0, -1)
    put_on_clipboard(came, "x")
    paste(box)
    assert bar.isVisible()
    bar.findChild(QPushButton).click()
    assert html_of(box) == after


async def test_plain_text_takes_the_place_of_what_the_paste_took_the_place_of(editor) -> None:
    box, bar = editor.focus_target, editor.findChild(PasteBar)
    editor.set_value("<p>One two three</p>")
    select(box, 4, 7)
    put_on_clipboard("<p style='color: red'><b style='font-size: 40px'>2</b></p>", "2")
    paste(box)
    bar.findChild(QPushButton).click()
    write(box, "!")
    assert html_of(box) == "<p>One 2! three</p>"


async def test_who_dismisses_the_bar_writes_on(editor) -> None:
    box, bar = editor.focus_target, editor.findChild(PasteBar)
    put_on_clipboard("<p style='color: red'>one</p>", "one")
    paste(box)
    close = bar.findChild(QToolButton)
    close.setFocus()
    close.click()
    assert not bar.isVisible()
    assert box.hasFocus()


async def test_the_bar_goes_when_one_writes_on(editor) -> None:
    box, bar = editor.focus_target, editor.findChild(PasteBar)
    put_on_clipboard("<p style='color: red'>one</p>", "one")
    paste(box)
    assert bar.isVisible()
    write(box, "a")
    assert not bar.isVisible()


async def test_the_bar_goes_when_the_source_is_looked_at(editor) -> None:
    bar = editor.findChild(PasteBar)
    put_on_clipboard("<p style='color: red'>one <b>two</b></p>", "one two")
    paste(editor.focus_target)
    assert bar.isVisible()
    editor.show_source()
    assert not bar.isVisible()


def test_plain_text_is_pasted_as_it_is_and_markdown_as_what_it_says(qtbot) -> None:
    box = box_with("")
    put_on_clipboard(text="a <b>\nc\n\nd")
    paste(box)
    assert html_of(box) == "<p>a &lt;b&gt;<br>c</p><p>d</p>"
    box = box_with("")
    put_on_clipboard(text="# One\n\n- a\n- b\n\n[x](https://x.org) **y**\n")
    paste(box)
    assert html_of(box).startswith("<h1>One</h1><ul><li>a</li><li>b</li></ul>")
    box = box_with("")
    press(box, Qt.Key.Key_V, CONTROL | SHIFT)
    assert html_of(box).startswith("<p># One</p>")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a\n\nb", ()),
        ("# One\n\n**y** `z`", ("Markdown was made into formatted text",)),
        ("## One\n\na <font color=red>b</font>", ("Markdown was made", "was cleaned away")),
        ("## One\n\n" + "*a* " * 60_000, ("Markdown", "too long", "only its text")),
    ],
    ids=["text", "markdown", "cleaned", "long"],
)
def test_all_that_was_done_to_a_pasted_text_is_told(text: str, words: tuple[str, ...]) -> None:
    note = read(Incoming(text=text)).note
    assert bool(note) is bool(words)
    assert all(each in note for each in words)


async def test_a_large_text_is_read_beside_the_window(editor, tasks, until) -> None:
    box = editor.focus_target
    put_on_clipboard("<p>some <b>words</b></p>" * 2_000, "x")
    write(box, "z")
    paste(box)
    assert html_of(box) == "<p>z</p>"
    await until(lambda: html_of(box).count("<strong>words</strong>") == 2_000)
    await until(lambda: not tasks._running)  # It is looked through, too.


async def test_what_is_pasted_too_late_does_not_come_over_what_is_written_as_html(
    editor, tasks, until
) -> None:
    put_on_clipboard("<p>some <b>words</b></p>" * 2_000, "x")
    paste(editor.focus_target)
    editor.show_source()
    editor.focus_target.setPlainText("<p>mine</p>")
    editor.commit()
    await until(lambda: not tasks._running)
    editor.commit()
    assert editor.value() == "<p>mine</p>"


@pytest.mark.parametrize("kind", ["image", "file"])
def test_a_picture_asks_for_its_address(qtbot, tmp_path, kind) -> None:
    box = box_with("")
    asked = QSignalSpy(box.pasting.picture_came)
    data = blank_mime_data()
    if kind == "image":
        data.setImageData(QImage(3, 3, QImage.Format.Format_RGB32))
    else:
        data.setUrls([QUrl.fromLocalFile(str(tmp_path / "loaf.JPG"))])
    QGuiApplication.clipboard().setMimeData(data)
    paste(box)
    assert asked.count() == 1
    assert html_of(box) == ""


def test_what_is_dropped_comes_where_it_is_dropped(qtbot) -> None:
    box = box_with("<p>one</p><p>two</p>")
    box.resize(400, 300)
    box.show()
    place(box, 1, -1)
    spot = box.cursorRect().center() + QPoint(1, 0)
    place(box, 0)
    data = QMimeData()
    data.setHtml("<b>three</b>")
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, NO_MODIFIER)
    for event in (QDragEnterEvent(spot, *how), QDragMoveEvent(spot, *how)):
        QApplication.sendEvent(box.viewport(), event)
    QApplication.sendEvent(box.viewport(), QDropEvent(spot.toPointF(), *how))
    assert html_of(box) == "<p>one</p><p>two<strong>three</strong></p>"
