"""Webflow's HTML as a tree. The parser is loaded when the first text is read, not at the start."""

import re
from collections.abc import Iterator
from html import escape
from typing import Protocol

from wfdesk.domain.values import without_lone_surrogates
from wfdesk.richtext.repairs import is_made_to_hurt

_TAG = re.compile(r"<[^>]*+>")


class Node(Protocol):
    """An element or a text, as the parser makes them."""

    @property
    def name(self) -> str: ...


def parse(html: str) -> Node:
    """Read a fragment as a browser would. Nothing is cleaned and nothing is refused.

    Of what was made to hurt there is the text alone, without any element.
    """
    if is_made_to_hurt(html):
        html = escape(_TAG.sub(" ", html), quote=False)
    return parse_measured(html)


def parse_measured(html: str) -> Node:
    """Read one of which is known already that it is not too much."""
    from justhtml import JustHTML  # noqa: PLC0415  # off the start-up path

    return JustHTML(without_lone_surrogates(html), fragment=True, sanitize=False).root


def children_of(node: Node) -> list[Node]:
    return list(getattr(node, "children", None) or ())


def attributes_of(node: Node) -> dict[str, str]:
    attributes = getattr(node, "attrs", None) or {}
    return {str(name).lower(): value or "" for name, value in attributes.items()}


def text_of(node: Node) -> str:
    """The node's own text; empty for an element."""
    return str(getattr(node, "data", None) or "") if node.name == "#text" else ""


def descend(root: Node) -> Iterator[Node]:
    """Yield every node below *root* in order, however deep, without recursion."""
    waiting = list(reversed(children_of(root)))
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(children_of(node)))
