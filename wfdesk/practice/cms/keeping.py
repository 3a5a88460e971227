"""The world in a file of lines, of which each says what one request changed.

The first lines are the whole; what is changed later is added below them, and is on the disk before
the request is answered. A line is all or nothing: one that was cut off in the middle belongs to a
request that nobody was answered.
"""

import contextlib
import os
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from sys import intern
from typing import Any, BinaryIO, Final

import msgspec

from wfdesk.practice.assets.model import Asset, Folder, Library
from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.model import Collection, Variant, World
from wfdesk.practice.magazine.library import add_library
from wfdesk.practice.pages.model import Component, Nodes, Page

_AT_ONCE: Final = 100
_MOST_LINES: Final = 1000
"""With more of them below the whole, the file is written anew at the next start."""
_LONG: Final = 40
_COLLECTION: Final = (
    *("id", "display_name", "singular_name", "slug", "created", "updated", "fields"),
    *("restructured", "retired"),
)


class _Kept(msgspec.Struct, omit_defaults=True):
    """A variant. Most are live as they are, which is ``true`` here, and not said twice."""

    id: str
    locale: str
    created: str
    updated: str
    published: str | None
    is_draft: bool
    is_archived: bool
    fields: Json
    live: Json | bool | None = None

    @classmethod
    def of(cls, variant: Variant) -> "_Kept":
        given = {name: getattr(variant, name) for name in cls.__struct_fields__}
        if variant.live == variant.fields:
            given["live"] = True
        return cls(**given)


class _Line(msgspec.Struct, omit_defaults=True):
    head: Json | None = None
    """All but the items, if any of that is new."""
    put: dict[str, list[_Kept]] = {}
    """By collection."""
    gone: dict[str, list[tuple[str, str]]] = {}
    """By collection: locales and ids."""


