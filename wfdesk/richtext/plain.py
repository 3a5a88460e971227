"""Rich text as plain text, for tables and searches; and how much of it there is."""

import re
import unicodedata
from collections.abc import Iterator

from msgspec import Struct

from wfdesk.richtext.document import ATOM, BREAK, LINE, Block, Document, Kind, Run
from wfdesk.richtext.tree import Node, children_of, parse, text_of

_SILENT = frozenset({"script", "style", "template", "iframe", "noscript", "head", "svg", "math"})
_BLOCKS = frozenset(
    {
        *("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "figure"),
        *("figcaption", "div", "pre", "hr", "table", "tr", "section", "article", "aside", "nav"),
        *("header", "footer", "main", "dl", "dt", "dd", "details", "summary", "fieldset"),
        *("address", "wf-component"),
    }
)
_EDGE = "\x00"
_SPACE = re.compile(r"[ \t\r\n\f]+")
_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_IDEOGRAPHS}]|[^\s\u200b{_IDEOGRAPHS}]+")
_JOINER = "\N{ZERO WIDTH JOINER}"
_TONES = range(0x1F3FB, 0x1F400)
_FLAGS = range(0x1F1E6, 0x1F200)
_JAMO = range(0x1160, 0x1200)
"""Vowels and finals, which are written into the syllable of the letter before."""


class Counts(Struct, frozen=True):
    """How long a text is to who reads it."""

    words: int
    characters: int
    """With spaces, without the ends of lines. What is seen as one is one: an emoji, a letter with
    its accents. What is not seen is none."""


def plain_text(html: str) -> str:
    """Give the words, a line for each block. Code of embeds is no text and is left out."""
    return _lines(_parts_of(html))


def plain_text_of(document: Document) -> str:
    """Give the same, of a text that has been read."""
    return _lines(part for block in document.blocks for part in _parts_of_block(block))


def counts(document: Document) -> Counts:
    text = plain_text_of(document)
    words = sum(any(map(str.isalnum, word)) for word in _WORD.findall(text))
    return Counts(words, sum(map(_length, text.split("\n"))))


def _lines(parts: Iterator[str]) -> str:
    lines = (line.strip(" ") for line in "".join(parts).split(_EDGE))
    return "\n".join(line for line in lines if line)


def _parts_of(html: str) -> Iterator[str]:
    waiting: list[Node | str] = [parse(html)]
    while waiting:
        step = waiting.pop()
        if isinstance(step, str):
            yield step
            continue
        name = step.name
        if name == "#text":
            yield _SPACE.sub(" ", text_of(step))
        elif name == "br":
            yield _EDGE
        elif name not in _SILENT:
            edge = [_EDGE] if name in _BLOCKS else [" "] if name in {"td", "th"} else []
            waiting += [*edge, *reversed(children_of(step)), *edge]


def _parts_of_block(block: Block) -> Iterator[str]:
    yield _EDGE
    if block.kind is Kind.CARD:
        yield from _parts_of(block.raw)
    for run in block.runs:
        yield from _parts_of_run(run, block.kind)
    yield _EDGE


def _parts_of_run(run: Run, kind: Kind) -> Iterator[str]:
    if run.text == ATOM:
        yield from _parts_of(run.raw) if run.raw.startswith("<") else (run.raw,)
    elif kind is Kind.PREFORMATTED:
        yield _SPACE.sub(" ", run.text.replace(BREAK, _EDGE).replace(LINE, " "))
    else:
        yield run.text.replace(BREAK, _EDGE)


def _length(line: str) -> int:
    """Count what is seen as one."""
    if line.isascii():
        return len(line)
    number, before, flags = 0, "", 0
    for letter in line:
        code = ord(letter)
        flags = flags + 1 if code in _FLAGS else 0
        goes_on = code in _TONES or code in _JAMO or (flags and flags % 2 == 0)
        is_seen = letter < "\x7f" or unicodedata.category(letter) not in {"Mn", "Mc", "Me", "Cf"}
        # A joiner is at home between two pictures; between two letters it joins nothing into one.
        is_joined = before == _JOINER and unicodedata.category(letter) == "So"
        number += is_seen and not goes_on and not is_joined
        before = letter
    return number
