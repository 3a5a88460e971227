"""What differs in a list of items, in a file or in pictures, marked as words are."""

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from wfdesk.domain.diff import Part, Piece
from wfdesk.domain.schema import Field, FieldType
from wfdesk.domain.values import Value
from wfdesk.ui.changes.difftext import char_format
from wfdesk.ui.changes.exacttext import ExactText, MakeFormat, Stretch, shortened, toned
from wfdesk.ui.changes.values import Surroundings, asset_url
from wfdesk.ui.changes.valueview import Captioned, pictures
from wfdesk.ui.toolkit.colours import Tone
from wfdesk.words.differences import (
    MOVED,
    address_pieces,
    counterpart,
    difference_lines,
    file_pieces,
    moved_files,
)

_PLAIN = toned(Tone.TEXT)
_MUTED = toned(Tone.MUTED)


def differing_view(
    about: Field, other: Value, value: Value, around: Surroundings, part: Part = Part.ADDED
) -> QWidget:
    """Show the value; what the other one has not of it is marked as *part*.

    A list of items has what went in its lines as well. Files are marked side by side.
    """
    if about.type is FieldType.MULTI_REFERENCE:
        return _lines_view(about, other, value, around)
    if about.type is not FieldType.MULTI_IMAGE:
        return pictures([_captioned(other, value, part)], around.thumbnail)
    moved = moved_files(other, value) if part is Part.ADDED else frozenset()
    images = value if isinstance(value, list) else []
    shown = [
        _captioned(counterpart(other, each), each, part, is_moved=place in moved)
        for place, each in enumerate(images)
    ]
    return pictures(shown, around.thumbnail)


def _lines_view(about: Field, before: Value, after: Value, around: Surroundings) -> QWidget:
    stretches: list[Stretch] = []
    for line in difference_lines(about, before, after, around):
        if stretches:
            stretches.append(Stretch("\n", _PLAIN))
        stretches += _stretches(line.pieces, _PLAIN)
        stretches += _noted(line.note, is_alone=not line.pieces)
    view = ExactText(stretches)
    view.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    view.setAccessibleName("Items before and after")
    return view


def _captioned(other: Value, image: Value, part: Part, *, is_moved: bool = False) -> Captioned:
    before, after = (other, image) if part is Part.ADDED else (image, other)
    words, address = (
        [piece for piece in make(before, after) if piece.part in {Part.SAME, part}]
        for make in (file_pieces, address_pieces)
    )
    note = _noted(MOVED if is_moved else "")
    return Captioned(
        asset_url(image), [*_stretches(words, _PLAIN), *note], list(_stretches(address, _MUTED))
    )


def _stretches(pieces: Sequence[Piece], same: MakeFormat) -> Iterator[Stretch]:
    for piece in pieces:
        look = same if piece.part is Part.SAME else partial(char_format, piece.part)
        yield from shortened(piece.text, look)


def _noted(note: str, *, is_alone: bool = False) -> list[Stretch]:
    """A word of ours: not copied."""
    if not note:
        return []
    return [Stretch("", _MUTED, note if is_alone else f" \N{MIDDLE DOT} {note}")]
