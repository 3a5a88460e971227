"""Rich text through the real editor: untouched byte for byte, touched no more than was touched.

``WFDESK_RICHTEXTS`` says how many texts are drawn, ``WFDESK_WRITERS`` how many write at random.
"""

import os
import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.gui.richtext.writer import (
    CONTROL,
    Writer,
    box_with,
    html_of,
    place,
    press,
    same,
    select,
    select_from,
    write,
)
from tests.unit.richtext.grammar import Author
from tests.unit.richtext.test_document import NASTY, SAMPLES, text_of
from wfdesk.richtext.document import Kind
from wfdesk.richtext.gate import is_sound
from wfdesk.richtext.leaves import SPACER
from wfdesk.richtext.parsing import parse
from wfdesk.ui.editor.richtext.box import RichTextBox

DRAWN = int(os.environ.get("WFDESK_RICHTEXTS", "300"))
WRITERS = int(os.environ.get("WFDESK_WRITERS", "15"))
ACTS = 60
TYPED = "Typed"
_NESTED_LINK = re.compile(r"<a\b[^>]*>(?:(?!</a>).)*<a\b", re.DOTALL)


def texts_of(html: str) -> list[int]:
    """The numbers of the blocks that can be written in, and are no empty lines."""
    blocks = parse(html).blocks
    return [
        at
        for at, block in enumerate(blocks)
        if block.kind is not Kind.CARD and block.text not in {"", SPACER}
    ]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_comes_back_from_the_editor_as_it_was(qtbot, path: Path) -> None:
    html = text_of(path)
    assert html_of(box_with(html)) == html


@pytest.mark.parametrize("html", NASTY)
def test_a_nasty_text_comes_back_from_the_editor_as_it_was(qtbot, html: str) -> None:
    assert html_of(box_with(html)) == html


