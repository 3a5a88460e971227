"""What is set on the table: a tart, a cake, coffee."""

import random
from math import cos, pi, sin

from wfdesk.practice.pictures.canvas import Canvas, Colour, Point, Shade, mixed
from wfdesk.practice.pictures.kitchen import CRUST, GOLD, steam, table
from wfdesk.practice.pictures.light import BLACK, WHITE, Room
from wfdesk.practice.pictures.shapes import bowl, leaf, line, ring, rounded

_FRUITS: tuple[tuple[Colour, Colour], ...] = (
    ((122, 40, 76), (196, 92, 112)),
    ((52, 62, 118), (112, 124, 186)),
    ((236, 140, 52), (252, 196, 108)),
    ((188, 42, 50), (236, 112, 96)),
)


def tart(canvas: Canvas, room: Room, rng: random.Random) -> None:
    """From above, on a checked cloth."""
    _checks(canvas, room)
    x, y = 240.0, 160.0
    canvas.oval((x + 8, y + 12), (150, 150), BLACK, 0.18)
    canvas.oval((x, y), (150, 150), Shade((255, 254, 250), (226, 224, 218)))
    canvas.oval((x, y), (132, 132), (214, 212, 206))
    canvas.oval((x, y), (129, 129), (244, 243, 238))
    canvas.oval((x + 3, y + 5), (122, 122), BLACK, 0.2)
    canvas.fill(ring((x, y), 118, 5, 30), Shade((232, 172, 100), (184, 112, 58)))
    canvas.oval((x, y), (100, 100), mixed(CRUST, GOLD, 0.3))
    canvas.oval((x, y), (97, 97), Shade((252, 222, 150), (240, 196, 112)))
    skin, flesh = _fruit(room)
    start = rng.random()
    for radius, count in ((81, 17), (51, 11), (24, 5)):
        for place in range(count):
            turn = 2 * pi * place / count + radius + start
            _slice(canvas, (x + radius * cos(turn), y + radius * sin(turn)), turn, (skin, flesh))
    canvas.oval((x, y), (12, 12), skin)
    canvas.oval((x - 2, y - 2), (7, 7), flesh)
    _mint(canvas, (x + 4, y - 2))
    _fork(canvas, 438)


def _fruit(room: Room) -> tuple[Colour, Colour]:
    """Skin and flesh: plums, blueberries, apricots or cherries, by the colour of the cloth."""
    red, green, blue = room.accent
    plums, blueberries, apricots, cherries = _FRUITS
    if blue > red:
        return blueberries
    if red > 190:
        return apricots
    return cherries if green > red else plums


def _checks(canvas: Canvas, room: Room) -> None:
    light, dark = mixed(room.cloth, room.accent, 0.16), mixed(room.cloth, room.accent, 0.32)
    canvas.wash(0, 320, room.cloth)
    for band in range(8):
        canvas.block(0, band * 44, 480, 22, light)
    for band in range(11):
        canvas.block(band * 44, 0, 22, 320, light)
        for crossing in range(8):
            canvas.block(band * 44, crossing * 44, 22, 22, dark)


def _slice(canvas: Canvas, at: Point, turn: float, colours: tuple[Colour, Colour]) -> None:
    (x, y), (skin, flesh) = at, colours
    across, down = 18 * cos(turn + 1.1), 18 * sin(turn + 1.1)
    canvas.fill(leaf((x - across, y - down), (x + across, y + down), 19), skin)
    nudge = (x - 1.6 * cos(turn), y - 1.6 * sin(turn))
    canvas.fill(
        leaf(
            (nudge[0] - across * 0.8, nudge[1] - down * 0.8),
            (nudge[0] + across * 0.8, nudge[1] + down * 0.8),
            11,
        ),
        flesh,
    )


def _mint(canvas: Canvas, at: Point) -> None:
    x, y = at
    for across, down in ((18, -12), (-4, -22), (20, 6)):
        canvas.fill(leaf(at, (x + across, y + down), 11), (88, 140, 84))
        canvas.fill(line(at, (x + across * 0.9, y + down * 0.9), 0.9), (58, 104, 62))


def _fork(canvas: Canvas, x: float) -> None:
    silver, edge = (196, 200, 206), (140, 146, 156)
    canvas.fill(rounded(x - 3, 150, 8, 122, 4), BLACK, 0.15)
    canvas.fill(rounded(x - 5, 146, 8, 122, 4), Shade(silver, edge))
    canvas.fill(rounded(x - 11, 104, 20, 46, 9), silver)
    for prong in range(4):
        canvas.fill(rounded(x - 11 + prong * 5.7, 62, 3, 56, 1.5), silver)


def cake(canvas: Canvas, room: Room, rng: random.Random) -> None:
    table(canvas, room, 226)
    _bunting(canvas, room)
    sponge, icing = _flavour(room)
    x = 240.0
    canvas.oval((x, 286), (130, 16), BLACK, 0.22)
    canvas.oval((x, 282), (66, 11), Shade((250, 250, 248), (196, 198, 202)))
    canvas.fill(
        [(x - 14, 236), (x + 14, 236), (x + 22, 282), (x - 22, 282)],
        Shade((226, 228, 230), (248, 248, 246)),
    )
    canvas.oval((x, 236), (150, 18), (176, 180, 186))
    canvas.oval((x, 232), (150, 18), Shade((255, 255, 253), (222, 224, 226)))
    body = [(x - 104, 128), (x + 104, 128), *bowl(x, 228, 104, 15)]
    canvas.fill(body, Shade(mixed(sponge, WHITE, 0.12), mixed(sponge, BLACK, 0.22)))
    for layer in (162, 196):
        band = [*bowl(x, layer, 104, 14), *reversed(bowl(x, layer - 9, 104, 14))]
        canvas.fill(band, mixed(icing, WHITE, 0.3))
    canvas.fill(
        [*_drips(x, rng), *reversed(bowl(x, 128, 105, 15))], Shade(icing, mixed(icing, BLACK, 0.14))
    )
    canvas.oval((x, 128), (105, 17), mixed(icing, WHITE, 0.35))
    canvas.oval((x - 10, 126), (74, 9), WHITE, 0.25)
    _berries(canvas, x, rng)


