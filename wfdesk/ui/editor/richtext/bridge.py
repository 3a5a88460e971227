"""Puts blocks into a text document and reads them from it, whatever was done to it meanwhile."""

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace
from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from wfdesk.richtext.document import (
    ATOM,
    BREAK,
    LINE,
    Block,
    Document,
    Kind,
    Run,
    Tag,
    merged,
    print_of_block,
)
from wfdesk.richtext.leaves import SPACER
from wfdesk.richtext.reading import SEPARATORS
from wfdesk.richtext.structure import BARE, text_beside
from wfdesk.ui.editor.richtext.looks import Looks
from wfdesk.ui.editor.richtext.meanings import CARD, Meaning, Meanings

_APART = re.compile(f"[{ATOM}{LINE}]")
"""Characters that are runs of their own."""
_UNREAD = -1


def insert(cursor: QTextCursor, blocks: Sequence[Block], looks: Looks, meanings: Meanings) -> None:
    """Put the blocks where the cursor is: the first takes over the block that is there."""
    is_first = True
    for block in blocks:
        number = meanings.number_of(block)
        plain = looks.of_text(block, 0)
        if is_first:
            cursor.setBlockFormat(looks.of_block(number))
            cursor.setBlockCharFormat(plain)
        else:
            cursor.insertBlock(looks.of_block(number), plain)
        is_first = False
        if block.kind is Kind.CARD:
            cursor.insertText(ATOM, looks.of_card(block.raw))
        elif block.text != SPACER:  # That is shown as what it is meant to be: an empty line.
            for run in block.runs:
                insert_run(cursor, block, run, looks)


def insert_run(cursor: QTextCursor, block: Block, run: Run, looks: Looks) -> None:
    look = looks.of_run(block, run)
    if block.kind is not Kind.PREFORMATTED or BREAK not in run.text:
        cursor.insertText(run.text.replace(BREAK, LINE), look)
        return
    # Here both end a line: the text of the source, and a tag.
    tag = looks.of_run(block, replace(run, raw=run.raw or "<br>"))
    for at, part in enumerate(run.text.split(BREAK)):
        if at:
            cursor.insertText(LINE, tag)
        cursor.insertText(part, look)


class Reading:
    """Reads a document again and again: of what was not touched meanwhile it knows the answer."""

    def __init__(self, document: QTextDocument, meanings: Meanings) -> None:
        self.source = Document()
        """What origins of blocks are of."""
        self._document = document
        self._meanings = meanings
        self._known: list[tuple[Block, ...]] = []
        document.contentsChange.connect(self.forget)

    def forget(self, at: int, _removed: int, added: int) -> None:
        """Read the blocks anew that were touched."""
        block = self._document.findBlock(at)
        end = at + added
        while block.isValid() and block.position() <= end:
            block.setUserState(_UNREAD)
            block = block.next()

    def blocks(self) -> tuple[Block, ...]:
        known: list[tuple[Block, ...]] = []
        block = self._document.begin()
        while block.isValid():
            state = block.userState()
            known.append(tuple(self._read(block)) if state == _UNREAD else self._known[state])
            if state != len(known) - 1:
                block.setUserState(len(known) - 1)
            block = block.next()
        self._known = known  # What was read of blocks as they no longer are goes with the old one.
        found = [each for several in known for each in several]
        is_empty = len(found) == 1 and _is_nothing(found[0])
        return () if is_empty else tuple(found)

    def outlines(self) -> list[Block]:
        """Each block of the document as it is, without its runs."""
        found = []
        block = self._document.begin()
        while block.isValid():
            found.append(self.outline(block))
            block = block.next()
        return found

    def outline(self, block: QTextBlock) -> Block:
        return self._meanings.blocks[block.blockFormat().intProperty(Meaning.BLOCK)]

    def _read(self, block: QTextBlock) -> Iterator[Block]:
        """A card in the middle of a text parts it: so no other hand can put one into a line."""
        outline = self.outline(block)
        text = _as_text(outline)
        runs: list[Run] = []
        is_parted = False
        for run, is_card in self._runs(block, text.kind):
            if not is_card:
                runs += [run] if run.text else []
                continue
            if runs:
                yield self._settled(replace(text, runs=merged(runs)))
                runs = []
            is_parted = True
            yield _as_card(outline, run.raw)
        if runs or not is_parted:
            yield self._settled(replace(text, runs=merged(runs)))

    def _settled(self, block: Block) -> Block:
        """The block as it is meant: as it came, or with all that is shown of it.

        An empty line has what stands for that where it came from. Of several spaces a browser shows
        one, but for hard ones.
        """
        origin = self.source.origin_of(block)
        if origin is not None and origin.print == print_of_block(block):
            return block
        if origin is not None and not block.runs and origin.block.text == SPACER:
            return replace(block, runs=origin.block.runs)
        if block.kind is Kind.PREFORMATTED or "  " not in block.text:
            return block
        runs = (replace(run, text=run.text.replace("  ", " \u00a0")) for run in block.runs)
        return replace(block, runs=tuple(runs))

    def _runs(self, block: QTextBlock, kind: Kind) -> Iterator[tuple[Run, bool]]:
        """Yield the runs; that of a card has its source, and is told from the others."""
        at = block.begin()
        while not at.atEnd():
            fragment = at.fragment()
            look = fragment.charFormat()
            marks = self._meanings.marks[look.intProperty(Meaning.MARKS)]
            raw = self._meanings.sources[look.intProperty(Meaning.SOURCE)]
            text = fragment.text()
            if raw and look.objectType() == CARD:
                yield from ((Run(ATOM, (), raw), True) for letter in text if letter == ATOM)
                text = text.replace(ATOM, "")
            yield from ((run, False) for run in _as_runs(text, marks, raw, kind))
            at += 1


def _as_runs(text: str, marks: tuple[Tag, ...], raw: str, kind: Kind) -> Iterator[Run]:
    """Text that was typed behind a character with a source has got that, too: it means nothing."""
    place = 0
    for found in _APART.finditer(text):
        yield Run(_plain(text[place : found.start()], kind), marks)
        place = found.end()
        if found[0] == LINE and kind is Kind.PREFORMATTED and not raw:
            yield Run(LINE, marks)
        elif found[0] == LINE:
            yield Run(BREAK, marks, "" if raw == "<br>" else raw)
        elif raw:
            yield Run(ATOM, marks, raw)
    yield Run(_plain(text[place:], kind), marks)


def _plain(text: str, kind: Kind) -> str:
    """The text without what HTML cannot say."""
    if text.isprintable():
        return text
    return SEPARATORS.sub("", text if kind is Kind.PREFORMATTED else text.replace("\t", " "))


def _as_text(outline: Block) -> Block:
    """What a text is that stands there: beside a card there may be one, too."""
    return text_beside(outline) if outline.kind is Kind.CARD else outline


def _as_card(outline: Block, raw: str) -> Block:
    if outline.kind is Kind.CARD:
        return replace(outline, raw=raw)
    return Block(Kind.CARD, BARE, path=outline.path, raw=raw)


def _is_nothing(block: Block) -> bool:
    """Whether it is the empty line that every text document has, and no more."""
    return block.kind is Kind.TEXT and not block.text and not block.path and block.origin is None
