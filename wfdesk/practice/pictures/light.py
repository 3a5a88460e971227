"""What gives a picture its mood: the light over a landscape, the colours of a room."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from wfdesk.practice.pictures.canvas import Colour, Shade, mixed

WHITE: Final = (255, 252, 246)
BLACK: Final = (26, 20, 24)


class Light(NamedTuple):
    sky: Shade
    sun: Colour
    far: Colour
    middle: Colour
    near: Colour
    water: Shade
    tint: Colour
    """What lies over everything that has a colour of its own, and how much of it."""
    share: float
    is_dark: bool = False

    def on(self, colour: Colour) -> Colour:
        """A colour as it looks in this light."""
        return mixed(colour, self.tint, self.share)

    @property
    def window(self) -> Colour:
        return (255, 214, 128) if self.is_dark else self.on((88, 104, 120))


class Room(NamedTuple):
    wall: Shade
    table: Shade
    cloth: Colour
    accent: Colour


LIGHTS: Final[Mapping[str, Light]] = {
    "dawn": Light(
        Shade((142, 172, 208), (255, 220, 186)), (255, 240, 196), (186, 182, 204),
        (140, 150, 176), (72, 94, 112), Shade((250, 208, 180), (112, 152, 178)),
        (255, 206, 178), 0.16,
    ),
    "day": Light(
        Shade((104, 174, 220), (224, 242, 246)), (255, 248, 220), (150, 192, 208),
        (100, 158, 146), (54, 112, 88), Shade((134, 200, 216), (34, 116, 152)),
        (255, 255, 255), 0.0,
    ),
    "dusk": Light(
        Shade((66, 62, 120), (252, 158, 108)), (255, 206, 130), (150, 102, 144),
        (98, 72, 122), (50, 42, 80), Shade((246, 148, 112), (62, 56, 110)),
        (88, 54, 110), 0.42, is_dark=True,
    ),
    "night": Light(
        Shade((12, 20, 50), (58, 80, 132)), (246, 242, 218), (50, 70, 114),
        (32, 48, 88), (14, 24, 50), Shade((54, 78, 126), (12, 22, 52)),
        (14, 24, 62), 0.66, is_dark=True,
    ),
}  # fmt: skip
ROOMS: Final[Mapping[str, Room]] = {
    "oat": Room(
        Shade((243, 230, 208), (226, 204, 172)), Shade((182, 130, 90), (142, 96, 64)),
        (250, 244, 232), (194, 88, 62),
    ),
    "blue": Room(
        Shade((202, 219, 230), (158, 187, 206)), Shade((104, 124, 144), (68, 86, 106)),
        (242, 245, 246), (48, 88, 130),
    ),
    "sage": Room(
        Shade((211, 220, 198), (176, 193, 164)), Shade((170, 148, 118), (128, 108, 84)),
        (247, 245, 232), (86, 120, 84),
    ),
    "rose": Room(
        Shade((248, 222, 212), (232, 188, 178)), Shade((198, 158, 136), (156, 116, 100)),
        (253, 242, 238), (180, 70, 88),
    ),
    "slate": Room(
        Shade((84, 92, 106), (50, 56, 68)), Shade((72, 62, 58), (40, 35, 36)),
        (222, 214, 202), (216, 150, 82),
    ),
    "sand": Room(
        Shade((240, 220, 184), (220, 190, 144)), Shade((150, 112, 88), (112, 80, 64)),
        (250, 242, 224), (58, 118, 122),
    ),
}  # fmt: skip
