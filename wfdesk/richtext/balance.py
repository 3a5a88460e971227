"""Whether every tag of a rich text is closed: where one is not, Webflow repairs it its own way."""

import re

_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/<>]*)"
    # Possessive: a tag that never ends must not be read again and again.
    r"(?P<rest>(?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+)>",
    re.DOTALL,
)
VOID = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"),
        *("source", "track", "wbr"),
    }
)
_RAW = frozenset({"script", "style", "textarea", "title"})
"""What is in them is no markup."""


def imbalance(html: str) -> str:
    """Say which tag is not closed, or closes nothing; nothing when all is in order."""
    opened: list[str] = []
    place = 0
    while found := _TAG.search(html, place):
        place = found.end()
        name = (found["name"] or "").lower()
        if not name:
            continue
        if found["end"]:
            if sentence := _close(name, opened):
                return sentence
        elif name not in VOID and not found["rest"].endswith("/"):
            opened.append(name)
            if name in _RAW:
                end = re.compile(f"</{re.escape(name)}", re.IGNORECASE).search(html, place)
                place = end.start() if end else len(html)
    return _unclosed(opened[-1]) if opened else ""


def imbalance_warning(html: str) -> str:
    """Say the same, and what may become of it."""
    found = imbalance(html)
    return f"{found} Webflow may repair it differently." if found else ""


def _close(name: str, opened: list[str]) -> str:
    if opened and opened[-1] == name:
        opened.pop()
        return ""
    return _unclosed(opened[-1]) if name in opened else f"The tag </{name[:40]}> closes nothing."


def _unclosed(name: str) -> str:
    return f"The tag <{name[:40]}> is not closed."
