"""What a program put on the clipboard: where the copied part of it is, and whether it is too much.

The bounds are checked on the tags, in one go from left to right, before any tree is made of them.
"""

import re
from collections.abc import Iterator

from wfdesk.richtext.balance import VOID
from wfdesk.richtext.limits import MOST_CHARACTERS, MOST_NODES
from wfdesk.richtext.tree import tokens

_MOST_TAGS = 3 * MOST_NODES
_DEEPEST = 400
_MOST_REPAIRS = 300_000
"""How much a browser's repairs of wrongly nested tags may cost, in elements looked at or made."""

_HEADER = re.compile(r"\s*Version:[\d.]+\s")
_OFFSET = {side: re.compile(rf"{side}Fragment:(\d{{1,12}})\s") for side in ("Start", "End")}
_STARTS = re.compile(r"<!--\s*StartFragment\s*-->", re.IGNORECASE)
_END = re.compile(r"<!--\s*EndFragment\s*-->", re.IGNORECASE)
_DATA = re.compile(r"data:[^\"'\s<>)]{1000,}")
"""A picture in the text itself: none is kept, and it is no measure of how long the text is."""
_COMMENT = re.compile(r"<!--(?:-?>|.*?(?:--!?>|\Z))", re.DOTALL)
_ROWS = re.compile(r"\s*<(?:col|colgroup|thead|tbody|tr|td|th)[\s>]", re.IGNORECASE)

_FORMATTING = frozenset(
    {
        *("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong"),
        *("tt", "u"),
    }
)
"""What is still open of these, a browser opens again in the next block."""
_ENDED_BY = {
    "p": frozenset({"p"}),
    "li": frozenset({"p", "li"}),
    "dt": frozenset({"p", "dt", "dd"}),
    "dd": frozenset({"p", "dt", "dd"}),
    "td": frozenset({"p", "td", "th"}),
    "th": frozenset({"p", "td", "th"}),
    "tr": frozenset({"p", "td", "th", "tr"}),
    "tbody": frozenset({"p", "td", "th", "tr", "thead", "tbody"}),
}
"""Which elements need no end tag before another one."""
_ENDS_ITSELF = frozenset(
    {*_ENDED_BY, "thead", "tfoot", "option", "colgroup", "html", "body", "head"}
)


def fragment_of(clipboard: str) -> str:
    """Cut out what was copied; around it stands what it was copied from."""
    html = _DATA.sub("data:,", _unwrapped(clipboard))
    start = _STARTS.search(html)
    if start:
        ends = [found.start() for found in _END.finditer(html, start.end())]
        html = html[start.end() : ends[-1] if ends else len(html)]
    # The parser looks for the end of each comment to the end of the text.
    html = _COMMENT.sub("", html)
    # Excel marks the rows of a table and leaves the table outside.
    return f"<table>{html}</table>" if _ROWS.match(html) else html


def _unwrapped(clipboard: str) -> str:
    """Take the header away that Windows puts before HTML. Its places are counted in bytes."""
    if not _HEADER.match(clipboard):
        return clipboard
    places = [
        found and int(found[1]) for found in (each.search(clipboard) for each in _OFFSET.values())
    ]
    start, end = places
    if not _STARTS.search(clipboard) and start and end:
        return clipboard.encode(errors="replace")[start:end].decode(errors="ignore")
    return clipboard[max(0, clipboard.find("<")) :]


def is_too_much(html: str) -> bool:
    """Whether it would take long to make a tree of the text, well made or made to hurt."""
    if len(html) > 2 * MOST_CHARACTERS:
        return True
    opened: list[str] = []
    repairs = formatting = 0
    for number, (name, is_end) in enumerate(_tags(html)):
        if is_end:
            before = len(opened)
            repairs += _close(name, opened)
            formatting -= name in _FORMATTING and len(opened) < before
        else:
            _end_before(name, opened)
            opened.append(name)
            formatting += name in _FORMATTING
            repairs += formatting
        if number > _MOST_TAGS or len(opened) > _DEEPEST or repairs > _MOST_REPAIRS:
            return True
    return False


def _tags(html: str) -> Iterator[tuple[str, bool]]:
    for kind, data in tokens(html):
        if kind in {"start", "end"}:
            name = str(data if kind == "end" else data[0])
            if name not in VOID:
                yield name, kind == "end"


def _end_before(name: str, opened: list[str]) -> None:
    ended = _ENDED_BY.get(name, frozenset())
    while opened and opened[-1] in ended:
        opened.pop()


def _close(name: str, opened: list[str]) -> int:
    """Close the last one of that name; say how many are looked at beyond what is in order."""
    while opened and opened[-1] != name and opened[-1] in _ENDS_ITSELF:
        opened.pop()
    if not opened or opened[-1] == name:
        del opened[-1:]
        return 0
    for place in range(len(opened) - 1, -1, -1):
        if opened[place] == name:
            del opened[place]
            break
    return len(opened)


_SILENT = frozenset(
    {
        *("script", "style", "title", "template", "noscript", "svg", "math", "iframe"),
        *("object", "select", "textarea", "xml", "noembed", "noframes"),
    }
)
_IN_LINE = frozenset(
    {
        *_FORMATTING,
        *("abbr", "cite", "del", "ins", "kbd", "label", "mark", "o:p", "q", "span", "sub", "sup"),
        *("time", "var", "img", "wbr", "samp", "bdi", "bdo", "data"),
    }
)


def plain_words(html: str) -> str:
    """Give the text as it stands between the tags, a paragraph for each block."""
    parts: list[str] = []
    silent = ""
    for kind, data in tokens(html[: 4 * MOST_CHARACTERS]):
        if kind == "text" and not silent:
            parts.append(re.sub(r"\s+", " ", str(data)))
        elif kind in {"start", "end"}:
            name = str(data if kind == "end" else data[0])
            if silent:
                silent = "" if kind == "end" and name == silent else silent
            elif kind == "start" and name in _SILENT:
                silent = name
            elif name not in _IN_LINE:
                parts.append("\n" if name == "br" else "\n\n")
    return "".join(parts)
