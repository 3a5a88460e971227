"""Two texts compared word by word, in one flow. What differs has a tint and a line."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtWidgets import QWidget

from wfdesk.domain.diff import Part, Piece
from wfdesk.ui.changes.exacttext import ExactText, Stretch, shortened, toned
from wfdesk.ui.toolkit.colours import Colours, Tone

_NEAR = 200
"""Characters around a change that tell where it stands."""
_LINE = 60
"""Characters from which on a stretch deserves a line of its own."""


def char_format(part: Part, colours: Colours) -> QTextCharFormat:
    """Removed is struck through, added is underlined: readable without seeing the colours."""
    look = QTextCharFormat()
    if part is Part.SAME:
        return look
    is_gone = part is Part.REMOVED
    look.setBackground(QColor(colours.danger_ground if is_gone else colours.ok_ground))
    look.setForeground(QColor(colours.danger if is_gone else colours.ok))
    look.setFontStrikeOut(is_gone)
    look.setFontUnderline(not is_gone)
    return look


_SAME = partial(char_format, Part.SAME)


def grouped(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Put what was removed in a run before what was added, instead of word by word in turns.

    White space between two differences belongs to both sides.
    """
    result: list[Piece] = []
    removed, added = "", ""
    for place, piece in enumerate(pieces):
        is_inside = 0 < place < len(pieces) - 1 and bool(removed or added)
        if piece.part is Part.REMOVED:
            removed += piece.text
        elif piece.part is Part.ADDED:
            added += piece.text
        elif is_inside and piece.text.strip(" ") == "":
            removed, added = removed + piece.text, added + piece.text
        else:
            result += _run(removed, added)
            removed, added = "", ""
            result.append(piece)
    return (*result, *_run(removed, added))


def _run(removed: str, added: str) -> list[Piece]:
    parts = (Piece(Part.REMOVED, removed), Piece(Part.ADDED, added))
    return [piece for piece in parts if piece.text]


def folded(pieces: Sequence[Piece]) -> list[Stretch]:
    """Leave out of what stayed the same all that is far from a change."""
    stretches: list[Stretch] = []
    for place, piece in enumerate(pieces):
        look = partial(char_format, piece.part)
        if place and _is_swap(pieces[place - 1], piece):
            stretches.append(Stretch("", _SAME, _between(pieces[place - 1], piece)))
        is_far = piece.part is Part.SAME and len(pieces) > 1 and len(piece.text) > 4 * _NEAR
        if not is_far:
            stretches += shortened(piece.text, look)
            continue
        start = 0 if place == 0 else _NEAR
        end = len(piece.text) - (0 if place == len(pieces) - 1 else _NEAR)
        hidden = f" \u2026 {end - start:,} characters unchanged \u2026 "
        stretches += [
            Stretch(piece.text[:start], look),
            Stretch(piece.text[start:end], toned(Tone.MUTED), hidden),
            Stretch(piece.text[end:], look),
        ]
    return stretches


def _is_swap(before: Piece, piece: Piece) -> bool:
    return (before.part, piece.part) == (Part.REMOVED, Part.ADDED)


def _between(removed: Piece, added: Piece) -> str:
    """What stands between them on the screen alone: long ones are read one after the other."""
    return "\n" if min(len(removed.text), len(added.text)) > _LINE else "\N{THIN SPACE}"


class DiffText(ExactText):
    """What was removed and what was added, in one flow."""

    def __init__(self, pieces: Sequence[Piece], parent: QWidget | None = None) -> None:
        super().__init__(folded(grouped(pieces)), parent)
        self.setAccessibleName("Words before and after")
