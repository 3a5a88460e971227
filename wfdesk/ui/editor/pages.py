"""Pages of the site that a text can link to: its items, from the local copy.

Pages that are no items, such as /about, are not in the local copy; their path is typed.
"""

from collections.abc import Sequence

from wfdesk.domain.edits import Action, Work
from wfdesk.domain.ids import SLUG
from wfdesk.domain.items import ItemStatus
from wfdesk.domain.schema import Collection, Site
from wfdesk.services.browsing import BrowsingService
from wfdesk.ui.editor.fields.context import Page


class SitePages:
    """Paths are those of the primary locale, as Webflow builds them: collection, then item."""

    def __init__(self, browsing: BrowsingService, site: Site) -> None:
        self._browsing = browsing
        self._site = site

    async def find(self, text: str, limit: int = 50) -> Sequence[Page]:
        words = text.casefold().split()
        found: list[tuple[int, Page]] = []
        for collection in (await self._browsing.collections()).values():
            if collection.site == self._site.id and collection.slug:
                works = await self._browsing.search_targets(
                    collection.id, self._site.primary_locale, text, limit
                )
                pages = (_page(work, collection) for work in works)
                found += enumerate(page for page in pages if page and _has_all(page.name, words))
        # The first of each collection before the second of any: one must not hide the others.
        found.sort(key=lambda each: (not _begins(each[1].name, text), each[0]))
        return [page for _, page in found[:limit]]


def _page(work: Work, collection: Collection) -> Page | None:
    """What has no slug yet has no path either, and what is to be deleted will have none."""
    slug = str(work.fields.get(SLUG) or "")
    if not slug or work.action is Action.DELETE:
        return None
    status = work.item.status if work.item else ItemStatus.DRAFT
    path = f"/{collection.slug}/{slug}"
    return Page(path, work.name or "Untitled", collection.display_name, status)


def _has_all(name: str, words: Sequence[str]) -> bool:
    return all(word in name.casefold() for word in words)


def _begins(name: str, text: str) -> bool:
    return name.casefold().startswith(text.casefold())
