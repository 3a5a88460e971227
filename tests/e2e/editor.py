"""Plays a person at the real window, in a process of its own that the test may kill.

Reads one JSON command a line from standard input, answers each with one JSON line.
"""

import asyncio
import json
import os
import sys
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from qasync import QEventLoop

from wfdesk.app import Options, PracticeSite, Program, build_services
from wfdesk.domain.ids import CollectionId, FieldSlug, ItemKey
from wfdesk.domain.plan import Goal
from wfdesk.services.starting import start_store
from wfdesk.store.database import Database
from wfdesk.ui.shell.commands import Command
from wfdesk.ui.toolkit.theme import Theme


class Person:
    def __init__(self, program: Program) -> None:
        self.program = program
        self.saves = 0
        self.finished: list = []
        program.editor.saved.connect(self._on_saved)
        program.sending.run_finished.connect(self.finished.append)

    def _on_saved(self, _at: object) -> None:
        self.saves += 1

    async def until(self, condition) -> None:
        async with asyncio.timeout(20):
            while not condition():
                await asyncio.sleep(0.01)

    async def sign_in(self, token: str, url: str) -> dict:
        await self.program.services.accounts.sign_in_once(token, url)
        await self.program.services.refreshing.refresh_all()
        return {}

    async def open(self, key: list) -> dict:
        wanted = ItemKey(*key)
        self.program.editor.show_item(wanted)
        await self.until(lambda: self._shown() == wanted)
        return {}

    async def new(self, collection: str) -> dict:
        program = self.program
        site = await program.services.browsing.site_of(CollectionId(collection))
        shown = []
        program.items.collection_shown.connect(shown.append)
        program.window._panes.tree.choose_collection(CollectionId(collection))
        await self.until(lambda: bool(shown))
        before = self._shown()
        program.window.commands.action(Command.NEW).trigger()
        await self.until(lambda: self._shown() not in {before, None})
        key = self._shown()
        assert key.locale == site.primary_locale
        return {"key": [key.collection, key.item, key.locale]}

    async def type(self, field: str, text: str) -> dict:
        """Type over a line with real keys, and wait until it is on disk."""
        row = self.program.form.rows[FieldSlug(field)]
        line = row.editor.findChild(QLineEdit)
        saves = self.saves
        line.setFocus()
        line.selectAll()
        QTest.keyClicks(line, text)
        QTest.keyClick(line, Qt.Key.Key_Return)
        await self.until(lambda: self.saves > saves)
        return {}

    async def works(self) -> dict:
        review = await self.program.services.reviewing.review()
        return {
            "works": [
                {
                    "key": [item.work.key.collection, item.work.key.item, item.work.key.locale],
                    "edits": {slug: edit.value for slug, edit in item.work.edits.items()},
                }
                for item in review.items
            ]
        }

    async def publish(self) -> dict:
        sending = self.program.sending
        sending.offered.connect(self._agree)
        sending.prepare(None, Goal.PUBLISH)
        await self.until(lambda: bool(self.finished))
        return {"results": [result.result.value for result in self.finished[-1]]}

    def _agree(self, offer) -> None:
        self.program.sending.start(offer.plan)

    def _shown(self) -> ItemKey | None:
        shown = self.program.form._shown
        return shown.work.key if shown else None


async def play(theme: Theme) -> None:
    async with AsyncExitStack() as stack:
        database = await Database.open(Path(os.environ["WFDESK_HOME"]) / "wfdesk.sqlite3")
        stack.push_async_callback(database.close)
        await start_store(database)
        practice = PracticeSite(items=1)
        stack.push_async_callback(practice.stop)
        program = Program(build_services(database, stack, practice), theme)
        stack.push_async_callback(program.stop)
        await program.start(Options(), token="")
        person = Person(program)
        loop = asyncio.get_running_loop()
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            command = json.loads(line)
            answer = await getattr(person, command.pop("do"))(**command)
            sys.stdout.write(json.dumps(answer, default=str) + "\n")
            sys.stdout.flush()


def main() -> None:
    application = QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    with asyncio.Runner(loop_factory=partial(QEventLoop, application)) as runner:
        runner.run(play(Theme(application)))


if __name__ == "__main__":
    main()
