"""The editors of an item's fields, joined to what they need beside their value."""

from collections.abc import Sequence

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from wfdesk.domain.edits import Work
from wfdesk.domain.ids import CollectionId, ItemId
from wfdesk.services.browsing import BrowsingService


class LocalTargets:
    """References look for their targets in the local copy."""

    def __init__(self, browsing: BrowsingService) -> None:
        self._browsing = browsing

    async def search(self, collection: CollectionId, text: str, limit: int = 50) -> Sequence[Work]:
        site = await self._browsing.site_of(collection)
        return await self._browsing.search_targets(collection, site.primary_locale, text, limit)

    async def resolve(self, collection: CollectionId, items: Sequence[ItemId]) -> Sequence[Work]:
        site = await self._browsing.site_of(collection)
        return await self._browsing.targets(collection, site.primary_locale, items)


def open_url(url: str) -> None:
    """Open what an editor may open: a page or a mail, never a file or another scheme."""
    target = QUrl(url)
    if target.scheme() in {"http", "https", "mailto", "tel"}:
        QDesktopServices.openUrl(target)
