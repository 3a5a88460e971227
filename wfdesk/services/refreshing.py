"""Bringing the local copy up to date. What the user has edited stays as it is."""

from collections.abc import Coroutine

from wfdesk.domain.ids import CollectionId, SiteId
from wfdesk.sync.refresh import Refresher
from wfdesk.sync.status import StatusBoard
from wfdesk.sync.stopping import Stopping


class RefreshingService:
    """Failures end on the status board, not in a dialog: being offline is no error."""

    def __init__(self, refresher: Refresher, board: StatusBoard) -> None:
        self._refresher = refresher
        self._board = board
        self._stopping = Stopping()

    def stop(self) -> None:
        """End every refresh that is under way. What was read is kept."""
        self._stopping.stop()

    async def refresh_all(self) -> None:
        """Refresh every site of every account that is signed in, structure first."""
        await self._run(self._refresher.refresh_all())

    async def refresh_site(self, site: SiteId) -> None:
        await self._run(self._refresher.refresh_site(site))

    async def refresh_collection(self, collection: CollectionId, *, is_full: bool = False) -> None:
        """Refresh one collection's fields and items; ``is_full`` also notices deletions."""
        await self._run(self._refresher.refresh_collection(collection, is_full=is_full))

    async def _run(self, refresh: Coroutine[object, object, None]) -> None:
        async with self._stopping.stoppable() as end:
            await refresh
        if end.expired():
            self._board.set_trouble("Refreshing was stopped. F5 goes on.")
