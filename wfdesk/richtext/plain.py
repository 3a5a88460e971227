"""Rich text as plain text: for tables, searches and counting words."""

import re

from wfdesk.richtext.tree import Node, children_of, parse, text_of

_SILENT = frozenset({"script", "style", "template", "iframe", "noscript", "head", "svg", "math"})
_BLOCKS = frozenset(
    {
        *("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "figure"),
        *("figcaption", "div", "pre", "hr", "table", "tr", "section", "article"),
    }
)
_LINE = "\x00"


def plain_text(html: str) -> str:
    """Give the words, a line for each block. Code of embeds is no text and is left out."""
    parts: list[str] = []
    waiting: list[Node | str] = [parse(html)]
    while waiting:
        step = waiting.pop()
        if isinstance(step, str):
            parts.append(step)
            continue
        name = step.name
        if name == "#text":
            parts.append(re.sub(r"[ \t\r\n\f]+", " ", text_of(step)))
        elif name == "br":
            parts.append(_LINE)
        elif name not in _SILENT:
            edge = [_LINE] if name in _BLOCKS else [" "] if name in {"td", "th"} else []
            waiting += [*edge, *reversed(children_of(step)), *edge]
    lines = (line.strip(" ") for line in "".join(parts).split(_LINE))
    return "\n".join(line for line in lines if line)
