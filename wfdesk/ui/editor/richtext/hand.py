"""What a hand at the keyboard does to blocks: parts and joins them, makes lists and headings.

Each is one step of Qt's undo. Where nothing is said of it, the cursor is that of the text edit.
"""

import re
from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QTextEdit

from wfdesk.richtext import structure
from wfdesk.richtext.document import ATOM, LINE, Block, Kind, Tag
from wfdesk.richtext.marks import without_mark
from wfdesk.richtext.structure import PARAGRAPH, begins_item, item_depth
from wfdesk.ui.editor.richtext.canvas import Canvas, Change, one_step

_KEEP = QTextCursor.MoveMode.KeepAnchor
_CHARACTER = QTextCursor.MoveOperation.NextCharacter
_EMOJI = re.compile("[\U0001f000-\U0001faff\ufe0f]")


class Hand:
    def __init__(self, edit: QTextEdit, canvas: Canvas) -> None:
        self._edit = edit
        self._canvas = canvas
        self._document = edit.document()

    @property
    def cursor(self) -> QTextCursor:
        return self._edit.textCursor()

    def outline(self) -> Block:
        """What the block is that the cursor is in."""
        return self._canvas.outline(self.cursor.block())

    def chosen(self) -> tuple[int, int]:
        """The numbers of the first and the last block of the selection."""
        cursor = self.cursor
        last = self._document.findBlock(cursor.selectionEnd())
        first = self._document.findBlock(cursor.selectionStart())
        # A selection that ends before the first letter of a block does not mean that block.
        is_before = cursor.hasSelection() and cursor.selectionEnd() == last.position()
        number = last.blockNumber() - (is_before and last != first)
        return first.blockNumber(), number

    def set_style(self, tag: Tag) -> None:
        first, last = self.chosen()
        self._change(lambda blocks: structure.styled(blocks, first, last, tag))

    def toggle_list(self, name: str) -> None:
        first, last = self.chosen()
        self._change(lambda blocks: structure.listed(blocks, first, last, name))

    def indent(self) -> None:
        first, last = self.chosen()
        self._change(lambda blocks: structure.indented(blocks, first, last))

    def outdent(self) -> None:
        first, last = self.chosen()
        self._change(lambda blocks: structure.outdented(blocks, first, last))

    def remove(self) -> None:
        """Remove what is selected. What is left of the last block goes on in the first."""
        cursor = self.cursor
        if not cursor.hasSelection():
            return
        cursor = self._without_touched_cards(cursor)
        if self._card_in(cursor) is not None:
            self._remove_card(cursor)
            return
        first = self._document.findBlock(cursor.selectionStart())
        last = self._document.findBlock(cursor.selectionEnd())
        if first == last:
            cursor.removeSelectedText()
            self._edit.setTextCursor(cursor)
            return
        outlines = self._left_of(cursor, first.blockNumber(), last.blockNumber())
        with one_step(cursor):
            cursor.removeSelectedText()
            self._canvas.become(outlines)
            self._canvas.dress(cursor.block())
        self._edit.setTextCursor(cursor)

    def make_room(self) -> None:
        """Remove what is selected for what comes there. That comes below a card: none is lost."""
        if self.selected_card() is None:
            self.remove()
        if self.selected_card() is not None:
            self.enter()

    def enter(self) -> None:
        """Begin a new block; at the end of a list, a heading or a quotation a paragraph."""
        cursor = self.cursor
        with one_step(cursor):
            if self.selected_card() is None:
                self.remove()
            cursor = self.cursor
            block, outline = cursor.block(), self._canvas.outline(cursor.block())
            if outline.kind is Kind.PREFORMATTED and not _is_at_last_line(cursor):
                cursor.insertText(LINE)
            elif block.length() == 1 and begins_item(self._outlines(), block.blockNumber()):
                self.outdent()
            elif block.length() == 1 and structure.is_quoted(outline):
                number = block.blockNumber()
                self._change(lambda blocks: structure.unquoted(blocks, number))
            else:
                self._split(cursor, outline)

    def delete_back(self) -> bool:
        """Do what Backspace does at the start of a block; return whether there was such a thing."""
        cursor = self.cursor
        if cursor.hasSelection():
            self.remove()
            return True
        if not cursor.atBlockStart():
            return self._remove_emoji(cursor)
        block, outlines = cursor.block(), self._outlines()
        number = block.blockNumber()
        outline = outlines[number]
        if begins_item(outlines, number):
            self.outdent()
        elif outline.kind is not Kind.CARD and outline.tag.name not in {"p", ""}:
            self.set_style(PARAGRAPH)
        elif block.previous().isValid():
            self._join_back(cursor, outlines)
        return True

    def wipe(self, move: QTextCursor.MoveOperation) -> None:
        """Remove what is selected, or what a move goes over; it ends where the block ends."""
        cursor = self.cursor
        is_back = move == QTextCursor.MoveOperation.PreviousWord
        block = cursor.block()
        edge = block.position() if is_back else block.position() + block.length() - 1
        if cursor.hasSelection() or cursor.position() == edge:
            _ = self.delete_back() if is_back else self.delete_on()
            return
        cursor.movePosition(move, _KEEP)
        if self._document.findBlock(cursor.position()) != block:
            cursor.setPosition(edge, _KEEP)
        self._edit.setTextCursor(cursor)
        self.remove()

    def delete_on(self) -> bool:
        """Do what Delete does at the end of a block; return whether there was such a thing."""
        cursor = self.cursor
        if cursor.hasSelection():
            self.remove()
            return True
        following = cursor.block().next()
        if not cursor.atBlockEnd() or not following.isValid():
            return not cursor.atBlockEnd() and self._select_card(cursor.block())
        if self._canvas.card_of(following):
            if cursor.block().length() == 1:
                self._remove_block(cursor.block())
            self._select_card(following if following.isValid() else self.cursor.block())
            return True
        cursor.movePosition(QTextCursor.MoveOperation.NextBlock, _KEEP)
        self._edit.setTextCursor(cursor)
        self.remove()
        return True

    def selected_card(self) -> QTextBlock | None:
        """The card that is selected, if that is all that is."""
        return self._card_in(self.cursor)

    def _card_in(self, cursor: QTextCursor) -> QTextBlock | None:
        block = self._document.findBlock(cursor.selectionStart())
        place = block.position()
        is_one = (cursor.selectionStart(), cursor.selectionEnd()) == (place, place + 1)
        return block if is_one and self._canvas.card_of(block) else None

    def select_card(self, block: QTextBlock, *, is_back: bool = False) -> bool:
        """Select a card; *is_back* says that the selection may go on upwards."""
        is_there = self._select_card(block)
        if is_there and is_back:
            cursor = self.cursor
            cursor.setPosition(block.position() + 1)
            cursor.setPosition(block.position(), _KEEP)
            self._edit.setTextCursor(cursor)
        return is_there

    def insert_card(self, raw: str) -> None:
        """Put a card below the block of the cursor; an empty paragraph it takes the place of."""
        with one_step(self.cursor):
            if self.selected_card() is None:
                self.remove()
            cursor = self.cursor
            block, outlines = cursor.block(), self._outlines()
            number = block.blockNumber()
            is_free = block.length() == 1 and item_depth(outlines[number]) is None
            after = structure.with_card(outlines, number, raw)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
            if is_free:
                del after[number]
            else:
                cursor.insertBlock()
            self._canvas.become(after)
            cursor.insertText(ATOM, self._canvas.looks.of_card(raw))
            if not cursor.block().next().isValid():  # There must be a way to write on.
                self._split(cursor, self._canvas.outline(cursor.block()))
            else:
                self._edit.setTextCursor(cursor)

    def open_above_card(self, block: QTextBlock) -> bool:
        """Put an empty paragraph above a card, and the cursor into it; return whether it is one."""
        if not self._canvas.card_of(block):
            return False
        outlines, number = self._outlines(), block.blockNumber()
        line = Block(Kind.TEXT, PARAGRAPH, path=outlines[number].path)
        cursor = QTextCursor(block)
        cursor.insertBlock()
        self._canvas.become([*outlines[:number], line, *outlines[number:]])
        cursor.movePosition(QTextCursor.MoveOperation.PreviousBlock)
        self._edit.setTextCursor(cursor)
        return True

    def replace_card(self, block: QTextBlock, raw: str) -> None:
        """Have another source in the place of a card's."""
        cursor = QTextCursor(block)
        with one_step(cursor):
            cursor.movePosition(_CHARACTER, _KEEP)
            cursor.insertText(ATOM, self._canvas.looks.of_card(raw))

    def _left_of(self, cursor: QTextCursor, start: int, end: int) -> list[Block]:
        """The blocks after what is selected in those from *start* to *end* is gone."""
        at_end, at_start = QTextCursor(self._document), QTextCursor(self._document)
        at_start.setPosition(cursor.selectionStart())
        at_end.setPosition(cursor.selectionEnd())
        outlines = self._outlines()
        if at_start.atStart() and at_end.atEnd():
            return [Block(Kind.TEXT, PARAGRAPH)]
        is_whole = at_start.atBlockStart() and not at_end.atBlockEnd()
        goes_on = is_whole or outlines[start].kind is Kind.CARD
        for number in range(start + 1, end + 1):
            if number == end and goes_on:
                outlines[start] = _in_place_of(outlines[start], outlines[start + 1])
            outlines = structure.joined(outlines, start)
        return outlines

    def _without_touched_cards(self, cursor: QTextCursor) -> QTextCursor:
        """The selection without the ends of lines that part a text from a card: both stay."""
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        last = self._document.findBlock(end)
        if end == last.position() and self._canvas.card_of(last):
            end -= 1
        first = self._document.findBlock(start)
        if start == first.position() + 1 <= end and self._canvas.card_of(first):
            start += start < end
        kept = QTextCursor(cursor)
        kept.setPosition(start)
        kept.setPosition(end, _KEEP)
        return kept

    def _remove_emoji(self, cursor: QTextCursor) -> bool:
        """Remove what is one sign to the eye; of letters with accents the accent goes first."""
        cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter, _KEEP)
        text = cursor.selectedText()
        is_one = len(text) > 1 and _EMOJI.search(text) is not None
        if is_one:
            cursor.removeSelectedText()
            self._edit.setTextCursor(cursor)
        return is_one

    def _change(self, change: Change) -> None:
        with one_step(self.cursor):
            self._canvas.change(change)

    def _outlines(self) -> list[Block]:
        return self._canvas.reading.outlines()

    def _split(self, cursor: QTextCursor, outline: Block) -> None:
        block = cursor.block()
        marks = without_mark(self._canvas.marks(self._edit.currentCharFormat()), "a")
        is_card = outline.kind is Kind.CARD
        if is_card:
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        is_start, is_end = cursor.atBlockStart(), cursor.atBlockEnd()
        if outline.kind is Kind.PREFORMATTED and block.text().endswith(LINE):
            cursor.deletePreviousChar()
        after = structure.split(
            self._outlines(), block.blockNumber(), is_at_start=is_start, is_at_end=is_end
        )
        cursor.insertBlock()
        self._canvas.become(after)
        new = cursor.block()
        if is_end:
            is_same = self._canvas.outline(new).tag.name == outline.tag.name and not is_card
            look = self._canvas.look(new, marks if is_same else ())
            cursor.setBlockCharFormat(look)
            self._edit.setTextCursor(cursor)
            self._edit.setCurrentCharFormat(look)
        else:
            self._edit.setTextCursor(cursor)

    def _join_back(self, cursor: QTextCursor, outlines: Sequence[Block]) -> None:
        block, before = cursor.block(), cursor.block().previous()
        if self._canvas.card_of(before):
            if block.length() == 1:
                self._remove_block(block)
            self._select_card(before)
        elif before.length() == 1 and item_depth(outlines[before.blockNumber()]) is None:
            self._remove_block(before)
        else:
            cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter, _KEEP)
            self._edit.setTextCursor(cursor)
            self.remove()

    def _select_card(self, block: QTextBlock) -> bool:
        if not self._canvas.card_of(block):
            return False
        cursor = QTextCursor(block)
        cursor.movePosition(_CHARACTER, _KEEP)
        self._edit.setTextCursor(cursor)
        return True

    def _remove_card(self, cursor: QTextCursor) -> None:
        """Remove the block as well, unless there is none beside it where one could write."""
        block = self._document.findBlock(cursor.selectionStart())
        beside = [each for each in (block.previous(), block.next()) if each.isValid()]
        if any(not self._canvas.card_of(each) for each in beside):
            self._remove_block(block)
            return
        with one_step(cursor):
            cursor.removeSelectedText()
            outline = self._canvas.outline(cursor.block())
            self._canvas.set_outline(cursor.block(), structure.text_beside(outline))
        self._edit.setTextCursor(cursor)

    def _remove_block(self, block: QTextBlock) -> None:
        """Remove a block whole; the cursor goes to the one before it, or behind."""
        outlines = structure.without(self._outlines(), block.blockNumber())
        cursor = QTextCursor(block)
        with one_step(cursor):
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, _KEEP)
            if block.previous().isValid():
                cursor.setPosition(block.position() - 1)
                cursor.setPosition(block.position() + block.length() - 1, _KEEP)
            else:
                cursor.setPosition(block.position())
                cursor.setPosition(block.next().position(), _KEEP)
            cursor.removeSelectedText()
            self._canvas.become(outlines)
        self._edit.setTextCursor(cursor)


def _is_at_last_line(cursor: QTextCursor) -> bool:
    """Whether a second Enter at the end of preformatted text is to leave it."""
    return cursor.atBlockEnd() and cursor.block().text().endswith(LINE)


def _in_place_of(first: Block, last: Block) -> Block:
    """What the rest of the last block is in the place of the first, which is gone whole."""
    depth = item_depth(first)
    is_within = depth is not None and first.path[depth] in last.path
    return replace(last, path=first.path) if is_within else last
