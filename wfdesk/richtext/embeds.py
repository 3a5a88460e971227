"""Code that is embedded: Webflow keeps it as it is, in a ``div`` that says so.

Where a tag of it is not closed it would swallow what comes after, so that is said beforehand.
"""

import re

from wfdesk.richtext.balance import imbalance
from wfdesk.richtext.preview import MOST_CHARACTERS
from wfdesk.richtext.tree import Node, attributes_of, children_of, parse, text_of

_MARK = "data-rt-embed-type"
_START = re.compile(
    r"\s*<div(?:\s+[^\s\"'<>/=]+(?:=(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'<>]+))?)*+\s*>", re.IGNORECASE
)
_END = re.compile(r"</div\s*>\s*\Z", re.IGNORECASE)


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
    if found := imbalance(html):
        return f"{found} Webflow may repair it differently."
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


def _place_of(html: str) -> tuple[int, int] | None:
    start, end = _START.match(html), _END.search(html)
    if start is None or end is None or len(html) > MOST_CHARACTERS or imbalance(html):
        return None
    node = only_element(html)
    is_sound = node is not None and is_embed(node) and start.end() <= end.start()
    return (start.end(), end.start()) if is_sound else None
