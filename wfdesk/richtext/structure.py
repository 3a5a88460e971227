"""What blocks are and which lists they stand in, as a hand at the keyboard changes it.

Every function takes all blocks of a document and gives them all back. Runs are of no concern here:
a caller may leave them out.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import count

from msgspec.structs import replace

from wfdesk.richtext.document import Attributes, Block, Container, Kind, Tag
from wfdesk.richtext.reading import LISTS, TEXTS

Blocks = Sequence[Block]
Path = tuple[Container, ...]

PARAGRAPH = Tag("p")
BARE = Tag("")
_ITEM = Tag("li")
_HEADINGS = TEXTS - {"p"}


def is_heading(tag: Tag) -> bool:
    return tag.name in _HEADINGS


def item_depth(block: Block) -> int | None:
    """Where in its path the item stands that the block is in; None outside of lists."""
    depths = [depth for depth, each in enumerate(block.path) if _is_item(block.path, depth)]
    return depths[-1] if depths else None


def list_name(block: Block) -> str:
    """``ul`` or ``ol``; empty outside of lists."""
    depth = item_depth(block)
    return "" if depth is None else block.path[depth - 1].tag.name


def text_beside(block: Block) -> Block:
    """An empty text that stands where the block stands."""
    is_bare = item_depth(block) is not None
    return Block(Kind.TEXT, BARE if is_bare else PARAGRAPH, path=block.path)


def begins_item(blocks: Blocks, at: int) -> bool:
    """Whether the block is the first of its item: the one that has the bullet."""
    depth = item_depth(blocks[at])
    if depth is None:
        return False
    before = blocks[at - 1].path if at else ()
    return len(before) <= depth or before[depth].id != blocks[at].path[depth].id


def styled(blocks: Blocks, first: int, last: int, tag: Tag) -> list[Block]:
    """Make paragraphs, headings or quotations of texts. No heading stands in a list."""
    found = list(blocks)
    for at in range(first, last + 1):
        if found[at].kind is Kind.CARD:
            continue
        while tag.name != "p" and item_depth(found[at]) is not None:
            found = _outdented(found, at)
        is_bare = item_depth(found[at]) is not None
        found[at] = replace(found[at], kind=Kind.TEXT, tag=BARE if is_bare else tag)
    return found


def listed(blocks: Blocks, first: int, last: int, name: str) -> list[Block]:
    """Make items of texts; items of such a list become paragraphs, those of another change over."""
    chosen = [at for at in range(first, last + 1) if blocks[at].kind is not Kind.CARD]
    names = {list_name(blocks[at]) for at in chosen}
    if names == {name}:
        return outdented(blocks, first, last)
    found = list(blocks)
    for at in chosen:
        if list_name(found[at]) == "":
            found = _itemized(found, at, name)
        elif list_name(found[at]) != name:
            depth = item_depth(found[at]) or 0
            found = _with_container(found, replace(found[at].path[depth - 1], tag=Tag(name)))
    return found


def indented(blocks: Blocks, first: int, last: int) -> list[Block]:
    """Put items one level deeper, into the item before; the first of a list has none."""
    return _each_item(blocks, first, last, _indented)


def outdented(blocks: Blocks, first: int, last: int) -> list[Block]:
    """Bring items one level up, out of the list at last."""
    return _each_item(blocks, first, last, _outdented)


def is_quoted(block: Block) -> bool:
    """Whether the block stands in a quotation, and in nothing that is within that."""
    return bool(block.path) and block.path[-1].tag.name == "blockquote"


def unquoted(blocks: Blocks, at: int) -> list[Block]:
    """Take a block out of the quotation; what follows in that is one of its own."""
    lifted = replace(blocks[at], path=blocks[at].path[:-1])
    return parted([*blocks[:at], lifted, *blocks[at + 1 :]])


def split(blocks: Blocks, at: int, *, is_at_start: bool, is_at_end: bool) -> list[Block]:
    """Give the blocks after Enter in one of them: there is one more then."""
    block = blocks[at]
    if block.kind is Kind.CARD:
        return [*blocks[: at + 1], text_beside(block), *blocks[at + 1 :]]
    if item_depth(block) is not None:
        return _split_item(blocks, at)
    after = replace(block, tag=_without_id(block.tag) if block.tag.name else PARAGRAPH)
    if is_at_start and not is_at_end:
        # The line that is new is the one above: what stands there goes on being what it was.
        return [*blocks[:at], text_beside(block), *blocks[at:]]
    if is_at_end and block.tag.name != "p":
        after = text_beside(block)
    return [*blocks[: at + 1], after, *blocks[at + 1 :]]


def with_card(blocks: Blocks, at: int, raw: str) -> list[Block]:
    """Put a card below a block, out of all lists: Webflow takes none into an item.

    What follows in the list begins a list of its own.
    """
    path = blocks[at].path
    card = Block(Kind.CARD, BARE, path=path[: _outermost_list(path)], raw=raw)
    return parted([*blocks[: at + 1], card, *blocks[at + 1 :]])


def parted(blocks: Blocks) -> list[Block]:
    """Take containers that were left and are entered again for what they are: new ones.

    An item whose text is before the gap is none behind it: what it held stands for itself there.
    """
    ids = _ids(blocks)
    found: list[Block] = []
    left: set[int] = set()
    moved: dict[int, Container] = {}
    opened: Path = ()
    for block in blocks:
        path = _without_items(_now(block.path, moved), left)
        again = next((at for at, each in enumerate(path) if each.id in left), len(path))
        moved |= {each.id: replace(each, id=next(ids)) for each in path[again:]}
        path = _now(path, moved)
        left |= {each.id for each in opened} - {each.id for each in path}
        opened = path
        found.append(replace(block, path=path) if path != block.path else block)
    return found


def pasted(blocks: Blocks, at: int, new: Blocks) -> list[Block]:
    """Give what is pasted below a block its place: in a list texts become items of that list."""
    ids = _ids([*blocks, *new])
    numbers: dict[int, int] = {}
    moved = [
        replace(
            block,
            path=tuple(
                replace(each, id=numbers.get(each.id) or numbers.setdefault(each.id, next(ids)))
                for each in block.path
            ),
        )
        for block in new
    ]
    path = blocks[at].path
    depth = item_depth(blocks[at])
    if depth is None:
        return [replace(block, path=(*path, *block.path)) for block in moved]
    outside = _outermost_list(path)
    found = []
    for block in moved:
        if block.kind is Kind.CARD or is_heading(block.tag):
            found.append(replace(block, path=path[:outside]))
        elif item_depth(block) is not None:
            # Its list goes on in this one; a quotation around that is in no item.
            inside = block.path[_outermost_list(block.path) + 1 :]
            found.append(replace(block, path=(*path[:depth], *inside)))
        else:
            item = Container(_ITEM, next(ids))
            tag = BARE if block.kind is Kind.TEXT else block.tag
            found.append(replace(block, tag=tag, path=(*path[:depth], item)))
    return found


def are_items_of_one_list(block: Block, other: Block) -> bool:
    depth = item_depth(block)
    is_item = depth is not None and depth == item_depth(other)
    return is_item and block.path[:depth] == other.path[:depth]


def entered(home: Block, new: Blocks) -> list[Block]:
    """Give what is pasted after its first block went on in the line: its item is that of *home*."""
    depth = item_depth(home)
    if depth is None or item_depth(new[0]) is None:
        return list(new[1:])
    return [_replaced(block, new[0].path[depth].id, home.path[depth]) for block in new[1:]]


def joined(blocks: Blocks, at: int) -> list[Block]:
    """Give the blocks after one was joined with the next: what stood in that one's item moves."""
    gone = blocks[at + 1]
    found = without(blocks, at + 1)
    depth = item_depth(gone)
    if depth is None or not begins_item(blocks, at + 1):
        return found
    home = item_depth(found[at])
    moved = _inside(found, gone.path[depth])
    for index in moved:
        block = found[index]
        if home is None:
            found[index] = _out_of(block, depth)
        else:
            path = (*found[at].path[: home + 1], *block.path[depth + 1 :])
            found[index] = replace(block, path=path)
    return _closed(found, moved[-1] + 1) if moved else found


