"""Text in the cells of a terminal: how wide it is, how it is cut, how columns are aligned."""

import unicodedata
from collections.abc import Sequence

_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
_GAP = "  "
_LONGEST_NAME = 40
"""Cells of a name that stands before a sentence: the sentence is not cut."""
_NARROWEST = 8
"""Cells below which no column is cut: less tells nothing."""


def width_of(text: str) -> int:
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(letter: str) -> int:
    if unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in {"W", "F"} else 1


def cut(text: str, width: int) -> str:
    """The text in at most so many cells."""
    if width_of(text) <= width:
        return text
    kept, used = "", 0
    for letter in text:
        used += _cells(letter)
        if used > width - 1:
            break
        kept += letter
    return kept + _ELLIPSIS if width > 0 else ""


def name_cell(name: str, width: int | None) -> str:
    """A name that stands before a sentence; whole where no screen is too narrow for it."""
    return name if width is None else cut(name, _LONGEST_NAME)


def padded(text: str, width: int) -> str:
    return text + " " * (width - width_of(text))


def table(
    rows: Sequence[Sequence[str]], width: int | None = None, yielding: Sequence[int] = ()
) -> list[str]:
    """The rows with their columns aligned.

    Where the line is too narrow the *yielding* columns are cut, the first of them before the next.
    """
    if not rows:
        return []
    widths = [max(map(width_of, column)) for column in zip(*rows, strict=True)]
    if width is not None:
        over = sum(widths) + len(_GAP) * (len(widths) - 1) - width
        for place in yielding:
            less = max(0, min(over, widths[place] - _NARROWEST))
            widths[place] -= less
            over -= less
    return [
        _GAP.join(
            padded(cut(cell, room), room) for cell, room in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]
