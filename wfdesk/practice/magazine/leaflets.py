"""Documents of one page each, written as PDF: a recipe card, or what was said on a recording."""

import random
import textwrap
from collections.abc import Sequence
from typing import Final

from wfdesk.practice.magazine.words.english import ENGLISH

_PAGE: Final = (298, 420)
"""Points: a sheet of the size A6, as recipe cards have it."""
_MARGIN: Final = 30
_CHARACTERS: Final = 46


def leaflet(name: str) -> bytes:
    """The same bytes for the same name."""
    kind, _, number = name.rpartition("-")
    title = f"{kind.replace('-', ' ').capitalize()} {number}".strip()
    rng = random.Random(name)  # noqa: S311 - repeatable content, not a secret
    said = rng.sample(ENGLISH.notes + ENGLISH.steps, 7)
    lines = [line for sentence in said for line in [*textwrap.wrap(sentence, _CHARACTERS), ""]]
    return _document(_content(title, lines))


def _content(title: str, lines: Sequence[str]) -> bytes:
    width, height = _PAGE
    rule = f"0.75 0.34 0.2 rg {_MARGIN} {height - 62} {width - 2 * _MARGIN} 2 re f 0.2 g"
    parts = [rule, "BT", "/Bold 17 Tf", f"{_MARGIN} {height - 52} Td", f"({_escaped(title)}) Tj"]
    parts += ["/Plain 10 Tf", "14 TL", "0 -40 Td"]
    parts += [f"({_escaped(line)}) Tj T*" for line in lines]
    footer = f"1 0 0 1 {_MARGIN} {_MARGIN} Tm /Plain 8 Tf (Crumb & Compass) Tj"
    return "\n".join([*parts, footer, "ET"]).encode("cp1252", "replace")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _document(content: bytes) -> bytes:
    """Five objects, a table that says where each begins, and where the table is."""
    width, height = _PAGE
    font = b"<< /Type /Font /Subtype /Type1 /Encoding /WinAnsiEncoding /BaseFont /%s >>"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents 6 0 R"
        " /Resources << /Font << /Plain 4 0 R /Bold 5 0 R >> >> >>".encode(),
        font % b"Times-Roman",
        font % b"Times-Bold",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    )
    document, starts = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, held in enumerate(objects, 1):
        starts.append(len(document))
        document += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    table = len(document)
    document += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    document += b"".join(b"%010d 00000 n \n" % start for start in starts)
    document += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return bytes(document + b"startxref\n%d\n%%%%EOF\n" % table)
