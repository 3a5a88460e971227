"""Text from outside, with what hides in it written out: nothing in it passes for something else."""

import unicodedata
from collections.abc import Iterator

_HARMLESS = frozenset("\n\t")
_JOINERS = frozenset("\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}")
_NEIGHBOURHOOD = 3
"""A joiner and the characters on both sides of it."""


def visible(text: str) -> str:
    """Write out what cannot be seen: bidi controls, zero-width and other control characters."""
    if text.isprintable():  # as nearly all is: nothing hides in it
        return text
    return "".join(shown for _, shown in written_out(text))


def visible_line(text: str) -> str:
    """The same on a line of a list, where a space that does not break is one like the others."""
    return visible(text.replace("\N{NO-BREAK SPACE}", " "))


def written_out(text: str) -> Iterator[tuple[str, str]]:
    """Yield each character and what is shown for it, which is mostly the character itself."""
    for place, letter in enumerate(text):
        joins = letter in _JOINERS and _can_be_joined(text[place - 1 : place + 2])
        yield letter, letter if joins else _visible(letter)


def _visible(letter: str) -> str:
    if letter == "\N{NO-BREAK SPACE}":
        return "\N{OPEN BOX}"
    hidden = unicodedata.category(letter) in {"Cf", "Cc", "Zl", "Zp", "Cs"}
    return f"\u27e8U+{ord(letter):04X}\u27e9" if hidden and letter not in _HARMLESS else letter


def _can_be_joined(around: str) -> bool:
    """Whether a joiner is at home between its neighbours: pictures, or letters without case.

    A family is pictures joined to one, and Persian is misspelled without; between Latin letters a
    joiner is in disguise.
    """
    return len(around) == _NEIGHBOURHOOD and all(
        unicodedata.category(letter) in {"So", "Sk", "Lo", "Mn", "Mc"}
        for letter in (around[0], around[-1])
    )
