"""The text document of one rich text: what it means, how it looks, and the changes made to it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from msgspec.structs import replace
from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor, QTextDocument

from wfdesk.richtext.document import Block, Document, Kind
from wfdesk.richtext.marks import Marks
from wfdesk.richtext.structure import PARAGRAPH
from wfdesk.ui.editor.richtext.bridge import Reading, insert
from wfdesk.ui.editor.richtext.looks import Looks
from wfdesk.ui.editor.richtext.meanings import CARD, Meaning, Meanings
from wfdesk.ui.toolkit.colours import Colours

Change = Callable[[list[Block]], list[Block]]
"""Gives the outlines of all blocks anew: as many as there are."""

RunStep = Callable[[Callable[[], object]], None]
"""Does something that is one step of undo."""

NOTHING = (Block(Kind.TEXT, PARAGRAPH),)
"""The line that an empty text is shown as."""


class Canvas:
    """Keeps the formats of a document in step with what they mean."""

    def __init__(self, document: QTextDocument, colours: Colours, size: int) -> None:
        self.document = document
        self.meanings = Meanings()
        self.looks = Looks(self.meanings, colours, size)
        self.reading = Reading(document, self.meanings)

    def set_looks(self, colours: Colours, size: int) -> None:
        """Look like this from the next filling on."""
        self.looks = Looks(self.meanings, colours, size)

    def fill(self, source: Document) -> None:
        """Show a text. There is nothing to undo then."""
        self.reading.source = source
        document = self.document
        document.setUndoRedoEnabled(False)
        document.clear()
        self.meanings.forget()
        self.looks.forget()
        document.setIndentWidth(self.looks.step)
        blocks = source.blocks or NOTHING
        cursor = QTextCursor(document)
        with one_step(cursor):  # It is laid out once, not block by block.
            insert(cursor, blocks, self.looks, self.meanings)
        document.setUndoRedoEnabled(True)
        document.setModified(False)

    def text(self) -> Document:
        """The text as it is now."""
        return replace(self.reading.source, blocks=self.reading.blocks())

    def outline(self, block: QTextBlock) -> Block:
        return self.reading.outline(block)

    def marks(self, look: QTextCharFormat) -> Marks:
        return self.meanings.marks[look.intProperty(Meaning.MARKS)]

    def look(self, block: QTextBlock, marks: Marks) -> QTextCharFormat:
        """How text in the block looks with these marks."""
        return self.looks.of_text(self.outline(block), self.meanings.marks.of(marks))

    def change(self, change: Change) -> None:
        """Have the blocks be what *change* makes of them."""
        self.become(change(self.reading.outlines()))

    def become(self, outlines: Sequence[Block]) -> None:
        block = self.document.begin()
        for outline in outlines:
            self.set_outline(block, outline)
            block = block.next()

    def set_outline(self, block: QTextBlock, outline: Block) -> None:
        before = self.outline(block)
        number = self.meanings.number_of(outline)
        if before == outline and number == block.blockFormat().intProperty(Meaning.BLOCK):
            return
        QTextCursor(block).setBlockFormat(self.looks.of_block(number))
        if (before.tag.name, before.kind) != (outline.tag.name, outline.kind):
            self.dress(block)

    def dress(self, block: QTextBlock) -> None:
        """Have all text of a block look as it does there, whatever block it came from."""
        cursor = QTextCursor(block)
        cursor.setBlockCharFormat(self.look(block, ()))
        for start, end, look in fragments(block):
            self.redress(block, start, end, look, self.marks(look))

    def redress(
        self, block: QTextBlock, start: int, end: int, look: QTextCharFormat, marks: Marks
    ) -> None:
        """Give a stretch with one look other marks. Cards have none."""
        if look.objectType() == CARD:
            return
        new = self.look(block, marks)
        if raw := self.meanings.sources[look.intProperty(Meaning.SOURCE)]:
            new = self.looks.of_source(new, raw, look.objectType())
        if new == look:
            return
        cursor = QTextCursor(self.document)
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(new)

    def card_of(self, block: QTextBlock) -> str:
        """The source of the card that a block is; empty for a text."""
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
        look = cursor.charFormat()
        is_card = block.length() > 1 and look.objectType() == CARD
        return self.meanings.sources[look.intProperty(Meaning.SOURCE)] if is_card else ""


def fragments(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    """Where each stretch of a block begins and ends, and how it looks."""
    found = []
    at = block.begin()
    while not at.atEnd():
        fragment = at.fragment()
        start = fragment.position()
        found.append((start, start + fragment.length(), fragment.charFormat()))
        at += 1
    return found


@contextmanager
def one_step(cursor: QTextCursor) -> Iterator[None]:
    """All that is done is one step of Qt's undo."""
    cursor.beginEditBlock()
    try:
        yield
    finally:
        cursor.endEditBlock()
