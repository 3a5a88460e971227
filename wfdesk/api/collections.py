"""Collections and their fields: /sites/{site}/collections, /collections/{collection}."""

from collections.abc import Iterable

import msgspec

from wfdesk.api.address import path_of
from wfdesk.api.client import Client
from wfdesk.api.pace import Priority
from wfdesk.api.wire import shaped
from wfdesk.domain.ids import NAME, SLUG, CollectionId, FieldSlug, SiteId
from wfdesk.domain.schema import Collection, Field, FieldType
from wfdesk.domain.values import Value, parse_date


class Collections:
    def __init__(self, client: Client, priority: Priority = Priority.INTERACTIVE) -> None:
        self._client = client
        self._priority = priority

    def in_bulk(self) -> "Collections":
        """The same collections for what goes on in the background."""
        return Collections(self._client, Priority.BULK)

    def in_a_run(self) -> "Collections":
        """The same collections for a run, which leaves less room and waits a pause out."""
        return Collections(self._client, Priority.PATIENT_RUN)

    async def all(self, site: SiteId) -> list[Collection]:
        """The site's collections, without their fields."""
        path = path_of("sites", site, "collections")
        answer = await self._client.get(path, priority=self._priority)
        return [_collection(wire, site) for wire in shaped(answer, _Collections).collections]

    async def get(self, collection: CollectionId, site: SiteId) -> Collection:
        """The collection with its fields: name and slug, then the others in Webflow's order."""
        path = path_of("collections", collection)
        answer = await self._client.get(path, priority=self._priority)
        return _collection(shaped(answer, _FullCollection), site)


class _Field(msgspec.Struct, rename="camel"):
    id: str
    type: str
    slug: str | None = None
    display_name: str | None = None
    is_required: bool | None = None
    is_editable: bool | None = None
    help_text: str | None = None
    validations: dict[str, Value] | None = None


class _Collection(msgspec.Struct, rename="camel"):
    id: str
    display_name: str | None = None
    singular_name: str | None = None
    slug: str | None = None
    last_updated: str | None = None


class _FullCollection(_Collection, rename="camel", kw_only=True):
    fields: list[_Field]


class _Collections(msgspec.Struct, rename="camel"):
    collections: list[_Collection]


def _collection(wire: _Collection, site: SiteId) -> Collection:
    fields = wire.fields if isinstance(wire, _FullCollection) else []
    return Collection(
        id=CollectionId(wire.id),
        site=site,
        display_name=wire.display_name or wire.slug or wire.id,
        singular_name=wire.singular_name or wire.display_name or wire.slug or wire.id,
        slug=wire.slug or "",
        # A field without a slug has no place in an item.
        fields=_in_order(_field(field, field.slug) for field in fields if field.slug),
        last_updated=parse_date(wire.last_updated),
    )


def _field(wire: _Field, slug: str) -> Field:
    return Field(
        id=wire.id,
        slug=FieldSlug(slug),
        display_name=wire.display_name or slug,
        type=FieldType.named(wire.type),
        type_name=wire.type,
        is_required=bool(wire.is_required),
        is_editable=wire.is_editable is not False,
        help_text=wire.help_text or "",
        validations=wire.validations or {},
    )


def _in_order(fields: Iterable[Field]) -> tuple[Field, ...]:
    """Each slug once, as it came first: it is what an item knows a field by."""
    by_slug = dict[FieldSlug, Field]()
    for field in fields:
        by_slug.setdefault(field.slug, field)
    first = (NAME, SLUG)
    return tuple(
        sorted(
            by_slug.values(), key=lambda each: first.index(each.slug) if each.slug in first else 2
        )
    )
