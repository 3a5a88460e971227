"""What is remembered of a collection's table: columns, widths, order on screen, sort."""

from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct, field

from wfdesk.domain.ids import NAME, FieldSlug
from wfdesk.domain.schema import Collection
from wfdesk.domain.tables import STATUS, UPDATED
from wfdesk.ui.items.model import NAME_COLUMN, STATUS_COLUMN, UPDATED_COLUMN, Column

_WORDS = {STATUS: "*status", UPDATED: "*updated"}
_SLUGS = {word: slug for slug, word in _WORDS.items()}


class Preferences(Protocol):
    """Remembers small JSON objects by name."""

    async def get(self, name: str) -> Mapping[str, object] | None: ...

    async def put(self, name: str, value: Mapping[str, object]) -> None: ...


class TableSettings(Struct, frozen=True):
    extra: tuple[FieldSlug, ...] = ()
    """The fields shown beside name, status and date."""
    order: tuple[FieldSlug, ...] = ()
    """All columns from left to right; empty: as they come."""
    widths: Mapping[FieldSlug, int] = field(default_factory=dict)
    sort_by: FieldSlug = NAME
    is_descending: bool = False

    @property
    def is_laid_out(self) -> bool:
        """Whether anybody has changed which columns there are, or how they lie."""
        return bool(self.extra or self.order or self.widths)

    def columns(self, collection: Collection) -> tuple[Column, ...]:
        """The columns there are, without fields that the collection no longer has."""
        name = collection.find_field(NAME)
        first = Column(NAME, name.display_name) if name else NAME_COLUMN
        fields = (collection.find_field(slug) for slug in self.extra)
        extra = [Column(each.slug, each.display_name, each) for each in fields if each]
        return (first, STATUS_COLUMN, *extra, UPDATED_COLUMN)

    def to_json(self) -> dict[str, object]:
        return {
            "extra": list(self.extra),
            "order": [_WORDS.get(slug, slug) for slug in self.order],
            "widths": {_WORDS.get(slug, slug): width for slug, width in self.widths.items()},
            "sort_by": _WORDS.get(self.sort_by, self.sort_by),
            "is_descending": self.is_descending,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, object] | None) -> "TableSettings":
        """Read what was remembered; what cannot be read is as if it had never been."""
        value = value or {}
        widths = value.get("widths")
        return cls(
            tuple(_strings(value.get("extra"))),
            tuple(map(_slug, _strings(value.get("order")))),
            {
                _slug(slug): width
                for slug, width in (widths if isinstance(widths, Mapping) else {}).items()
                if isinstance(slug, str) and isinstance(width, int)
            },
            _slug(str(value.get("sort_by") or NAME)),
            value.get("is_descending") is True,
        )


def _strings(value: object) -> list[FieldSlug]:
    if not isinstance(value, list):
        return []
    return [FieldSlug(each) for each in value if isinstance(each, str)]


def _slug(word: str) -> FieldSlug:
    return _SLUGS.get(word, FieldSlug(word))
