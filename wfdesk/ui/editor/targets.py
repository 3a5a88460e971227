"""What references may point to, from the local copy."""

from collections.abc import Iterator, Mapping, Sequence

from wfdesk.domain.edits import Action, Work
from wfdesk.domain.errors import MissingItemError
from wfdesk.domain.ids import NAME, SLUG, CollectionId, ItemId
from wfdesk.domain.items import ItemStatus
from wfdesk.domain.schema import Collection, FieldType
from wfdesk.services.browsing import BrowsingService
from wfdesk.services.editing import EditingService
from wfdesk.ui.editor.fields.context import Kind, Target

_PICTURES = (FieldType.IMAGE, FieldType.MULTI_IMAGE)


class LocalTargets:
    """Variants of an item share its id, so every target is shown in the primary locale."""

    def __init__(self, browsing: BrowsingService, editing: EditingService) -> None:
        self._browsing = browsing
        self._editing = editing

    async def kind(self, collection: CollectionId) -> Kind:
        try:
            known = await self._browsing.collection(collection)
            site = await self._browsing.site_of(collection)
        except MissingItemError:
            return Kind("a collection that is gone", can_create=False)
        at = await self._browsing.refreshed_at(collection, site.primary_locale)
        return Kind(known.display_name, _has_pictures(known), is_complete=at is not None)

    async def search(
        self, collection: CollectionId, text: str, limit: int = 50
    ) -> Sequence[Target]:
        try:
            known = await self._browsing.collection(collection)
            site = await self._browsing.site_of(collection)
        except MissingItemError:
            return []
        found = await self._browsing.search_targets(collection, site.primary_locale, text, limit)
        return list(_targets(found, known))

    async def resolve(self, collection: CollectionId, items: Sequence[ItemId]) -> Sequence[Target]:
        try:
            known = await self._browsing.collection(collection)
            site = await self._browsing.site_of(collection)
        except MissingItemError:
            return []
        found = await self._browsing.targets(collection, site.primary_locale, items)
        return list(_targets(found, known))

    async def create(self, collection: CollectionId, name: str) -> Target:
        site = await self._browsing.site_of(collection)
        key = await self._editing.create(collection, site.primary_locale, {NAME: name})
        return Target(key.item, name, ItemStatus.DRAFT, is_new=True)


def _targets(works: Sequence[Work], collection: Collection) -> Iterator[Target]:
    for work in works:
        if work.item or work.is_new:
            yield Target(
                work.key.item,
                work.name or "Untitled",
                work.item.status if work.item else ItemStatus.DRAFT,
                _picture(work, collection),
                is_new=work.is_new,
                is_to_be_deleted=work.action is Action.DELETE,
                slug=str(work.fields.get(SLUG) or ""),
            )


def _has_pictures(collection: Collection) -> bool:
    return any(field.type in _PICTURES for field in collection.fields)


def _picture(work: Work, collection: Collection) -> str:
    """The address of the first picture there is, in the order of the fields."""
    for field in collection.fields:
        if field.type in _PICTURES:
            value = work.fields.get(field.slug)
            first = value[0] if isinstance(value, list) and value else value
            url = first.get("url") if isinstance(first, Mapping) else None
            if isinstance(url, str) and url:
                return url
    return ""
