"""Rich text made safe to show in Qt's text document, and small enough to be laid out at all.

The result is written anew from an allow-list: no tag or attribute is copied, so what is not known
here cannot come through. Qt reads local files for pictures and style sheets and takes minutes for
nested tables; neither ever reaches it.
"""

from collections.abc import Callable, Mapping
from html import escape
from urllib.parse import urlsplit

from wfdesk.domain.errors import WfdeskError
from wfdesk.richtext.tree import Node, attributes_of, children_of, parse, text_of

MOST_CHARACTERS = 1_000_000
MOST_NODES = 20_000
DEEPEST = 32
DEEPEST_TABLE = 6

_KEPT = {
    **{name: name for name in ("p", "ul", "ol", "li", "blockquote", "pre", "code", "br", "hr")},
    **{name: name for name in ("h1", "h2", "h3", "h4", "h5", "h6", "u", "s", "sub", "sup")},
    **{name: name for name in ("table", "thead", "tbody", "tfoot", "tr", "td", "th", "div")},
    "strong": "b",
    "b": "b",
    "em": "i",
    "i": "i",
    "figure": "div",
    "figcaption": "p",
}
_EMPTY = frozenset({"br", "hr"})
_DROPPED = frozenset(
    {
        *("script", "style", "template", "noscript", "head", "title", "svg", "math", "select"),
        *("textarea", "frameset", "frame", "link", "meta", "base", "input", "button", "col"),
    }
)
_SCHEMES = frozenset({"http", "https", "mailto"})
_ALTS = {
    "__wf_reserved_inherit": "alt text of the asset",
    "__wf_reserved_decorative": "decorative",
    "": "no alt text",
}


class TooComplexError(WfdeskError):
    """The text is too large or too deep for a preview; its source can still be shown."""


def preview_html(html: str) -> str:
    """Write what may be shown. Raises TooComplexError before any costly work."""
    if len(html) > MOST_CHARACTERS:
        raise TooComplexError("This text is too large for a preview. Its source is complete.")
    return _Writer().write(parse(html))


class _Writer:
    """Walks the tree without recursion, so that no depth of it can end the program."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._nodes = 0

    def write(self, root: Node) -> str:
        waiting: list[tuple[Node | str, int, int]] = [
            (child, 1, 0) for child in reversed(children_of(root))
        ]
        while waiting:
            step, depth, tables = waiting.pop()
            if isinstance(step, str):
                self._parts.append(step)
                continue
            tables += step.name == "table"
            self._check(depth, tables)
            end = self._begin(step)
            if end is not None:
                waiting.append((end, 0, 0))
                below = reversed(children_of(step))
                waiting.extend((child, depth + 1, tables) for child in below)
        return "".join(self._parts)

    def _check(self, depth: int, tables: int) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES or depth > DEEPEST or tables > DEEPEST_TABLE:
            raise TooComplexError(
                "This text is too complex for a preview. Its source is complete.",
                f"{self._nodes} nodes, {depth} deep, {tables} tables deep",
            )

    def _begin(self, node: Node) -> str | None:
        """Write the node's start. Gives its end, or None when nothing below it is shown."""
        name = node.name.lower()
        if name == "#text":
            self._parts.append(escape(text_of(node)))
            return None
        if name.startswith(("#", "!")) or name in _DROPPED:
            return None
        attributes = attributes_of(node)
        if label := _label(name, attributes):
            self._parts.append(f'<span class="box">\u00a0{escape(label)}\u00a0</span>')
            return None
        if name == "a":
            return self._link(attributes)
        kept = _KEPT.get(name)
        if kept is None:
            return ""
        self._parts.append(f"<{kept}>" if name != "figcaption" else '<p class="caption">')
        return None if kept in _EMPTY else f"</{kept}>"

    def _link(self, attributes: Mapping[str, str]) -> str:
        href = safe_link(attributes.get("href", ""))
        self._parts.append(f'<a href="{escape(href)}">' if href else "<u>")
        return "</a>" if href else "</u>"


def safe_link(href: str) -> str:
    """Give back an address that may be opened, or nothing."""
    address = "".join(letter for letter in href if letter.isprintable()).strip()
    try:
        scheme = urlsplit(address).scheme.lower()
    except ValueError:
        return ""
    return address if scheme in _SCHEMES else ""


def _label(name: str, attributes: Mapping[str, str]) -> str:
    """What stands for something that is not shown itself; empty for what is."""
    if "data-rt-embed-type" in attributes or "w-embed" in attributes.get("class", "").split():
        return "Custom code"
    describe = _LABELS.get(name)
    return describe(attributes) if describe else ""


def _image(attributes: Mapping[str, str]) -> str:
    alt = attributes.get("alt", "")
    return f"Picture: {_ALTS.get(alt, alt)}"


def _frame(attributes: Mapping[str, str]) -> str:
    title = attributes.get("title", "")
    try:
        host = urlsplit(attributes.get("src", "")).hostname or ""
    except ValueError:
        host = ""
    return f"Video or embed: {title or host}".removesuffix(": ")


def _component(attributes: Mapping[str, str]) -> str:
    return f"Component: {attributes.get('name', '')}".removesuffix(": ")


_LABELS: Mapping[str, Callable[[Mapping[str, str]], str]] = {
    "img": _image,
    "iframe": _frame,
    "wf-component": _component,
    "video": lambda _: "Video",
    "audio": lambda _: "Sound",
    "object": lambda _: "Embedded object",
    "embed": lambda _: "Embedded object",
    "canvas": lambda _: "Drawing",
}
