"""What two trees have to have in common to be the same rich text: their leaves, in order.

White space counts as one blank, and neighbours with the same marks as one text.
"""

import re

from wfdesk.richtext.tree import Node, attributes_of, children_of, parse, text_of

SPACER = "\u200d"
"""What Webflow puts into a paragraph that is to be empty: it says as much as none."""
_SPACE = re.compile(r"[\t\n\f\r ]+")
_IN_LINE = frozenset(
    {
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn"),
        *("em", "font", "i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span"),
        *("strike", "strong", "sub", "sup", "time", "tt", "u", "var"),
    }
)
"""Elements that are marks of a text."""

Chain = tuple[tuple[object, ...], ...]
Leaf = tuple[str, Chain]


def is_mark(name: str) -> bool:
    return name in _IN_LINE


def leaves(html: str) -> list[Leaf]:
    """Each text and each element that holds nothing, with the elements around it."""
    found: list[Leaf] = []
    number = 0
    waiting: list[tuple[Node, Chain, bool]] = [(parse(html), (), False)]
    while waiting:
        node, chain, is_exact = waiting.pop()
        if node.name == "#text":
            _add(found, text_of(node), chain, is_exact=is_exact)
            continue
        below = children_of(node)
        if not node.name.startswith("#document"):
            number += 1
            name, around = node.name, tuple(sorted(attributes_of(node).items()))
            # Two paragraphs are not one, however alike; two neighbours in bold are.
            chain = (*chain, (name, around) if is_mark(name) else (name, around, number))
        if chain and all(text_of(child) == SPACER for child in below):
            found.append(("", chain))
            continue
        exact = is_exact or node.name in {"pre", "script", "style", "textarea"}
        waiting.extend((child, chain, exact) for child in reversed(below))
    kept = (
        leaf if not _is_blank(found, at) else _empty(found, at) for at, leaf in enumerate(found)
    )
    return _renumbered([leaf for leaf in kept if leaf])


def _add(found: list[Leaf], text: str, chain: Chain, *, is_exact: bool) -> None:
    text = text if is_exact else _SPACE.sub(" ", text)
    if found and found[-1][1] == chain and found[-1][0]:
        text = found.pop()[0] + text
    found.append((text, chain))


def _is_blank(found: list[Leaf], at: int) -> bool:
    """Whether it is white space at the edge of a block, or between two."""
    text, chain = found[at]
    if text != " ":
        return False
    around = found[max(0, at - 1) : at] + found[at + 1 : at + 2]
    return len(around) < 2 or any(_block_of(each) != _block_of((text, chain)) for each in around)


def _empty(found: list[Leaf], at: int) -> Leaf | None:
    """What is left of white space that is all there is in a block: that it is empty."""
    chain = found[at][1]
    depth = next((d for d in range(len(chain) - 1, -1, -1) if len(chain[d]) > 2), None)
    if depth is None:
        return None
    around = found[max(0, at - 1) : at] + found[at + 1 : at + 2]
    is_alone = all(chain[depth] not in each[1] for each in around)
    return ("", chain[: depth + 1]) if is_alone else None


def _block_of(leaf: Leaf) -> object:
    return next((each for each in reversed(leaf[1]) if len(each) > 2), None)


def _renumbered(found: list[Leaf]) -> list[Leaf]:
    """Count only the elements that have leaves, from the first on."""
    numbers: dict[object, int] = {}
    return [
        (
            text,
            tuple(
                (*each[:2], numbers.setdefault(each[2], len(numbers))) if len(each) > 2 else each
                for each in chain
            ),
        )
        for text, chain in found
    ]
