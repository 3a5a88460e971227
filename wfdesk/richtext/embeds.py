"""Code that is embedded: Webflow keeps it as it is, in a ``div`` that says so.

Where a tag of it is not closed it would swallow what comes after, so that is said beforehand.
"""

import re
from collections.abc import Iterator

from wfdesk.richtext.balance import imbalance_warning
from wfdesk.richtext.limits import MOST_CHARACTERS
from wfdesk.richtext.tree import Node, attributes_of, children_of, parse, text_of

_MARK = "data-rt-embed-type"
_REST = r"(?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+>"
_START = re.compile(rf"<div(?=[\t\n\f\r ])(?=[^<>]*\b(?:{_MARK}|w-embed)\b){_REST}", re.IGNORECASE)
_TAG = re.compile(
    rf"<!--.*?(?:-->|\Z)|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/<>]*+){_REST}",
    re.DOTALL,
)
_RAW = frozenset({"script", "style", "textarea", "title", "iframe", "xmp", "noembed", "noframes"})
"""What is in them is no markup."""
_AFTER = "<p>x</p>"
_LONGEST = 100_000
"""Characters of an embed; Webflow takes 50,000."""
_MOST = 500
"""Embeds of a text. Each is read by itself, and nobody is to wait for seconds."""


def new_embed(code: str) -> str:
    return f"<div {_MARK}='true'>{code}</div>"


def is_embed(node: Node) -> bool:
    attributes = attributes_of(node)
    return _MARK in attributes or "w-embed" in attributes.get("class", "").split()


def code_of(html: str) -> str | None:
    """What is embedded. None for what is no embed, or cannot be told where it ends."""
    place = _place_of(html)
    return None if place is None else html[place[0] : place[1]]


def with_code(html: str, code: str) -> str:
    """Embed other code in the same place. What was no embed becomes one."""
    place = _place_of(html)
    return new_embed(code) if place is None else html[: place[0]] + code + html[place[1] :]


def embed_warning(code: str) -> str:
    """Say what becomes of code that is not in order; nothing when it is."""
    if not code.strip():
        return "Nothing is embedded: the place stays empty."
    return card_warning(new_embed(code))


def card_warning(html: str) -> str:
    """Say why this is not one element in order, as a card has to be; nothing when it is."""
    if len(html) > MOST_CHARACTERS:
        return "This is too large to be checked."
    if warning := imbalance_warning(html):
        return warning
    if only_element(html) is None:
        return "This is not one element: Webflow may take it apart."
    return ""


def only_element(html: str) -> Node | None:
    """The element that stands alone at the top, if there is one and no text beside it."""
    found = [node for node in children_of(parse(html)) if _is_something(node)]
    is_one = len(found) == 1 and not found[0].name.startswith(("#", "!"))
    return found[0] if is_one else None


def _is_something(node: Node) -> bool:
    return node.name != "#text" or bool(text_of(node).strip())


def without_code(html: str) -> tuple[str, frozenset[int]]:
    """Put blanks in place of all code that is embedded, and say where the embeds begin.

    Only where the code ends with its embed, however odd it is: what follows is read as if there
    were no code at all.
    """
    parts: list[str] = []
    place, starts = 0, set[int]()
    for start, inner, inner_end, _ in _embeds_in(html):
        parts += [html[place:inner], " " * (inner_end - inner)]
        place = inner_end
        starts.add(start)
    return "".join([*parts, html[place:]]), frozenset(starts)


def _place_of(html: str) -> tuple[int, int] | None:
    if len(html) > MOST_CHARACTERS:
        return None
    found = next(_embeds_in(html), None)
    if found is None or (html[: found[0]] + html[found[3] :]).strip():
        return None
    return found[1], found[2]


def _embeds_in(html: str) -> Iterator[tuple[int, int, int, int]]:
    """Find the embeds: where each begins, where its code does, where that ends, and it itself.

    Up to the first whose code does not end with it.
    """
    place = number = 0
    while (found := _START.search(html, place)) and (number := number + 1) <= _MOST:
        end = _end_of(html, found.end())
        if end is None or not _is_sound(html[found.start() : end.end()]):
            return
        place = end.end()
        yield found.start(), found.end(), end.start(), place


def _end_of(html: str, place: int) -> re.Match[str] | None:
    """The tag that closes the ``div`` that was opened here, as a browser counts them."""
    depth = 1
    while found := _TAG.search(html, place):
        name, place = (found["name"] or "").lower(), found.end()
        if name == "div":
            depth += -1 if found["end"] else 1
            if not depth:
                return found
        elif name in _RAW and not found["end"]:
            end = re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE).search(html, place)
            place = end.start() if end else len(html)
    return None


def _is_sound(html: str) -> bool:
    """Whether all that is opened in an embed ends with it: a text behind it shows if not."""
    nodes = children_of(parse(html + _AFTER)) if len(html) <= _LONGEST else []
    if [node.name for node in nodes] != ["div", "p"] or not is_embed(nodes[0]):
        return False
    return [text_of(each) for each in children_of(nodes[1])] == ["x"]
