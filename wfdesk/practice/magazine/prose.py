"""Texts of one language, drawn once for each seed and then used again and again.

So many items share a text that a hundred thousand take no more room than their names.
"""

import functools
import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from wfdesk.practice.cms.ids import slug_of
from wfdesk.practice.cms.json import Json
from wfdesk.practice.magazine import rich
from wfdesk.practice.magazine.media import images
from wfdesk.practice.magazine.photographs import FOOD, PEOPLE, VIEWS
from wfdesk.practice.magazine.words.english import ENGLISH
from wfdesk.practice.magazine.words.languages import LANGUAGES
from wfdesk.practice.magazine.words.wording import Words

TEXTS: Final = 240
"""So many of each kind; no number of blocks or sentences divides all their properties alike."""
_LATIN: Final = ("en", "fr")


@dataclass(frozen=True, slots=True)
class Names:
    """All the beginnings and all the ends that a recipe's name can have, or its slug."""

    heads: list[str]
    tails: list[str]

    @classmethod
    def of(cls, words: Words) -> "Names":
        pairs = itertools.product(words.flavours, words.bakes)
        heads = [words.dish.format(flavour=flavour, bake=bake) for flavour, bake in pairs]
        tails = [way.format(place=place) for way in words.ways for place in words.places]
        return cls(heads, tails)

    def slugs(self) -> "Names":
        return Names([*map(slug_of, self.heads)], [f"-{slug_of(tail)}" for tail in self.tails])


@dataclass(frozen=True, slots=True)
class Prose:
    """What a number stands for is the same in every language."""

    words: Words
    latin: Words
    """What slugs are made of: of Arabic letters none can be."""
    names: Names
    slugs: Names
    lines: tuple[str, ...]
    paragraphs: list[str]
    methods: list[str]
    dishes: list[Json]
    views: list[Json]
    faces: list[Json]


@functools.cache
def prose_of(seed: int, language: str) -> Prose:
    """Draw it once in a process: who starts many sites forks them from one that has drawn it."""
    words = LANGUAGES[language]
    latin = words if language in _LATIN else ENGLISH

    def paragraph(rng: random.Random, number: int) -> str:
        told = rng.sample(words.notes, 2 + number % 5)
        return " ".join(told[:3]) + "".join(f"\n{line}" for line in told[3:])

    def method(rng: random.Random, number: int) -> str:
        return rich.method(rng, words, number)

    return Prose(
        words,
        latin,
        Names.of(words),
        Names.of(latin).slugs(),
        words.notes + words.steps,
        _many(seed, paragraph),
        _many(seed, method),
        *(images(motifs, language) for motifs in (FOOD, VIEWS, PEOPLE)),
    )


def drawn(seed: int, *parts: object) -> random.Random:
    """Draws the same for the same parts, in whatever language they are asked for."""
    return random.Random("/".join(map(str, (seed, *parts))))  # noqa: S311 - content, no secret


def _many(seed: int, make: Callable[[random.Random, int], str]) -> list[str]:
    return [make(drawn(seed, make.__name__, number), number) for number in range(TEXTS)]
