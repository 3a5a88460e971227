"""Among houses: a harbour, a street with a bakery, a market."""

import random
from typing import Final

from wfdesk.practice.pictures.canvas import Canvas, Colour, Point, Shade, mixed
from wfdesk.practice.pictures.country import clouds, sky, stars, sun
from wfdesk.practice.pictures.light import BLACK, WHITE, Light
from wfdesk.practice.pictures.shapes import arch, bowl, dome, hills, leaf, line

_FRONTS: Final[tuple[Colour, ...]] = (
    (226, 120, 92), (244, 208, 132), (150, 184, 180), (240, 226, 204), (206, 142, 148),
    (168, 184, 136), (236, 170, 110), (132, 160, 192),
)  # fmt: skip
_ROOF: Final[Colour] = (176, 88, 66)


def harbour(canvas: Canvas, light: Light, rng: random.Random) -> None:
    sky(canvas, light, 200)
    if light.is_dark:
        stars(canvas, rng, 70)
    sun(canvas, light, (rng.uniform(60, 420), 46), 18)
    clouds(canvas, light, rng)
    canvas.fill(hills(rng, 128, 22, 330), light.far)
    canvas.fill(hills(rng, 156, 12, 260), light.middle)
    canvas.wash(206, 320, light.water)
    x, house = -6.0, rng.randrange(len(_FRONTS))
    while x < 480:
        wide, high = rng.uniform(46, 62), rng.uniform(74, 122)
        front = light.on(_FRONTS[house % len(_FRONTS)])
        _house(canvas, light, (x, 200), (wide, high), front)
        canvas.fill(
            [
                (x + 3, 212),
                (x + wide - 3, 212),
                (x + wide - 9, 212 + high * 0.7),
                (x + 9, 212 + high * 0.7),
            ],
            front,
            0.24,
        )
        x, house = x + wide, house + 1
    canvas.block(0, 199, 480, 13, light.on((164, 150, 138)))
    canvas.block(0, 199, 480, 3, light.on((206, 194, 180)))
    for _ in range(34):
        rx, ry = rng.uniform(0, 480), rng.uniform(220, 316)
        half = (ry - 196) * 0.22
        canvas.fill(
            leaf((rx - half, ry), (rx + half, ry), 2), mixed(light.water.top, WHITE, 0.45), 0.5
        )
    hulls: tuple[Colour, ...] = ((40, 92, 132), (186, 58, 52), (248, 244, 232))
    for place, (bx, by, size) in enumerate(((92, 244, 0.9), (352, 250, 1.0), (214, 284, 1.35))):
        _boat(canvas, light, (bx + rng.uniform(-14, 14), by), size, hulls[place])


