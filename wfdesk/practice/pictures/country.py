"""Outside: the sea, mountains, a field, a train at night."""

import random
from math import cos, pi, sin

from wfdesk.practice.pictures.canvas import Canvas, Colour, Point, Shade, mixed
from wfdesk.practice.pictures.light import BLACK, WHITE, Light
from wfdesk.practice.pictures.shapes import dome, hills, leaf, line, ridge


def sea(canvas: Canvas, light: Light, rng: random.Random) -> None:
    sky(canvas, light, 178)
    x = rng.uniform(150, 330)
    sun(canvas, light, (x, 150 if light.is_dark else 136), 30)
    clouds(canvas, light, rng)
    canvas.fill(_coast(rng, 176, 46), light.far)
    canvas.fill(_coast(rng, 178, 26), light.middle)
    canvas.wash(178, 320, light.water)
    for gleam in range(16):
        y = 184 + gleam * 8.4
        half = 8 + gleam * 3.4 + rng.uniform(-6, 10)
        middle = x + rng.uniform(-7, 7)
        canvas.fill(
            leaf((middle - half, y), (middle + half, y), 3.4), light.sun, 0.62 - gleam * 0.02
        )
    for _ in range(18):
        wx, wy = rng.uniform(0, 480), rng.uniform(188, 300)
        canvas.fill(
            leaf((wx - 18, wy), (wx + 18, wy), 1.8), mixed(light.water.top, WHITE, 0.4), 0.5
        )
    sail(canvas, light, (x + rng.choice((-96, 92)), 214))
    canvas.fill([(0, 320), (0, 262), (60, 256), (118, 276), (176, 300), (206, 320)], light.near)
    for tree in range(4):
        cypress(canvas, light, (22 + tree * 27, 268 + tree * 9), 44 + rng.uniform(0, 20))


def sky(canvas: Canvas, light: Light, horizon: float) -> None:
    canvas.wash(0, horizon, light.sky)


def sun(canvas: Canvas, light: Light, at: Point, size: float) -> None:
    for halo, strength in ((3.2, 0.1), (2.2, 0.14), (1.5, 0.2)):
        canvas.oval(at, (size * halo, size * halo), light.sun, strength)
    canvas.oval(at, (size, size), light.sun)


def clouds(canvas: Canvas, light: Light, rng: random.Random) -> None:
    colour = mixed(light.sky.bottom, WHITE, 0.15 if light.is_dark else 0.7)
    for _ in range(3):
        x, y = rng.uniform(20, 460), rng.uniform(28, 92)
        for across, wide, high in ((0, 46, 9), (-24, 26, 7), (20, 30, 12), (44, 24, 7)):
            canvas.oval((x + across, y - high * 0.4), (wide, high), colour, 0.55)


def stars(canvas: Canvas, rng: random.Random, below: float) -> None:
    for _ in range(46):
        size = rng.uniform(0.5, 1.3)
        canvas.oval(
            (rng.uniform(0, 480), rng.uniform(4, below)),
            (size, size),
            WHITE,
            rng.uniform(0.4, 0.95),
        )


def sail(canvas: Canvas, light: Light, at: Point) -> None:
    x, y = at
    canvas.fill(leaf((x - 24, y + 14), (x + 26, y + 14), 2.4), BLACK, 0.18)
    canvas.fill(
        [(x - 21, y), (x + 23, y), (x + 14, y + 10), (x - 14, y + 10)], light.on((150, 60, 52))
    )
    canvas.fill([(x + 1, y - 58), (x + 1, y - 4), (x + 27, y - 4)], light.on((255, 250, 240)))
    canvas.fill([(x - 3, y - 48), (x - 3, y - 4), (x - 21, y - 4)], light.on((240, 222, 204)))
    canvas.fill(line((x - 1, y + 1), (x - 1, y - 61), 1.6), light.on((96, 66, 50)))


def cypress(canvas: Canvas, light: Light, foot: Point, high: float) -> None:
    x, y = foot
    canvas.fill(leaf((x, y + 4), (x, y - high), high * 0.26), mixed(light.near, BLACK, 0.3))


def fir(canvas: Canvas, light: Light, foot: Point, high: float) -> None:
    (x, y), dark = foot, mixed(light.near, BLACK, 0.26)
    for tier in range(3):
        wide, base = high * (0.26 - tier * 0.06), y - high * tier * 0.26
        canvas.fill([(x - wide, base), (x + wide, base), (x, base - high * 0.48)], dark)


def _coast(rng: random.Random, y: float, rise: float) -> list[Point]:
    """A headland that sinks into the sea on one side."""
    shape = [(x, h) for x, h in hills(rng, y - rise * 0.4, rise * 0.5, 260) if h < 320]
    side = rng.random() < 0.5
    sunk = [(x, y - (y - h) * max(0.0, 1 - (x if side else 480 - x) / 420) * 1.3) for x, h in shape]
    return [(-10.0, y), *sunk, (490.0, y)]


