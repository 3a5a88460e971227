"""Portraits: somebody from the bakery, from the shoulders up."""

import random
from typing import Final

from wfdesk.practice.pictures.canvas import Canvas, Colour, Point, Shade, mixed
from wfdesk.practice.pictures.light import BLACK, ROOMS, WHITE, Room
from wfdesk.practice.pictures.shapes import bowl, dome, leaf, line, rounded

_SKINS: Final[tuple[Colour, ...]] = (
    (246, 208, 178), (226, 172, 132), (188, 128, 90), (138, 88, 62), (240, 192, 154),
)  # fmt: skip
_HAIR: Final[tuple[Colour, ...]] = (
    (52, 38, 36), (112, 68, 44), (196, 132, 66), (168, 162, 158), (34, 30, 36), (150, 60, 40),
)  # fmt: skip
_HEAD: Final[Point] = (240.0, 138.0)


def portrait(canvas: Canvas, room: Room, rng: random.Random) -> None:
    canvas.wash(0, 320, room.wall)
    canvas.oval((240, 168), (150, 150), mixed(room.wall.top, WHITE, 0.3), 0.55)
    _shelf(canvas, room, rng)
    skin = _SKINS[rng.randrange(len(_SKINS))]
    hair = _HAIR[rng.randrange(len(_HAIR))]
    cut = _CUTS[list(ROOMS.values()).index(room)]
    if cut is _long:
        canvas.fill(rounded(182, 96, 116, 142, 50), Shade(hair, mixed(hair, BLACK, 0.25)))
    _body(canvas, room, skin)
    _face(canvas, skin, hair, rng)
    cut(canvas, hair, room)


def _shelf(canvas: Canvas, room: Room, rng: random.Random) -> None:
    wood = mixed(room.table.top, room.wall.bottom, 0.35)
    for y in (92, 178):
        canvas.block(0, y, 480, 6, wood)
        canvas.block(0, y + 6, 480, 3, mixed(wood, BLACK, 0.2))
        for x in (24, 62, 100, 352, 392, 432):
            high, wide = rng.uniform(24, 44), rng.uniform(20, 28)
            tone = mixed(mixed(room.accent, room.cloth, 0.7 * rng.random()), room.wall.bottom, 0.45)
            canvas.fill(rounded(x, y - high, wide, high, 5), tone)
            canvas.block(x + 3, y - high - 4, wide - 6, 5, mixed(wood, BLACK, 0.12))


def _body(canvas: Canvas, room: Room, skin: Colour) -> None:
    shirt = mixed(room.cloth, room.wall.bottom, 0.12)
    canvas.fill(
        [
            (124, 320),
            (132, 274),
            (168, 246),
            (214, 232),
            (266, 232),
            (312, 246),
            (348, 274),
            (356, 320),
        ],
        Shade(shirt, mixed(shirt, BLACK, 0.14)),
    )
    canvas.fill(
        [(216, 196), (264, 196), (272, 236), (240, 256), (208, 236)], mixed(skin, BLACK, 0.1)
    )
    canvas.fill([(204, 230), (216, 224), (240, 258), (226, 276)], mixed(shirt, WHITE, 0.4))
    canvas.fill([(276, 230), (264, 224), (240, 258), (254, 276)], mixed(shirt, WHITE, 0.4))
    apron = room.accent
    canvas.fill(
        [(188, 282), (292, 282), (308, 320), (172, 320)], Shade(apron, mixed(apron, BLACK, 0.18))
    )
    for side in (-1, 1):
        canvas.fill(
            line((240 + side * 50, 284), (240 + side * 38, 240), 7), mixed(apron, BLACK, 0.12)
        )
    for dust in ((206, 300, 7), (262, 296, 9), (272, 309, 5)):
        canvas.oval((dust[0], dust[1]), (dust[2], dust[2] * 0.6), WHITE, 0.3)