def _house(canvas: Canvas, light: Light, foot: Point, size: Point, front: Colour) -> None:
    (x, y), (wide, high) = foot, size
    roof = light.on(_ROOF)
    canvas.block(
        x, y - high, wide, high, Shade(mixed(front, WHITE, 0.08), mixed(front, BLACK, 0.1))
    )
    canvas.fill([(x - 3, y - high), (x + wide / 2, y - high - 22), (x + wide + 3, y - high)], roof)
    canvas.block(x + wide - 16, y - high - 22, 7, 16, mixed(roof, BLACK, 0.25))
    rows = int((high - 34) // 24)
    for row in range(rows):
        for side in (0.2, 0.62):
            _window(canvas, light, (x + wide * side, y - high + 12 + row * 25), front)
    canvas.fill(arch(x + wide / 2 - 7, y - 25, 14, 25), mixed(front, BLACK, 0.45))


def _window(canvas: Canvas, light: Light, at: Point, front: Colour) -> None:
    x, y = at
    canvas.block(x - 4, y, 18, 14, mixed(front, light.on((52, 92, 92)), 0.6))
    canvas.block(x, y - 1, 10, 16, light.on((248, 244, 234)))
    canvas.block(x + 1, y, 8, 14, light.window)
    canvas.block(x + 4.4, y, 1.2, 14, light.on((248, 244, 234)))


def _boat(canvas: Canvas, light: Light, at: Point, size: float, hull: Colour) -> None:
    (x, y), paint = at, light.on(hull)
    half, deep = 46 * size, 17 * size
    canvas.fill(leaf((x - half, y + deep), (x + half, y + deep), deep * 0.9), BLACK, 0.2)
    canvas.fill(
        line((x + 4 * size, y), (x + 4 * size, y - 70 * size), 2 * size), light.on((110, 78, 56))
    )
    canvas.fill(
        line((x + 4 * size, y - 68 * size), (x + half * 0.9, y - 2), 0.8),
        light.on((70, 60, 56)),
        0.8,
    )
    canvas.fill(
        line((x + 4 * size, y - 68 * size), (x - half * 0.95, y - 3), 0.8),
        light.on((70, 60, 56)),
        0.8,
    )
    canvas.fill(
        [
            (x - 24 * size, y - 20 * size),
            (x - 2 * size, y - 20 * size),
            (x, y + 2),
            (x - 27 * size, y + 2),
        ],
        light.on((246, 240, 226)),
    )
    canvas.block(x - 20 * size, y - 15 * size, 12 * size, 7 * size, light.window)
    canvas.fill(
        [
            (x - half, y - 3 * size),
            (x + half * 1.08, y - 8 * size),
            (x + half * 0.78, y + deep),
            (x - half * 0.82, y + deep),
        ],
        Shade(mixed(paint, WHITE, 0.1), mixed(paint, BLACK, 0.25)),
    )
    canvas.fill(
        [
            (x - half, y - 3 * size),
            (x + half * 1.08, y - 8 * size),
            (x + half * 1.04, y - 4 * size),
            (x - half * 0.98, y + 1 * size),
        ],
        light.on((250, 246, 238)),
    )


def street(canvas: Canvas, light: Light, rng: random.Random) -> None:
    sky(canvas, light, 240)
    if light.is_dark:
        stars(canvas, rng, 60)
    clouds(canvas, light, rng)
    first = rng.randrange(len(_FRONTS))
    for place, (x, wide, high) in enumerate(
        ((-8, 122, 252), (114, 108, 214), (222, 132, 240), (354, 136, 226))
    ):
        front = light.on(_FRONTS[(first + place * 3) % len(_FRONTS)])
        _tall_house(canvas, light, (x, 286 - high), (wide, high), front)
    _bakery(canvas, light, 222)
    canvas.wash(284, 320, Shade(light.on((178, 168, 158)), light.on((128, 118, 112))))
    for stone in range(60):
        row = stone // 15
        sx = stone % 15 * 34 + row % 2 * 17 - 12
        canvas.oval((sx, 290 + row * 9), (14, 3.2), light.on((198, 190, 180)), 0.4)
    _lamp(canvas, light, 196)
    for pot in (32, 128, 386, 446):
        canvas.fill(
            [(pot - 9, 270), (pot + 9, 270), (pot + 7, 288), (pot - 7, 288)],
            light.on((186, 96, 66)),
        )
        for twig in (-9, 0, 9):
            canvas.fill(
                leaf((pot, 272), (pot + twig, 246 + abs(twig) * 0.7), 9), light.on((84, 130, 80))
            )


def _tall_house(canvas: Canvas, light: Light, at: Point, size: Point, front: Colour) -> None:
    (x, y), (wide, high) = at, size
    canvas.block(x, y, wide, high, Shade(mixed(front, WHITE, 0.1), mixed(front, BLACK, 0.12)))
    canvas.block(x - 3, y - 7, wide + 6, 8, light.on(_ROOF))
    canvas.block(x, y + 1, wide, 4, mixed(front, BLACK, 0.22))
    shutter = light.on((66, 110, 112) if sum(front) % 2 else (126, 72, 62))
    for row in range(3):
        for column in range(2):
            wx, wy = x + wide * (0.27 + column * 0.46), y + 22 + row * 58
            canvas.block(wx - 22, wy, 11, 36, shutter)
            canvas.block(wx + 11, wy, 11, 36, shutter)
            canvas.block(wx - 11, wy - 2, 22, 40, light.on((250, 246, 236)))
            canvas.block(wx - 9, wy, 18, 36, light.window)
            canvas.block(wx - 1, wy, 2, 36, light.on((250, 246, 236)))
            canvas.block(wx - 24, wy + 38, 48, 3, mixed(front, WHITE, 0.4))


def _bakery(canvas: Canvas, light: Light, x: float) -> None:
    canvas.block(x + 6, 208, 120, 78, light.on((96, 64, 54)))
    canvas.block(x + 12, 222, 68, 50, light.window if light.is_dark else (252, 226, 172))
    canvas.block(x + 88, 222, 32, 64, light.on((66, 42, 38)))
    canvas.block(x + 93, 228, 22, 30, light.window if light.is_dark else light.on((190, 206, 208)))
    for loaf in range(5):
        canvas.fill(
            [*dome(x + 22 + loaf * 12, 266, 6, 9), (x + 16 + loaf * 12, 268)], (176, 106, 54)
        )
    for baguette in range(4):
        canvas.fill(
            line((x + 24 + baguette * 13, 248), (x + 30 + baguette * 13, 226), 4.5), (206, 138, 72)
        )
    _awning(canvas, light, (x + 2, 204), 128, (light.on((192, 60, 54)), light.on((250, 242, 228))))


def _lamp(canvas: Canvas, light: Light, x: float) -> None:
    iron = light.on((44, 46, 54))
    if light.is_dark:
        for glow in (46, 30, 17):
            canvas.oval((x, 150), (glow, glow), (255, 218, 140), 0.16)
    canvas.block(x - 2, 160, 4, 128, iron)
    canvas.fill(
        [(x - 8, 142), (x + 8, 142), (x + 5, 162), (x - 5, 162)],
        (255, 226, 150) if light.is_dark else light.on((236, 238, 232)),
    )
    canvas.fill([(x - 11, 142), (x, 132), (x + 11, 142)], iron)


def market(canvas: Canvas, light: Light, rng: random.Random) -> None:
    sky(canvas, light, 200)
    clouds(canvas, light, rng)
    first = rng.randrange(len(_FRONTS))
    for house in range(8):
        front = mixed(light.on(_FRONTS[(first + house) % len(_FRONTS)]), light.sky.bottom, 0.35)
        _house(canvas, light, (house * 62 - 8, 214), (62, 118 + 26 * rng.random()), front)
    canvas.wash(212, 320, Shade(light.on((196, 184, 170)), light.on((146, 132, 122))))
    stripes: tuple[Colour, ...] = ((196, 66, 56), (46, 116, 110), (222, 148, 52))
    white = light.on((253, 247, 236))
    for stall in range(2):
        x = 18 + stall * 236
        stripe = light.on(stripes[(first + stall) % 3])
        canvas.block(x + 8, 120, 4, 150, light.on((112, 82, 62)))
        canvas.block(x + 196, 120, 4, 150, light.on((112, 82, 62)))
        canvas.fill([(x + 14, 150), (x + 194, 150), (x + 194, 236), (x + 14, 236)], BLACK, 0.32)
        canvas.block(x, 236, 208, 66, Shade(light.on((176, 128, 86)), light.on((126, 86, 60))))
        for crate in range(3):
            _crate(canvas, light, (x + 6 + crate * 67, 208), rng)
        _awning(canvas, light, (x - 6, 106), 220, (stripe, white))


def _awning(
    canvas: Canvas, light: Light, at: Point, wide: float, colours: tuple[Colour, Colour]
) -> None:
    (x, y), strips = at, 10
    step, high = wide / strips, wide * 0.14 + 10
    for strip in range(strips):
        left, right = x + strip * step, x + (strip + 1) * step
        inward = [(each + (x + wide / 2 - each) * 0.08, y) for each in (right, left)]
        colour = colours[strip % 2]
        canvas.fill(
            [(left, y + high), (right, y + high), *inward],
            Shade(mixed(colour, WHITE, 0.12), colour),
        )
        canvas.fill(
            bowl((left + right) / 2, y + high - 0.5, step / 2, step * 0.42),
            mixed(colour, BLACK, 0.12),
        )
    canvas.block(x + wide * 0.04, y - 2, wide * 0.92, 4, light.on((120, 92, 72)))


def _crate(canvas: Canvas, light: Light, at: Point, rng: random.Random) -> None:
    fruits: tuple[Colour, ...] = (
        (206, 52, 48),
        (238, 150, 42),
        (132, 160, 58),
        (108, 48, 88),
        (242, 198, 70),
        (226, 116, 76),
    )
    (x, y), colour = at, light.on(fruits[rng.randrange(len(fruits))])
    wood = light.on((214, 172, 118))
    canvas.block(x, y + 6, 62, 30, mixed(wood, BLACK, 0.35))
    for row in range(3):
        for place in range(6 - row):
            size = 6.2 + rng.uniform(-0.5, 0.6)
            fx, fy = x + 6 + row * 5 + place * 10, y + 14 - row * 7
            canvas.oval(
                (fx, fy),
                (size, size),
                Shade(mixed(colour, WHITE, 0.22), mixed(colour, BLACK, 0.22)),
            )
            canvas.oval((fx - 2, fy - 2.4), (1.6, 1.3), WHITE, 0.55)
    for slat in (16, 28):
        canvas.block(
            x - 1, y + slat, 64, 9, Shade(mixed(wood, WHITE, 0.1), mixed(wood, BLACK, 0.1))
        )
