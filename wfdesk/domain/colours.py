"""The colours that Webflow knows, of all that CSS can write.

Whoever checks a colour and whoever paints one reads it here, so that nothing is accepted that
cannot be shown. Imported late: the colour parser's tables are not wanted at every start.
"""

import re

import tinycss2.color4
from msgspec import Struct

_SPELLINGS = re.compile(
    r"\s*(#[0-9a-f]+|(rgb|hsl)a?\([0-9a-z.,%+/\s-]*\)|(?!currentcolor)[a-z]+)\s*", re.IGNORECASE
)
"""Hexadecimal, rgb(a), hsl(a), a name or ``transparent``. CSS would also take a parenthesis that
never closes, comments, and spaces of colours that nothing here can paint."""


class Colour(Struct, frozen=True):
    """Each part from 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float


def parse_colour(text: str) -> Colour | None:
    """Read a colour; None for what is none."""
    parsed = tinycss2.color4.parse_color(text) if _SPELLINGS.fullmatch(text) else None
    if parsed is None or None in parsed.coordinates:
        return None
    red, green, blue = map(_within, parsed.to("srgb").coordinates)
    return Colour(red, green, blue, _within(parsed.alpha))


def _within(part: float) -> float:
    return min(1.0, max(0.0, part))
