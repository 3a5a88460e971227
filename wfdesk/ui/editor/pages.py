"""Pages that a text can link to, from the local copy: the static ones of the site and its items."""

from collections.abc import Sequence

from wfdesk.domain.edits import Action, Work
from wfdesk.domain.ids import SLUG
from wfdesk.domain.items import ItemStatus
from wfdesk.domain.pages import StaticPage, is_path
from wfdesk.domain.schema import Collection, Site
from wfdesk.services.browsing import BrowsingService
from wfdesk.services.pages import PagesService
from wfdesk.ui.editor.fields.context import Page


class SitePages:
    """Paths are those of the primary locale, as Webflow builds them: collection, then item."""

    def __init__(self, browsing: BrowsingService, pages: PagesService, site: Site) -> None:
        self._browsing = browsing
        self._pages = pages
        self._site = site

    async def find(self, text: str, limit: int = 50) -> Sequence[Page]:
        words = text.casefold().split()
        static = [_static(page) for page in await self._pages.all(self._site.id)]
        found = [*enumerate(page for page in static if _has_all(page, words))]
        for collection in (await self._browsing.collections()).values():
            if collection.site == self._site.id and collection.slug:
                works = await self._browsing.search_targets(
                    collection.id, self._site.primary_locale, text, limit
                )
                pages = (_item(work, collection) for work in works)
                found += enumerate(page for page in pages if page and _has_all(page, words))
        # The first of each collection before the second of any: one must not hide the others.
        found.sort(key=lambda each: (not _begins(each[1].name, text), each[0]))
        return [page for _, page in found[:limit]]

    async def refresh(self) -> str:
        return await self._pages.refresh(self._site.id)


def _static(page: StaticPage) -> Page:
    status = ItemStatus.DRAFT if page.is_draft else ItemStatus.PUBLISHED
    return Page(page.path, page.title, "", status)


def _item(work: Work, collection: Collection) -> Page | None:
    """What has no slug yet has no path either, and what is to be deleted will have none."""
    slug = str(work.fields.get(SLUG) or "")
    path = f"/{collection.slug}/{slug}"
    if not slug or work.action is Action.DELETE or not is_path(path):
        return None
    status = work.item.status if work.item else ItemStatus.DRAFT
    return Page(path, work.name or "Untitled", collection.display_name, status)


def _has_all(page: Page, words: Sequence[str]) -> bool:
    return all(word in page.name.casefold() for word in words)


def _begins(name: str, text: str) -> bool:
    return name.casefold().startswith(text.casefold())
