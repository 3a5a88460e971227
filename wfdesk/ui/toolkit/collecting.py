"""Garbage is collected on the window's own thread only.

Python collects on whichever thread happens to allocate; a widget deleted on the database's thread
stops timers of another one, which Qt answers with a crash in the worst case.
"""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

_MILLISECONDS = 1000
_ROUNDS_TO_A_FULL_ONE = 60


class Collecting(QObject):
    """Collects young garbage every second and all of it every minute, while it lives."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._round = 0
        self._timer = QTimer(self, interval=_MILLISECONDS)
        self._timer.timeout.connect(self._collect)
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Leave collecting to Python again."""
        self._timer.stop()
        gc.enable()

    @Slot()
    def _collect(self) -> None:
        self._round += 1
        gc.collect(2 if self._round % _ROUNDS_TO_A_FULL_ONE == 0 else 1)
