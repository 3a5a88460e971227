"""Who turns from a text to its HTML, or back, goes on at the block where they were."""

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from wfdesk.richtext.spots import block_at, starts
from wfdesk.ui.editor.fields.lossless import from_document, place_behind
from wfdesk.ui.editor.richtext.box import RichTextBox


def place_in_source(box: RichTextBox) -> int:
    """At which character of the HTML the block begins that has the cursor."""
    every = starts(box.content())
    return every[min(box.textCursor().blockNumber(), len(every) - 1)] if every else 0


def go_to_place(source: QPlainTextEdit, html: str, place: int) -> None:
    """Put the cursor before a character of the HTML that is shown, and have it in sight."""
    shown = html[:place].removeprefix("\ufeff").replace("\r\n", "\n")
    cursor = source.textCursor()
    cursor.setPosition(len(shown.encode("utf-16-le", "surrogatepass")) // 2)
    source.setTextCursor(cursor)
    source.centerCursor()


def place_of(source: QPlainTextEdit, html: str) -> int:
    """At which character of the HTML the cursor is."""
    before = QTextCursor(source.document())
    before.setPosition(source.textCursor().position(), QTextCursor.MoveMode.KeepAnchor)
    return place_behind(html, len(from_document(before.selectedText())))


def go_to_block(box: RichTextBox, place: int) -> None:
    """Put the cursor into the block with this character of the HTML, unless it is in there."""
    number, cursor = block_at(box.content(), place), box.textCursor()
    if number != cursor.blockNumber():
        cursor.setPosition(box.document().findBlockByNumber(number).position())
        box.setTextCursor(cursor)
        box.ensureCursorVisible()