def without(blocks: Blocks, at: int) -> list[Block]:
    """Take a block away: two lists that it parted, and that are alike, are one then."""
    found = [*blocks[:at], *blocks[at + 1 :]]
    beside = {each.id for each in blocks[at].path}
    lists = _lists_at(found, at)
    return found if lists is None or beside & {each.id for each in lists} else _closed(found, at)


def _closed(blocks: list[Block], at: int) -> list[Block]:
    """Make one list of the two that meet before a block, if they are alike."""
    lists = _lists_at(blocks, at)
    if lists is None or lists[0].tag != lists[1].tag:
        return blocks
    return [_replaced(block, lists[1].id, lists[0]) for block in blocks]


def _lists_at(blocks: Blocks, at: int) -> tuple[Container, Container] | None:
    """The two lists that meet before a block, if there are two."""
    if not 0 < at < len(blocks):
        return None
    pairs = zip(blocks[at - 1].path, blocks[at].path, strict=False)
    lists = next((pair for pair in pairs if pair[0].id != pair[1].id), None)
    return lists if lists and {each.tag.name for each in lists} <= LISTS else None


def _without_id(tag: Tag) -> Tag:
    """The tag for another element of its kind: an id is there once."""
    kept: Attributes = tuple(each for each in tag.attributes if each[0] != "id" or not each[1])
    return replace(tag, attributes=kept)


