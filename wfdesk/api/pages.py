"""Static pages: /sites/{site}/pages."""

import msgspec

from wfdesk.api.address import path_of
from wfdesk.api.client import Client
from wfdesk.api.itemwire import total_of
from wfdesk.api.wire import shaped
from wfdesk.domain.ids import PageId, SiteId
from wfdesk.domain.pages import StaticPage, is_path

PAGE_SIZE = 100
MOST_REQUESTS = 100
"""A list that is longer than this is cut: no site has that many pages."""
_MOST = PAGE_SIZE * MOST_REQUESTS
_LONGEST_TITLE, _LONGEST_PATH = 500, 2000


class Pages:
    def __init__(self, client: Client) -> None:
        self._client = client

    async def all(self, site: SiteId) -> list[StaticPage]:
        """Every static page that a link can lead to, each once, as the primary locale has it.

        Left out are templates, whose pages are the items of a collection, branches, archived
        pages, and a page that has no path yet.
        """
        listed: dict[str, _Page] = {}
        offset = 0
        for _ in range(MOST_REQUESTS):
            params: dict[str, str | int] = {"offset": offset, "limit": PAGE_SIZE}
            answer = await self._client.get(path_of("sites", site, "pages"), params)
            pages, before = shaped(answer, _Pages).pages, len(listed)
            for wire in pages:
                listed.setdefault(wire.id, wire)
            offset += len(pages)
            is_more = len(listed) > before and offset < min(total_of(answer, offset), _MOST)
            if not is_more:
                break
        found = map(_page, list(listed.values())[:_MOST])
        return [page for page in found if page is not None]


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
    title = wire.title or wire.slug or path
    return StaticPage(PageId(wire.id), title[:_LONGEST_TITLE], path, bool(wire.draft))


def _path(wire: _Page) -> str:
    """Where it is, or will be. The slugs of the folders around it are not listed."""
    own = f"/{wire.slug}" if wire.slug and not wire.parent_id else ""
    known = (each for each in (wire.published_path or "", own) if len(each) <= _LONGEST_PATH)
    return next(filter(is_path, known), "")
