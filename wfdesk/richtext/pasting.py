"""What is pasted from other programs, made into Webflow's HTML: structure is kept, looks are not.

Whatever comes in, what goes out is read as text, pictures and embeds, and nothing in it can run.
"""

import re

from msgspec import Struct
from msgspec.structs import replace

from wfdesk.domain.values import without_lone_surrogates
from wfdesk.richtext.document import Block, Document, Kind, Tag
from wfdesk.richtext.limits import MOST_CHARACTERS, MOST_NODES
from wfdesk.richtext.markdown import html_of, looks_like_markdown
from wfdesk.richtext.markup import pieces
from wfdesk.richtext.pasting_clipboard import fragment_of, plain_words
from wfdesk.richtext.pasting_lines import text_runs, tidy
from wfdesk.richtext.pasting_tree import clean
from wfdesk.richtext.repairs import is_too_much
from wfdesk.richtext.tree import parse_measured
from wfdesk.richtext.writing import write

__all__ = ["Pasted", "clean_html", "from_markdown", "from_text", "looks_like_markdown"]

_LINE = re.compile("\r\n?|[\x0b\u2028]")
_PARAGRAPHS = re.compile("\n[ \t]*\n\\s*|[\f\u2029]\\s*")
_MOST_MARKDOWN = MOST_CHARACTERS // 5
"""It is read more slowly than HTML."""
_LONGEST_LETTER = 6
"""``&nbsp;``: what a letter may take in HTML."""


class Pasted(Struct, frozen=True):
    html: str
    """Blocks with nothing between them."""
    is_cleaned: bool = False
    """Fonts, colours, or what is unsafe were taken away."""
    is_cut: bool = False
    """It was too much: these are plain paragraphs, and as many as there is room for."""


def clean_html(html: str) -> Pasted:
    """Clean what the clipboard holds as HTML, in whatever shape a program put it there."""
    html = without_lone_surrogates(html)
    fragment = fragment_of(html)
    if is_too_much(fragment):
        return _plain(fragment)
    cleaned, is_cleaned = clean(parse_measured(fragment), html[: 2 * MOST_CHARACTERS])
    if len(cleaned) > MOST_CHARACTERS or sum(1 for _ in pieces(cleaned)) > MOST_NODES:
        return _plain(fragment)
    return Pasted(cleaned, is_cleaned)


def from_text(text: str) -> Pasted:
    """Take text as it is: empty lines make paragraphs, other ends of lines are line breaks."""
    parts: list[str] = []
    room, places = MOST_CHARACTERS, MOST_NODES
    lines = _LINE.sub("\n", without_lone_surrogates(text))
    for paragraph in _PARAGRAPHS.split(lines):
        runs = tidy(list(text_runs(paragraph, (), is_exact=True)))
        if not runs:
            continue
        html = write(Document(), [Block(Kind.TEXT, Tag("p"), runs)])
        room -= len(html)
        places -= 3 + 2 * html.count("<br>")
        if room < 0 or places < 0:
            return Pasted("".join(parts) or from_text(_beginning(paragraph)).html, is_cut=True)
        parts.append(html)
    return Pasted("".join(parts))


def _beginning(paragraph: str) -> str:
    """So much of a paragraph that is too long by itself as there is room for, on one line."""
    words = paragraph[: MOST_CHARACTERS // _LONGEST_LETTER - 10].rpartition(" ")
    return re.sub(r"\s+", " ", words[0] or words[2])


def from_markdown(text: str) -> Pasted:
    """Take text as Markdown; HTML in it is cleaned like any other."""
    if len(text) > _MOST_MARKDOWN:
        return replace(from_text(text), is_cut=True)
    return clean_html(html_of(text))


def _plain(html: str) -> Pasted:
    return Pasted(from_text(plain_words(html)).html, is_cleaned=True, is_cut=True)
