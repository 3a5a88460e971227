"""The field values of generated items, one maker for each collection.

A maker gives an item's values in each language asked for. What does not depend on the language is
drawn once and shared; what does, says the same in all of them.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from wfdesk.practice.cms.ids import moment, slug_of
from wfdesk.practice.cms.json import Json
from wfdesk.practice.magazine import rich
from wfdesk.practice.magazine.media import CARDS, RECORDINGS, document, images, video
from wfdesk.practice.magazine.photographs import FOOD, PEOPLE, VIEWS
from wfdesk.practice.magazine.prose import TEXTS, Prose, drawn, prose_of
from wfdesk.practice.magazine.schema import option_ids
from wfdesk.practice.magazine.towns import PHONES
from wfdesk.practice.magazine.words.english import ENGLISH
from wfdesk.practice.magazine.words.languages import LANGUAGES

T = TypeVar("T")
_DAY = 86_400_000
_FIRST_DAY = 1_704_067_200_000
_DAYS: Final = tuple(moment(_FIRST_DAY + day * _DAY) for day in range(700))
_HOURS: Final = ("04:30", "06:00", "07:15", "09:00", "12:00", "17:30")
_INSTANTS: Final = tuple(f"{day[:11]}{hour}:00.000Z" for day in _DAYS for hour in _HOURS)
_PRICES: Final = (
    *(0.8, 0.9, 1.2, 1.4, 1.5, 1.6, 1.8, 2.2, 2.4, 2.5),
    *(2.8, 3.2, 3.5, 3.6, 4.2, 4.5, 4.8, 5.5, 6.4, 7.5),
)
_SERVINGS: Final = (1, 2, 4, 4, 6, 6, 8, 8, 10, 12, 16, 24)
_COLOURS: Final = (
    *("#c8553d", "#f28f3b", "#ffd5c2", "#588b8b", "#7d4f50", "#d1be9c", "#aa998f", "#386641"),
    *("#6a994e", "#a7c957", "#f2e8cf", "#bc4749", "#22577a", "#38a3a5", "#e07a5f", "#3d405b"),
)
_HOME: Final = "crumb-and-compass.example"
_DESKS: Final = tuple(
    f"{desk}@{_HOME}" for desk in ("kitchen", "bread", "pastry", "letters", "travel", "test-bakes")
)
_HOTLINES: Final = tuple(f"{phone} {10 + 7 * place:04d}" for place, phone in enumerate(PHONES))
_TRAITS: Final = 2400
"""So many recipes are of their own in all but their texts; a large site repeats them."""
_DISHES, _VIEWS, _FACES = (len(images(motifs, "en")) for motifs in (FOOD, VIEWS, PEOPLE))
_SHOWS: Final = tuple(video(f"https://vimeo.com/{76979871 + number}") for number in range(8))
_CARDS: Final = tuple(document(f"recipe-card-{number}") for number in range(CARDS))
_RECORDINGS: Final = tuple(document(f"recording-{number}") for number in range(RECORDINGS))


@dataclass(frozen=True, slots=True)
class Target:
    """A published item that others may refer to, in the languages that it has."""

    id: str
    index: int
    languages: Sequence[str]


@dataclass(slots=True)
class Draw:
    """Where values are drawn from."""

    seed: int
    rng: random.Random
    prose: dict[str, Prose]
    options: list[str]
    known: dict[str, list[Target]] = field(default_factory=dict)
    traits: list[dict[str, Json]] = field(default_factory=list)
    """By language, what recipes have beside their texts."""

    @classmethod
    def of(cls, seed: int, rng: random.Random) -> "Draw":
        prose = {language: prose_of(seed, language) for language in LANGUAGES}
        return cls(seed, rng, prose, option_ids(seed))

    def number(self, below: int) -> int:
        return int(self.rng.random() * below)

    def one(self, held: Sequence[T]) -> T:
        return held[int(self.rng.random() * len(held))]

    def some(self, slug: str, most: int) -> list[str]:
        """Items that every language of the site has."""
        known = [each.id for each in self.known[slug] if len(each.languages) == len(LANGUAGES)]
        return self.rng.sample(known, min(most, len(known)))


def _categories(draw: Draw, index: int, languages: Sequence[str]) -> dict[str, Json]:
    shared: Json = {"colour": _COLOURS[index % len(_COLOURS)], "position": index + 1}
    place = index % len(ENGLISH.categories)
    made = {}
    for language in languages:
        prose = draw.prose[language]
        name, explanation = prose.words.categories[place]
        slug = slug_of(prose.latin.categories[place][0])
        made[language] = {"name": name, "slug": slug, "explanation": explanation, **shared}
    return made


def _authors(draw: Draw, index: int, languages: Sequence[str]) -> dict[str, Json]:
    person = ENGLISH.people[index % len(ENGLISH.people)]
    joined, portrait = draw.one(_DAYS), index % _FACES
    made = {}
    for language in languages:
        prose = draw.prose[language]
        made[language] = {
            "name": prose.words.people[index % len(prose.words.people)],
            "slug": slug_of(person),
            "biography": rich.life(drawn(draw.seed, "life", index), prose.words),
            "portrait": prose.faces[portrait],
            "email": f"{slug_of(person).replace('-', '.')}@{_HOME}",
            "joined": joined,
        }
    return made


def _places(draw: Draw, index: int, languages: Sequence[str]) -> dict[str, Json]:
    place = index % len(ENGLISH.places)
    view = draw.number(_VIEWS)
    shared: Json = {
        "website": f"https://visit-{slug_of(ENGLISH.places[place])}.example",
        "phone": f"{PHONES[place]} {draw.number(100):04d}",
        "open-all-year": index % 3 != 0,
    }
    made = {}
    for language in languages:
        prose = draw.prose[language]
        roads = drawn(draw.seed, "place", index).sample(prose.words.roads, 3)
        name = prose.words.places[place]
        told = " ".join(roads).format(place=name)
        made[language] = {
            "name": name,
            "slug": slug_of(prose.latin.places[place]),
            "description": told,
            "view": prose.views[view],
            **shared,
        }
    return made


def _recipes(draw: Draw, index: int, languages: Sequence[str]) -> dict[str, Json]:
    if index < _TRAITS:
        draw.traits.append(_traits(draw, index))
    traits = draw.traits[index % _TRAITS]
    head = draw.number(len(ENGLISH.flavours) * len(ENGLISH.bakes))
    tail = draw.number(len(ENGLISH.ways)) * len(ENGLISH.places) + place_of(index)
    line, summary = draw.number(len(ENGLISH.subtitles)), draw.number(TEXTS)
    method, photo = draw.number(TEXTS), draw.number(_DISHES)
    number = f"CC-{index + 1:06d}"
    made = {}
    for language in languages:
        prose = draw.prose[language]
        made[language] = {
            "name": prose.names.heads[head] + prose.names.tails[tail],
            "slug": prose.slugs.heads[head] + prose.slugs.tails[tail],
            "subtitle": prose.words.subtitles[line],
            "summary": prose.paragraphs[summary],
            "method": prose.methods[method],
            "photo": prose.dishes[photo],
            "archive-number": number,
            **traits[language],
        }
    return made


def place_of(recipe: int) -> int:
    """The town that a recipe comes from, by its index, whatever state and languages it has."""
    towns = len(ENGLISH.places)
    return (recipe * 11 + recipe // towns) % towns


def _traits(draw: Draw, index: int) -> dict[str, Json]:
    """All of a recipe but its texts, in every language. Some fields have a value only seldom."""
    values: Json = {
        "servings": draw.one(_SERVINGS),
        "cost": draw.one(_PRICES),
        "difficulty": draw.one(draw.options),
        "vegan": index % 5 == 0,
        "baked-on": draw.one(_DAYS),
        "goes-online": draw.one(_INSTANTS),
    }
    if draw.known["authors"]:
        values["author"] = draw.one(draw.known["authors"]).id
    if index % 2 == 0:
        if categories := draw.some("categories", 1 + index % 3):
            values["categories"] = categories
        values["source"] = f"https://bakers-notebook.example/{2019 + index % 7}/{index + 1}"
        values["accent"] = draw.one(_COLOURS)
    if index % 3 == 0:
        values["contact"] = draw.one(_DESKS)
        values["hotline"] = draw.one(_HOTLINES)
    if index % 4 == 0:
        values["video"] = draw.one(_SHOWS)
        values["card"] = draw.one(_CARDS)
    if index % 8 == 0:
        values["recording"] = draw.one(_RECORDINGS)
    if index % 3:
        return dict.fromkeys(draw.prose, values)
    gallery = draw.rng.sample(range(_DISHES), 3)
    return {
        language: {**values, "gallery": [prose.dishes[number] for number in gallery]}
        for language, prose in draw.prose.items()
    }


def _stories(draw: Draw, index: int, languages: Sequence[str]) -> dict[str, Json]:
    towns = draw.known["places"]
    home = towns[index * 7 % len(towns)] if towns else None
    place = home.index % len(ENGLISH.places) if home else 0
    cover, appears = draw.number(_VIEWS), draw.one(_INSTANTS)
    recipes = [each for each in draw.known["recipes"] if place_of(each.index) == place]
    told = drawn(draw.seed, "teaser", index).sample(range(len(ENGLISH.roads)), 2)
    made = {}
    for language in languages:
        prose = draw.prose[language]
        words, name = prose.words, prose.words.places[place]
        title, latin = index % len(words.stories), prose.latin
        made[language] = values = {
            "name": words.stories[title].format(place=name),
            "slug": slug_of(latin.stories[title].format(place=latin.places[place])),
            "teaser": " ".join(words.roads[line] for line in told).format(place=name),
            "body": rich.story(drawn(draw.seed, "story", index), words, place, index),
            "cover": prose.views[cover],
            "appears": appears,
        }
        if own := [each.id for each in recipes if language in each.languages]:
            values["recipes"] = own[:4]
        if home:
            values["place"] = home.id
    return made


Maker = Callable[[Draw, int, Sequence[str]], dict[str, Json]]
# In this order: what is referred to comes first.
MAKERS: Final[Mapping[str, Maker]] = {
    "categories": _categories,
    "authors": _authors,
    "places": _places,
    "recipes": _recipes,
    "stories": _stories,
}
