"""Opens the window on a filled profile and says when the table is painted with items."""

import asyncio
import os
import sys
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from wfdesk.app import Options, PracticeSite, Program, build_services
from wfdesk.services.starting import start_store
from wfdesk.store.database import Database
from wfdesk.ui.toolkit.theme import Theme


class Painted(QObject):
    def __init__(self, program: Program) -> None:
        super().__init__()
        self._program = program
        self._table = program.table.table
        self.seen = asyncio.Event()
        self._table.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        model = self._program.items.model
        if event.type() == QEvent.Type.Paint and model.rowCount() and model.index(0, 0).data():
            self.seen.set()
        return False


async def play(theme: Theme) -> None:
    async with AsyncExitStack() as stack:
        database = await Database.open(Path(os.environ["WFDESK_HOME"]) / "wfdesk.sqlite3")
        stack.push_async_callback(database.close)
        await start_store(database)
        practice = PracticeSite(items=1)
        stack.push_async_callback(practice.stop)
        program = Program(build_services(database, stack, practice), theme)
        stack.push_async_callback(program.stop)
        painted = Painted(program)
        await program.start(Options(), token="")
        await painted.seen.wait()
        sys.stdout.write("painted\n")
        sys.stdout.flush()


def main() -> None:
    application = QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    with asyncio.Runner(loop_factory=partial(QEventLoop, application)) as runner:
        runner.run(play(Theme(application)))


if __name__ == "__main__":
    main()