def mountains(canvas: Canvas, light: Light, rng: random.Random) -> None:
    sky(canvas, light, 240)
    if light.is_dark:
        stars(canvas, rng, 120)
    sun(canvas, light, (rng.choice((98, 372)), 62), 20)
    canvas.fill(ridge(rng, 190, 96, 74), mixed(light.far, light.sky.bottom, 0.4))
    _summits(canvas, light, rng)
    canvas.fill(hills(rng, 232, 14, 300), light.middle)
    canvas.fill(hills(rng, 262, 10, 240), mixed(light.middle, light.near, 0.6))
    for tree in range(15):
        x = tree * 34 + rng.uniform(-10, 10)
        if not 196 < x < 308:
            fir(canvas, light, (x, 268 + rng.uniform(-6, 8)), rng.uniform(38, 66))
    _hut(canvas, light, (252, 266))
    canvas.fill(hills(rng, 292, 5, 300), light.near)


def _summits(canvas: Canvas, light: Light, rng: random.Random) -> None:
    snow = light.on((250, 250, 255))
    for x, height, wide in ((92, 96, 150), (392, 110, 150), (246, 58, 186)):
        top = height + rng.uniform(-12, 12)
        peak = (x + rng.uniform(-12, 12), top)
        canvas.fill(
            [(x - wide, 260), peak, (x + wide, 260)],
            Shade(mixed(light.far, light.middle, 0.5), light.middle),
        )
        shade = [
            peak,
            (x + wide, 260),
            (x + wide * 0.2, 260),
            (peak[0] + 10, top + 86),
            (peak[0] - 4, top + 50),
        ]
        canvas.fill(shade, mixed(light.middle, BLACK, 0.3), 0.5)
        deep, fall = 56.0, wide / (260 - top)
        jags = [
            (peak[0] + fall * deep * side, top + deep + jag)
            for side, jag in (
                (0.86, -4),
                (0.5, 12),
                (0.22, -8),
                (-0.1, 14),
                (-0.4, -6),
                (-0.66, 8),
                (-0.9, -2),
            )
        ]
        canvas.fill([peak, *jags], snow)
        canvas.fill(
            [peak, jags[0], jags[1], jags[2], (peak[0] + 2, top + 28)],
            mixed(snow, light.middle, 0.45),
            0.7,
        )


def _hut(canvas: Canvas, light: Light, at: Point) -> None:
    x, y = at
    wood, roof = light.on((158, 106, 70)), light.on((110, 60, 52))
    canvas.block(x - 38, y - 36, 76, 40, wood)
    for plank in range(4):
        canvas.block(x - 38, y - 30 + plank * 9, 76, 1.2, mixed(wood, BLACK, 0.25))
    canvas.block(x + 12, y - 66, 11, 22, mixed(roof, BLACK, 0.3))
    canvas.fill(
        [(x - 52, y - 32), (x, y - 72), (x + 52, y - 32), (x + 46, y - 28), (x - 46, y - 28)], roof
    )
    canvas.block(x - 27, y - 23, 16, 15, light.window)
    canvas.block(x - 20, y - 23, 1.6, 15, mixed(wood, BLACK, 0.4))
    canvas.block(x + 8, y - 24, 16, 28, mixed(wood, BLACK, 0.5))
    for puff in range(4):
        canvas.oval(
            (x + 20 + puff * 7, y - 74 - puff * 11),
            (5 + puff * 2.4, 4 + puff * 1.6),
            WHITE,
            0.34 - puff * 0.06,
        )


def field(canvas: Canvas, light: Light, rng: random.Random) -> None:
    sky(canvas, light, 190)
    sun(canvas, light, (96, 84 if light.is_dark else 60), 24)
    clouds(canvas, light, rng)
    canvas.fill(hills(rng, 166, 14, 320), light.far)
    canvas.fill(hills(rng, 180, 9, 260), light.middle)
    wheat, earth = light.on((232, 186, 92)), (140, 86, 36)
    canvas.wash(190, 320, Shade(mixed(wheat, WHITE, 0.12), mixed(wheat, (150, 96, 40), 0.4)))
    for furrow in range(-6, 7):
        near, far = 240 + furrow * 104, 240 + furrow * 26
        canvas.fill(
            [(far, 190), (far + 3, 190), (near + 26, 320), (near, 320)],
            Shade(mixed(wheat, earth, 0.2), mixed(wheat, earth, 0.62)),
        )
    _mill(canvas, light, (362, 192), rng.uniform(0.2, 1.2))
    for ear in range(24):
        x = ear * 20.6 + rng.uniform(-5, 5)
        _stalk(canvas, (x, rng.uniform(256, 286)), mixed(wheat, WHITE, rng.uniform(0.0, 0.3)))


