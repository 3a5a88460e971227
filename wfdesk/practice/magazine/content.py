"""Makes the practice site from a seed: the same seed and number give the same bytes."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from wfdesk.practice.cms.ids import moment, named_id, new_id, slug_of
from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.model import Collection, Variant, World
from wfdesk.practice.magazine import fill
from wfdesk.practice.magazine.library import add_library
from wfdesk.practice.magazine.pages import add_pages
from wfdesk.practice.magazine.schema import CHANGED, CREATED, collections_of

_START = 1_710_000_000_000
_MINUTE = 60_000
_DAY = 1440 * _MINUTE
# Most items are published; the others show each state an item can be in.
_STATES = ("published",) * 12 + (
    "draft", "queued", "changes", "draft", "stale", "archived", "changes", "queued",
)  # fmt: skip
Maker = Callable[[fill.Draw, int, str], Json]


@dataclass(slots=True)
class _Batch:
    """Items of one collection: how to fill them, and which have a French variant."""

    collection: Collection
    count: int
    make: Maker
    french_every: int
    locales: tuple[str, str]
    taken: dict[str, int] = field(default_factory=dict)


def world_of(seed: int, items: int) -> World:
    """The whole site, with ``items`` items in its first locale."""
    rng = random.Random(f"{seed}/{items}")  # noqa: S311 - repeatable content, not a secret
    collections = collections_of(seed)
    world = World(_site(seed), {entry.id: entry for entry in collections.values()})
    english, french = world.all_locales
    draw = fill.Draw.of(rng, seed)
    counts = _counts(items)
    for slug, make in fill.MAKERS.items():
        every = 4 if slug == "recipes" else 1
        batch = _Batch(collections[slug], counts[slug], make, every, (english, french))
        draw.known[slug] = _filled(batch, draw)
    add_pages(world, seed, draw.prose["en"])
    add_library(world)
    world.clock.is_past(moment(_START + 601 * _DAY))
    return world


def _counts(items: int) -> dict[str, int]:
    least = min(2, items // 5)
    small = {"categories": (40, 12), "authors": (25, 24), "places": (20, 40), "stories": (8, 60)}
    counts = {slug: max(least, min(items // part, most)) for slug, (part, most) in small.items()}
    return {**counts, "recipes": items - sum(counts.values())}


def _filled(batch: _Batch, draw: fill.Draw) -> list[str]:
    """Put the items in; return the ids that others may refer to."""
    targets = []
    for index in range(batch.count):
        item = new_id(draw.rng)
        state = _STATES[index % len(_STATES)]
        has_french = index % batch.french_every == 0
        for locale, language in zip(batch.locales, ("en", "fr"), strict=True):
            if language == "en" or has_french:
                fields = batch.make(draw, index, language)
                _name(batch, fields, language)
                batch.collection.put(_variant(draw.rng, (item, locale), fields, state))
        if has_french and state == "published":
            targets.append(item)
    return targets


def _name(batch: _Batch, fields: Json, language: str) -> None:
    slug = slug_of(fields["name"])
    number = batch.taken[language + slug] = batch.taken.get(language + slug, 0) + 1
    fields["slug"] = slug if number == 1 else f"{slug}-no-{number}"


def _variant(rng: random.Random, key: tuple[str, str], fields: Json, state: str) -> Variant:
    created = _START + int(rng.random() * 400 * _DAY)
    updated = created + 1 + int(rng.random() * 199 * _DAY)
    published: int | None = updated + 1 + int(rng.random() * 90 * _MINUTE)
    live: Json | None = fields
    if state in {"draft", "queued"}:
        published = live = None
    elif state in {"changes", "stale"}:
        published = created + (updated - created) // 2
        live = {**fields, "name": f"{fields['name']} (first edition)"}
    return Variant(
        *key,
        moment(created),
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
            "secondary": [_locale(seed, "fr-FR", "French (France)", "fr")],
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
