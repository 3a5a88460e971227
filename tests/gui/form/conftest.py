"""The whole program in one window, signed in to a practice server of its own."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from tests.doubles.practice import Practice, start
from tests.doubles.seasoned import Seasoned
from tests.gui.conftest import activate
from wfdesk.app.options import Options
from wfdesk.app.program import Program, join
from wfdesk.app.screen import Screen
from wfdesk.assembly.local import build_local
from wfdesk.domain.ids import CollectionId, FieldSlug, ItemKey
from wfdesk.domain.tables import Query
from wfdesk.store.database import Database
from wfdesk.ui.editor.fields.base import FieldEditor
from wfdesk.ui.editor.row import FieldRow
from wfdesk.ui.toolkit.notices import Notices
from wfdesk.ui.toolkit.theme import Scheme, Theme


@pytest.fixture
def practice() -> Iterator[Practice]:
    server = start("--items", "60", "--rate-limit", "0")
    yield server
    server.close()


@pytest.fixture(scope="session")
def seasoned() -> Seasoned:
    return Seasoned()


@dataclass
class Desk:
    program: Program
    practice: Practice
    until: Callable[[Callable[[], object]], Awaitable[None]]
    database: Database
    seasoned: Seasoned

    async def sign_in(self, token: str = "full") -> None:  # noqa: S107 - its name
        """Sign in, and have all that the server has in the local copy."""
        services, server = self.program.services, urlsplit(self.practice.url).netloc
        is_first = not await services.browsing.collections()
        await services.accounts.sign_in_once(self.practice.tokens[token], self.practice.url)
        if is_first and self.seasoned.is_there:
            give = partial(self.seasoned.give, server)
            services.feed.publish(await self.database.write(give))
            return
        await services.refreshing.refresh_all()
        if is_first:
            await self.database.read(partial(self.seasoned.keep, server))

    async def key(self, slug: str, place: int = 0) -> ItemKey:
        """The item of a collection at a place in the order of names."""
        browsing = self.program.services.browsing
        collection = CollectionId(self.practice.collection(slug))
        site = await browsing.site_of(collection)
        return (await browsing.find(collection, site.primary_locale, Query()))[place]

    async def key_with(self, slug: str, *fields: str) -> ItemKey:
        """An item of a collection that has a value in each of the fields."""
        for place in range(100):
            key = await self.key(slug, place)
            [work] = await self.program.services.browsing.works([key])
            if work.item and all(work.item.fields.get(FieldSlug(each)) for each in fields):
                return key
        raise AssertionError("No such item")

    async def open(self, key: ItemKey) -> None:
        self.program.window.go_to_item(key)
        await self.until(lambda: self.shown == key)
        await self.calm()

    @property
    def shown(self) -> ItemKey | None:
        shown = self.program.form._shown
        return shown.work.key if shown else None

    def row(self, slug: str) -> FieldRow:
        return self.program.form.rows[FieldSlug(slug)]

    def editor(self, slug: str) -> FieldEditor:
        return self.row(slug).editor

    def focus(self, slug: str) -> QWidget:
        """Put the cursor into a field, as the keyboard would; return what has it now."""
        self.program.form.go_to_field(FieldSlug(slug))
        return self.editor(slug).focus_target

    def is_calm(self) -> bool:
        """Whether nothing is under way, nor about to be when a timer ends.

        The bar that says what was done may stay: it goes by itself and starts nothing.
        """
        timers = (
            *self.program.window.findChildren(QTimer),
            *self.program.items.findChildren(QTimer),
            *self.program.screen.sites.findChildren(QTimer),
            *self.program.changes.findChildren(QTimer),
        )
        is_waiting = any(
            each.isSingleShot() and each.isActive() and not isinstance(each.parent(), Notices)
            for each in timers
        )
        return not self.program.tasks._running and not is_waiting

    async def calm(self) -> None:
        """Every test ends with this: between its phases Qt goes on, but asyncio's loop does not.

        What is still to be painted may ask for a picture then, so it has to stay calm for a while.
        """
        turns = 0
        while turns < 3:
            await self.until(self.is_calm)
            await asyncio.sleep(0)
            turns = turns + 1 if self.is_calm() else 0

    async def saved(self, key: ItemKey) -> dict[str, object]:
        """The unsent values of an item that are on disk."""
        await self.calm()
        work = await self.program.services.browsing.work(key)
        return {slug: edit.value for slug, edit in work.edits.items()}

    def on_server(self, key: ItemKey) -> dict[str, object]:
        path = f"/collections/{key.collection}/items/{key.item}"
        params = {"cmsLocaleId": key.locale} if key.locale else {}
        return self.practice.get(path, **params)


@pytest.fixture
async def desk(qapp, practice, tmp_path, until, seasoned) -> AsyncIterator[Desk]:
    look = qapp.styleSheet(), qapp.palette(), qapp.font()
    async with AsyncExitStack() as stack:
        options = Options(home=tmp_path)
        database = await Database.open(tmp_path / "wfdesk.sqlite3")
        stack.push_async_callback(database.close)
        theme = Theme(qapp, Scheme.LIGHT)
        screen = Screen(build_local(database), theme)
        stack.push_async_callback(screen.stop)
        crashes: list[object] = []
        screen.tasks.crashed.connect(crashes.append)
        program = await join(screen, options, stack)
        await screen.show()
        await activate(program.window)
        desk = Desk(program, practice, until, database, seasoned)
        await desk.calm()
        yield desk
        await desk.calm()
        assert not crashes
    theme.deleteLater()
    qapp.setStyleSheet(look[0])
    qapp.setPalette(look[1])
    qapp.setFont(look[2])
