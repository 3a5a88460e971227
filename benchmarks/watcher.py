"""Watches a start: says when rows are painted, and how long the loop stood still after that."""

import asyncio
import sys
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer, Slot

from benchmarks.pulse import Pulse

AFTERWARDS = 2.0
"""Seconds in which the loop is felt after the first paint."""


class Watcher(QObject):
    """Notices when the table has painted rows, and feels the loop's pulse from then on."""

    def __init__(self) -> None:
        super().__init__()
        self.pulse = Pulse()

    def watch(self, screen: Any) -> None:
        self._model = screen.items.model
        self._table = screen.table.table
        self._table.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        key = self._model.key_at(self._table.rowAt(0))
        # Until their works are fetched, rows are but dots.
        if event.type() == QEvent.Type.Paint and key and self._model.work_of(key):
            self._table.viewport().removeEventFilter(self)
            # The event is seen before it is handled; the next turn of the loop comes after.
            QTimer.singleShot(0, self.on_painted)
        return False

    @Slot()
    def on_painted(self) -> None:
        say("painted")
        self.pulse.start()

    async def rest(self, _program: Any) -> None:
        await asyncio.sleep(AFTERWARDS)
        say(str(await self.pulse.stop()))


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
