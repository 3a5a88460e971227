"""A sheet to draw on: shapes filled smoothly into rows of bytes, and the rows written as PNG.

Row by row it is found where a shape begins and ends. The pixels that its edge passes get as much of
the colour as the shape covers of them, more of them where the edge is flat; those between are one
run of bytes, set at once, which is what makes this quick enough without an image library.
"""

import struct
import zlib
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from math import ceil, sqrt
from typing import Final, NamedTuple

WIDTH: Final = 480.0
HEIGHT: Final = 320.0
"""The measure that is drawn in, however many pixels the sheet has."""

Colour = tuple[int, int, int]
Point = tuple[float, float]
Shape = Sequence[Point]
_Edge = tuple[float, float]
_ALL: Final = 255
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_PADDING: Final = b"paDd"
_SHARP: Final = 0.5
"""Half a pixel: so far to both sides reaches the steepest edge."""


class Shade(NamedTuple):
    """A colour that turns into another from the top of a shape to its bottom."""

    top: Colour
    bottom: Colour


Paint = Colour | Shade


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """``share`` of the other colour in the one."""
    (red, green, blue), (red_2, green_2, blue_2) = one, other
    return (
        round(red + (red_2 - red) * share),
        round(green + (green_2 - green) * share),
        round(blue + (blue_2 - blue) * share),
    )


