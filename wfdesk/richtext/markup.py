"""Tags, comments and text of an HTML text, with their places. What is out of the ordinary raises.

A browser repairs nearly anything, each in its own way. Here nothing is repaired: a text that is
read without an error is one whose tags stand where they seem to stand.
"""

import re
from collections.abc import Iterator
from enum import Enum

from msgspec import Struct

from wfdesk.richtext.balance import VOID

_SPACE = r"[\t\n\f\r ]"
_ATTRIBUTE = (
    rf"{_SPACE}++[^\s\"'<>/=\0]++"
    r"(?:=(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'<>=`]++))?+"
)
_MARKUP = re.compile(
    r"(?P<comment><!--(?!-?>)(?:(?!--!?>).)*+-->)"
    rf"|</(?P<end>[a-zA-Z][a-zA-Z0-9-]*+){_SPACE}*+>"
    rf"|<(?P<start>[a-zA-Z][a-zA-Z0-9-]*+)(?:{_ATTRIBUTE})*+{_SPACE}*+/?>"
    r"|(?P<odd><[a-zA-Z/!?])",
    re.DOTALL,
)
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


class OddError(Exception):
    """The text is not what it seems to be, or cannot be told to be."""


class Kind(Enum):
    START = "start tag"
    END = "end tag"
    VOID = "tag that holds nothing"
    TEXT = "text"
    COMMENT = "comment"


class Piece(Struct, frozen=True):
    kind: Kind
    start: int
    end: int
    name: str = ""
    """Of the tag, in small letters."""


def pieces(html: str) -> Iterator[Piece]:
    """Yield all there is from left to right, with no gap. Raises OddError."""
    place = 0
    while found := _MARKUP.search(html, place):
        if place < found.start():
            yield Piece(Kind.TEXT, place, found.start())
        if found["odd"]:
            raise OddError
        place = found.end()
        if found["comment"]:
            yield Piece(Kind.COMMENT, found.start(), place)
            continue
        name = (found["start"] or found["end"]).lower()
        kind = Kind.END if found["end"] else Kind.VOID if name in VOID else Kind.START
        if kind is Kind.START and name in _ODD:
            raise OddError
        yield Piece(kind, found.start(), place, name)
        if kind is Kind.START and name in _RAW and (end := _end_of_raw(html, name, place)) > place:
            yield Piece(Kind.TEXT, place, end)
            place = end
    if place < len(html):
        yield Piece(Kind.TEXT, place, len(html))


def _end_of_raw(html: str, name: str, place: int) -> int:
    end = _RAW[name].search(html, place)
    if end is None or (name == "script" and "<!--" in html[place : end.start()]):
        raise OddError
    return end.start()
