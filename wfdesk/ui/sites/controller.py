"""Keeps the tree up to date: reads it anew when the feed says that a count may have moved."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from wfdesk.domain.changes import ChangeSet
from wfdesk.services.browsing import BrowsingService
from wfdesk.services.feed import ChangeFeed
from wfdesk.ui.toolkit.tasks import TaskScope


class SitesController(QObject):
    """A burst of changes is answered by one reading of the tree."""

    tree_shown = Signal(object)  # Tree
    problems_counted = Signal(object)  # int; by whoever reviews what is unsent

    def __init__(
        self,
        browsing: BrowsingService,
        feed: ChangeFeed,
        tasks: TaskScope,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._browsing = browsing
        self._feed = feed
        self._tasks = tasks
        self._pause = QTimer(self, singleShot=True, interval=60)
        self._pause.timeout.connect(self.refresh)
        feed.subscribe(self._on_changed)

    @Slot()
    def refresh(self) -> None:
        self._tasks.start_load("sites.tree", self._load)

    def close(self) -> None:
        self._pause.stop()
        self._feed.unsubscribe(self._on_changed)

    def _on_changed(self, _change: ChangeSet) -> None:
        if not self._pause.isActive():
            self._pause.start()

    async def _load(self) -> None:
        self.tree_shown.emit(await self._browsing.tree())
