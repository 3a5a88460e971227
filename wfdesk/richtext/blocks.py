"""Rich text cut into its top-level blocks, so that together they are the text, byte for byte.

Only what a browser reads alike alone and among its neighbours is cut off. Whatever is out of the
ordinary, a tag that is not closed or a form, makes the whole text one block.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from wfdesk.richtext.balance import VOID
from wfdesk.richtext.preview import DEEPEST, DEEPEST_TABLE, MOST_CHARACTERS, MOST_NODES

_SPACE = r"[\t\n\f\r ]"
_ATTRIBUTE = (
    rf"{_SPACE}++[^\s\"'<>/=\0]++"
    r"(?:=(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'<>=`]++))?+"
)
_MARKUP = re.compile(
    r"<!--(?!-?>)(?:(?!--!?>).)*+-->"
    rf"|</(?P<end>[a-zA-Z][a-zA-Z0-9-]*+){_SPACE}*+>"
    rf"|<(?P<start>[a-zA-Z][a-zA-Z0-9-]*+)(?:{_ATTRIBUTE})*+{_SPACE}*+/?>"
    r"|(?P<odd><[a-zA-Z/!?])",
    re.DOTALL,
)
_WORD = re.compile(r"[^\t\n\f\r ]")
_RAW = {
    name: re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE)
    for name in ("script", "style", "iframe", "textarea")
}
"""What is in them is no markup."""
_ODD = frozenset(
    {
        *("html", "head", "body", "frameset", "frame", "template", "plaintext", "select", "form"),
        *("svg", "math", "object", "applet", "marquee", "noscript", "xmp", "noembed", "noframes"),
        "title",
    }
)
"""A browser reads these by rules of their own, which may reach beyond their end."""
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
    except _OddError:
        return (html,)
    # What is before the first block goes with it.
    places = [0, *starts[1:], len(html)]
    return tuple(html[start:end] for start, end in pairwise(places)) if html else ()


class _OddError(Exception):
    """The text cannot be cut without a doubt."""


class _Scan:
    """Reads the tags from left to right, and how they are nested."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._opened: list[str] = []
        self._tables = 0
        self._nodes = 0
        self._is_in_line = False

    def starts(self) -> Iterator[int]:
        """Yield where blocks begin. Raises at the first thing that is out of the ordinary."""
        place = 0
        while found := _MARKUP.search(self._html, place):
            yield from self._text(place, found.start())
            if found["odd"]:
                raise _OddError
            name = (found["start"] or found["end"] or "").lower()
            place = found.end()
            if found["end"]:
                self._close(name)
                continue
            if not self._opened:
                yield from self._begin(found.start(), is_block=name in _BLOCKS)
            if name:
                place = self._open(name, place)
            self._count()
        yield from self._text(place, len(self._html))
        if self._opened:
            raise _OddError

    def _text(self, start: int, end: int) -> Iterator[int]:
        if start == end:
            return
        self._count()
        if not self._opened and (word := _WORD.search(self._html, start, end)):
            yield from self._begin(word.start(), is_block=False)

    def _begin(self, place: int, *, is_block: bool) -> Iterator[int]:
        if is_block or not self._is_in_line:
            yield place
        self._is_in_line = not is_block

    def _open(self, name: str, place: int) -> int:
        """Note the tag. Gives where to go on: after what is no markup."""
        if name in _ODD:
            raise _OddError
        if name in VOID:
            return place
        self._opened.append(name)
        self._tables += name == "table"
        if len(self._opened) > DEEPEST or self._tables > DEEPEST_TABLE:
            raise _OddError
        return self._end_of_raw(name, place) if name in _RAW else place

    def _end_of_raw(self, name: str, place: int) -> int:
        end = _RAW[name].search(self._html, place)
        if end is None or (name == "script" and "<!--" in self._html[place : end.start()]):
            raise _OddError
        return end.start()

    def _close(self, name: str) -> None:
        if not self._opened or self._opened.pop() != name:
            raise _OddError
        self._tables -= name == "table"

    def _count(self) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise _OddError
