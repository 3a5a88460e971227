"""A rich text as it is edited: blocks one after the other, each with the containers it stands in.

A block that nobody touched is written as the bytes it came from. What proves that is its content
and no flag: undo brings the content back, and a flag would not follow.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

Attributes = tuple[tuple[str, str], ...]
"""Names and values in the order of the source."""

ATOM = "\ufffc"
"""Stands in a run's text for what is in the line and is no text, such as a picture."""
BREAK = "\n"
"""Stands in a run's text for ``<br>``."""
LINE = "\u2028"
"""Stands in preformatted text for the end of a line."""


class Kind(Enum):
    TEXT = "text"
    PREFORMATTED = "preformatted"
    CARD = "card"
    """What is not edited as text. It keeps its source."""


class Tag(Struct, frozen=True):
    """The name and attributes of an element: a mark of a run, or what a block is."""

    name: str
    attributes: Attributes = ()


class Run(Struct, frozen=True):
    """Text with the same marks, outermost first."""

    text: str
    marks: tuple[Tag, ...] = ()
    raw: str = ""
    """The source of an ATOM, or of a BREAK that is more than ``<br>``; the run has nothing else."""


class Container(Struct, frozen=True):
    """A list, an item of a list, or a quotation that is open around a block."""

    tag: Tag
    id: int
    """Tells two containers from each other that are alike."""


class Block(Struct, frozen=True):
    kind: Kind
    tag: Tag
    """Without a name for bare text, and for cards."""
    runs: tuple[Run, ...] = ()
    path: tuple[Container, ...] = ()
    """Outermost first."""
    raw: str = ""
    """A card's source."""
    origin: int | None = None
    """Which of the document's origins it came from; None for what is new."""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


Unit = Sequence[Block]
"""The blocks of one top-level element."""

Print = tuple[object, ...]


class Chunk(Struct, frozen=True):
    """The source of a top-level element, and what it was read as."""

    html: str
    tail: str
    """White space up to the next one."""
    print: Print


class Origin(Struct, frozen=True):
    """The source of a block, and what it was read as."""

    html: str
    block: Block
    chunk: int

    @property
    def print(self) -> Print:
        return print_of_block(self.block)


class Document(Struct, frozen=True):
    blocks: tuple[Block, ...] = ()
    chunks: tuple[Chunk, ...] = ()
    origins: tuple[Origin, ...] = ()
    head: str = ""
    """White space before the first block."""
    spellings: Mapping[Tag, str] = {}
    """How start tags are written in the source."""

    def origin_of(self, block: Block) -> Origin | None:
        return None if block.origin is None else self.origins[block.origin]

    def chunk_of(self, unit: Unit) -> Chunk | None:
        """The source of its first block; what follows may be another's."""
        origin = self.origin_of(unit[0])
        return None if origin is None else self.chunks[origin.chunk]


def units(blocks: Sequence[Block]) -> Iterator[Unit]:
    """Put together what stands in the same outermost container."""
    numbered = enumerate(blocks)
    for _, group in groupby(numbered, lambda each: _home(*each)):
        yield [block for _, block in group]


def _home(number: int, block: Block) -> tuple[bool, int]:
    return (True, block.path[0].id) if block.path else (False, number)


def print_of(unit: Unit) -> Print:
    """What is the same for two units if, and only if, they say the same."""
    ids: dict[int, int] = {}
    return tuple(
        (
            *print_of_block(block),
            tuple((each.tag, ids.setdefault(each.id, len(ids))) for each in block.path),
        )
        for block in unit
    )


def print_of_block(block: Block) -> Print:
    """What is the same for two blocks if, and only if, they say the same, wherever they stand."""
    return block.kind, block.tag, merged(block.runs), block.raw


def merged(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Put neighbours together that have the same marks; leave out what is empty."""
    found: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        last = found[-1] if found else None
        if last is not None and last.marks == run.marks and not (last.raw or run.raw):
            found[-1] = replace(last, text=last.text + run.text)
        else:
            found.append(run)
    return tuple(found)
