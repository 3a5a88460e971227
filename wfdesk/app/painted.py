"""When the first screen stands: first its rows are there, then they are painted."""

import asyncio

from PySide6.QtCore import QEvent, QObject, Slot

from wfdesk.services.browsing import Tree
from wfdesk.ui.items.controller import Found, ItemsController
from wfdesk.ui.items.view import ItemsView
from wfdesk.ui.sites.controller import SitesController

_PATIENCE = 0.4
"""Seconds that a window may stay away for the sake of its rows: a screen without is sooner there
but painted in vain, and the rows come later."""
_LONGEST = 2.0
"""Seconds after which nobody waits any more, as when the window is covered and never painted."""


class FirstPaint(QObject):
    """Waits until the table has its rows and has painted them, or until there are known to be none.

    Made before anything is asked of the local copy.
    """

    def __init__(self, sites: SitesController, items: ItemsController, view: ItemsView) -> None:
        super().__init__()
        self._model = items.model
        self._table = view.table
        self._is_opening = False
        self._filled = asyncio.Event()
        self._seen = asyncio.Event()
        self._table.viewport().installEventFilter(self)
        self._model.dataChanged.connect(self._on_filled)
        items.opening.connect(self._on_opening)
        items.items_found.connect(self._on_found)
        items.collection_closed.connect(self._on_nothing)
        # The tree itself hears it first, and chooses the collection that was left open.
        sites.tree_shown.connect(self._on_tree_shown)

    async def filled(self) -> None:
        await _in_time(self._filled, _PATIENCE)

    async def painted(self) -> None:
        await _in_time(self._seen, _LONGEST)
        self._table.viewport().removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._has_rows():
            self._seen.set()
        return False

    def _has_rows(self) -> bool:
        """Until their works are fetched, rows are but dots."""
        key = self._model.key_at(self._table.rowAt(0))
        return key is not None and self._model.work_of(key) is not None

    @Slot()
    def _on_filled(self) -> None:
        if self._has_rows():
            self._filled.set()

    @Slot()
    def _on_opening(self) -> None:
        self._is_opening = True

    @Slot(object)
    def _on_tree_shown(self, _tree: Tree) -> None:
        """What was left open may be gone."""
        if not self._is_opening:
            self._on_nothing()

    @Slot(object)
    def _on_found(self, found: Found) -> None:
        if not found.count:
            self._on_nothing()

    @Slot()
    def _on_nothing(self) -> None:
        self._filled.set()
        self._seen.set()


async def _in_time(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        pass
