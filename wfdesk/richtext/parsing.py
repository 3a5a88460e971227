"""Reads a rich text: a top-level element into blocks, or into a card where they cannot say it."""

from collections.abc import Sequence

from msgspec.structs import replace

from wfdesk.richtext.blocks import split_blocks
from wfdesk.richtext.document import (
    Block,
    Chunk,
    Document,
    Kind,
    Origin,
    Tag,
    print_of,
    units,
)
from wfdesk.richtext.leaves import leaves
from wfdesk.richtext.limits import MOST_CHARACTERS, MOST_NODES
from wfdesk.richtext.markup import OddError
from wfdesk.richtext.reading import Read, Reader, UnfitError
from wfdesk.richtext.writing import write

_SPACE = "\t\n\f\r "


def is_too_large(html: str) -> bool:
    """Whether a text is shown as its source only: it would take too long to lay it out."""
    return len(html) > MOST_CHARACTERS or html.count("<") > MOST_NODES


def parse(html: str) -> Document:
    """Read a text of any length and form. Never raises; ``serialize`` gives it back as it was."""
    head = html[: len(html) - len(html.lstrip(_SPACE))]
    spellings: dict[Tag, str] = {}
    reader = Reader(spellings)
    blocks: list[Block] = []
    chunks: list[Chunk] = []
    origins: list[Origin] = []
    for source in split_blocks(html[len(head) :]):
        text = source.rstrip(_SPACE)
        found: list[Block] = []
        for block, own in _read(reader, text, spellings):
            found.append(replace(block, origin=len(origins)))
            origins.append(Origin(own, block, len(chunks)))
        chunks.append(Chunk(text, source[len(text) :], print_of(found)))
        blocks += found
    return Document(tuple(blocks), tuple(chunks), tuple(origins), head, spellings)


def _read(reader: Reader, html: str, spellings: dict[Tag, str]) -> Sequence[Read]:
    if len(html) <= MOST_CHARACTERS:
        try:
            found = reader.read(html)
        except (OddError, UnfitError):
            found = []
        if len(list(units([block for block, _ in found]))) == 1 and _says(found, html, spellings):
            return found
    return [(Block(Kind.CARD, Tag(""), raw=html), html)]


def _says(found: Sequence[Read], html: str, spellings: dict[Tag, str]) -> bool:
    """Whether the blocks, written anew, are read as what their source is read as."""
    anew = write(Document(spellings=spellings), [block for block, _ in found])
    return anew == html or leaves(anew) == leaves(html)
