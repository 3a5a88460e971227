r"""Takes over what a user typed and nothing that the widget made of the rest.

Qt's text widgets show ``\r\n`` and U+2029 as a plain line end and drop a leading byte order mark.
"""

import re

from wfdesk.domain.values import without_lone_surrogates

_BOM = "\ufeff"
_TOKEN = re.compile("\r\n|.", re.DOTALL)


def splice(original: str, shown: str, typed: str) -> str:
    """Give *original* the difference between what was *shown* of it and what was *typed* over it.

    Only the changed stretch is new; what stands before and behind it keeps every character.
    """
    if original == shown:
        return without_lone_surrogates(typed)
    ends = _ends(original)
    if len(ends) != len(shown) + 1:
        return without_lone_surrogates(typed)
    before = _common(shown, typed)
    rest, new_rest = shown[before:], typed[before:]
    behind = _common(rest[::-1], new_rest[::-1])
    middle = new_rest[: len(new_rest) - behind]
    if "\r\n" in original:
        middle = middle.replace("\n", "\r\n")
    head, tail = original[: ends[before]], original[ends[len(shown) - behind] :]
    return without_lone_surrogates(head + middle + tail)


def from_document(raw: str) -> str:
    """Read ``QTextDocument.toRawText``, which, unlike the plain text, keeps no-break spaces."""
    return raw.replace("\u2029", "\n")


def place_behind(original: str, count: int) -> int:
    """Where in the original so many characters end of those that are shown of it."""
    if "\r\n" not in original and not original.startswith(_BOM):
        return min(count, len(original))
    ends = _ends(original)
    return ends[min(count, len(ends) - 1)]


def _ends(original: str) -> list[int]:
    """Where in the original each shown character ends; the first entry is where showing starts."""
    start = len(_BOM) if original.startswith(_BOM) else 0
    return [start, *(token.end() for token in _TOKEN.finditer(original, start))]


def _common(one: str, other: str) -> int:
    """How many first characters two texts share; by halves, since a text may be a megabyte."""
    least, most = 0, min(len(one), len(other))
    while least < most:
        middle = (least + most + 1) // 2
        if one[least:middle] == other[least:middle]:
            least = middle
        else:
            most = middle - 1
    return least
