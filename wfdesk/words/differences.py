"""What differs between two values that are no texts: lists of items, files and their alt texts.

Told in lines, each as it is after, with what went and came in it.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from msgspec import Struct

from wfdesk.domain.diff import Entry, Part, Piece, list_diff, word_diff
from wfdesk.domain.ids import ItemId
from wfdesk.domain.references import referred
from wfdesk.domain.schema import Field, FieldType
from wfdesk.domain.values import Value, canonical
from wfdesk.words.values import (
    ALT,
    BEFORE_ALT,
    Surroundings,
    alt_in_words,
    asset_in_words,
    asset_name,
    asset_url,
    item_name,
)

FILES = frozenset({FieldType.IMAGE, FieldType.FILE})
TOLD = FILES | {FieldType.MULTI_REFERENCE, FieldType.MULTI_IMAGE}
"""Types whose differences are told in lines."""
MOVED = "moved"
_FEW = 4
"""Lines in turn that stayed the same, which say no more than a word about them would."""


class Line(Struct, frozen=True):
    """A line of the value, and a word of ours about it; or only that, where lines are left out."""

    pieces: tuple[Piece, ...]
    note: str = ""

    @property
    def is_same(self) -> bool:
        return not self.note and all(piece.part is Part.SAME for piece in self.pieces)


def has_lines(about: Field | None, before: Value, after: Value) -> bool:
    """Whether both are there, and what differs is told in lines."""
    return (
        about is not None
        and about.type in TOLD
        and None not in (canonical(about, before), canonical(about, after))
    )


def difference_lines(
    about: Field, before: Value, after: Value, around: Surroundings
) -> tuple[Line, ...]:
    if about.type in FILES:
        return (Line(_whole_file_pieces(before, after)),)
    if about.type is FieldType.MULTI_IMAGE:
        return tuple(_folded(list(_file_lines(before, after))))
    lines = [
        Line(
            (Piece(each.part, item_name(ItemId(each.key), around)),), MOVED if each.is_moved else ""
        )
        for each in list_diff(referred(before), referred(after))
    ]
    return tuple(_folded(lines))


def file_pieces(before: Value, after: Value) -> tuple[Piece, ...]:
    """A file's name and alt text, as ``asset_in_words`` tells them; of its alt text the words."""
    names = _swap(asset_name(before), asset_name(after))
    old, new = alt_in_words(before), alt_in_words(after)
    if old.startswith(ALT) and new.startswith(ALT):
        words = word_diff(old.removeprefix(ALT), new.removeprefix(ALT))
        alts = (Piece(Part.SAME, ALT), *words)
    else:
        alts = _swap(old, new)
    return (*names, Piece(Part.SAME, BEFORE_ALT), *alts)


def address_pieces(before: Value, after: Value) -> tuple[Piece, ...]:
    """A file's address. The same file may be served from elsewhere: that is no difference."""
    url = asset_url(after)
    return (
        (Piece(Part.SAME, url),) if _is_same_file(before, after) else _swap(asset_url(before), url)
    )


def counterpart(before: Value, image: Value) -> Value:
    """What an image was in a list before; None if it was not there."""
    return next((each for each in _images(before) if _is_same_file(each, image)), None)


def moved_files(before: Value, after: Value) -> frozenset[int]:
    """The places of images that were elsewhere in the list before."""
    entries = (each for each in _file_entries(before, after) if each.part is not Part.REMOVED)
    return frozenset(place for place, each in enumerate(entries) if each.is_moved)


def _swap(old: str, new: str) -> tuple[Piece, ...]:
    if old == new:
        return (Piece(Part.SAME, new),)
    return tuple(
        piece for piece in (Piece(Part.REMOVED, old), Piece(Part.ADDED, new)) if piece.text
    )


def _whole_file_pieces(before: Value, after: Value) -> tuple[Piece, ...]:
    """Files that are called the same are told apart by their address."""
    if asset_name(before) == asset_name(after) and not _is_same_file(before, after):
        pieces = _swap(asset_url(before), asset_url(after))
        return (*pieces, *file_pieces(before, after)[1:])
    return file_pieces(before, after)


def _file_entries(before: Value, after: Value) -> list[Entry]:
    return list_diff(*([_file_key(each) for each in _images(side)] for side in (before, after)))


def _file_lines(before: Value, after: Value) -> Iterator[Line]:
    old, new = ({_file_key(each): each for each in _images(side)} for side in (before, after))
    for each in _file_entries(before, after):
        if each.part is Part.SAME:
            pieces = file_pieces(old[each.key], new[each.key])
        else:
            image = (old if each.part is Part.REMOVED else new)[each.key]
            pieces = (Piece(each.part, asset_in_words(image)),)
        yield Line(pieces, MOVED if each.is_moved else "")


def _images(value: Value) -> Sequence[Value]:
    return value if isinstance(value, list) else []


def _is_same_file(before: Value, after: Value) -> bool:
    return _file_key(before) == _file_key(after)


def _file_key(value: Value) -> str:
    """What a file is known by; one never uploaded has an address only."""
    file = value.get("fileId") if isinstance(value, Mapping) else None
    return str(file or asset_url(value))


def _folded(lines: Sequence[Line]) -> Iterator[Line]:
    """Leave out lines that stayed the same, but for those beside a difference."""
    place = 0
    for is_same, group in groupby(lines, key=attrgetter("is_same")):
        run = list(group)
        is_first, is_last = place == 0, place + len(run) == len(lines)
        place += len(run)
        start, end = (0 if is_first else 1), len(run) - (0 if is_last else 1)
        if not is_same or len(run) == len(lines) or end - start < _FEW:
            yield from run
            continue
        yield from run[:start]
        yield Line((), f"\N{HORIZONTAL ELLIPSIS} {end - start:,} unchanged")
        yield from run[end:]
