"""What a program put on the clipboard: where the copied part of it is, and the text of it alone."""

import re

from wfdesk.richtext.limits import MOST_CHARACTERS
from wfdesk.richtext.repairs import FORMATTING, tokens

_HEADER = re.compile(r"\s*Version:[\d.]+\s")
_OFFSET = {side: re.compile(rf"{side}Fragment:(\d{{1,12}})\s") for side in ("Start", "End")}
_STARTS = re.compile(r"<!--\s*StartFragment\s*-->", re.IGNORECASE)
_END = re.compile(r"<!--\s*EndFragment\s*-->", re.IGNORECASE)
_DATA = re.compile(r"data:[^\"'\s<>)]{1000,}")
"""A picture in the text itself: none is kept, and it is no measure of how long the text is."""
_COMMENT = re.compile(r"<!--(?:-?>|.*?(?:--!?>|\Z))", re.DOTALL)
_ROWS = re.compile(r"\s*<(?:col|colgroup|thead|tbody|tr|td|th)[\s>]", re.IGNORECASE)


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


_SILENT = frozenset(
    {
        *("script", "style", "title", "template", "noscript", "svg", "math", "iframe"),
        *("object", "select", "textarea", "xml", "noembed", "noframes"),
    }
)
_IN_LINE = frozenset(
    {
        *FORMATTING,
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