def _flavour(room: Room) -> tuple[Colour, Colour]:
    """Sponge and icing: chocolate where the room is warm, white where it is cool, or pink."""
    red, _, blue = room.accent
    if red > 190:
        return (112, 66, 46), (74, 40, 30)
    if blue > red:
        return (246, 214, 142), (255, 251, 242)
    return (240, 204, 138), mixed(room.accent, WHITE, 0.55)


def _drips(x: float, rng: random.Random) -> list[Point]:
    """The lower edge of the icing, from left to right."""
    edge: list[Point] = []
    for step in range(14):
        along = -105 + step * 15.0
        rim = 128 + 15 * (1 - (along / 105) ** 2) ** 0.5 if abs(along) < 105 else 128.0
        deep = rng.uniform(10, 34)
        edge += [
            (x + along, rim + 5),
            (x + along + 3, rim + deep * 0.75),
            (x + along + 7, rim + deep),
            (x + along + 11, rim + deep * 0.75),
        ]
    return [*edge, (x + 105, 133.0)]


def _berries(canvas: Canvas, x: float, rng: random.Random) -> None:
    colours: tuple[Colour, ...] = ((196, 38, 58), (60, 66, 120), (212, 60, 76))
    places = sorted(
        ((rng.uniform(-62, 62), rng.uniform(-7, 6)) for _ in range(15)), key=lambda at: at[1]
    )
    for across, down in places:
        colour = colours[rng.randrange(3)]
        size = 7.5 + rng.random() * 3
        canvas.oval(
            (x + across, 122 + down),
            (size, size),
            Shade(mixed(colour, WHITE, 0.2), mixed(colour, BLACK, 0.25)),
        )
        canvas.oval((x + across - 2.4, 119 + down), (2, 1.6), WHITE, 0.7)
    for end in ((x - 30, 98), (x - 4, 92), (x + 24, 100)):
        canvas.fill(leaf((x - 2, 118), end, 12), (92, 146, 86))


def _bunting(canvas: Canvas, room: Room) -> None:
    flags = (room.accent, room.cloth, mixed(room.accent, WHITE, 0.5))
    for flag in range(9):
        x, y = 8 + flag * 54, 18 + 26 * sin(pi * (flag + 0.5) / 9)
        canvas.fill([(x, y), (x + 44, y + 3), (x + 22, y + 42)], flags[flag % 3])
    for step in range(18):
        first, then = (18 + 26 * sin(pi * (at / 18)) for at in (step, step + 1))
        canvas.fill(
            line((step * 27, first), (step * 27 + 27, then), 1.6), mixed(room.accent, BLACK, 0.4)
        )


def coffee(canvas: Canvas, room: Room, rng: random.Random) -> None:
    table(canvas, room, 190)
    canvas.fill([(0, 236), (150, 214), (190, 300), (40, 320), (0, 320)], room.cloth)
    china: Colour = (252, 251, 247)
    x = 178.0
    canvas.oval((x, 280), (128, 20), BLACK, 0.22)
    canvas.oval((x, 272), (124, 20), Shade(china, (214, 214, 212)))
    canvas.oval((x, 268), (74, 11), (218, 217, 213))
    canvas.oval((x + 78, 206), (36, 34), mixed(china, BLACK, 0.12))
    canvas.oval((x + 76, 206), (22, 21), room.table.top)
    cup = [(x - 82, 160), (x + 82, 160), *bowl(x, 196, 72, 72)]
    canvas.fill(cup, Shade(china, (206, 206, 204)))
    stripe = [(x - 74.4, 188), (x + 74.4, 188), (x + 71.6, 202), (x - 71.6, 202)]
    canvas.fill(stripe, room.accent, 0.9)
    canvas.oval((x, 160), (82, 14), china)
    canvas.oval((x, 161), (75, 11), (70, 40, 28))
    canvas.oval((x - 6, 162), (44, 6), (196, 148, 102), 0.75)
    steam(canvas, (x, 148), rng)
    _croissant(canvas, (366, 262))


def _croissant(canvas: Canvas, at: Point) -> None:
    x, y = at
    canvas.oval((x, y + 22), (92, 15), BLACK, 0.22)
    canvas.oval((x, y + 16), (88, 15), Shade((250, 249, 245), (212, 211, 208)))
    parts = [
        (-60, 6, 20, 13),
        (60, 6, 20, 13),
        (-42, -6, 24, 20),
        (42, -6, 24, 20),
        (-18, -15, 26, 26),
        (18, -15, 26, 26),
        (0, -18, 22, 29),
    ]
    for across, down, wide, high in parts:
        canvas.oval((x + across, y + down), (wide, high), Shade((232, 168, 88), (152, 84, 38)))
        canvas.oval(
            (x + across - 3, y + down - high * 0.3),
            (wide * 0.5, high * 0.42),
            (250, 206, 132),
            0.55,
        )
