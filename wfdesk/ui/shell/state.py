"""What the window remembers until the next start: its size, its panes, where it was."""

from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct

from wfdesk.domain.ids import CollectionId, ItemId, ItemKey, LocaleId

NAME = "window"


class WindowState(Protocol):
    """Remembers small JSON objects by name."""

    async def get(self, name: str) -> Mapping[str, object] | None: ...

    async def put(self, name: str, value: Mapping[str, object]) -> None: ...


class Remembered(Struct, frozen=True):
    geometry: str = ""
    """Base64 of what Qt says."""
    sizes: tuple[int, ...] = ()
    collection: CollectionId | None = None
    item: ItemKey | None = None
    zoom: int = 100

    def to_json(self) -> dict[str, object]:
        item = self.item
        return {
            "geometry": self.geometry,
            "sizes": list(self.sizes),
            "collection": self.collection,
            "item": [item.collection, item.item, item.locale] if item else None,
            "zoom": self.zoom,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, object] | None) -> "Remembered":
        """Read what was remembered; what cannot be read is as if it had never been."""
        value = value or {}
        geometry, collection, zoom = (
            value.get("geometry"),
            value.get("collection"),
            value.get("zoom"),
        )
        sizes = value.get("sizes")
        return cls(
            geometry if isinstance(geometry, str) else "",
            tuple(each for each in sizes if isinstance(each, int))
            if isinstance(sizes, list)
            else (),
            CollectionId(collection) if isinstance(collection, str) else None,
            _item(value.get("item")),
            zoom if isinstance(zoom, int) else 100,
        )


def _item(value: object) -> ItemKey | None:
    match value:
        case [str(collection), str(item), str(locale)]:
            return ItemKey(CollectionId(collection), ItemId(item), LocaleId(locale))
        case _:
            return None
