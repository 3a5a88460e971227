"""What the practice server holds: a site, its collections, and every item in every locale."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from wfdesk.practice.assets.model import Library
from wfdesk.practice.cms.behaviour import Behaviour
from wfdesk.practice.cms.changes import Changes
from wfdesk.practice.cms.ids import moment, parsed
from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.orders import Order
from wfdesk.practice.pages.model import Component, Page


@dataclass(slots=True)
class Variant:
    """An item in one locale. ``live`` is what the published page shows; dicts are never altered."""

    id: str
    locale: str
    created: str
    updated: str
    published: str | None
    is_draft: bool
    is_archived: bool
    fields: Json
    live: Json | None = None

    def shown(self, *, live: bool) -> Json:
        """Its values, or those of the published page, if there is one."""
        return self.live if live and self.live is not None else self.fields

    def as_json(self, *, live: bool = False) -> Json:
        return {
            "id": self.id,
            "cmsLocaleId": self.locale or None,
            "lastPublished": self.published,
            "lastUpdated": self.updated,
            "createdOn": self.created,
            "isArchived": self.is_archived,
            "isDraft": self.is_draft,
            "fieldData": self.shown(live=live),
        }


Told = Callable[[Variant | None, Variant | None], None]
"""Hears of every variant that changes: how it was and how it is, None where it is not there."""


def _nobody(_old: Variant | None, _new: Variant | None) -> None:
    pass


@dataclass(slots=True)
class Collection:
    id: str
    display_name: str
    singular_name: str
    slug: str
    created: str
    updated: str
    fields: list[Json]
    restructured: str = ""
    """When its fields changed last; empty if they never did."""
    retired: list[str] = field(default_factory=list)
    """The slugs of fields that were deleted."""
    locales: dict[str, dict[str, Variant]] = field(default_factory=dict)
    slugs: dict[tuple[str, str], str] = field(default_factory=dict)
    """Whose each is, by locale and slug."""
    reserved: set[tuple[str, str]] = field(default_factory=set)
    """Those of deleted items, by locale and slug: nobody's until the site is published."""
    orders: dict[tuple[str, str, bool], Order[Variant]] = field(default_factory=dict)
    """By locale, what is sorted by, and whether it is the live list."""
    changed: dict[tuple[str, str], None] = field(default_factory=dict)
    """The locales and ids of what was put or dropped since it was last kept, each once."""
    told: Told = _nobody

    def put(self, variant: Variant) -> None:
        """Add the variant, or replace the one with its id and locale."""
        old = self._removed(variant.locale, variant.id)
        self.locales.setdefault(variant.locale, {})[variant.id] = variant
        # In the Designer two items can get the same one: it stays with the first.
        self.slugs.setdefault((variant.locale, str(variant.fields.get("slug"))), variant.id)
        self._moved(variant.locale, None, variant)
        self.changed[variant.locale, variant.id] = None
        self.told(old, variant)

    def drop(self, locale: str, item: str) -> None:
        old = self._removed(locale, item)
        if old is not None:
            self.told(old, None)

    def _removed(self, locale: str, item: str) -> Variant | None:
        old = self.locales.get(locale, {}).get(item)
        if old is None:
            return None
        slug = locale, str(old.fields.get("slug"))
        if self.slugs.get(slug) == item:
            del self.slugs[slug]
        del self.locales[locale][item]
        self._moved(locale, old, None)
        self.changed[locale, item] = None
        return old

    def find(self, locale: str, item: str) -> Variant | None:
        return self.locales.get(locale, {}).get(item)

    def _moved(self, locale: str, old: Variant | None, new: Variant | None) -> None:
        for (place, _, _), order in self.orders.items():
            if place == locale:
                order.change(old, new)

    def variants(self) -> Iterator[Variant]:
        for held in self.locales.values():
            yield from held.values()

    def field(self, slug: str) -> Json | None:
        return next((entry for entry in self.fields if entry["slug"] == slug), None)

    def as_json(self, *, with_fields: bool = False) -> Json:
        answer: Json = {
            "id": self.id,
            "displayName": self.display_name,
            "singularName": self.singular_name,
            "slug": self.slug,
            "createdOn": self.created,
            "lastUpdated": self.updated,
        }
        return {**answer, "fields": self.fields} if with_fields else answer


class Clock:
    """Moments that never repeat, so that every change is later than the one before."""

    def __init__(self) -> None:
        self._last = 0

    def tick(self) -> str:
        self._last = max(time.time_ns() // 1_000_000, self._last + 1)
        return moment(self._last)

    def is_past(self, when: str) -> None:
        """Let every coming moment be later than ``when``."""
        self._last = max(self._last, int(parsed(when).timestamp() * 1000) + 1)


@dataclass(slots=True)
class World:
    """One site and all that belongs to it."""

    site: Json
    collections: dict[str, Collection]
    pages: dict[str, Page] = field(default_factory=dict)
    components: dict[str, Component] = field(default_factory=dict)
    library: Library = field(default_factory=Library)
    clock: Clock = field(default_factory=Clock)
    behaviour: Behaviour = field(default_factory=Behaviour)
    changes: Changes = field(default_factory=Changes)

    def settle(self) -> None:
        """Forget what was changed: it is kept, or nobody keeps it."""
        for collection in self.collections.values():
            collection.changed.clear()

    @property
    def primary(self) -> str:
        """Its CMS locale id, which items have; pages have the other one."""
        return self.all_locales[0]

    @property
    def page_locales(self) -> list[str]:
        """The locale ids that pages have, the primary one first."""
        return self._locales("id")

    @property
    def all_locales(self) -> list[str]:
        """The CMS locale ids, the primary one first."""
        return self._locales("cmsLocaleId")

    def _locales(self, key: str) -> list[str]:
        """One that is empty, where the site has no localization."""
        locales = self.site.get("locales")
        if locales is None:
            return [""]
        return [str(entry[key]) for entry in (locales["primary"], *locales["secondary"])]
