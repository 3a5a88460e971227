"""The pictures that we draw are ones that every program opens."""

import struct
import zlib

import pytest

from wfdesk.practice.pictures.canvas import Canvas
from wfdesk.practice.pictures.drawing import MOTIFS, draw, moods_of


def chunks(png: bytes) -> list[tuple[bytes, bytes]]:
    """Every chunk of a picture; each must have the right checksum."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    found, at = [], 8
    while at < len(png):
        [length] = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        [checksum] = struct.unpack(">I", png[at + 8 + length : at + 12 + length])
        assert checksum == zlib.crc32(kind + data)
        found.append((kind, data))
        at += 12 + length
    return found


def pixels(png: bytes) -> tuple[int, int, bytes]:
    """Width, height and rows; each row begins with the filter, which is none."""
    held = dict(chunks(png))
    width, height, depth, colours = struct.unpack(">IIBB", held[b"IHDR"][:10])
    assert (depth, colours) == (8, 2)
    return width, height, zlib.decompress(held[b"IDAT"])


@pytest.mark.parametrize("motif", MOTIFS)
def test_every_motif_is_a_whole_png(motif: str) -> None:
    width, height, rows = pixels(draw(motif, moods_of(motif)[0], "a name", 240).png())
    assert (width, height) == (240, 160)
    assert len(rows) == height * (1 + 3 * width)
    assert not any(rows[:: 1 + 3 * width])


def test_a_picture_is_the_same_every_time_and_another_for_another_name() -> None:
    one, same, other = (draw("sea", "dawn", name, 120).png() for name in ("a", "a", "b"))
    assert one == same
    assert one != other


def test_a_picture_has_the_size_that_is_asked_for() -> None:
    picture = Canvas(30).png(4321)
    assert len(picture) == 4321
    assert pixels(picture) == pixels(Canvas(30).png())


def test_a_picture_that_outgrows_its_size_is_still_a_picture() -> None:
    assert [kind for kind, _ in chunks(Canvas(30).png(10))] == [b"IHDR", b"IDAT", b"IEND"]


def test_an_edge_is_mixed_from_both_sides() -> None:
    """A pixel that is half covered has half of the colour, and none is spoiled outside."""
    canvas = Canvas(480)
    canvas.wash(0, 320, (0, 0, 0))
    canvas.fill([(10.5, 10), (20.5, 10), (20.5, 20), (10.5, 20)], (200, 100, 40))
    canvas.oval((100, 100), (40, 20), (200, 100, 40), 0.5)
    _, _, rows = pixels(canvas.png())
    line = rows[15 * 1441 + 1 : 16 * 1441]
    assert [line[3 * x] for x in (9, 10, 11, 19, 20, 21)] == [0, 100, 200, 200, 100, 0]
    middle = rows[100 * 1441 + 1 : 101 * 1441]
    assert [middle[3 * x] for x in (58, 100, 141)] == [0, 100, 0]


def test_a_shape_that_leaves_the_sheet_is_cut_off() -> None:
    canvas = Canvas(30)
    canvas.fill([(-900, -900), (900, -900), (900, 900), (-900, 900)], (1, 2, 3))
    canvas.oval((0, 0), (4000, 4000), (1, 2, 3))
    _, _, rows = pixels(canvas.png())
    assert rows == (b"\0" + bytes((1, 2, 3)) * 30) * 20
