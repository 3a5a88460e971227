"""The blocks that a pasted tree is made into, gathered while it is read."""

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from wfdesk.richtext.document import LINE, Block, Container, Document, Kind, Run, Tag, units
from wfdesk.richtext.pasting_lines import paragraphs, tidy
from wfdesk.richtext.pasting_word import Item, Levels, Path
from wfdesk.richtext.writing import write


class Place(Struct, frozen=True):
    """Where the text of a line goes."""

    path: Path
    tag: str
    """Of the block that it makes; nothing for the text of an item."""


def place_in(path: Path) -> Place:
    """Say where text goes that stands in no block of its own."""
    return Place(path, "" if path and path[-1].tag.name == "li" else "p")


class Gathering:
    """Puts texts together into lines, and lines into blocks."""

    def __init__(self, container: Callable[[Tag], Container], most: int) -> None:
        self.blocks: list[Block] = []
        self.most = most
        """So many containers may be around a block."""
        self._levels = Levels(container)
        self._line: list[Run] = []
        self._place = place_in(())

    def add(self, place: Place, runs: Iterable[Run]) -> None:
        """Go on with the line, or begin one where it would be in another place."""
        if place != self._place:
            self.end_line()
            self._place = place
        self._line += runs

    def end_line(self) -> None:
        line, self._line = self._line, []
        place = self._place
        # Where nothing may be around a line, all of them are lines of one text in the end.
        is_split = place.tag == "p" or not self.most
        for part in paragraphs(line) if is_split else [line]:
            if runs := tidy(part):
                self._emit(Block(Kind.TEXT, Tag(place.tag), runs, place.path))

    def card(self, path: Path, html: str) -> None:
        self.end_line()
        self._emit(Block(Kind.CARD, Tag(""), path=path, raw=html))

    def preformatted(self, path: Path, text: str) -> None:
        self.end_line()
        runs = (Run(text.replace("\n", LINE)),)
        self._emit(Block(Kind.PREFORMATTED, Tag("pre"), runs, path))

    def begin_item(self, base: Path, item: Item) -> Place:
        """Say where the text goes of an item that tells its level."""
        most = max(1, (self.most - len(base)) // 2)
        return Place(self._levels.enter(base, item, most), "")

    def _emit(self, block: Block) -> None:
        self._levels.leave(block.path)
        self.blocks.append(block)


def written(blocks: Sequence[Block]) -> str:
    document = Document()
    return "".join(write(document, unit) for unit in units(_quotations(blocks)))


def in_line(runs: Sequence[Run]) -> str:
    """Write text without a block around it."""
    return write(Document(), [Block(Kind.TEXT, Tag(""), tuple(runs))]) if runs else ""


def _quotations(blocks: Sequence[Block]) -> list[Block]:
    """Write a quotation of one paragraph as Webflow does: its text, and no paragraph in it."""
    inside: dict[int, int] = {}
    for block in blocks:
        for container in block.path:
            inside[container.id] = inside.get(container.id, 0) + 1
    return [_quotation(block, inside) for block in blocks]


def _quotation(block: Block, inside: dict[int, int]) -> Block:
    last = block.path[-1] if block.path else None
    if last is None or last.tag.name != "blockquote" or block.tag != Tag("p"):
        return block
    alone = inside[last.id] == 1
    return replace(block, tag=last.tag, path=block.path[:-1]) if alone else block
