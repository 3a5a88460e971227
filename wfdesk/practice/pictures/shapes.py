"""Outlines in the measure of the canvas."""

import random
from collections.abc import Iterator
from math import cos, pi, sin

from wfdesk.practice.pictures.canvas import HEIGHT, WIDTH, Point, Shape


def dome(x: float, y: float, across: float, down: float) -> Shape:
    """The upper half of an oval."""
    return list(_arc((x, y), (across, down), (pi, 2 * pi)))


def bowl(x: float, y: float, across: float, down: float) -> Shape:
    """The lower half of an oval."""
    return list(_arc((x, y), (across, down), (0.0, pi)))


def arch(x: float, y: float, width: float, height: float) -> Shape:
    """A door or window that is round above; ``height`` is all of it."""
    half = width / 2
    return [(x, y + height), *dome(x + half, y + half, half, half), (x + width, y + height)]


def rounded(x: float, y: float, width: float, height: float, radius: float) -> Shape:
    corners = ((width, height, 0.0), (0.0, height, 0.5), (0.0, 0.0, 1.0), (width, 0.0, 1.5))
    shape: list[Point] = []
    for right, below, turn in corners:
        centre = (x + abs(right - radius), y + abs(below - radius))
        shape += _arc(centre, (radius, radius), (turn * pi, (turn + 0.5) * pi), 8)
    return shape


def leaf(start: Point, end: Point, breadth: float) -> Shape:
    """Pointed at both ends, as a leaf, a cut in a loaf or a gleam on the water."""
    (x0, y0), (x1, y1) = start, end
    length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 or 1.0
    across, down = (y0 - y1) / length * breadth / 2, (x1 - x0) / length * breadth / 2
    steps = [step / 12 for step in range(13)]
    one = [(x0 + (x1 - x0) * t, y0 + (y1 - y0) * t, sin(t * pi)) for t in steps]
    there = [(x + across * wide, y + down * wide) for x, y, wide in one]
    back = [(x - across * wide, y - down * wide) for x, y, wide in reversed(one)]
    return [*there, *back]


def line(start: Point, end: Point, breadth: float) -> Shape:
    (x0, y0), (x1, y1) = start, end
    length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 or 1.0
    across, down = (y0 - y1) / length * breadth / 2, (x1 - x0) / length * breadth / 2
    return [
        (x0 + across, y0 + down),
        (x1 + across, y1 + down),
        (x1 - across, y1 - down),
        (x0 - across, y0 - down),
    ]


def hills(rng: random.Random, y: float, rise: float, length: float) -> Shape:
    """Rounded heights around ``y``, and all that is below them."""
    turns = [rng.random() * 2 * pi for _ in range(3)]
    shape: list[Point] = [(0.0, HEIGHT), *_waves(turns, y, rise, length), (WIDTH, HEIGHT)]
    return shape


def _waves(turns: list[float], y: float, rise: float, length: float) -> Iterator[Point]:
    for x in range(-8, int(WIDTH) + 9, 8):
        along = x / length * 2 * pi
        height = sin(along + turns[0]) + 0.4 * sin(2.1 * along + turns[1])
        yield float(x), y - rise * (height + 0.2 * sin(4.7 * along + turns[2]))


def ridge(rng: random.Random, y: float, rise: float, step: float) -> Shape:
    """Pointed summits above ``y``, and all that is below them."""
    shape: list[Point] = [(-step, HEIGHT), (-step, y)]
    x, up = -step / 2, True
    while x < WIDTH + step:
        lift = rise * (0.6 + 0.4 * rng.random()) if up else rise * 0.3 * rng.random()
        shape.append((x, y - lift))
        x, up = x + step * (0.45 + 0.3 * rng.random()), not up
    return [*shape, (WIDTH + step, y), (WIDTH + step, HEIGHT)]


def _arc(
    centre: Point, radii: tuple[float, float], turn: tuple[float, float], steps: int = 0
) -> Iterator[Point]:
    (x, y), (across, down), (start, end) = centre, radii, turn
    steps = steps or max(10, int(max(across, down) ** 0.5 * 4.5))
    for step in range(steps + 1):
        angle = start + (end - start) * step / steps
        yield x + across * cos(angle), y + down * sin(angle)


def ring(centre: Point, radius: float, swell: float, waves: int) -> Shape:
    """A round thing with a wavy rim, seen from above."""
    shape: list[Point] = []
    for step in range(waves * 6):
        turn = 2 * pi * step / (waves * 6)
        reach = radius + swell * abs(sin(turn * waves / 2))
        shape.append((centre[0] + reach * cos(turn), centre[1] + reach * sin(turn)))
    return shape
