"""Reads what was given up, and makes it edits again."""

from collections.abc import Sequence

import shiboken6
from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.history import Past
from wfdesk.domain.ids import ItemKey
from wfdesk.services.feed import ChangeFeed
from wfdesk.services.history import History, HistoryService, KeptItem, KeptValue
from wfdesk.services.undo import Step
from wfdesk.ui.history.wording import made_sentence, restored_sentence
from wfdesk.ui.toolkit.tasks import TaskScope


class Restored(Struct, frozen=True):
    """Something came back. It can be undone while there is a step."""

    sentence: str
    step: Step | None = None


class HistoryController(QObject):
    """Of one item, or with no key of all; read again whenever something was written."""

    history_read = Signal(object)  # History
    restored = Signal(object)  # Restored
    item_made = Signal(object)  # ItemKey

    def __init__(
        self,
        service: HistoryService,
        feed: ChangeFeed,
        tasks: TaskScope,
        key: ItemKey | None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._feed = feed
        self._tasks = tasks
        self.key = key
        self._is_open = True
        feed.subscribe(self._on_change)

    def close(self) -> None:
        """Stop listening. A dialog may say twice that it is finished."""
        if self._is_open:
            self._is_open = False
            self._feed.unsubscribe(self._on_change)

    def read(self) -> None:
        self._tasks.start_load("history", self._read)

    def restore(self, item: KeptItem, value: KeptValue) -> None:
        self._tasks.start_save(self._restore, item, value)

    def make_anew(self, item: KeptItem) -> None:
        """Make a new item of what went last of one that is not there any more."""
        pasts = [each.past for each in item.last_given_up]
        self._tasks.start_save(self._make_anew, item.name, pasts)

    async def _read(self) -> None:
        key = self.key
        found = await (self._service.all() if key is None else self._service.of(key))
        if shiboken6.isValid(self):
            self._tell(found)

    def _tell(self, found: History) -> None:
        self.history_read.emit(found)

    async def _restore(self, item: KeptItem, value: KeptValue) -> None:
        step = await self._service.restore(value.past)
        if shiboken6.isValid(self):
            sentence = restored_sentence(item, value, has_changed=step is not None)
            self.restored.emit(Restored(sentence, step))

    async def _make_anew(self, name: str, pasts: Sequence[Past]) -> None:
        key = await self._service.make_anew(pasts)
        if shiboken6.isValid(self):
            self.restored.emit(Restored(made_sentence(name)))
            self.item_made.emit(key)

    def _on_change(self, change: ChangeSet) -> None:
        if change and shiboken6.isValid(self):
            self.read()
