"""Puts other words in the place of words that were found, with the look of the first letter."""

from collections.abc import Sequence
from itertools import accumulate, groupby, pairwise

from msgspec import Struct
from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor, QTextDocument

from wfdesk.richtext.finding import Finder, Span
from wfdesk.ui.editor.richtext.canvas import fragments, one_step

_KEEP = QTextCursor.MoveMode.KeepAnchor


class Found(Struct, frozen=True):
    """Where it is: in Qt's document, and in the text of the block there."""

    start: int
    end: int
    span: Span


def found_in(document: QTextDocument, finder: Finder) -> list[Found]:
    """Find it in all of a document. Cards have no text."""
    found: list[Found] = []
    block = document.begin()
    while block.isValid():
        text = block.text()
        if spans := finder.spans(text):
            at, units = block.position(), _units(text)
            found += [Found(at + units[span[0]], at + units[span[1]], span) for span in spans]
        block = block.next()
    return found


def _units(text: str) -> Sequence[int]:
    """Where Qt counts each letter: it counts an emoji as two."""
    if text.isascii() or max(text) <= "\uffff":
        return range(len(text) + 1)
    return [0, *accumulate(1 + (letter > "\uffff") for letter in text)]


def replace(document: QTextDocument, found: Sequence[Found], new: str) -> QTextCursor:
    """Replace all of these as one step of Qt's undo; return where what was put in first ends."""
    cursor = QTextCursor(document)
    with one_step(cursor):  # From the end: what is still to be replaced stays where it is.
        for block, backwards in groupby(
            reversed(found), lambda each: document.findBlock(each.start)
        ):
            text = block.text()
            for stretch in reversed(_stretches(block, list(backwards)[::-1])):
                _replace(cursor, text, stretch, new)
    return cursor


class _Stretch(Struct):
    """Places within one fragment of text. They are replaced at once, with what is between them:
    one by one, 10,000 words took seven times as long (measured).
    """

    look: QTextCharFormat
    found: list[Found]


def _stretches(block: QTextBlock, found: Sequence[Found]) -> list[_Stretch]:
    looks = iter(fragments(block))
    stretches: list[_Stretch] = []
    end = 0
    for each in found:
        if each.start < end:
            stretches[-1].found.append(each)
            continue
        while each.start >= end:
            _, end, look = next(looks)
        stretches.append(_Stretch(look, [each]))
    return stretches


def _replace(cursor: QTextCursor, text: str, stretch: _Stretch, new: str) -> None:
    first, last = stretch.found[0], stretch.found[-1]
    parts = [new]
    for before, after in pairwise(stretch.found):
        parts += [text[before.span[1] : after.span[0]], new]
    cursor.setPosition(first.start)
    cursor.setPosition(last.end, _KEEP)
    cursor.insertText("".join(parts), stretch.look)
