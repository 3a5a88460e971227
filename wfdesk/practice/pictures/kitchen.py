"""Bread: on a board, on a tray, at the oven and on the windowsill."""

import random
from math import pi, sin

from wfdesk.practice.pictures.canvas import Canvas, Colour, Shade, mixed
from wfdesk.practice.pictures.light import BLACK, LIGHTS, WHITE, Light, Room
from wfdesk.practice.pictures.shapes import arch, bowl, dome, leaf, line, rounded

CRUST: Colour = (150, 82, 40)
GOLD: Colour = (222, 158, 86)
CRUMB: Colour = (246, 218, 168)


def loaf(canvas: Canvas, room: Room, rng: random.Random) -> None:
    table(canvas, room, 206)
    _cloth(canvas, room)
    canvas.oval((236, 284), (196, 16), BLACK, 0.2)
    canvas.fill(
        [(96, 244), (372, 244), (408, 272), (58, 272)], Shade((222, 178, 126), (202, 154, 102))
    )
    canvas.fill(rounded(58, 270, 350, 14, 5), (166, 118, 74))
    for grain in range(4):
        canvas.fill(
            line((84 - grain * 5, 250 + grain * 6), (386 + grain * 4, 250 + grain * 6), 0.8),
            CRUST,
            0.25,
        )
    bread(canvas, (232, 258), (136, 112), cuts=3 + rng.randrange(3))
    _ear(canvas, (430, 214), room)
    for _ in range(14):
        x, y = 60 + 360 * rng.random(), 288 + 24 * rng.random()
        canvas.oval((x, y), (1.2 + 1.8 * rng.random(), 1.2 + 1.8 * rng.random()), CRUMB, 0.9)


def bread(canvas: Canvas, at: tuple[float, float], size: tuple[float, float], cuts: int) -> None:
    """A loaf that stands with the middle of its base at a point."""
    (x, y), (across, up) = at, size
    canvas.oval((x, y - up * 0.02), (across * 1.05, up * 0.13), BLACK, 0.28)
    body = [*dome(x, y - up * 0.18, across, up * 0.82), *bowl(x, y - up * 0.18, across, up * 0.2)]
    canvas.fill(body, Shade(GOLD, CRUST))
    canvas.fill(
        dome(x - across * 0.06, y - up * 0.42, across * 0.8, up * 0.5), (242, 192, 122), 0.38
    )
    canvas.fill(bowl(x, y - up * 0.2, across * 0.97, up * 0.2), BLACK, 0.16)
    step = across * 1.5 / cuts
    for cut in range(cuts):
        middle = x - across * 0.66 + step * (cut + 0.5)
        high = up * (0.86 - 0.32 * ((middle - x) / across) ** 2)
        top, foot = (middle - 0.06 * across, y - high), (middle + 0.12 * across, y - up * 0.34)
        canvas.fill(leaf(top, foot, across * 0.17), CRUST)
        canvas.fill(
            leaf((top[0] + 1.5, top[1] + 2), (foot[0] + 1, foot[1] - 1), across * 0.115), CRUMB
        )
    canvas.fill(
        leaf((x - across * 0.5, y - up * 0.9), (x + across * 0.42, y - up * 0.94), up * 0.07),
        WHITE,
        0.35,
    )


def rolls(canvas: Canvas, room: Room, rng: random.Random) -> None:
    canvas.wash(0, 320, room.table)
    for plank in range(5):
        canvas.block(0, plank * 68 + 20, 480, 1.4, mixed(room.table.bottom, BLACK, 0.25))
    canvas.fill(rounded(52, 30, 384, 270, 22), BLACK, 0.22)
    canvas.fill(rounded(46, 22, 388, 270, 22), Shade((92, 94, 100), (66, 67, 74)))
    canvas.fill(rounded(56, 32, 368, 250, 15), (52, 53, 60))
    canvas.fill(
        [(66, 42), (420, 36), (414, 276), (72, 280)], Shade((250, 240, 220), (234, 220, 194))
    )
    for place in range(12):
        x, y = 114 + place % 4 * 84, 84 + place // 4 * 74
        _roll(canvas, x + rng.uniform(-4, 4), y + rng.uniform(-4, 4), rng)


def _roll(canvas: Canvas, x: float, y: float, rng: random.Random) -> None:
    size = 33 + rng.uniform(-1.5, 2.5)
    canvas.oval((x + 4, y + 6), (size, size * 0.94), (150, 120, 90), 0.45)
    canvas.oval((x, y), (size, size * 0.94), Shade((226, 156, 82), (166, 92, 44)))
    canvas.oval((x - 3, y - 4), (size * 0.74, size * 0.66), (240, 184, 106), 0.55)
    canvas.fill(leaf((x - 15, y - 15), (x + 8, y - 22), 8), WHITE, 0.5)
    turn = rng.uniform(-8, 8)
    canvas.fill(leaf((x - 18, y + turn), (x + 18, y - turn), 6), CRUMB, 0.75)
    canvas.fill(leaf((x + turn, y - 16), (x - turn, y + 17), 6), CRUMB, 0.75)


