"""What it costs to read a text as a browser does, which repairs what is wrongly nested.

It is told from the tags, in one go from left to right, before any tree is made of them: a few
kilobytes that were made to hurt would become millions of elements.
"""

import re
from collections.abc import Iterator
from typing import Any

from wfdesk.domain.values import without_lone_surrogates
from wfdesk.richtext.balance import VOID
from wfdesk.richtext.limits import MOST_CHARACTERS, MOST_NODES

_MOST_TAGS = 3 * MOST_NODES
_DEEPEST = 400
_MOST_REPAIRS = 300_000
"""How much the repairs may cost, in elements looked at or made."""
_FEW_REPAIRS = 20_000
"""What is done within a few frames."""

FORMATTING = frozenset(
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
_START = re.compile(rf"<(?:{'|'.join(sorted(FORMATTING))})[\t\n\f\r />]", re.IGNORECASE)


def tokens(html: str) -> Iterator[tuple[str, Any]]:
    """Yield tags, texts and comments one by one, and make no tree of them."""
    from justhtml import stream  # noqa: PLC0415  # off the start-up path

    yield from stream(without_lone_surrogates(html))


def is_made_to_hurt(html: str) -> bool:
    """Whether its tree would be far larger than the text. Of nearly all it is told at once."""
    few = _FEW_REPAIRS + len(html)
    return len(_START.findall(html)) * html.count("<") > few and is_too_much(html, few)


def is_too_much(html: str, most_repairs: int = _MOST_REPAIRS) -> bool:
    """Whether it would take long to make a tree of the text, well made or made to hurt."""
    if len(html) > 2 * MOST_CHARACTERS:
        return True
    opened: list[str] = []
    repairs = formatting = 0
    for number, (name, is_end) in enumerate(_tags(html)):
        if is_end:
            before = len(opened)
            repairs += _close(name, opened)
            formatting -= name in FORMATTING and len(opened) < before
        else:
            _end_before(name, opened)
            opened.append(name)
            formatting += name in FORMATTING
            repairs += formatting
        if number > _MOST_TAGS or len(opened) > _DEEPEST or repairs > most_repairs:
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
