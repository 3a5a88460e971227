"""Puts a text into another one, where the cursor is: what is pasted or dropped there."""

from collections.abc import Sequence

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextEdit

from wfdesk.richtext import structure
from wfdesk.richtext.document import BREAK, LINE, Block, Kind, Run
from wfdesk.richtext.leaves import SPACER
from wfdesk.richtext.structure import PARAGRAPH
from wfdesk.ui.editor.richtext.bridge import insert, insert_run
from wfdesk.ui.editor.richtext.canvas import Canvas, one_step
from wfdesk.ui.editor.richtext.hand import Hand


class Insertion:
    def __init__(self, edit: QTextEdit, canvas: Canvas, hand: Hand) -> None:
        self._edit = edit
        self._canvas = canvas
        self._hand = hand

    def insert(self, blocks: Sequence[Block]) -> None:
        """Put the blocks in place of what is selected. What is a line goes into the line."""
        if not blocks:
            return
        with one_step(self._edit.textCursor()):
            self._hand.make_room()
            cursor = self._edit.textCursor()
            has_card = any(block.kind is Kind.CARD for block in blocks)
            if self._hand.outline().kind is Kind.PREFORMATTED and not has_card:
                self._put_lines(cursor, blocks)
            elif len(blocks) == 1 and self._is_part(cursor, blocks[0]):
                self._put_line(cursor, blocks[0])
            elif cursor.atBlockStart() and len(blocks) > 1 and _is_empty(blocks[-1]):
                self._put_above(cursor, blocks[:-1])
            else:
                self._put_blocks(cursor, blocks)
            self._edit.setTextCursor(cursor)

    @staticmethod
    def _is_part(cursor: QTextCursor, block: Block) -> bool:
        """Whether one text alone goes into the line: only an empty one becomes what it was."""
        return _is_line(block) or (block.kind is Kind.TEXT and cursor.block().length() > 1)

    def _put_line(self, cursor: QTextCursor, line: Block) -> None:
        outline = self._canvas.outline(cursor.block())
        for run in line.runs:
            insert_run(cursor, outline, run, self._canvas.looks)

    def _put_lines(self, cursor: QTextCursor, blocks: Sequence[Block]) -> None:
        """Put texts into preformatted text: without their marks, but with what is in the line."""
        outline = self._canvas.outline(cursor.block())
        for number, block in enumerate(blocks):
            if number:
                insert_run(cursor, outline, Run(LINE), self._canvas.looks)
            for run in block.runs:
                plain = Run(run.text.replace(BREAK, LINE), raw="" if run.text == BREAK else run.raw)
                insert_run(cursor, outline, plain, self._canvas.looks)

    def _put_above(self, cursor: QTextCursor, blocks: Sequence[Block]) -> None:
        """Put whole lines before the one that the cursor is at the start of: that stays itself."""
        outlines = self._canvas.reading.outlines()
        number = cursor.blockNumber()
        new = structure.pasted(outlines, number, blocks)
        cursor.insertBlock()
        cursor.movePosition(QTextCursor.MoveOperation.PreviousBlock)
        insert(cursor, new, self._canvas.looks, self._canvas.meanings)
        self._canvas.become(structure.parted([*outlines[:number], *new, *outlines[number:]]))
        cursor.movePosition(QTextCursor.MoveOperation.NextBlock)

    def _put_blocks(self, cursor: QTextCursor, blocks: Sequence[Block]) -> None:
        block = cursor.block()
        outlines = self._canvas.reading.outlines()
        number = block.blockNumber()
        new = structure.pasted(outlines, number, blocks)
        if block.length() > 1 and not cursor.atBlockStart():
            is_item = structure.are_items_of_one_list(outlines[number], new[0])
            if (is_item and blocks[0].kind is Kind.TEXT) or _is_line(blocks[0]):
                self._put_line(cursor, blocks[0])
                new = structure.entered(outlines[number], new)
        is_free = block.length() == 1
        has_rest = not cursor.atBlockEnd()
        if has_rest:
            cursor.insertBlock()
            cursor.movePosition(QTextCursor.MoveOperation.PreviousBlock)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
            outlines = structure.split(outlines, number, is_at_start=False, is_at_end=False)
        if not is_free:
            is_first = has_rest and cursor.block().length() == 1
            number += not is_first
            if not is_first:
                cursor.insertBlock()
            else:
                is_free = True
        insert(cursor, new, self._canvas.looks, self._canvas.meanings)
        outlines[number : number + is_free] = new
        self._canvas.become(structure.parted(outlines))
        if has_rest and new[-1].kind is Kind.TEXT:
            self._join_rest(cursor)

    def _join_rest(self, cursor: QTextCursor) -> None:
        """Let the last line that came go on with what stood behind the cursor."""
        place = cursor.position()
        outlines = structure.joined(self._canvas.reading.outlines(), cursor.blockNumber())
        outline = self._canvas.outline(cursor.block())
        cursor.deleteChar()
        outlines[cursor.blockNumber()] = outline
        self._canvas.become(outlines)
        self._canvas.dress(cursor.block())
        cursor.setPosition(place)


def _is_line(block: Block) -> bool:
    return block.kind is Kind.TEXT and not block.path and block.tag in {PARAGRAPH, structure.BARE}


def _is_empty(block: Block) -> bool:
    """Whether it is an empty line, as it is here or as it is written."""
    return block.kind is Kind.TEXT and block.text in {"", SPACER}
