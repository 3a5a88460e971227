"""A site without localization: most sites are so, and none of their items has a locale."""

from dataclasses import replace
from typing import Final

from wfdesk.practice.cms.model import Collection, World

NO_LOCALE: Final = ""
"""Where a locale has its id."""


def unlocalize(world: World) -> None:
    """Leave the primary locale, and nothing that tells it from others."""
    items, pages = world.primary, world.page_locales[0]
    for collection in world.collections.values():
        _unlocalize(collection, items)
    for page in world.pages.values():
        page.settings = {NO_LOCALE: page.settings[pages]}
        page.nodes.translated.clear()
    for component in world.components.values():
        component.nodes.translated.clear()
        component.properties.translated.clear()
    for asset in world.library.assets.values():
        asset.alts = {NO_LOCALE: asset.alts[pages]} if pages in asset.alts else {}
    del world.site["locales"]
    world.settle()


def _unlocalize(collection: Collection, primary: str) -> None:
    variants = list(collection.locales.get(primary, {}).values())
    for held in (collection.locales, collection.slugs, collection.orders):
        held.clear()
    for variant in variants:
        collection.put(replace(variant, locale=NO_LOCALE))
