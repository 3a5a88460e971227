"""Where the blocks of a text stand in its HTML."""

from bisect import bisect_right
from collections.abc import Iterator

from wfdesk.richtext.document import Block, Document, Unit
from wfdesk.richtext.writing import places, written


def starts(document: Document) -> list[int]:
    """At which character of what ``serialize`` writes each block begins, in their order."""
    found, at = list[int](), len(document.head)
    before: Block | None = None
    for unit, html, tail in written(document):
        chunk = document.chunk_of(unit)
        is_as_it_was = chunk is not None and html is chunk.html
        inside = _found(document, unit, html) if is_as_it_was else places(document, unit, before)
        found += (at + place for place in inside)
        at += len(html) + len(tail)
        before = unit[-1]
    return found


def block_at(document: Document, position: int) -> int:
    """The number of the block that has this character of the HTML; 0 where there is none."""
    return max(0, bisect_right(starts(document), position) - 1)


def _found(document: Document, unit: Unit, html: str) -> Iterator[int]:
    """Look for the source of each block, one behind the other."""
    behind = 0
    for block in unit:
        origin = document.origin_of(block)
        source = origin.html if origin is not None else ""
        begin = max(behind, html.find(source, behind))
        behind = begin + len(source)
        yield begin
