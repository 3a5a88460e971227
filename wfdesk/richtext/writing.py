"""Writes blocks as Webflow's editor would: no white space between them, only what is said."""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from itertools import accumulate

from wfdesk.richtext.document import (
    BREAK,
    LINE,
    Block,
    Container,
    Document,
    Kind,
    Run,
    Tag,
    Unit,
    print_of,
    print_of_block,
    units,
)
from wfdesk.richtext.leaves import SPACER

_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\u00a0": "&nbsp;"}
_TAG = re.compile(r"<[^>]*+>")
_ENTITY = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);")
_VALUE = str.maketrans({"&": "&amp;", '"': "&quot;"})


def serialize(document: Document) -> str:
    """Write the document: what is as it was, as it was written there."""
    parts = [document.head]
    for _, html, tail in written(document):
        parts += [html, tail]
    return "".join(parts)


def written(document: Document) -> Iterator[tuple[Unit, str, str]]:
    """Write it unit by unit, each with the white space that follows it."""
    every = list(units(document.blocks))
    chunks = [document.chunk_of(unit) for unit in every]
    before: Block | None = None
    for unit, chunk, following in zip(every, chunks, [*chunks[1:], None], strict=False):
        if chunk is not None and chunk.print == print_of(unit) and not are_one(before, unit[0]):
            html = chunk.html
        else:
            html = write(document, unit, before)
        before = unit[-1]
        yield unit, html, chunk.tail if chunk is not None and following is not chunk else ""


def write(document: Document, unit: Unit, before: Block | None = None) -> str:
    """Write a unit anew, but for those of its blocks that are as they were.

    *before* is what stands before it: two bare texts would be one.
    """
    writer = _Writer(document)
    writer.write(unit, before)
    return "".join(writer.parts)


def places(document: Document, unit: Unit, before: Block | None = None) -> list[int]:
    """At which character of what ``write`` writes each of the blocks begins."""
    writer = _Writer(document)
    writer.write(unit, before)
    ends = list(accumulate(map(len, writer.parts), initial=0))
    return [ends[begin] for begin in writer.begins]


class _Writer:
    def __init__(self, document: Document) -> None:
        self._document = document
        self.parts: list[str] = []
        self.begins: list[int] = []
        """With which of the parts each block begins."""
        self._opened: list[Container] = []

    def write(self, unit: Unit, before: Block | None) -> None:
        for block, after in zip(unit, [*unit[1:], None], strict=True):
            self._enter(block.path)
            self.begins.append(len(self.parts))
            if _is_bare(block) and not block.text and _is_lost(block, before, after):
                self.parts.append(SPACER)
            else:
                self._block(block, is_second_line=are_one(before, block))
            before = block
        self._leave(0)

    def _enter(self, path: Sequence[Container]) -> None:
        same = 0
        while same < min(len(path), len(self._opened)) and path[same].id == self._opened[same].id:
            same += 1
        self._leave(same)
        for container in path[same:]:
            self.parts.append(self._start(container.tag))
            self._opened.append(container)

    def _leave(self, depth: int) -> None:
        while len(self._opened) > depth:
            self.parts.append(f"</{self._opened.pop().tag.name}>")

    def _block(self, block: Block, *, is_second_line: bool) -> None:
        if block.kind is Kind.CARD:
            self.parts.append(block.raw)
            return
        origin = self._document.origin_of(block)
        # Two bare texts in one item would be one.
        tag = block.tag if block.tag.name or not is_second_line else Tag("p")
        if origin is not None and not is_second_line and origin.print == print_of_block(block):
            self.parts.append(origin.html)
            return
        letters = {**_TEXT, **_habits(origin.html)} if origin is not None else _TEXT
        letters |= {BREAK: "<br>", LINE: "\n"}
        text = "".join(self._runs(block.runs, str.maketrans(letters)))
        if not tag.name:
            self.parts.append(text)
            return
        if block.kind is Kind.PREFORMATTED and text.startswith("\n"):
            text = f"\n{text}"  # a browser takes the first one for the beginning of the line
        if not text and not block.path and block.kind is Kind.TEXT:
            text = SPACER
        self.parts += [self._start(tag), text, f"</{tag.name}>"]

    def _runs(self, runs: Sequence[Run], letters: Mapping[int, str]) -> Iterator[str]:
        opened: tuple[Tag, ...] = ()
        for run in runs:
            same = 0
            while same < min(len(opened), len(run.marks)) and opened[same] == run.marks[same]:
                same += 1
            yield from (f"</{tag.name}>" for tag in reversed(opened[same:]))
            yield from (self._start(tag) for tag in run.marks[same:])
            opened = run.marks
            yield run.raw or run.text.translate(letters)
        yield from (f"</{tag.name}>" for tag in reversed(opened))

    def _start(self, tag: Tag) -> str:
        return self._document.spellings.get(tag) or start_tag(tag)


def _is_bare(block: Block) -> bool:
    return block.kind is Kind.TEXT and not block.tag.name


def are_one(before: Block | None, block: Block) -> bool:
    """Whether two texts without elements of their own stand side by side."""
    is_beside = before is not None and before.path == block.path
    return is_beside and before is not None and _is_bare(before) and _is_bare(block)


def _is_lost(block: Block, before: Block | None, after: Block | None) -> bool:
    """Whether nobody could tell that there is an empty text: it has no element to itself."""
    return not block.path or any(
        each is not None and each.path[: len(block.path)] == block.path for each in (before, after)
    )


def start_tag(tag: Tag) -> str:
    values = (f" {name}={quoted(value)}" for name, value in tag.attributes)
    return f"<{tag.name}{''.join(values)}>"


def quoted(value: str) -> str:
    """Write the value of an attribute."""
    return f'"{value.translate(_VALUE)}"'


def escaped(text: str) -> str:
    """Write text that has no marks."""
    return "".join(_TEXT.get(letter, letter) for letter in text)


def _habits(html: str) -> dict[str, str]:
    """How the source spells letters that need not be spelled out, where it always does so."""
    found = {unescape(each): each for each in _ENTITY.findall(html)}
    bare = _ENTITY.sub("", _TAG.sub("", html))
    return {
        letter: each for letter, each in found.items() if len(letter) == 1 and letter not in bare
    }
