"""Makes the practice site from a seed: the same seed and number give the same bytes."""

import random
from dataclasses import dataclass

from wfdesk.practice.cms.ids import moment, named_id, new_id
from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.model import Collection, Variant, World
from wfdesk.practice.magazine.fill import MAKERS, Draw, Maker, Target
from wfdesk.practice.magazine.library import add_library
from wfdesk.practice.magazine.pages import add_pages
from wfdesk.practice.magazine.problems import UNTRANSLATED, plant
from wfdesk.practice.magazine.schema import CHANGED, CREATED, collections_of
from wfdesk.practice.magazine.words.languages import LANGUAGES

_START = 1_710_000_000_000
_MINUTE = 60_000
_DAY = 1440 * _MINUTE
# Most items are published; the others show each state an item can be in.
_STATES = ("published",) * 12 + (
    "draft", "queued", "changes", "draft", "stale", "archived", "changes", "queued",
)  # fmt: skip
_OF_SIX = (("en", "fr", "ar"), ("en", "fr"), ("en",), ("en", "fr"), ("en", "fr"), ("en",))
"""The languages of six recipes in a row."""
_MOST_TARGETS = 1000


@dataclass(slots=True)
class _Batch:
    """Items of one collection, and how to fill them."""

    collection: Collection
    count: int
    make: Maker
    locales: dict[str, str]
    """The ids by language."""

    def free_slug(self, locale: str, slug: str) -> str:
        free, number = slug, 1
        while (locale, free) in self.collection.slugs:
            number += 1
            free = f"{slug}-no-{number}"
        return free


@dataclass(frozen=True, slots=True)
class _Item:
    """What the variants of an item have in common."""

    id: str
    state: str
    created: int
    created_on: str


def world_of(seed: int, items: int) -> World:
    """The whole site, with ``items`` items in its first locale."""
    rng = random.Random(f"{seed}/{items}")  # noqa: S311 - repeatable content, not a secret
    collections = collections_of(seed)
    world = World(_site(seed), {entry.id: entry for entry in collections.values()})
    locales = dict(zip(LANGUAGES, world.all_locales, strict=True))
    counts = _counts(items)
    draw = Draw.of(seed, rng)
    for slug, make in MAKERS.items():
        batch = _Batch(collections[slug], counts[slug], make, locales)
        draw.known[slug] = _filled(batch, draw)
    plant(world, locales)
    add_pages(world, seed, draw.prose["en"])
    add_library(world)
    world.settle()
    world.clock.is_past(moment(_START + 601 * _DAY))
    return world


def _counts(items: int) -> dict[str, int]:
    least = min(2, items // 5)
    small = {"categories": (40, 12), "authors": (25, 24), "places": (20, 40), "stories": (8, 60)}
    counts = {slug: max(least, min(items // part, most)) for slug, (part, most) in small.items()}
    return {**counts, "recipes": items - sum(counts.values())}


def _languages(slug: str, index: int) -> tuple[str, ...]:
    """French for the most part, and Arabic for some: a site is never wholly translated."""
    if slug == "recipes":
        return _OF_SIX[index % len(_OF_SIX)]
    if slug == "stories":
        return ("en", "fr", "ar") if index % 2 == 0 else ("en", "fr")
    if slug == "categories" and index == UNTRANSLATED:
        return ("en",)
    return ("en", "fr", "ar")


def _filled(batch: _Batch, draw: Draw) -> list[Target]:
    """Put the items in; return those that others may refer to."""
    targets: list[Target] = []
    rng, slug = draw.rng, batch.collection.slug
    for index in range(batch.count):
        languages = _languages(slug, index)
        created = _START + int(rng.random() * 400 * _DAY)
        item = _Item(new_id(rng), _STATES[index % len(_STATES)], created, moment(created))
        for language, fields in batch.make(draw, index, languages).items():
            locale = batch.locales[language]
            fields["slug"] = batch.free_slug(locale, fields["slug"])
            batch.collection.put(_variant(rng, item, locale, language, fields))
        if item.state == "published" and len(targets) < _MOST_TARGETS:
            targets.append(Target(item.id, index, languages))
    return targets


def _variant(rng: random.Random, item: _Item, locale: str, language: str, fields: Json) -> Variant:
    state, created = item.state, item.created
    updated = created + 1 + int(rng.random() * 199 * _DAY)
    published: int | None = updated + 1 + int(rng.random() * 90 * _MINUTE)
    live: Json | None = fields
    if state in {"draft", "queued"}:
        published = live = None
    elif state in {"changes", "stale"}:
        published = created + (updated - created) // 2
        live = {**fields, "name": LANGUAGES[language].first_edition.format(fields["name"])}
    return Variant(
        item.id,
        locale,
        item.created_on,
        moment(updated),
        None if published is None else moment(published),
        is_draft=state in {"draft", "changes"},
        is_archived=state == "archived",
        fields=fields,
        live=None if state == "archived" else live,
    )


def _site(seed: int) -> Json:
    domain = {"id": named_id(seed, "domain"), "url": "crumb-and-compass.example"}
    return {
        "id": named_id(seed, "site"),
        "workspaceId": named_id(seed, "workspace"),
        "displayName": "Crumb & Compass",
        "shortName": "crumb-and-compass",
        "previewUrl": "https://crumb-and-compass.example/preview.png",
        "timeZone": "Europe/Lisbon",
        "parentFolderId": None,
        "createdOn": CREATED,
        "lastUpdated": CHANGED,
        "lastPublished": CHANGED,
        "customDomains": [{**domain, "lastPublished": CHANGED}],
        "locales": {
            "primary": _locale(seed, "en-US", "English (United States)", ""),
            "secondary": [
                _locale(seed, "fr-FR", "French (France)", "fr"),
                _locale(seed, "ar", "Arabic", "ar"),
            ],
        },
        "dataCollectionEnabled": False,
        "dataCollectionType": "always",
    }


def _locale(seed: int, tag: str, display: str, folder: str) -> Json:
    return {
        "id": named_id(seed, "locale", tag),
        "cmsLocaleId": named_id(seed, "cms locale", tag),
        "enabled": True,
        "displayName": display,
        "displayImageId": None,
        "redirect": False,
        "subdirectory": folder,
        "tag": tag,
    }