@pytest.mark.timeout(600 + DRAWN // 5)
def test_any_text_comes_back_from_the_editor_as_it_was(qtbot) -> None:
    box = box_with("")
    for seed in range(DRAWN):
        author = Author(seed)
        html = author.junk() if seed % 4 == 0 else author.document()
        box.set_text(parse(html))
        assert html_of(box) == html, seed


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_letters_typed_at_the_end_of_a_block_are_all_that_changes(qtbot, path: Path) -> None:
    html = text_of(path)
    box = box_with(html)
    for at in texts_of(html):
        place(box, at, -1)
        write(box, TYPED)
        after = html_of(box)
        assert after.count(TYPED) == 1
        assert after.replace(TYPED, "") == html
        box.document().undo()
        assert html_of(box) == html


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_mark_put_on_and_taken_off_changes_nothing(qtbot, path: Path) -> None:
    html = text_of(path)
    box = box_with(html)
    for at in texts_of(html):
        block = box.document().findBlockByNumber(at)
        for key in (Qt.Key.Key_B, Qt.Key.Key_I, Qt.Key.Key_U, Qt.Key.Key_E):
            select(box, block.position(), block.position() + block.length() - 1)
            is_mixed = html_of(box) != html
            assert not is_mixed
            press(box, key, CONTROL)
            once = html_of(box)
            press(box, key, CONTROL)
            if once.count("<") > html.count("<"):  # Else it was marked in part, or wholly, before.
                _judge_unmarked(box, html)
            while box.document().isUndoAvailable():
                box.document().undo()


def _judge_unmarked(box, html: str) -> None:
    after = html_of(box)
    if after != html:  # A part that was marked before has lost its mark, and nothing else.
        assert len(after) < len(html)
        assert re.sub(r"<[^>]*>", "", after) == re.sub(r"<[^>]*>", "", html)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_block_that_is_parted_and_joined_is_as_it_was(qtbot, path: Path) -> None:
    html = text_of(path)
    box = box_with(html)
    for at in texts_of(html):
        block = box.document().findBlockByNumber(at)
        for column in {1, (block.length() - 1) // 2} - {0, block.length() - 1}:
            place(box, at, column)
            press(box, Qt.Key.Key_Return)
            assert html_of(box) != html
            place(box, at, -1)
            press(box, Qt.Key.Key_Delete)
            assert html_of(box) == html, (at, column)


@pytest.mark.timeout(600 + WRITERS * 5)
def test_whoever_writes_whatever_it_is_read_as_it_is_shown_and_can_be_undone(qtbot) -> None:
    for seed in range(WRITERS):
        html = Author(seed).document()
        if _NESTED_LINK.search(html):  # A browser takes them apart, as nobody would write them.
            continue
        box = box_with(html)
        writer = Writer(box, seed)
        for _ in range(ACTS):
            writer.act()
            assert same(box), (seed, writer.trail)
            assert is_sound(box.content()), (seed, writer.trail)
        end = html_of(box)
        document = box.document()
        for _ in range(2):
            while document.isUndoAvailable():
                box.document().undo()
            assert html_of(box) == html, (seed, writer.trail)
            while document.isRedoAvailable():
                box.document().redo()
        box.deleteLater()
        assert same(box)
        assert isinstance(end, str)


def test_what_was_read_of_a_text_is_kept_once_however_long_one_writes(qtbot) -> None:
    box = box_with("<p>one</p><p>two</p>")
    for _ in range(50):
        write(box, "a\n")
        html_of(box)
    assert len(box.canvas.reading._known) == box.document().blockCount()
    box.set_text(parse("<p>another</p>"))
    assert html_of(box) == "<p>another</p>"
    assert len(box.canvas.reading._known) == 1


def text_number(number: int) -> str:
    return (
        f'<h2 id="h{number}">Head</h2><p class="c{number}">a <a href="/{number}">link</a></p>'
        f"<ul><li>b</li></ul><figure><img src={number}.png></figure>"
    )


def size_of(box: RichTextBox) -> tuple[int, ...]:
    canvas = box.canvas
    numbers = (canvas.meanings.blocks, canvas.meanings.marks, canvas.meanings.sources)
    looks = (canvas.looks._blocks, canvas.looks._texts)
    return *map(len, numbers), *map(len, looks), len(box.document().allFormats())


def test_an_editor_holds_no_more_after_many_texts_than_after_one(qtbot) -> None:
    box = box_with("")
    sizes = set()
    for number in range(30):
        box.set_text(parse(text_number(number)))
        place(box, 1, -1)
        write(box, f"typed {number}")
        press(box, Qt.Key.Key_2, CONTROL | Qt.KeyboardModifier.AltModifier)
        sizes.add(size_of(box))
        while box.document().isUndoAvailable():
            box.document().undo()
        assert html_of(box) == text_number(number)
    assert len(sizes) == 1


def test_a_text_looks_as_it_does_whatever_was_shown_before(qtbot) -> None:
    texts = ["<ul><li>a</li></ul><p><em>b</em></p>", "<pre>a</pre><h2><code>b</code></h2>"]
    box = box_with(texts[0])
    box.set_text(parse(texts[1]))
    assert box.document().allFormats() == box_with(texts[1]).document().allFormats()


def test_nothing_of_the_text_before_is_left_to_undo_or_to_write_on_with(qtbot) -> None:
    box = box_with('<h2 class="one">One <a href="/a">link</a></h2>')
    place(box, 0, -1)
    press(box, Qt.Key.Key_B, CONTROL)
    write(box, "x")
    box.document().undo()
    box.set_text(parse('<p class="two">Two <em>em</em></p>'))
    for step in (box.document().undo, box.document().redo):
        step()
        assert html_of(box) == '<p class="two">Two <em>em</em></p>'
    place(box, 0)
    write(box, "y")
    assert html_of(box) == '<p class="two">yTwo <em>em</em></p>'


def test_what_was_copied_from_the_text_before_is_what_it_was_there(qtbot) -> None:
    html = '<h2 class="one">One <a href="/a">link</a></h2><figure><img src="a.png"></figure>'
    box = box_with(html)
    box.selectAll()
    press(box, Qt.Key.Key_C, CONTROL)
    for there in (box, box_with("")):
        there.set_text(parse('<blockquote class="two">Two <em>em</em></blockquote>'))
        there.selectAll()
        press(there, Qt.Key.Key_V, CONTROL)
        assert html_of(there) == html


def test_whole_lines_from_another_text_leave_the_one_below_as_it_is() -> None:
    other, box = box_with("<p>x</p><p>y</p><p>z</p>"), box_with("<p >aa</p ><p>bb</p>")
    select_from(other, (0, 0), (2, 0))
    press(other, Qt.Key.Key_C, CONTROL)
    place(box, 1)
    press(box, Qt.Key.Key_V, CONTROL)
    assert html_of(box) == "<p >aa</p ><p >x</p><p >y</p><p>bb</p>"
