"""The whole world as one JSON file, replaced in one step."""

import json
import os
from dataclasses import asdict
from pathlib import Path

from wfdesk.practice.assets.model import Asset, Folder, Library
from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.model import Collection, Variant, World
from wfdesk.practice.magazine.library import add_library
from wfdesk.practice.pages.model import Component, Nodes, Page

_FIELDS = (
    "id", "locale", "created", "updated", "published", "is_draft", "is_archived", "fields", "live",
)  # fmt: skip


def save(world: World, path: Path) -> None:
    part = path.with_name(path.name + ".part")
    with part.open("w", encoding="utf-8") as file:
        json.dump(_as_json(world), file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def load(path: Path) -> World | None:
    """Return the world that was kept, if there is one. What cannot be read is put aside."""
    try:
        return _world(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        path.replace(path.with_name(path.name + ".unreadable"))
        return None


def _world(held: Json) -> World:
    world = World(held["site"], {})
    for entry in held["collections"]:
        variants = entry.pop("items")
        reserved = {(locale, slug) for locale, slug in entry.pop("reserved", ())}
        collection = Collection(**entry, reserved=reserved)
        for raw in variants:
            variant = Variant(**raw)
            collection.put(variant)
            world.clock.is_past(max(variant.updated, variant.published or ""))
        world.collections[collection.id] = collection
    for entry in held["pages"]:
        page = Page(**{**entry, "nodes": Nodes(**entry["nodes"])})
        world.pages[page.id] = page
        world.clock.is_past(page.updated)
    for entry in held["components"]:
        parts = {name: Nodes(**entry[name]) for name in ("nodes", "properties")}
        component = Component(**{**entry, **parts})
        world.components[component.id] = component
    if "library" in held:
        world.library = _library(held["library"])
        for asset in world.library.assets.values():
            world.clock.is_past(asset.updated)
        for folder in world.library.folders.values():
            world.clock.is_past(folder.updated)
    else:  # kept by a server that had no library yet
        add_library(world)
    return world


def _library(held: Json) -> Library:
    assets = [Asset(**entry) for entry in held["assets"]]
    folders = [Folder(**entry) for entry in held["folders"]]
    return Library({each.id: each for each in assets}, {each.id: each for each in folders})


def _as_json(world: World) -> Json:
    return {
        "site": world.site,
        "collections": [_collection(entry) for entry in world.collections.values()],
        "pages": [asdict(entry) for entry in world.pages.values()],
        "components": [asdict(entry) for entry in world.components.values()],
        "library": {
            "assets": [asdict(entry) for entry in world.library.assets.values()],
            "folders": [asdict(entry) for entry in world.library.folders.values()],
        },
    }


def _collection(collection: Collection) -> Json:
    names = (
        "id",
        "display_name",
        "singular_name",
        "slug",
        "created",
        "updated",
        "fields",
        "restructured",
        "retired",
    )
    held: Json = {name: getattr(collection, name) for name in names}
    held["reserved"] = sorted(collection.reserved)
    held["items"] = [
        {name: getattr(variant, name) for name in _FIELDS} for variant in collection.variants()
    ]
    return held