def oven(canvas: Canvas, light: Light, rng: random.Random) -> None:
    wall, joint = light.on((170, 92, 70)), light.on((126, 66, 54))
    canvas.wash(0, 320, joint)
    for row in range(12):
        for brick in range(-1, 9):
            left, shade = brick * 62 + row % 2 * 31, rng.uniform(0.0, 0.22)
            canvas.block(left, row * 22 + 1, 59, 19, mixed(wall, BLACK, shade))
    canvas.fill(arch(116, 52, 248, 196), mixed(joint, BLACK, 0.35))
    for stone in range(11):
        turn = pi * (stone + 0.5) / 11
        foot, head = 108, 134
        x, y = 240 - foot * _cos(turn), 176 - foot * sin(turn)
        canvas.fill(
            line((x, y), (240 - head * _cos(turn), 176 - head * sin(turn)), 26),
            light.on((206, 176, 146)),
        )
    canvas.fill(arch(140, 76, 200, 172), Shade((46, 22, 22), (104, 40, 24)))
    canvas.oval((240, 236), (92, 60), (236, 104, 36), 0.35)
    _fire(canvas, rng)
    canvas.block(0, 248, 480, 72, Shade(light.on((196, 168, 138)), light.on((142, 116, 94))))
    canvas.block(0, 248, 480, 5, light.on((222, 198, 170)))
    for x, size in ((104, 52), (240, 62), (378, 54)):
        bread(canvas, (x, 300 + (x == 240) * 8), (size, size * 0.72), 3)


def _fire(canvas: Canvas, rng: random.Random) -> None:
    for width, colour in ((1.0, (226, 84, 34)), (0.66, (248, 154, 52)), (0.34, (255, 226, 134))):
        for tongue in range(5):
            x = 180 + tongue * 30
            high = (44 + 40 * sin(pi * (tongue + 0.5) / 5)) * width * rng.uniform(0.85, 1.1)
            tip = (x + rng.uniform(-8, 8), 244 - high)
            canvas.fill(
                [
                    (x - 20 * width, 246),
                    (x - 15 * width, 246 - high * 0.4),
                    tip,
                    (x + 13 * width, 246 - high * 0.45),
                    (x + 20 * width, 246),
                ],
                colour,
                0.85,
            )


def windowsill(canvas: Canvas, room: Room, rng: random.Random) -> None:
    """Loaves that cool before an open window."""
    light = LIGHTS["day" if rng.random() < 0.5 else "dawn"]
    canvas.wash(0, 320, room.wall)
    canvas.block(70, 18, 340, 220, mixed(room.cloth, WHITE, 0.4))
    canvas.block(82, 30, 316, 200, light.sky)
    canvas.fill(
        [(82, 190), (150, 160), (230, 178), (310, 150), (398, 176), (398, 230), (82, 230)],
        light.middle,
    )
    canvas.fill([(82, 214), (190, 196), (300, 210), (398, 194), (398, 230), (82, 230)], light.near)
    for bar in ((235, 30, 10, 200), (82, 104, 316, 8)):
        canvas.block(*bar, mixed(room.cloth, WHITE, 0.4))
    for side, edge in ((-1, 70), (1, 410)):
        curtain = [
            (edge - side * 26, 8),
            (edge + side * 40, 8),
            (edge + side * 34, 232),
            (edge - side * 4, 232),
            (edge - side * 18, 130),
        ]
        canvas.fill(curtain, Shade(room.accent, mixed(room.accent, BLACK, 0.2)), 0.92)
    canvas.block(0, 238, 480, 82, room.table)
    canvas.block(0, 238, 480, 6, mixed(room.table.top, WHITE, 0.35))
    for x, size in ((120, 66), (244, 74), (366, 64)):
        bread(canvas, (x, 282 + (x == 244) * 10), (size, size * 0.86), 2 + rng.randrange(3))
        steam(canvas, (x, 212), rng)


def steam(canvas: Canvas, at: tuple[float, float], rng: random.Random) -> None:
    x, y = at
    for wisp in (-12, 6):
        points = [
            (x + wisp + 6 * sin(step / 2 + rng.random() * 0.3), y - step * 7) for step in range(9)
        ]
        right = [(px + 5 - abs(4 - step), py) for step, (px, py) in enumerate(points)]
        canvas.fill([*points, *reversed(right)], WHITE, 0.4)


def table(canvas: Canvas, room: Room, edge: float) -> None:
    """A wall with a beam of light, and the table before it."""
    canvas.wash(0, edge, room.wall)
    canvas.fill([(40, 0), (150, 0), (262, edge), (122, edge)], WHITE, 0.16)
    canvas.fill([(172, 0), (214, 0), (338, edge), (288, edge)], WHITE, 0.12)
    canvas.wash(edge, 320, room.table)
    canvas.block(0, edge, 480, 2.5, mixed(room.table.top, WHITE, 0.3))


def _cloth(canvas: Canvas, room: Room) -> None:
    canvas.fill([(300, 232), (480, 218), (480, 306), (352, 320), (322, 276)], room.cloth)
    for stripe in (0, 16):
        canvas.fill(
            [(312 + stripe, 252), (480, 236 + stripe), (480, 240 + stripe), (314 + stripe, 257)],
            room.accent,
            0.75,
        )


def _ear(canvas: Canvas, at: tuple[float, float], room: Room) -> None:
    x, y = at
    straw = mixed((214, 172, 92), room.table.bottom, 0.1)
    canvas.fill(line((x - 110, y + 92), (x, y + 20), 2.2), straw)
    for grain in range(7):
        cx, cy = x - 4 - grain * 9, y + 23 + grain * 6
        canvas.fill(leaf((cx, cy), (cx + 4, cy - 15), 7), straw)
        canvas.fill(leaf((cx, cy), (cx + 15, cy + 3), 7), mixed(straw, CRUST, 0.25))


def _cos(turn: float) -> float:
    return sin(turn + pi / 2)