def _split_item(blocks: Blocks, at: int) -> list[Block]:
    """What follows in the item goes along with the new one."""
    block = blocks[at]
    depth = item_depth(block) or 0
    old = block.path[depth]
    new = replace(old, tag=_without_id(old.tag), id=next(_ids(blocks)))
    after = replace(block, tag=BARE, kind=Kind.TEXT, path=(*block.path[:depth], new))
    found = [*blocks[: at + 1], after, *blocks[at + 1 :]]
    for index in range(at + 2, len(found)):
        found[index] = _replaced(found[index], old.id, new)
    return found


def _itemized(blocks: list[Block], at: int, name: str) -> list[Block]:
    """Make one text an item, of the list before it or after it if there is one."""
    ids = _ids(blocks)
    block = blocks[at]
    depth = len(block.path)
    before = _list_at(blocks, at - 1, block.path, name)
    after = _list_at(blocks, at + 1, block.path, name)
    home = before or after or Container(Tag(name), next(ids))
    tag = BARE if block.kind is Kind.TEXT else block.tag
    path = (*block.path, home, Container(_ITEM, next(ids)))
    found = [*blocks[:at], replace(block, tag=tag, path=path), *blocks[at + 1 :]]
    if before and after:
        for index in range(at + 1, len(found)):
            if len(found[index].path) > depth and found[index].path[depth].id == after.id:
                found[index] = _replaced(found[index], after.id, before)
    return found


def _list_at(blocks: Blocks, at: int, path: Path, name: str) -> Container | None:
    """The list of this kind that the block is in, if it stands right in *path*."""
    other = blocks[at].path if 0 <= at < len(blocks) else ()
    depth = len(path)
    is_there = len(other) > depth and other[depth].tag.name == name and _same(other[:depth], path)
    return other[depth] if is_there else None


def _each_item(
    blocks: Blocks, first: int, last: int, move: Callable[[list[Block], int], list[Block]]
) -> list[Block]:
    """Move each item once that has a block among these; what stands in one goes along."""
    found = list(blocks)
    moved: set[int] = set()
    for at in range(first, last + 1):
        depth = item_depth(found[at])
        if depth is not None and moved.isdisjoint(each.id for each in found[at].path):
            moved.add(found[at].path[depth].id)
            found = move(found, at)
    return found


