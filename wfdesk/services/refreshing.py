"""Bringing the local copy up to date. What the user has edited stays as it is.

With each refresh goes a look at the writes whose answer was lost. It sends nothing.
"""

from collections.abc import Awaitable, Callable
from functools import partial

from wfdesk.domain.ids import CollectionId, SiteId
from wfdesk.sync.lookup import Lookup
from wfdesk.sync.progress import Phase, Progress
from wfdesk.sync.refresh import Refresher
from wfdesk.sync.status import StatusBoard
from wfdesk.sync.stopping import Stopping


class RefreshingService:
    """Failures end on the status board, not in a dialog: being offline is no error."""

    def __init__(self, refresher: Refresher, lookup: Lookup, board: StatusBoard) -> None:
        self._refresher = refresher
        self._lookup = lookup
        self._board = board
        self._stopping = Stopping()

    def stop(self) -> None:
        """End every refresh that is under way. What was read is kept."""
        self._stopping.stop()

    async def reach(self) -> bool:
        """Find out, at the cost of one request, whether anybody answers who is signed in to."""
        return await self._refresher.reach()

    async def refresh_all(self) -> None:
        """Refresh every site of every account that is signed in, structure first."""
        await self._run(self._refresher.refresh_all)

    async def refresh_site(self, site: SiteId) -> None:
        await self._run(partial(self._refresher.refresh_site, site))

    async def refresh_collection(
        self, collection: CollectionId, *, is_full: bool = False, is_asked: bool = False
    ) -> None:
        """Refresh one collection's fields and items.

        ``is_asked`` looks for deletions now, and ``is_full`` reads every item to find them.
        """
        refresh = self._refresher.refresh_collection
        await self._run(partial(refresh, collection, is_full=is_full, is_asked=is_asked))

    async def look_up(self) -> None:
        """Find out what became of writes whose answer was lost, and wait until it is certain."""
        async with self._stopping.stoppable():
            if not await self._look_up():
                await self._look_up(is_patient=True)

    async def _run(self, refresh: Callable[[], Awaitable[None]]) -> None:
        async with self._stopping.stoppable() as end:
            is_certain = await self._look_up()
            await refresh()
            if not is_certain:
                await self._look_up(is_patient=True)
        if end.expired():
            self._board.set_trouble("Refreshing was stopped. The next refresh goes on.")

    async def _look_up(self, *, is_patient: bool = False) -> bool:
        if not await self._lookup.count():
            return True
        told = _Told(self._board, await self._lookup.askable())
        if is_patient:
            told.wait()
        try:
            return await self._lookup.look(told.hear, is_patient=is_patient)
        finally:
            self._board.set_activity("")


class _Told:
    """Says what is done about lost answers, and no more than is done: often that is to wait.

    What became of them the items say for themselves.
    """

    def __init__(self, board: StatusBoard, count: int) -> None:
        self._board = board
        self._count = count
        self._lost = "a lost answer" if count == 1 else f"{count:,} lost answers"

    def wait(self) -> None:
        """Nothing is asked yet. Nothing is said where nobody can be asked: that ends no wait."""
        if self._count:
            self._board.set_activity(f"Waiting until {self._lost} can be looked up")

    def hear(self, progress: Progress) -> None:
        if progress.phase is not Phase.LOOKING_UP or not self._count:
            return
        if self._board.status.is_online is False:
            self.wait()
        else:
            self._board.set_activity(f"Looking up {self._lost}")