class Keeper:
    """Keeps a world in a file, and brings it back from there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO | None = None
        self._head = b""
        self._whole = self._added = 0
        """Bytes of the whole as it was written last, and of what was added since."""

    @property
    def shelf(self) -> Path:
        """The folder of the bytes that were uploaded."""
        return self._path.with_name(self._path.name + ".files")

    def load(self) -> World | None:
        """Return the world that was kept, if there is one. What cannot be read is put aside."""
        try:
            with self._path.open("rb") as file:
                world, is_tidy = _read(file)
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError, msgspec.MsgspecError):
            self._path.replace(self._path.with_name(self._path.name + ".unreadable"))
            return None
        world.settle()
        if is_tidy:
            self._head = _encoded(_head(world))
            self._whole = self._path.stat().st_size
            self._file = self._path.open("ab")
        else:
            self._write_whole(world)
        return world

    def keep(self, world: World) -> None:
        """Write what was changed since the last time."""
        if self._file is None:
            self._write_whole(world)
        else:
            self._add(self._file, world)
        world.settle()

    def close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            file.close()

    def _add(self, file: BinaryIO, world: World) -> None:
        head = _encoded(_head(world))
        line = _changes(world)
        if head != self._head:
            line.head = _head(world)
        if line == _Line():
            return
        said = _encoded(line) + b"\n"
        try:
            file.write(said)
            _sync(file)
        except OSError:
            # Half a line would spoil the next one, and what a file that failed holds is its secret:
            # the next time all is written anew.
            with contextlib.suppress(OSError):
                self.close()
            raise
        self._head = head
        self._added += len(said)
        if self._added > self._whole:
            self._write_whole(world)

    def _write_whole(self, world: World) -> None:
        """Replace the file in one step."""
        with contextlib.suppress(OSError):
            self.close()
        part = self._path.with_name(self._path.name + ".part")
        head = _head(world)
        with part.open("wb") as file:
            for line in _lines(world, head):
                file.write(_encoded(line) + b"\n")
            _sync(file)
        part.replace(self._path)
        self._head = _encoded(head)
        self._whole, self._added = self._path.stat().st_size, 0
        self._file = self._path.open("ab")


def _changes(world: World) -> _Line:
    """The items that were put or dropped."""
    line = _Line()
    for collection in world.collections.values():
        for locale, item in collection.changed:
            variant = collection.find(locale, item)
            if variant is None:
                line.gone.setdefault(collection.id, []).append((locale, item))
            else:
                line.put.setdefault(collection.id, []).append(_Kept.of(variant))
    return line


def _encoded(held: Any) -> bytes:
    return msgspec.json.encode(held)


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _lines(world: World, head: Json) -> Iterator[_Line]:
    yield _Line(head)
    for collection in world.collections.values():
        variants = iter(collection.variants())
        while some := [_Kept.of(variant) for variant in islice(variants, _AT_ONCE)]:
            yield _Line(put={collection.id: some})


def _read(file: BinaryIO) -> tuple[World, bool]:
    """The world, and whether its file can be written on."""
    first = file.readline()
    if not first.endswith(b"\n"):
        return _in_one_piece(msgspec.json.decode(first)), False
    reader, lines = _Reader(), 0
    for line in chain([first], file):
        if not line.endswith(b"\n"):
            return reader.world, False
        reader.take(msgspec.json.decode(line, type=_Line))
        lines += 1
    if not reader.world.site:
        raise ValueError("A file that begins in the middle")
    return reader.world, lines < _MOST_LINES + _whole(reader.world)


def _whole(world: World) -> int:
    """So many lines it takes to say all."""
    return 1 + sum(
        -(-len(list(collection.variants())) // _AT_ONCE)
        for collection in world.collections.values()
    )


class _Reader:
    """Puts a world together from its lines."""

    def __init__(self) -> None:
        self.world = World({}, {})
        self._met: dict[str | bytes, Any] = {}

    def take(self, line: _Line) -> None:
        if line.head is not None:
            _set_head(self.world, line.head)
        for named, variants in line.put.items():
            for kept in variants:
                _put(self.world, self.world.collections[named], self._variant(kept))
        for named, refs in line.gone.items():
            for locale, item in refs:
                self.world.collections[named].drop(locale, item)

    def _variant(self, kept: _Kept) -> Variant:
        fields = self._shared(kept.fields)
        live = self._shared(kept.live) if isinstance(kept.live, dict) else None
        return Variant(
            kept.id,
            intern(kept.locale),
            kept.created,
            kept.updated,
            kept.published,
            kept.is_draft,
            kept.is_archived,
            fields,
            fields if kept.live is True else live,
        )

    def _shared(self, values: Json) -> Json:
        """The values, of which the long ones are those that were met before: items share them."""
        return {
            intern(slug): self._same(value)
            if isinstance(value, dict | list) or (isinstance(value, str) and len(value) > _LONG)
            else value
            for slug, value in values.items()
        }

    def _same(self, value: Any) -> Any:
        return self._met.setdefault(value if isinstance(value, str) else _encoded(value), value)


def _in_one_piece(held: Json) -> World:
    """A world as it was kept before there were lines: all in one object."""
    world = World({}, {})
    items = {entry["id"]: entry.pop("items") for entry in held["collections"]}
    _set_head(world, held)
    for named, variants in items.items():
        for raw in variants:
            _put(world, world.collections[named], Variant(**raw))
    return world


def _put(world: World, collection: Collection, variant: Variant) -> None:
    collection.put(variant)
    world.clock.is_past(max(variant.updated, variant.published or ""))


def _head(world: World) -> Json:
    """All but the items."""
    return {
        "site": world.site,
        "collections": [
            {
                **{name: getattr(entry, name) for name in _COLLECTION},
                "reserved": sorted(entry.reserved),
            }
            for entry in world.collections.values()
        ],
        "pages": list(world.pages.values()),
        "components": list(world.components.values()),
        "library": {
            "assets": list(world.library.assets.values()),
            "folders": list(world.library.folders.values()),
            "gone": sorted(world.library.gone),
        },
    }


def _set_head(world: World, held: Json) -> None:
    """Make the world as it says; collections that stay keep their items."""
    world.site = held["site"]
    world.clock.is_past(world.site["lastPublished"])
    before, world.collections = world.collections, {}
    for entry in held["collections"]:
        reserved = {(locale, slug) for locale, slug in entry.pop("reserved", ())}
        collection = before.get(entry["id"]) or Collection(**entry)
        for name, value in {**entry, "reserved": reserved}.items():
            setattr(collection, name, value)
        world.collections[collection.id] = collection
        world.clock.is_past(max(collection.updated, collection.restructured))
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


def _library(held: Json) -> Library:
    assets = [Asset(**entry) for entry in held["assets"]]
    folders = [Folder(**entry) for entry in held["folders"]]
    return Library(
        {each.id: each for each in assets},
        {each.id: each for each in folders},
        set(held.get("gone", ())),
    )
