"""Opens the window on a filled profile and says when the table is painted with items."""

import asyncio
import sys

from PySide6.QtCore import QEvent, QObject

from wfdesk.app.options import Options
from wfdesk.app.program import Program
from wfdesk.app.start import run


class Painted(QObject):
    def __init__(self, program: Program) -> None:
        super().__init__()
        self._program = program
        self._table = program.table.table
        self.seen = asyncio.Event()
        self._table.viewport().installEventFilter(self)
        # It may have been painted before anybody looked: the next time is the one that counts.
        self._table.viewport().update()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        model = self._program.items.model
        if event.type() == QEvent.Type.Paint and model.rowCount() and model.index(0, 0).data():
            self.seen.set()
        return False


async def play(program: Program) -> None:
    painted = Painted(program)
    await painted.seen.wait()
    sys.stdout.write("painted\n")
    sys.stdout.flush()


if __name__ == "__main__":
    run(Options(), play)
