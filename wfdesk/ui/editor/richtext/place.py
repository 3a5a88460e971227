"""Where somebody is in a text, to be found again when it is shown anew."""

from msgspec import Struct
from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QTextEdit

Spot = tuple[int, int]
"""The number of a block, and how far into it."""


class Place(Struct, frozen=True):
    """It is told by blocks: that is good enough for a text that is not quite the same."""

    anchor: Spot
    cursor: Spot
    top: Spot
    """The first block in sight, and how many pixels of it are out of sight."""


START = Place((0, 0), (0, 0), (0, 0))


def place_in(edit: QTextEdit) -> Place:
    cursor = edit.textCursor()
    first = edit.cursorForPosition(edit.viewport().rect().topLeft()).block()
    hidden = edit.verticalScrollBar().value() - _top_of(edit, first.blockNumber())
    top = (first.blockNumber(), hidden) if edit.verticalScrollBar().value() else (0, 0)
    return Place(_spot(edit, cursor.anchor()), _spot(edit, cursor.position()), top)


def return_to(edit: QTextEdit, place: Place) -> None:
    cursor = edit.textCursor()
    cursor.setPosition(_position(edit, place.anchor))
    cursor.setPosition(_position(edit, place.cursor), QTextCursor.MoveMode.KeepAnchor)
    edit.setTextCursor(cursor)
    number, hidden = place.top
    is_start = place.top == START.top
    edit.verticalScrollBar().setValue(0 if is_start else _top_of(edit, number) + hidden)


def _spot(edit: QTextEdit, position: int) -> Spot:
    block = edit.document().findBlock(position)
    return block.blockNumber(), position - block.position()


def _position(edit: QTextEdit, spot: Spot) -> int:
    number, column = spot
    block = _block(edit, number)
    return block.position() + min(column, block.length() - 1)


def _top_of(edit: QTextEdit, number: int) -> int:
    return round(edit.document().documentLayout().blockBoundingRect(_block(edit, number)).top())


def _block(edit: QTextEdit, number: int) -> QTextBlock:
    """The block of this number, or the last one: there may be fewer by now."""
    return edit.document().findBlockByNumber(min(number, edit.document().blockCount() - 1))
