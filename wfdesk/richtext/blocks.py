"""Rich text cut into its top-level blocks, so that together they are the text, byte for byte.

Only what a browser reads alike alone and among its neighbours is cut off. Whatever is out of the
ordinary, a tag that is not closed or a form, makes the whole text one block, but within an embed:
there it is at home.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from wfdesk.richtext.embeds import without_code
from wfdesk.richtext.limits import DEEPEST, DEEPEST_TABLE, MOST_CHARACTERS, MOST_NODES
from wfdesk.richtext.markup import Kind, OddError, Piece, pieces

_WORD = re.compile(r"[^\t\n\f\r ]")
_BLOCKS = frozenset(
    {
        *("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "figure", "pre"),
        *("div", "hr", "table", "section", "article", "wf-component"),
    }
)


def split_blocks(html: str) -> tuple[str, ...]:
    """Cut a text. Never raises; what cannot be cut without a doubt is one block.

    Bare text with what is in its line is a block as well. White space goes with the block before.
    """
    if len(html) > MOST_CHARACTERS:
        return (html,)
    try:
        starts = list(_Scan(html).starts())
    except OddError:
        starts = _starts_around_code(html)
    # What is before the first block goes with it.
    places = [0, *starts[1:], len(html)]
    return tuple(html[start:end] for start, end in pairwise(places)) if html else ()


def _starts_around_code(html: str) -> list[int]:
    """Where blocks begin, if nothing is odd but the code of embeds; none otherwise."""
    text, embeds = without_code(html)
    try:
        return list(_Scan(text, embeds).starts()) if embeds else []
    except OddError:
        return []


class _Scan:
    """Reads the tags from left to right, and how they are nested."""

    def __init__(self, html: str, embeds: Iterable[int] = ()) -> None:
        self._html = html
        self._embeds = set(embeds)
        """Where embeds begin whose code is left out; each has to be at the top."""
        self._opened: list[str] = []
        self._tables = 0
        self._is_in_line = False

    def starts(self) -> Iterator[int]:
        """Yield where blocks begin. Raises at the first thing that is out of the ordinary."""
        nodes = 0
        for piece in pieces(self._html):
            nodes += piece.kind is not Kind.END
            if nodes > MOST_NODES:
                raise OddError
            if piece.kind is Kind.END:
                self._close(piece.name)
            elif not self._opened:
                self._embeds.discard(piece.start)
                yield from self._begin(piece)
            if piece.kind is Kind.START:
                self._open(piece.name)
        if self._opened or self._embeds:
            raise OddError

    def _begin(self, piece: Piece) -> Iterator[int]:
        start, is_block = piece.start, piece.name in _BLOCKS
        if piece.kind is Kind.TEXT:
            word = _WORD.search(self._html, piece.start, piece.end)
            if word is None:
                return
            start = word.start()
        if is_block or not self._is_in_line:
            yield start
        self._is_in_line = not is_block

    def _open(self, name: str) -> None:
        self._opened.append(name)
        self._tables += name == "table"
        if len(self._opened) > DEEPEST or self._tables > DEEPEST_TABLE:
            raise OddError

    def _close(self, name: str) -> None:
        if not self._opened or self._opened.pop() != name:
            raise OddError
        self._tables -= name == "table"
