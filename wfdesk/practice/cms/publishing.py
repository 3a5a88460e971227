"""Putting items on the live site and taking them off it."""

from collections.abc import Sequence
from dataclasses import replace

from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.model import Collection, Variant, World
from wfdesk.practice.cms.references import check_unused, unpublished_target
from wfdesk.practice.cms.refused import not_found
from wfdesk.practice.cms.slugs import release
from wfdesk.practice.cms.structure import check_domains, check_published
from wfdesk.practice.cms.writes import missing

Refs = Sequence[tuple[str, Sequence[str]]]


def publish_site(world: World, domains: Sequence[str], *, subdomain: bool) -> None:
    """Put the site on the domains, by their ids: what waits for it, without what is archived."""
    before = world.site["lastPublished"]
    world.site["lastPublished"] = now = world.clock.tick()
    for entry in world.site["customDomains"]:
        if entry["id"] in domains:
            entry["lastPublished"] = now
    _put_live(world, now)
    release(world)
    where = {
        "site": world.site["id"],
        "customDomains": list(domains),
        "publishToWebflowSubdomain": subdomain,
    }
    world.changes.note(
        "site", "published", where, {"lastPublished": before}, {"lastPublished": now}
    )


def _put_live(world: World, now: str) -> None:
    for collection in world.collections.values():
        for variant in list(collection.variants()):
            if variant.is_archived and variant.live is not None:
                collection.put(replace(variant, live=None))
            elif _waits(world, collection, variant):
                collection.put(replace(variant, published=now, live=variant.fields))


def _waits(world: World, collection: Collection, variant: Variant) -> bool:
    """Whether the item is queued and can go live: the next publish of the site takes it along."""
    if variant.is_archived or variant.is_draft or missing(collection, variant.fields):
        return False
    if variant.published is not None and variant.published >= variant.updated:
        return False
    return not unpublished_target(world, collection, variant.locale, variant.fields)


class Publisher:
    """Publishes and unpublishes items of one collection."""

    def __init__(self, world: World, collection: Collection) -> None:
        self._world = world
        self._collection = collection

    def publish(self, refs: Refs) -> Json:
        """Publish what can be; one item's hindrance does not stop the next."""
        check_domains(self._world, is_publish=True)
        check_published(self._world, self._collection)
        published: list[str] = []
        errors: list[str] = []
        for item, locales in refs:
            variants = [found for at in locales if (found := self._collection.find(at, item))]
            hindrance = self._hindrance(item, variants)
            if hindrance:
                errors.append(hindrance)
                continue
            published.append(item)
            for variant in variants:
                now = self._world.clock.tick()
                self._collection.put(
                    replace(variant, published=now, is_draft=False, live=variant.fields)
                )
        return {"publishedItemIds": published, "errors": errors}

    def unpublish(self, refs: Refs) -> None:
        found: list[Variant] = []
        for item, locales in refs:
            variants = [held for at in locales if (held := self._collection.find(at, item))]
            shown = [variant for variant in variants if variant.live is not None]
            if not shown:
                raise not_found("item")
            found += shown
        gone = {(variant.id, variant.locale) for variant in found}
        check_unused(self._world, self._collection, gone, only_live=True)
        for variant in found:
            now = self._world.clock.tick()
            off = replace(variant, published=None, is_draft=True, live=None, updated=now)
            self._collection.put(off)

    def _hindrance(self, item: str, variants: Sequence[Variant]) -> str | None:
        if not variants:
            return f"Staging item ID {item} not found."
        for variant in variants:
            if variant.is_archived:
                return f"Staging item ID {item} is archived and cannot be published."
            lacking = missing(self._collection, variant.fields)
            if lacking:
                named = ", ".join(lacking)
                return f"Staging item ID {item} lacks required fields: {named}."
            hidden = unpublished_target(
                self._world, self._collection, variant.locale, variant.fields
            )
            if hidden:
                return f"Staging item ID {item} references unpublished item ID {hidden[1]}."
        return None