def _face(canvas: Canvas, skin: Colour, hair: Colour, rng: random.Random) -> None:
    x, y = _HEAD
    for side in (-1, 1):
        canvas.oval((x + side * 49, y + 8), (9, 13), mixed(skin, BLACK, 0.12))
    canvas.fill(
        [*dome(x, y - 8, 49, 54), *bowl(x, y + 4, 49, 66)],
        Shade(mixed(skin, WHITE, 0.12), mixed(skin, BLACK, 0.06)),
    )
    cheek = mixed(skin, (226, 92, 80), 0.4)
    for side in (-1, 1):
        canvas.oval((x + side * 29, y + 28), (10, 7), cheek, 0.55)
        canvas.oval((x + side * 19, y + 6), (4.2, 4.8), (48, 36, 36))
        canvas.oval((x + side * 19 + 1.4, y + 4.4), (1.3, 1.3), WHITE)
        brow = rng.uniform(-1, 1.5)
        canvas.fill(
            leaf((x + side * 28, y - 6 + brow), (x + side * 11, y - 8), 4.6),
            mixed(hair, BLACK, 0.2),
        )
    canvas.fill(leaf((x - 1, y + 8), (x + 3, y + 27), 7), mixed(skin, BLACK, 0.14))
    smile = [*bowl(x, y + 38, 16, 11), *reversed(bowl(x, y + 38, 16, 4))]
    canvas.fill(smile, mixed(cheek, (120, 30, 40), 0.6))


def _bun(canvas: Canvas, hair: Colour, _room: Room) -> None:
    x, y = _HEAD
    canvas.oval((x, y - 74), (23, 20), Shade(mixed(hair, WHITE, 0.12), hair))
    canvas.fill(
        [
            *dome(x, y - 6, 55, 62),
            (x + 55, y + 8),
            (x + 44, y - 18),
            (x + 10, y - 36),
            (x - 30, y - 26),
            (x - 46, y - 10),
            (x - 55, y + 8),
        ],
        hair,
    )
    canvas.fill(leaf((x - 30, y - 50), (x + 22, y - 58), 6), mixed(hair, WHITE, 0.3), 0.6)


def _short(canvas: Canvas, hair: Colour, _room: Room) -> None:
    x, y = _HEAD
    canvas.fill(
        [
            *dome(x, y - 10, 53, 58),
            (x + 53, y + 2),
            (x + 45, y - 16),
            (x + 30, y - 32),
            (x - 12, y - 28),
            (x - 44, y - 36),
            (x - 49, y - 6),
            (x - 53, y + 2),
        ],
        hair,
    )
    beard = [*bowl(x, y + 14, 50, 60), *reversed(bowl(x, y + 22, 40, 22))]
    canvas.fill(beard, mixed(hair, BLACK, 0.06))
    canvas.fill([*bowl(x, y + 44, 13, 8), (x - 13, y + 43)], (188, 88, 84))


def _curls(canvas: Canvas, hair: Colour, _room: Room) -> None:
    x, y = _HEAD
    for across, down, size in (
        (-52, -6, 19),
        (52, -6, 19),
        (-48, -34, 22),
        (48, -34, 22),
        (-28, -56, 24),
        (28, -56, 24),
        (0, -64, 25),
        (-14, -44, 18),
        (16, -44, 18),
        (-34, -36, 15),
        (36, -36, 15),
        (-54, 14, 14),
        (54, 14, 14),
    ):
        canvas.oval((x + across, y + down), (size, size), Shade(mixed(hair, WHITE, 0.14), hair))


def _long(canvas: Canvas, hair: Colour, _room: Room) -> None:
    x, y = _HEAD
    canvas.fill(
        [
            *dome(x, y - 6, 58, 62),
            (x + 58, y + 44),
            (x + 47, y + 30),
            (x + 46, y - 10),
            (x + 4, y - 42),
            (x - 46, y - 8),
            (x - 47, y + 30),
            (x - 58, y + 44),
        ],
        hair,
    )
    canvas.fill(leaf((x - 42, y - 30), (x + 2, y - 60), 7), mixed(hair, WHITE, 0.3), 0.6)


def _cap(canvas: Canvas, hair: Colour, room: Room) -> None:
    x, y = _HEAD
    for side in (-1, 1):
        canvas.fill(rounded(x + side * 46 - 8, y - 24, 16, 40, 7), hair)
    white = mixed(room.cloth, WHITE, 0.5)
    for across, size in ((-30, 30), (0, 36), (30, 30)):
        canvas.oval(
            (x + across, y - 62), (size, size * 0.78), Shade(white, mixed(white, BLACK, 0.1))
        )
    canvas.fill(
        [
            (x - 52, y - 60),
            (x + 52, y - 60),
            (x + 53, y - 26),
            *bowl(x, y - 27, 53, 9),
            (x - 53, y - 26),
        ],
        Shade(mixed(white, BLACK, 0.03), mixed(white, BLACK, 0.12)),
    )


# One for each room, so that no two portraits of the magazine are alike.
_CUTS: Final = (_bun, _short, _curls, _cap, _long, _short)
