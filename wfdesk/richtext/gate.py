"""The last look at a rich text before it leaves: it is read as what it was written from.

What was not touched is the source itself. What was is read again: an error of ours in writing, or
in reading, must not get into anybody's site unseen.
"""

import logging
from collections.abc import Iterator

from msgspec.structs import replace

from wfdesk.richtext.comparing import diff
from wfdesk.richtext.document import Block, Document, Unit, print_of, units
from wfdesk.richtext.parsing import parse
from wfdesk.richtext.structure import PARAGRAPH
from wfdesk.richtext.writing import are_one, write

log = logging.getLogger(__name__)

_Written = tuple[str, tuple[Block, ...]]


class Gate:
    """Looks at one text as it grows. What was read as what it says is not read once more.

    Any thread may look: the worst is that two of them read the same.
    """

    def __init__(self) -> None:
        self._sound: frozenset[_Written] = frozenset()
        self._is_told = False

    def lets_through(self, document: Document) -> bool:
        """Whether each element that was touched says, written and read again, what it says here."""
        sound = set[_Written]()
        for html, unit in _touched(document):
            if (html, unit) not in self._sound and not _says(html, unit):
                self._tell()
                return False
            sound.add((html, unit))
        self._sound, self._is_told = frozenset(sound), False
        return True

    def _tell(self) -> None:
        """Log it once, however long one goes on writing."""
        if not self._is_told:
            self._is_told = True
            log.error("A rich text is read as another one than it was written from.")


def is_sound(document: Document) -> bool:
    """Whether all of the document is read as what it is written from."""
    return Gate().lets_through(document)


def _touched(document: Document) -> Iterator[_Written]:
    before: Block | None = None
    for unit in units(document.blocks):
        chunk = document.chunk_of(unit)
        if chunk is None or chunk.print != print_of(unit):
            yield write(document, unit, before), tuple(_as_written(unit, before))
        before = unit[-1]


def _says(html: str, unit: Unit) -> bool:
    return diff(Document(tuple(unit)), parse(html)).is_same


def _as_written(unit: Unit, before: Block | None) -> Iterator[Block]:
    """The blocks, but that two bare texts are not side by side: they would be one."""
    for block in unit:
        tag = PARAGRAPH if are_one(before, block) else block.tag
        yield replace(block, tag=tag, origin=None)
        before = block
