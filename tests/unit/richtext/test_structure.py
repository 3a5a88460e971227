"""What a hand does to blocks: nothing is lost or doubled, and what is written is what is there."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from random import Random

import pytest
from msgspec.structs import replace

from tests.unit.richtext.grammar import Author
from wfdesk.richtext import structure
from wfdesk.richtext.document import Block, Document, Kind, Tag, print_of
from wfdesk.richtext.parsing import parse
from wfdesk.richtext.writing import serialize

Blocks = Sequence[Block]
SEEDS = range(60)
PRE = Kind.PREFORMATTED


def blocks_of(html: str) -> list[Block]:
    """The blocks as new ones, so that each is written anew."""
    return [replace(block, origin=None) for block in parse(html).blocks]


def again(blocks: Blocks) -> list[Block]:
    return blocks_of(html_of(blocks))


def html_of(blocks: Blocks) -> str:
    return serialize(Document(tuple(blocks)))


def texts_of(blocks: Blocks) -> list[object]:
    return [(block.runs, block.raw) for block in blocks]


def empty_items_of(blocks: Blocks) -> int:
    """How many items have no text of their own: a list is the first thing in them."""
    seen: set[int] = set()
    found = 0
    for block in blocks:
        own = structure.item_depth(block)
        for depth, each in enumerate(block.path):
            is_first = each.id not in seen and each.tag.name == "li"
            found += is_first and own is not None and depth < own
            seen.add(each.id)
    return found


@cache
def texts() -> list[list[Block]]:
    """Texts that are read as what they were written from.

    Preformatted text is none of them: what ends a line in it is a matter of runs.
    """
    found = [blocks_of(html_of(blocks_of(Author(seed).document()))) for seed in SEEDS]
    plain = [each for each in found if all(block.kind is not PRE for block in each)]
    return [each for each in plain if each and print_of(each) == print_of(again(each))]


def drawn() -> Iterator[tuple[Random, list[Block]]]:
    for number, blocks in enumerate(texts()):
        yield Random(number), blocks


KEEPING: dict[str, Callable[[Blocks, int, int], list[Block]]] = {
    "indented": structure.indented,
    "outdented": structure.outdented,
    "a heading": lambda blocks, at, to: structure.styled(blocks, at, to, Tag("h2")),
    "a paragraph": lambda blocks, at, to: structure.styled(blocks, at, to, Tag("p")),
    "bullets": lambda blocks, at, to: structure.listed(blocks, at, to, "ul"),
    "numbers": lambda blocks, at, to: structure.listed(blocks, at, to, "ol"),
    "parted": lambda blocks, _at, _to: structure.parted(blocks),
}


@pytest.mark.parametrize("name", KEEPING)
def test_whatever_is_done_no_text_is_lost_or_doubled_and_it_is_read_as_it_is(name) -> None:
    for rng, blocks in drawn():
        at = rng.randrange(len(blocks))
        to = min(len(blocks) - 1, at + rng.randrange(4))
        after = KEEPING[name](blocks, at, to)
        assert texts_of(after) == texts_of(blocks)
        assert structure.parted(after) == after, "a container is left and entered again"
        written = html_of(after)
        assert html_of(blocks_of(written)) == written, (html_of(blocks), at, to)
        assert empty_items_of(after) <= empty_items_of(blocks)


def test_an_item_that_goes_deeper_and_comes_back_is_where_it_was() -> None:
    count = 0
    for _, blocks in drawn():
        for at in range(len(blocks)):
            deeper = structure.indented(blocks, at, at)
            if print_of(deeper) == print_of(blocks):
                continue
            back = structure.outdented(deeper, at, at)
            if not _has_children(blocks, at):
                assert print_of(back) == print_of(blocks), html_of(blocks)
                count += 1
    assert count > 20


def _has_children(blocks: Blocks, at: int) -> bool:
    """Whether more of the item follows, or comes before it in its item."""
    depth = structure.item_depth(blocks[at]) or 0
    item = blocks[at].path[depth].id
    return sum(any(each.id == item for each in block.path) for block in blocks) > 1


def test_a_block_that_is_split_is_two_and_joined_again_is_one() -> None:
    for rng, blocks in drawn():
        at = rng.randrange(len(blocks))
        if blocks[at].kind is Kind.CARD:
            continue
        after = structure.split(blocks, at, is_at_start=False, is_at_end=False)
        assert len(after) == len(blocks) + 1
        joined = structure.joined(after, at)
        assert print_of(joined) == print_of(blocks), html_of(blocks)


def test_what_follows_one_that_is_gone_is_all_there() -> None:
    for rng, blocks in drawn():
        if len(blocks) < 2:
            continue
        at = rng.randrange(len(blocks) - 1)
        after = structure.joined(blocks, at)
        assert texts_of(after) == texts_of([*blocks[: at + 1], *blocks[at + 2 :]])
        assert structure.parted(after) == after, html_of(blocks)
        assert empty_items_of(after) <= empty_items_of(blocks), html_of(blocks)


def test_a_card_parts_a_list_and_leaves_no_empty_items() -> None:
    for rng, blocks in drawn():
        at = rng.randrange(len(blocks))
        after = structure.with_card(blocks, at, "<hr>")
        assert Counter(texts_of(after)) == Counter([*texts_of(blocks), ((), "<hr>")])
        assert structure.parted(after) == after
        assert empty_items_of(after) <= empty_items_of(blocks), html_of(blocks)
        assert all(each.tag.name not in {"ul", "ol"} for each in after[at + 1].path)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "<ul><li>a<ol><li>b</li><li>c</li></ol></li><li>d</li></ul>",
            "<ul><li>a<ol><li>b</li></ol></li></ul><hr><ol><li>c</li></ol><ul><li>d</li></ul>",
        ),
        (
            "<ul><li>a</li><li>b<p>c</p><ul><li>d</li></ul></li></ul>",
            "<ul><li>a</li><li>b</li></ul><hr><ul><li><p>c</p><ul><li>d</li></ul></li></ul>",
        ),
    ],
)
def test_what_a_card_cuts_off_stands_for_itself(before, after) -> None:
    assert html_of(structure.with_card(blocks_of(before), 1, "<hr>")) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<ol><li>a</li></ol><p>x</p><ol><li>b</li></ol>", "<ol><li>a</li><li>b</li></ol>"),
        ('<ol><li>a</li></ol><p>x</p><ol start="4"><li>b</li></ol>', None),
        ("<ol><li>a</li></ol><p>x</p><ul><li>b</li></ul>", None),
        ("<ol><li>a</li><li>x</li></ol><ol><li>b</li></ol>", None),
    ],
)
def test_lists_that_are_parted_no_longer_are_one_if_they_are_alike(before, after) -> None:
    left = html_of(structure.without(blocks_of(before), 1))
    assert left == (after or before.replace("<p>x</p>", "").replace("<li>x</li>", ""))


def test_what_an_item_held_and_what_followed_it_are_one_list_in_the_item_above() -> None:
    before = "<ul><li>a<ul><li>b<ul><li>c</li></ul></li><li>d</li></ul></li></ul>"
    after = "<ul><li>a<ul><li>c</li><li>d</li></ul></li></ul>"
    assert html_of(structure.joined(blocks_of(before), 0)) == after
