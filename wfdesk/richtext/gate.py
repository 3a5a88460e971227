"""The last look at a rich text before it leaves: it is read as what it was written from.

What was not touched is the source itself. What was is read again: an error of ours in writing, or
in reading, must not get into anybody's site unseen.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from wfdesk.richtext.comparing import diff
from wfdesk.richtext.document import Block, Document, Unit, print_of, units
from wfdesk.richtext.parsing import parse
from wfdesk.richtext.structure import PARAGRAPH
from wfdesk.richtext.writing import are_one, write


def is_sound(document: Document) -> bool:
    """Whether each element that was touched says, written and read again, what it says here."""
    before: Block | None = None
    for unit in units(document.blocks):
        chunk = document.chunk_of(unit)
        if chunk is None or chunk.print != print_of(unit):
            again = parse(write(document, unit, before))
            if not diff(Document(tuple(_as_written(unit, before))), again).is_same:
                return False
        before = unit[-1]
    return True


def _as_written(unit: Unit, before: Block | None) -> Iterator[Block]:
    """The blocks, but that two bare texts are not side by side: they would be one."""
    for block in unit:
        tag = PARAGRAPH if are_one(before, block) else block.tag
        yield replace(block, tag=tag, origin=None)
        before = block
