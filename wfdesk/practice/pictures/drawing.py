"""Chooses what is drawn, and in which mood."""

import random
from collections.abc import Callable, Mapping
from typing import Final

from wfdesk.practice.pictures import country, kitchen, people, table, town
from wfdesk.practice.pictures.canvas import Canvas
from wfdesk.practice.pictures.light import LIGHTS, ROOMS, Light, Room

_INSIDE: Final[Mapping[str, Callable[[Canvas, Room, random.Random], None]]] = {
    "loaf": kitchen.loaf,
    "rolls": kitchen.rolls,
    "windowsill": kitchen.windowsill,
    "tart": table.tart,
    "cake": table.cake,
    "coffee": table.coffee,
    "portrait": people.portrait,
}
_OUTSIDE: Final[Mapping[str, Callable[[Canvas, Light, random.Random], None]]] = {
    "oven": kitchen.oven,
    "sea": country.sea,
    "mountains": country.mountains,
    "field": country.field,
    "train": country.train,
    "harbour": town.harbour,
    "street": town.street,
    "market": town.market,
}
MOTIFS: Final = (*_INSIDE, *_OUTSIDE)


def moods_of(motif: str) -> list[str]:
    """What a motif can be drawn in: the colours of a room, or the light outside."""
    return list(ROOMS) if motif in _INSIDE else list(LIGHTS)


def draw(motif: str, mood: str, name: str, width: int) -> Canvas:
    """Draw a motif; the name decides what is left to chance, and always in the same way."""
    canvas = Canvas(width)
    rng = random.Random(name)  # noqa: S311 - repeatable content, not a secret
    if motif in _INSIDE:
        _INSIDE[motif](canvas, ROOMS[mood], rng)
    else:
        _OUTSIDE[motif](canvas, LIGHTS[mood], rng)
    return canvas
