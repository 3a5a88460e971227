"""Reads one top-level element into blocks. What they cannot say raises, and becomes a card."""

import re
from collections.abc import Iterator, Sequence

from wfdesk.richtext.document import ATOM, BREAK, LINE, Block, Container, Kind, Run, Tag, merged
from wfdesk.richtext.leaves import is_mark
from wfdesk.richtext.limits import DEEPEST
from wfdesk.richtext.markup import OddError
from wfdesk.richtext.spans import Span, spans_of
from wfdesk.richtext.tree import Node, attributes_of, children_of, parse, text_of

TEXTS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})
LISTS = frozenset({"ul", "ol"})
_CARDS = frozenset(
    {
        *("figure", "div", "table", "section", "article", "aside", "header", "footer", "main"),
        *("nav", "hr", "dl", "details", "fieldset", "address", "figcaption", "wf-component"),
    }
)
_ATOMS = frozenset(
    {
        *("img", "iframe", "video", "audio", "embed", "canvas", "button", "input", "wbr", "area"),
        *("picture", "map", "meter", "progress", "output", "script", "style", "textarea"),
    }
)
_SPACE = re.compile(r"[\t\n\f\r ]+")
SEPARATORS = re.compile("[\u2028\u2029\ufffc\ufdd0-\ufdef\x00-\x08\x0b-\x1f]")
"""Characters that mean something else to Qt's text documents than themselves."""


Read = tuple[Block, str]
"""A block and its source."""


class UnfitError(Exception):
    """Blocks cannot say this."""


class Reader:
    """Reads the tree with the source beside it. Container ids are its own, from one on."""

    def __init__(self, spellings: dict[Tag, str]) -> None:
        self._spellings = spellings
        self._html = ""
        self._spans: dict[int, Span] = {}
        self._last_id = 0

    def read(self, html: str) -> list[Read]:
        """Read the blocks, each with its source. Raises UnfitError or OddError."""
        root = parse(html)
        self._html, self._spans = html, _places(root, html)
        return list(self._flow(children_of(root), (), 0, len(html)))

    def _flow(
        self, nodes: Sequence[Node], path: tuple[Container, ...], start: int, end: int
    ) -> Iterator[Read]:
        """Yield the blocks of what stands in a container; text in the line makes one of its own."""
        line: list[Run] = []
        for node in nodes:
            if _is_in_line(node):
                line += self._in_line(node, (), is_exact=False)
                continue
            span = self._span(node)
            yield from _bare(line, path, self._html[start : span.start])
            line, start = [], span.end
            yield from self._block(node, path)
        yield from _bare(line, path, self._html[start:end])

    def _block(self, node: Node, path: tuple[Container, ...]) -> Iterator[Read]:
        name, html = node.name, self._source(node)
        if name in TEXTS or (name == "blockquote" and _is_a_line(node)):
            yield Block(Kind.TEXT, self._tag(node), self._runs(node), path), html
        elif name == "pre":
            runs = self._runs(node, is_exact=True)
            yield Block(Kind.PREFORMATTED, self._tag(node), runs, path), html
        elif name in LISTS or name == "blockquote" or (name == "li" and path):
            yield from self._container(node, path)
        elif name in _CARDS:
            yield Block(Kind.CARD, Tag(""), path=path, raw=html), html
        else:
            raise UnfitError(name)

    def _container(self, node: Node, path: tuple[Container, ...]) -> Iterator[Read]:
        self._last_id += 1
        span, inner = self._span(node), (*path, Container(self._tag(node), self._last_id))
        blocks = list(self._flow(children_of(node), inner, span.inner, span.inner_end))
        if blocks:
            yield from blocks
        elif node.name == "li":
            yield Block(Kind.TEXT, Tag(""), path=inner), self._html[span.inner : span.inner_end]
        else:
            raise UnfitError(f"empty {node.name}")

    def _runs(self, node: Node, *, is_exact: bool = False) -> tuple[Run, ...]:
        found = (self._in_line(child, (), is_exact=is_exact) for child in children_of(node))
        return merged([run for runs in found for run in runs])

    def _in_line(self, node: Node, marks: tuple[Tag, ...], *, is_exact: bool) -> Iterator[Run]:
        if node.name == "#text":
            yield from _text(text_of(node), marks, is_exact=is_exact)
        elif node.name == "br":
            raw = self._source(node)
            yield Run(BREAK, marks, "" if raw == "<br>" else raw)
        elif is_mark(node.name) and children_of(node):
            inner = (*marks, self._tag(node))
            for child in children_of(node):
                yield from self._in_line(child, inner, is_exact=is_exact)
        elif is_mark(node.name) or node.name in _ATOMS:
            yield Run(ATOM, marks, self._source(node))
        else:
            raise UnfitError(node.name)

    def _tag(self, node: Node) -> Tag:
        tag = Tag(node.name, tuple(attributes_of(node).items()))
        span = self._span(node)
        self._spellings.setdefault(tag, self._html[span.start : span.inner])
        return tag

    def _source(self, node: Node) -> str:
        span = self._span(node)
        return self._html[span.start : span.end]

    def _span(self, node: Node) -> Span:
        return self._spans[id(node)]


def _places(root: Node, html: str) -> dict[int, Span]:
    """Find the source of each element of the tree. A browser may have moved or made some.

    What is in a card is its own concern: a table there has parts that nobody wrote.
    """
    spans = spans_of(html)
    found: dict[int, Span] = {}
    waiting = [(node, 0) for node in reversed(children_of(root))]
    at = 0
    while waiting:
        node, depth = waiting.pop()
        if node.name == "#text":
            continue
        span = spans[at] if at < len(spans) and depth < DEEPEST else None
        if span is None or (span.name, span.depth) != (node.name, depth):
            raise OddError
        found[id(node)] = span
        at += 1
        if node.name in _CARDS:
            while at < len(spans) and spans[at].start < span.end:
                at += 1
        else:
            waiting.extend((child, depth + 1) for child in reversed(children_of(node)))
    if at != len(spans):
        raise OddError
    return found


def _is_in_line(node: Node) -> bool:
    return node.name in {"#text", "br"} or is_mark(node.name) or node.name in _ATOMS


def _is_a_line(node: Node) -> bool:
    return all(_is_in_line(child) for child in children_of(node))


def _bare(line: Sequence[Run], path: tuple[Container, ...], html: str) -> Iterator[Read]:
    """Text that is in no element of its own. White space between two of them is no text."""
    if any(run.raw or run.text.strip(" ") for run in line):
        yield Block(Kind.TEXT, Tag(""), merged(line), path), html


def _text(text: str, marks: tuple[Tag, ...], *, is_exact: bool) -> Iterator[Run]:
    shown = text if is_exact else _SPACE.sub(" ", text)
    place = 0
    for found in SEPARATORS.finditer(shown):
        yield Run(shown[place : found.start()].replace("\n", LINE), marks)
        yield Run(ATOM, marks, found[0])
        place = found.end()
    yield Run(shown[place:].replace("\n", LINE), marks)