def _indented(blocks: list[Block], at: int) -> list[Block]:
    path = blocks[at].path
    depth = item_depth(blocks[at]) or 0
    inside = _inside(blocks, path[depth])
    above = blocks[inside[0] - 1].path if inside[0] else ()
    if len(above) <= depth or above[depth - 1].id != path[depth - 1].id:
        return blocks
    is_nested = len(above) > depth + 1 and above[depth + 1].tag.name in LISTS
    name = path[depth - 1].tag.name
    home = above[depth + 1] if is_nested else Container(Tag(name), next(_ids(blocks)))
    for index in inside:
        old = blocks[index].path
        new = (*old[:depth], above[depth], home, *old[depth:])
        blocks[index] = replace(blocks[index], path=new)
    return blocks


def _outdented(blocks: list[Block], at: int) -> list[Block]:
    path = blocks[at].path
    depth = item_depth(blocks[at]) or 0
    is_nested = depth >= 3 and _is_item(path, depth - 2)
    item, home = path[depth], path[depth - 1]
    inside = _inside(blocks, item)
    rest = [index for index in _inside(blocks, home) if index > inside[-1]]
    behind = Container(home.tag, next(_ids(blocks)))
    if not is_nested:
        for index in inside:
            blocks[index] = _out_of(blocks[index], depth)
        for index in rest:
            blocks[index] = _replaced(blocks[index], home.id, behind)
        return blocks
    for index in _inside(blocks, path[depth - 2]):
        old = blocks[index].path
        if index in inside:
            new = (*old[: depth - 2], *old[depth:])
        elif index in rest:
            new = (*old[: depth - 2], item, behind, *old[depth:])
        elif index > inside[-1]:
            new = (*old[: depth - 2], item, *old[depth - 1 :])
        else:
            continue
        blocks[index] = replace(blocks[index], path=new)
    return blocks


def _out_of(block: Block, depth: int) -> Block:
    """The block without the item at a depth, and without its list."""
    moved = replace(block, path=(*block.path[: depth - 1], *block.path[depth + 1 :]))
    is_loose = moved.kind is Kind.TEXT and not moved.tag.name and item_depth(moved) is None
    return replace(moved, tag=PARAGRAPH) if is_loose else moved


def _now(path: Path, moved: Mapping[int, Container]) -> Path:
    """The path with what has come in the place of its containers."""
    found = []
    for container in path:
        each = container
        while each.id in moved:
            each = moved[each.id]
        found.append(each)
    return tuple(found)


def _without_items(path: Path, left: Collection[int]) -> Path:
    """The path without items that were left and would be empty, and without their lists."""
    items = [depth for depth in range(len(path)) if _is_item(path, depth)]
    empty = [depth for depth in items[:-1] if path[depth].id in left]
    return tuple(each for at, each in enumerate(path) if at not in empty and at + 1 not in empty)


def _inside(blocks: Blocks, container: Container) -> list[int]:
    return [
        at for at, block in enumerate(blocks) if any(each.id == container.id for each in block.path)
    ]


def _with_container(blocks: list[Block], container: Container) -> list[Block]:
    return [_replaced(block, container.id, container) for block in blocks]


def _replaced(block: Block, old: int, new: Container) -> Block:
    if all(each.id != old for each in block.path):
        return block
    return replace(block, path=tuple(new if each.id == old else each for each in block.path))


def _ids(blocks: Blocks) -> Iterator[int]:
    """Numbers for new containers, beyond all that are there."""
    return count(max((each.id for block in blocks for each in block.path), default=0) + 1)


def _outermost_list(path: Path) -> int:
    """Where in a path its first list stands; behind it all without one."""
    return next((depth for depth, each in enumerate(path) if each.tag.name in LISTS), len(path))


def _is_item(path: Path, depth: int) -> bool:
    return depth > 0 and path[depth].tag.name == "li" and path[depth - 1].tag.name in LISTS


def _same(left: Path, right: Path) -> bool:
    return [each.id for each in left] == [each.id for each in right]