class Canvas:
    """A sheet of ``width`` pixels, three to two."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.height = round(width * HEIGHT / WIDTH)
        self._scale = width / WIDTH
        self._rows = [bytearray(3 * width) for _ in range(self.height)]

    def wash(self, top: float, bottom: float, paint: Paint) -> None:
        """Fill all rows between two heights."""
        self.block(0, top, WIDTH, bottom - top, paint)

    def block(self, x: float, y: float, width: float, height: float, paint: Paint) -> None:
        """Fill an upright box of whole pixels."""
        left, right = (min(self.width, max(0, round(at * self._scale))) for at in (x, x + width))
        first, last = round(y * self._scale), round((y + height) * self._scale)
        for row in range(max(0, first), min(self.height, last)):
            colour = _at(paint, (row - first) / (last - first))
            self._rows[row][3 * left : 3 * right] = bytes(colour) * (right - left)

    def fill(self, shape: Shape, paint: Paint, opacity: float = 1.0) -> None:
        """Fill what a line encloses; where it encloses a part twice there is a hole."""
        scaled = [(x * self._scale, y * self._scale) for x, y in shape]
        top = min(y for _, y in scaled)
        extent = max(y for _, y in scaled) - top or 1.0
        most = round(256 * opacity)
        for y, edges in self._edges(scaled).items():
            colour = _at(paint, (y + 0.5 - top) / extent)
            edges.sort()
            for left, right in zip(edges[::2], edges[1::2], strict=False):
                self._fill_row(self._rows[y], left, right, (colour, most))

    def oval(self, place: Point, size: Point, paint: Paint, opacity: float = 1.0) -> None:
        """Fill an oval around a point: what ``fill`` would do, without following any edge."""
        (x, y), (across, down) = place, size
        x, y, across, down = (each * self._scale for each in (x, y, across, down))
        top, most = y - down, round(256 * opacity)
        for at in range(max(0, int(top)), min(self.height, ceil(y + down))):
            colour = _at(paint, (at + 0.5 - top) / (2 * down))
            above, below = _half(at - y, down) * across, _half(at + 1 - y, down) * across
            outer = across if at < y < at + 1 else max(above, below)
            reach = (min(above, below) + outer) / 2
            soft = max(_SHARP, abs(outer - reach))
            self._fill_row(self._rows[at], (x - reach, soft), (x + reach, soft), (colour, most))

    def png(self, size: int = 0) -> bytes:
        """Write it down, in exactly ``size`` bytes where that is asked for and not too little.

        How well the rows are packed is another matter on another machine; with a chunk that no
        reader looks at, the size of a picture is known before it is drawn.
        """
        header = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        rows = zlib.compress(b"".join(b"\0" + row for row in self._rows), 6)
        chunks = [_chunk(b"IHDR", header), _chunk(b"IDAT", rows), _chunk(b"IEND", b"")]
        lacking = size - len(_SIGNATURE) - sum(map(len, chunks)) - len(_chunk(_PADDING, b""))
        if lacking >= 0:
            chunks.insert(1, _chunk(_PADDING, bytes(lacking)))
        return _SIGNATURE + b"".join(chunks)

    def _edges(self, shape: Shape) -> defaultdict[int, list[_Edge]]:
        """Where the line crosses the middle of each row of pixels, and how flat it is there."""
        rows: defaultdict[int, list[_Edge]] = defaultdict(list)
        for start, end in pairwise([*shape, shape[0]]):
            (x0, y0), (x1, y1) = (start, end) if start[1] < end[1] else (end, start)
            first, last = max(0, ceil(y0 - 0.5)), min(self.height, ceil(y1 - 0.5))
            if first >= last:
                continue
            slope = (x1 - x0) / (y1 - y0)
            soft = max(_SHARP, abs(slope) / 2)
            x = x0 + (first + 0.5 - y0) * slope
            for y in range(first, last):
                rows[y].append((x, soft))
                x += slope
        return rows

    def _fill_row(
        self, row: bytearray, left: _Edge, right: _Edge, paint: tuple[Colour, int]
    ) -> None:
        """Fill from one edge to another: wholly between them, and where they pass in part."""
        (x0, soft0), (x1, soft1) = left, right
        colour, most = paint
        # A pixel counts by its middle: from the first that is touched to the first that is full.
        start, full = max(0, int(x0 - soft0 + 0.5)), max(0, ceil(x0 + soft0 - 0.5))
        rest, end = min(self.width, int(x1 - soft1 + 0.5)), min(self.width, ceil(x1 + soft1 - 0.5))
        rising, falling = most / (2 * soft0), most / (2 * soft1)
        if full < rest:
            _fill_run(row, full, rest, colour, most)
            _fade(row, range(start, full), (start + 0.5 - x0 + soft0) * rising, rising, paint)
            _fade(row, range(rest, end), (x1 + soft1 - rest - 0.5) * falling, -falling, paint)
            return
        for at in range(start, end):
            inside = min(most, (at + 0.5 - x0 + soft0) * rising)
            beyond = max(0.0, (at + 0.5 - x1 + soft1) * falling)
            _fade(row, range(at, at + 1), inside - min(most, beyond), 0.0, paint)


def _fade(
    row: bytearray, places: range, share: float, step: float, paint: tuple[Colour, int]
) -> None:
    """Mix a colour in, more or less of it from one pixel to the next."""
    (red, green, blue), most = paint
    for place in places:
        part = most if share > most else int(share)
        share += step
        if part > 0:
            at = 3 * place
            row[at] += (red - row[at]) * part >> 8
            row[at + 1] += (green - row[at + 1]) * part >> 8
            row[at + 2] += (blue - row[at + 2]) * part >> 8


def _fill_run(row: bytearray, start: int, end: int, colour: Colour, share: int) -> None:
    if share >= _ALL:
        row[3 * start : 3 * end] = bytes(colour) * (end - start)
        return
    for channel, value in enumerate(colour):
        part = slice(3 * start + channel, 3 * end, 3)
        row[part] = row[part].translate(_blended(value, share))


def _half(height: float, down: float) -> float:
    """Half the breadth of an oval, as a share of its widest, at a height above its middle."""
    return sqrt(max(0.0, 1.0 - (height / down) ** 2))


def _at(paint: Paint, share: float) -> Colour:
    if not isinstance(paint, Shade):
        return paint
    return mixed(paint.top, paint.bottom, min(1.0, max(0.0, share)))


@lru_cache(maxsize=1024)
def _blended(value: int, share: int) -> bytes:
    """What each value of a channel becomes under so many 256ths of another."""
    return bytes(old + ((value - old) * share >> 8) for old in range(256))


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)
