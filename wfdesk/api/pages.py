"""Static pages: /sites/{site}/pages."""

import msgspec

from wfdesk.api.address import path_of
from wfdesk.api.client import Client
from wfdesk.api.itemwire import total_of
from wfdesk.api.wire import shaped
from wfdesk.domain.ids import PageId, SiteId
from wfdesk.domain.pages import StaticPage

PAGE_SIZE = 100


class Pages:
    def __init__(self, client: Client) -> None:
        self._client = client

    async def all(self, site: SiteId) -> list[StaticPage]:
        """Every static page that a link can lead to, each once, as the primary locale has it.

        Left out are templates, whose pages are the items of a collection, branches, archived
        pages, and a page that has no path yet.
        """
        found: dict[PageId, StaticPage] = {}
        offset, total = 0, 1
        while offset < total:
            params: dict[str, str | int] = {"offset": offset, "limit": PAGE_SIZE}
            answer = await self._client.get(path_of("sites", site, "pages"), params)
            listed = shaped(answer, _Pages).pages
            for wire in listed:
                if page := _page(wire):
                    found.setdefault(page.id, page)
            offset += len(listed)
            total = total_of(answer, offset) if listed else 0
        return list(found.values())


class _Page(msgspec.Struct, rename="camel"):
    id: str
    title: str | None = None
    slug: str | None = None
    parent_id: str | None = None
    collection_id: str | None = None
    published_path: str | None = None
    archived: bool | None = None
    draft: bool | None = None
    is_branch: bool | None = None


class _Pages(msgspec.Struct, rename="camel"):
    pages: list[_Page]


def _page(wire: _Page) -> StaticPage | None:
    path = _path(wire)
    if not path or wire.collection_id or wire.is_branch or wire.archived:
        return None
    return StaticPage(PageId(wire.id), wire.title or wire.slug or path, path, bool(wire.draft))


def _path(wire: _Page) -> str:
    """Where it is, or will be. The slugs of the folders around it are not listed."""
    if wire.published_path and wire.published_path.startswith("/"):
        return wire.published_path
    return f"/{wire.slug}" if wire.slug and not wire.parent_id else ""
