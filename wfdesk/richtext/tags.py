"""A start tag read, and changed in one of its attributes; all other bytes of it stay."""

import re

from wfdesk.richtext.document import Attributes
from wfdesk.richtext.tree import attributes_of, children_of, parse
from wfdesk.richtext.writing import quoted

_NAME = re.compile(r"<[a-zA-Z][^\t\n\f\r />]*+")
_ATTRIBUTE = re.compile(
    r"[\t\n\f\r ]++(?P<name>[^\s\"'<>/=\0]++)(?:=(?P<value>\"[^\"]*+\"|'[^']*+'|[^\s\"'<>=`]++))?+"
)
_SINGLE = str.maketrans({"&": "&amp;", "'": "&#39;"})


def attributes_in(tag: str) -> Attributes:
    """What a start tag says, as a browser reads it."""
    return next((tuple(attributes_of(each).items()) for each in children_of(parse(tag))), ())


def with_attribute(tag: str, name: str, value: str | None, *, after: tuple[str, ...] = ()) -> str:
    """Give the attribute another value, or take it out with None.

    One that was not there comes behind the first of *after* that is, else behind them all. The tag
    is one of which ``markup.pieces`` says that it is a start tag.
    """
    found = _attributes(tag)
    is_there = found.get(name)
    if is_there is None:
        if value is None:
            return tag
        before = next((found[each] for each in after if each in found), None)
        place = before.end() if before else _end_of(tag, found)
        return f"{tag[:place]} {name}={quoted(value)}{tag[place:]}"
    if value is None:
        return tag[: is_there.start()] + tag[is_there.end() :]
    start, end = is_there.end("name"), is_there.end()
    return f"{tag[:start]}={_quoted(value, is_there['value'])}{tag[end:]}"


def _attributes(tag: str) -> dict[str, re.Match[str]]:
    """The attributes in their order; of two with one name the first, as in a browser."""
    found: dict[str, re.Match[str]] = {}
    place = _begin_of(tag)
    while attribute := _ATTRIBUTE.match(tag, place):
        found.setdefault(attribute["name"].lower(), attribute)
        place = attribute.end()
    return found


def _begin_of(tag: str) -> int:
    name = _NAME.match(tag)
    return name.end() if name else len(tag)


def _end_of(tag: str, found: dict[str, re.Match[str]]) -> int:
    return max((each.end() for each in found.values()), default=_begin_of(tag))


def _quoted(value: str, before: str | None) -> str:
    """Write it between the quotes that were there."""
    if before and before.startswith("'"):
        return f"'{value.translate(_SINGLE)}'"
    return quoted(value)
