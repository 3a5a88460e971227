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
    write,
)
from tests.unit.richtext.grammar import Author
from tests.unit.richtext.test_document import NASTY, SAMPLES, text_of
from wfdesk.richtext.document import Kind
from wfdesk.richtext.gate import is_sound
from wfdesk.richtext.leaves import SPACER
from wfdesk.richtext.parsing import parse

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
