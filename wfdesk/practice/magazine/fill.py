"""The field values of generated items, one maker for each collection."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from wfdesk.practice.cms.ids import moment
from wfdesk.practice.cms.json import Json
from wfdesk.practice.magazine.media import CARDS, RECORDINGS, document, images, video
from wfdesk.practice.magazine.photographs import FOOD, PEOPLE, VIEWS
from wfdesk.practice.magazine.prose import Prose, prose_of
from wfdesk.practice.magazine.schema import option_ids
from wfdesk.practice.magazine.words import (
    ADJECTIVES,
    BAKES,
    CATEGORIES,
    FIRST,
    FLAVOURS,
    LAST,
    PLACES,
    STORIES,
)

_DAY = 86_400_000
_FIRST_DAY = 1_704_067_200_000


@dataclass(slots=True)
class Draw:
    """Where values are drawn from."""

    rng: random.Random
    prose: dict[str, Prose]
    options: list[str]
    dishes: list[Json]
    views: list[Json]
    faces: list[Json]
    videos: list[Json]
    known: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, rng: random.Random, seed: int) -> "Draw":
        prose = {language: prose_of(rng, language) for language in ("en", "fr")}
        dishes, views, faces = (images(motifs) for motifs in (FOOD, VIEWS, PEOPLE))
        videos = [video(f"https://vimeo.com/{76979871 + n}") for n in range(8)]
        return cls(rng, prose, option_ids(seed), dishes, views, faces, videos)

    def day(self) -> str:
        return moment(_FIRST_DAY + int(self.rng.random() * 700) * _DAY)

    def instant(self) -> str:
        return moment(_FIRST_DAY + int(self.rng.random() * 700 * 1440) * 60_000)

    def some(self, slug: str, most: int) -> list[str]:
        known = self.known.get(slug, [])
        return self.rng.sample(known, min(most, len(known)))


def _categories(draw: Draw, index: int, language: str) -> Json:
    names = CATEGORIES[index % len(CATEGORIES)]
    return {
        "name": names[language == "fr"],
        "colour": f"#{draw.rng.getrandbits(24):06x}",
        "explanation": draw.rng.choice(draw.prose[language].lines),
        "position": index + 1,
    }


def _authors(draw: Draw, index: int, language: str) -> Json:
    first, last = FIRST[index % len(FIRST)], LAST[index % len(LAST)]
    return {
        "name": f"{first} {last}",
        "biography": draw.rng.choice(draw.prose[language].rich),
        "portrait": draw.rng.choice(draw.faces),
        "email": f"author{index + 1}@crumb-and-compass.example",
        "joined": draw.day(),
    }


def _places(draw: Draw, index: int, language: str) -> Json:
    return {
        "name": PLACES[index % len(PLACES)],
        "description": draw.rng.choice(draw.prose[language].paragraphs),
        "website": f"https://places.example/{index + 1}",
        "phone": f"+351 21 555 {index:04d}",
        "view": draw.rng.choice(draw.views),
        "open-all-year": index % 3 != 0,
    }


def _recipes(draw: Draw, index: int, language: str) -> Json:
    rng, prose = draw.rng, draw.prose[language]
    fields: Json = {
        "name": _dish(rng, language),
        "subtitle": rng.choice(prose.lines)[:80],
        "summary": "\n".join(rng.choices(prose.paragraphs, k=1 + index % 2)),
        "method": rng.choice(prose.rich),
        "servings": 1 + index % 12,
        "cost": round(0.5 + rng.random() * 12, 2),
        "difficulty": rng.choice(draw.options),
        "vegan": index % 5 == 0,
        "baked-on": draw.day(),
        "goes-online": draw.instant(),
        "photo": rng.choice(draw.dishes),
        "archive-number": f"CC-{index + 1:06d}",
    }
    authors = draw.some("authors", 1)
    if authors:
        fields["author"] = authors[0]
    fields.update(_seldom(draw, index))
    return fields


def _dish(rng: random.Random, language: str) -> str:
    bake, place = rng.choice(BAKES[language]), rng.choice(PLACES)
    if language == "fr":
        return f"{bake} {rng.choice(FLAVOURS)}, comme à {place}"
    return f"{rng.choice(ADJECTIVES)} {bake} from {place}"


def _seldom(draw: Draw, index: int) -> Json:
    """Fields that only some recipes have a value for."""
    rng = draw.rng
    values: Json = {}
    if index % 2 == 0:
        values["categories"] = draw.some("categories", 1 + index % 3)
        values["source"] = f"https://recipes.example/{index + 1}"
        values["accent"] = f"#{rng.getrandbits(24):06x}"
    if index % 3 == 0:
        values["contact"] = f"kitchen{index % 90}@crumb-and-compass.example"
        values["hotline"] = f"+33 1 55 55 {index % 100:02d} {index % 97:02d}"
        values["gallery"] = rng.sample(draw.dishes, 3)
    if index % 4 == 0:
        values["video"] = rng.choice(draw.videos)
        values["card"] = document(f"recipe-card-{index % CARDS}")
    if index % 8 == 0:
        values["recording"] = document(f"recording-{index % RECORDINGS}")
    return values


def _stories(draw: Draw, index: int, language: str) -> Json:
    title = STORIES[index % len(STORIES)][language == "fr"]
    prose = draw.prose[language]
    fields: Json = {
        "name": title.format(PLACES[index * 7 % len(PLACES)]),
        "teaser": draw.rng.choice(prose.paragraphs),
        "body": draw.rng.choice(prose.rich),
        "cover": draw.rng.choice(draw.views),
        "appears": draw.instant(),
        "recipes": draw.some("recipes", 3),
    }
    places = draw.some("places", 1)
    return {**fields, "place": places[0]} if places else fields


# In this order: what is referred to comes first.
MAKERS: Final[Mapping[str, Callable[[Draw, int, str], Json]]] = {
    "categories": _categories,
    "authors": _authors,
    "places": _places,
    "recipes": _recipes,
    "stories": _stories,
}
