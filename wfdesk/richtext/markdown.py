"""Markdown as HTML, and whether a text is Markdown. The library is loaded when it is first used."""

import re
from collections.abc import Sequence

from wfdesk.domain.values import without_lone_surrogates

_TAG = re.compile(r"\s*</?([a-zA-Z][a-zA-Z0-9-]*)")
_KNOWN = frozenset(
    {
        *("a", "b", "blockquote", "br", "center", "code", "del", "details", "div", "em", "figure"),
        *("figcaption", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "iframe", "img"),
        *("ins", "kbd", "li", "mark", "ol", "p", "picture", "pre", "s", "script", "small"),
        *("source", "span", "strong", "style", "sub", "summary", "sup", "svg", "table", "tbody"),
        *("td", "th", "thead", "tr", "u", "ul", "video"),
    }
)
"""What is meant as HTML. A name in angle brackets is text, such as <your name>."""

_FAR = 100_000
"""So many characters of a text are looked at."""
_FENCE = re.compile(r"^ {0,3}`{3,}[\w+#.-]*[ \t]*$", re.MULTILINE)
_LINK = re.compile(
    r"\[[^\[\]\n]{1,300}\]\((?:https?://|mailto:|/)[^()\s]{1,2000}(?: \"[^\"\n]*\")?\)"
)
_PICTURE = re.compile(r"!\[[^\[\]\n]{0,300}\]\(https?://[^()\s]{1,2000}(?: \"[^\"\n]*\")?\)")
_TABLE = re.compile(
    r"^[^|\n]*\|[^\n]*\n(?=[^|\n]*\|)(?=[^\n]*(?:---|:-|-:))[-|: ]+$",
    re.MULTILINE,
)
_HEADING = re.compile(r"(?:\A|\n[ \t]*\n)(#{1,6}) \S[^\n]*(?=\n[ \t]*\n|\n?\Z)")
_BOLD = re.compile(r"(?<![\w*])\*\*(?=[^\s*])[^*\n]{1,300}(?<!\s)\*\*(?![\w*])")
_CODE = re.compile(r"(?<![`\w])`[^`\n]{1,300}`(?![`\w])")
_ROWS = (
    re.compile(r"^ {0,3}([-*+]) \S[^\n]*\n(?:[ \t]*\n)?[ \t]*\1 \S", re.MULTILINE),
    re.compile(r"^ {0,3}[0-9]{1,3}\. \S[^\n]*\n(?:[ \t]*\n)?[ \t]*[0-9]{1,3}\. \S", re.MULTILINE),
    re.compile(r"^> \S", re.MULTILINE),
)
"""Lists and quotations. Those are in letters, too, and prove nothing by themselves."""


def looks_like_markdown(text: str) -> bool:
    """Whether nobody would write the text so who did not mean it as Markdown.

    One sign that means nothing else is enough; of the others it takes two that are different.
    """
    text = text[:_FAR].replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    headings = {len(each) for each in _HEADING.findall(text)}
    if headings - {1} or len(_FENCE.findall(text)) > 1 or _any((_LINK, _PICTURE, _TABLE), text):
        return True
    signs = bool(headings) + bool(_BOLD.search(text)) + bool(_CODE.search(text))
    return signs > 1 or (signs == 1 and _any(_ROWS, text))


def _any(patterns: Sequence[re.Pattern[str]], text: str) -> bool:
    return any(pattern.search(text) for pattern in patterns)


def html_of(text: str) -> str:
    """Write Markdown as HTML, which is as safe as what is in it: to be cleaned."""
    from markdown_it import MarkdownIt  # noqa: PLC0415  # off the start-up path

    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = reader.parse(without_lone_surrogates(text))
    for token in (each for block in tokens for each in (block, *(block.children or ()))):
        if token.type in {"html_inline", "html_block"} and not _is_html(token.content):
            token.type = "text"
    return str(reader.renderer.render(tokens, reader.options, {}))


def _is_html(content: str) -> bool:
    found = _TAG.match(content)
    return found is None or found[1].lower() in _KNOWN
