"""Collection items: /collections/{collection}/items."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from datetime import datetime

import msgspec
from msgspec import Struct

from wfdesk.api.address import path_of
from wfdesk.api.client import Client
from wfdesk.api.itemwire import (
    ItemPatch,
    item_of,
    items_of,
    matched,
    patch_body,
    refs,
    total_of,
)
from wfdesk.api.pace import Priority
from wfdesk.api.paging import PAGE_SIZE, ItemPage, every_page
from wfdesk.api.wire import not_webflow, shaped
from wfdesk.domain.ids import NO_LOCALE, CollectionId, FieldSlug, ItemId, ItemKey, LocaleId
from wfdesk.domain.items import Item
from wfdesk.domain.values import Value, format_date

__all__ = ["MAX_BATCH", "PAGE_SIZE", "ItemPage", "ItemPatch", "Items", "PublishAnswer"]

MAX_BATCH = 100
_HEAR_OF_BAD_FILES: Mapping[str, str | int] = {"skipInvalidFiles": "false"}


class PublishAnswer(Struct, frozen=True):
    """Webflow accepts a publish and may still have done none of it: read ``errors``."""

    published: frozenset[ItemId]
    errors: tuple[str, ...]


class Items:
    """Reads and writes staged items, at most 100 in a write.

    A key's locale is the one that was asked for: ``NO_LOCALE`` on a site without localization.
    """

    def __init__(self, client: Client, priority: Priority = Priority.INTERACTIVE) -> None:
        self._client = client
        self._priority = priority

    def in_bulk(self) -> "Items":
        """The same items for a long batch: it leaves room for the person at the window."""
        return Items(self._client, Priority.BULK)

    def in_a_run(self, *, is_patient: bool = False) -> "Items":
        """The same items for a run: it leaves room too, and is told of a pause at once.

        One that ``is_patient`` waits it out.
        """
        return Items(self._client, Priority.PATIENT_RUN if is_patient else Priority.RUN)

    async def page(  # noqa: PLR0913 - these are the filters of one list call
        self,
        collection: CollectionId,
        *,
        locale: LocaleId,
        offset: int,
        limit: int = PAGE_SIZE,
        updated_since: datetime | None = None,
        published_since: datetime | None = None,
        slug: str | None = None,
        live: bool = False,
    ) -> ItemPage:
        """One page, by slug, or newest first with ``updated_since`` or ``published_since``.

        A server that does not know ``updated_since`` answers with a RefusedError.
        """
        params: dict[str, str | int] = {"offset": offset, "limit": limit}
        if locale != NO_LOCALE:
            params["cmsLocaleId"] = locale
        if slug is not None:
            params["slug"] = slug
        params |= _order(updated_since, published_since)
        path = _path(collection, "live") if live else _path(collection)
        answer = await self._client.get(path, params, priority=self._priority)
        if not isinstance(answer, dict) or "items" not in answer:
            # A bare ``[]`` would be believed: that nobody has changed anything, or has the slug.
            raise not_webflow("a page of items is no page")
        items = items_of(answer, collection, locale)
        return ItemPage(items, total_of(answer, offset + len(items)))

    async def pages(
        self,
        collection: CollectionId,
        *,
        locale: LocaleId,
        updated_since: datetime | None = None,
        published_since: datetime | None = None,
    ) -> AsyncGenerator[ItemPage, None]:
        """Every page, four at a time, each item once, in bulk but for a run.

        Offsets shift when items come and go meanwhile. If their number changed, a second pass
        brings what the first one missed; a missing item is still no proof of a deletion.
        """
        bulk = self.in_bulk() if self._priority is Priority.INTERACTIVE else self

        async def fetch(offset: int) -> ItemPage:
            return await bulk.page(
                collection,
                locale=locale,
                offset=offset,
                updated_since=updated_since,
                published_since=published_since,
            )

        async with aclosing(every_page(fetch)) as pages:
            async for page in pages:
                yield page

    async def get(self, key: ItemKey, live: bool = False) -> Item:
        """The item as Webflow holds it now. NotFoundError when it is gone."""
        params = {"cmsLocaleId": key.locale} if key.locale != NO_LOCALE else None
        path = _path(key.collection, key.item, *(["live"] if live else []))
        answer = await self._client.get(path, params, priority=self._priority)
        return item_of(answer, key.collection, key.locale)

    async def by_slug(self, collection: CollectionId, locale: LocaleId, slug: str) -> Item | None:
        page = await self.page(collection, locale=locale, offset=0, slug=slug)
        found = next((item for item in page.items if item.slug == slug), None)
        if found or len(page.items) >= page.total:
            return found
        # The server did not heed the filter.
        async with aclosing(self.pages(collection, locale=locale)) as pages:
            async for page in pages:
                for item in page.items:
                    if item.slug == slug:
                        return item
        return None

    async def create(
        self,
        collection: CollectionId,
        locale: LocaleId,
        field_data: Sequence[Mapping[FieldSlug, Value]],
        *,
        is_draft: bool = True,
        is_archived: bool = False,
    ) -> list[Item]:
        """Create items and return them in the order given, as Webflow now holds them.

        Webflow may have changed a slug. An answer that lacks one of them is a NotWebflowError:
        then look them up by slug.
        """
        _check_batch(field_data)
        if not field_data:
            return []
        body: dict[str, Value] = {
            "fieldData": [dict(fields) for fields in field_data],
            "isDraft": is_draft,
            "isArchived": is_archived,
        }
        if locale != NO_LOCALE:
            body["cmsLocaleIds"] = [locale]
        answer = await self._client.send(
            "POST",
            _path(collection, "bulk"),
            body,
            params=_HEAR_OF_BAD_FILES,
            priority=self._priority,
        )
        return matched(field_data, items_of(answer, collection, locale))

    async def update(self, collection: CollectionId, patches: Sequence[ItemPatch]) -> list[Item]:
        """Change the fields named in each patch; return the items in the order given."""
        _check_keys(collection, [patch.key for patch in patches])
        if not patches:
            return []
        answer = await self._client.send(
            "PATCH",
            _path(collection),
            {"items": [patch_body(patch) for patch in patches]},
            params=_HEAR_OF_BAD_FILES,
            priority=self._priority,
        )
        return _answers(answer, collection, patches)

    async def delete(self, collection: CollectionId, keys: Sequence[ItemKey]) -> None:
        await self._take_away(collection, keys)

    async def publish(self, collection: CollectionId, keys: Sequence[ItemKey]) -> PublishAnswer:
        answer = await self._send_keys("POST", collection, keys, "publish")
        if not keys:
            return PublishAnswer(frozenset(), ())
        wire = shaped(answer, _Published)
        return PublishAnswer(
            frozenset(ItemId(item) for item in wire.published_item_ids or ()),
            tuple(_said(error) for error in wire.errors or ()),
        )

    async def unpublish(self, collection: CollectionId, keys: Sequence[ItemKey]) -> None:
        """Take items off the live site; they stay in the CMS as drafts."""
        await self._take_away(collection, keys, "live")

    async def _take_away(
        self, collection: CollectionId, keys: Sequence[ItemKey], *place: str
    ) -> None:
        """Webflow says nothing when it has done it; whoever does may be somebody else."""
        if await self._send_keys("DELETE", collection, keys, *place) is not None:
            raise not_webflow("an answer to a DELETE that says something")

    async def _send_keys(
        self, method: str, collection: CollectionId, keys: Sequence[ItemKey], *place: str
    ) -> Value:
        _check_keys(collection, keys)
        if not keys:
            return None
        return await self._client.send(
            method, _path(collection, *place), {"items": refs(keys)}, priority=self._priority
        )


class _Published(msgspec.Struct, rename="camel"):
    published_item_ids: list[str] | None = None
    errors: list[str | dict[str, Value]] | None = None


def _order(updated_since: datetime | None, published_since: datetime | None) -> dict[str, str]:
    """Newest first, or by slug.

    An item that changes meanwhile moves to where we have been, and pushes none from ahead of us to
    behind us.
    """
    for name, since in (("lastUpdated", updated_since), ("lastPublished", published_since)):
        if since is not None:
            return {f"{name}[gte]": format_date(since), "sortBy": name, "sortOrder": "desc"}
    return {"sortBy": "slug", "sortOrder": "asc"}


def _path(collection: CollectionId, *more: str) -> str:
    return path_of("collections", collection, "items", *more)


def _check_batch(batch: Sequence[object]) -> None:
    if len(batch) > MAX_BATCH:
        raise ValueError(f"Webflow takes {MAX_BATCH} items in a request, not {len(batch)}.")


def _check_keys(collection: CollectionId, keys: Sequence[ItemKey]) -> None:
    _check_batch(keys)
    if any(key.collection != collection for key in keys):
        raise ValueError("The items belong to another collection.")


def _answers(answer: Value, collection: CollectionId, patches: Sequence[ItemPatch]) -> list[Item]:
    found: dict[ItemKey, Item] = {}
    for patch in patches:
        if patch.key.locale not in {key.locale for key in found}:
            items = items_of(answer, collection, patch.key.locale)
            found |= {item.key: item for item in items}
    missing = [patch.key.item for patch in patches if patch.key not in found]
    if missing:
        raise not_webflow(f"the answer lacks the items {', '.join(missing)}")
    return [found[patch.key] for patch in patches]


def _said(error: str | dict[str, Value]) -> str:
    if isinstance(error, str):
        return error
    return str(error.get("message") or error.get("description") or error)
