"""When the first screen stands."""

import asyncio

from PySide6.QtCore import QEvent, QObject, Slot

from wfdesk.services.browsing import Tree
from wfdesk.ui.items.controller import Found, ItemsController
from wfdesk.ui.items.view import ItemsView
from wfdesk.ui.sites.controller import SitesController

_LONGEST = 2.0
"""Seconds after which nobody waits any more, as when the window is covered and never painted."""


class FirstPaint(QObject):
    """Waits until the table has painted rows, or it is known that there are none to paint."""

    def __init__(self, sites: SitesController, items: ItemsController, view: ItemsView) -> None:
        super().__init__()
        self._model = items.model
        self._table = view.table
        self._is_opening = False
        self._seen = asyncio.Event()
        self._table.viewport().installEventFilter(self)
        items.opening.connect(self._on_opening)
        items.items_found.connect(self._on_found)
        items.collection_closed.connect(self._on_nothing)
        # The tree itself hears it first, and chooses the collection that was left open.
        sites.tree_shown.connect(self._on_tree_shown)

    async def wait(self) -> None:
        try:
            async with asyncio.timeout(_LONGEST):
                await self._seen.wait()
        except TimeoutError:
            pass
        finally:
            self._table.viewport().removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        key = self._model.key_at(self._table.rowAt(0))
        # Until their works are fetched, rows are but dots.
        if event.type() == QEvent.Type.Paint and key and self._model.work_of(key):
            self._seen.set()
        return False

    @Slot()
    def _on_opening(self) -> None:
        self._is_opening = True

    @Slot(object)
    def _on_tree_shown(self, _tree: Tree) -> None:
        """What was left open may be gone."""
        if not self._is_opening:
            self._seen.set()

    @Slot(object)
    def _on_found(self, found: Found) -> None:
        if not found.count:
            self._seen.set()

    @Slot()
    def _on_nothing(self) -> None:
        self._seen.set()
