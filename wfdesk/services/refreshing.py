"""Bringing the local copy up to date. What the user has edited stays as it is."""

from wfdesk.domain.ids import CollectionId, SiteId
from wfdesk.sync.refresh import Refresher


class RefreshingService:
    """Failures end on the status board, not in a dialog: being offline is no error."""

    def __init__(self, refresher: Refresher) -> None:
        self._refresher = refresher

    async def refresh_all(self) -> None:
        """Refresh every site of every account that is signed in, structure first."""
        await self._refresher.refresh_all()

    async def refresh_site(self, site: SiteId) -> None:
        await self._refresher.refresh_site(site)

    async def refresh_collection(self, collection: CollectionId, *, is_full: bool = False) -> None:
        """Refresh one collection's fields and items; ``is_full`` also notices deletions."""
        await self._refresher.refresh_collection(collection, is_full=is_full)