def _stalk(canvas: Canvas, at: Point, colour: Colour) -> None:
    x, y = at
    canvas.fill(
        [(x - 0.8, y), (x + 0.8, y), (x + 3.6, 322), (x + 1.6, 322)],
        mixed(colour, (130, 84, 36), 0.35),
    )
    canvas.fill(leaf((x - 1, y - 22), (x + 1, y + 5), 7.5), colour)
    for side in (-1, 1):
        canvas.fill(line((x, y - 8), (x + side * 7, y - 28), 0.8), colour)


def _mill(canvas: Canvas, light: Light, at: Point, turn: float) -> None:
    x, y = at
    wall, roof = light.on((246, 236, 220)), light.on((126, 70, 60))
    canvas.fill([(x - 17, y - 76), (x + 17, y - 76), (x + 25, y + 6), (x - 25, y + 6)], wall)
    canvas.fill(
        [(x + 3, y - 76), (x + 17, y - 76), (x + 25, y + 6), (x + 7, y + 6)],
        mixed(wall, BLACK, 0.3),
        0.5,
    )
    canvas.fill(dome(x, y - 74, 20, 22), roof)
    canvas.block(x - 6, y - 14, 12, 20, mixed(roof, BLACK, 0.3))
    canvas.block(x - 5, y - 52, 9, 11, light.window)
    hub = (x - 2, y - 78)
    for arm in range(4):
        angle = turn + arm * pi / 2
        end = (hub[0] + 54 * cos(angle), hub[1] + 54 * sin(angle))
        canvas.fill(line(hub, end, 2.2), light.on((96, 70, 58)))
        away = (7 * -sin(angle), 7 * cos(angle))
        begin = (hub[0] + 12 * cos(angle), hub[1] + 12 * sin(angle))
        canvas.fill(
            [
                begin,
                end,
                (end[0] + away[0] * 1.6, end[1] + away[1] * 1.6),
                (begin[0] + away[0] * 1.6, begin[1] + away[1] * 1.6),
            ],
            light.on((255, 252, 244)),
            0.86,
        )
    canvas.oval(hub, (3.4, 3.4), light.on((80, 56, 46)))


def train(canvas: Canvas, light: Light, rng: random.Random) -> None:
    sky(canvas, light, 270)
    stars(canvas, rng, 130)
    sun(canvas, light, (rng.uniform(70, 160), 64), 22)
    canvas.fill(ridge(rng, 196, 70, 86), light.far)
    canvas.fill(hills(rng, 214, 18, 300), light.middle)
    canvas.wash(284, 320, light.water)
    stone = light.on((176, 150, 134))
    canvas.block(0, 190, 480, 14, mixed(stone, WHITE, 0.1))
    canvas.block(0, 204, 480, 3, mixed(stone, BLACK, 0.35))
    canvas.fill(_viaduct(), Shade(stone, mixed(stone, BLACK, 0.3)))
    for tree in range(16):
        fir(canvas, light, (tree * 32 + rng.uniform(-8, 8), 296), rng.uniform(20, 40))
    for wagon in range(4):
        _wagon(canvas, light, wagon * 110 - 6, first=wagon == 3)
    for puff in range(6):
        canvas.oval(
            (438 - puff * 26, 138 - puff * 7),
            (11 + puff * 4, 8 + puff * 2),
            WHITE,
            0.26 - puff * 0.035,
        )


def _viaduct() -> list[Point]:
    """A wall with arches cut out of its lower edge."""
    edge: list[Point] = []
    for pier in range(6):
        middle = 40 + pier * 80
        edge += [
            (middle - 30, 320.0),
            *[(x, y) for x, y in dome(middle, 246, 30, 32)],
            (middle + 30, 320.0),
        ]
    return [(0.0, 206.0), (0.0, 320.0), *edge, (480.0, 320.0), (480.0, 206.0)]


def _wagon(canvas: Canvas, light: Light, x: float, *, first: bool) -> None:
    body, lamp = light.on((158, 44, 52)), (255, 220, 140)
    nose = (
        [(x + 104, 150), (x + 122, 172), (x + 122, 182)]
        if first
        else [(x + 106, 150), (x + 106, 182)]
    )
    canvas.fill(
        [(x, 150), *nose, (x, 182)], Shade(mixed(body, WHITE, 0.12), mixed(body, BLACK, 0.25))
    )
    canvas.block(x, 146, 104, 5, light.on((214, 206, 196)))
    canvas.block(x, 176, 106, 3, light.on((240, 214, 150)))
    for window in range(6):
        canvas.block(x + 7 + window * 16, 156, 11, 12, lamp)
        canvas.block(x + 7 + window * 16, 164, 11, 4, (232, 170, 90))
    for wheel in (16, 32, 74, 90):
        canvas.oval((x + wheel, 186), (5.5, 5.5), mixed(light.near, BLACK, 0.5))
    if first:
        canvas.fill([(x + 122, 176), (480, 160), (480, 192), (x + 122, 180)], lamp, 0.25)
