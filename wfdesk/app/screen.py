"""The first screen: the window with tree and table, straight from the local copy.

It is shown and painted before the rest of the program is even imported, so whatever is imported
here costs the user time at every start. ``program`` joins the rest to it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any, cast

from PySide6.QtCore import QMetaObject, QObject, Signal, Slot

from wfdesk.app.painted import FirstPaint
from wfdesk.app.troubles import Trouble
from wfdesk.assembly.local import LocalServices
from wfdesk.domain.errors import WfdeskError
from wfdesk.domain.ids import CollectionId
from wfdesk.system.logs import redact
from wfdesk.ui.items.actions import ItemActions
from wfdesk.ui.items.controller import ItemsController, Refreshing
from wfdesk.ui.items.view import ItemsView
from wfdesk.ui.shell.commands import Command
from wfdesk.ui.shell.finding import ItemFinder
from wfdesk.ui.shell.window import MainWindow, Panes
from wfdesk.ui.sites.controller import SitesController
from wfdesk.ui.sites.view import SitesView
from wfdesk.ui.toolkit.placeholder import Placeholder
from wfdesk.ui.toolkit.tasks import TaskScope
from wfdesk.ui.toolkit.theme import Theme

_LATE = (
    Command.SEND,
    Command.PUBLISH,
    Command.UNDO,
    Command.REDO,
    Command.REFRESH_ALL,
    Command.ACCOUNTS,
    Command.NEXT_PROBLEM,
    Command.EARLIER,
    Command.KEPT,
    Command.ABOUT,
)
"""Commands that need the rest. Given before it is there, they are kept until it is."""


class Screen(QObject):
    """Owns the window and every task of it."""

    crashed = Signal(object)  # BaseException; from any thread

    def __init__(self, local: LocalServices, theme: Theme) -> None:
        super().__init__()
        self.local = local
        self.theme = theme
        self.tasks = TaskScope(self)
        self.closed = asyncio.Event()
        self.may_close: Callable[[], Awaitable[bool]] = _always
        """Asked before the window closes; whoever has something to lose takes its place."""
        self._is_stopped = False
        self._early = list[Command]()
        self._waiting = list[QMetaObject.Connection]()
        self.refreshing = LateRefreshing()
        browsing, feed, tasks = local.browsing, local.feed, self.tasks
        preferences = cast(Any, local.preferences)
        self.sites = SitesController(browsing, feed, tasks, self)
        self.items = ItemsController(browsing, self.refreshing, feed, preferences, tasks)
        self.actions = ItemActions(browsing, local.editing, tasks, self)
        self.table = ItemsView(self.items, self.actions)
        self.form, self.changes, self.welcome = Placeholder(), Placeholder(), Placeholder()
        self.window = MainWindow(
            Panes(SitesView(self.sites), self.table, self.form, self.changes, self.welcome),
            self.actions,
            ItemFinder(browsing, tasks, self),
            preferences,
            tasks,
        )
        self.window.close_requested.connect(self._on_close)
        self.tasks.failed.connect(self._on_failed)
        self.tasks.crashed.connect(self._on_crash)
        # A signal, because a thread's exception is reported on that thread.
        self.crashed.connect(self._on_crash)
        local.board.subscribe(self.window.show_status)
        self._connect()

    async def show(self) -> None:
        """Show the window as it was left; return when what it was left with is painted."""
        self.sites.refresh()
        self.window.show_status(self.local.board.status)
        first = FirstPaint(self.sites, self.items, self.table)
        left = await self.window.restore()
        if left.collection is not None:
            await first.filled()
        self.window.show()
        if left.collection is not None:
            await first.painted()

    def tell(self, troubles: Sequence[Trouble]) -> None:
        """Say what was found at the start, one notice for each."""
        for each in troubles:
            self.window.notices.say_error(each.sentence, each.details)

    def catch_up(self) -> None:
        """Do what was asked for before there was anybody who could."""
        for connection in self._waiting:
            QObject.disconnect(connection)
        early, self._early = self._early, []
        for command in early:
            self.window.commands.action(command).trigger()

    async def stop(self) -> None:
        """Wait for every save, then let go. Stopping twice does nothing."""
        if self._is_stopped:
            return
        self._is_stopped = True
        await self.window.keep()
        for controller in (self.sites, self.items):
            controller.close()
        self.local.board.unsubscribe(self.window.show_status)
        await self.tasks.close()
        self.window.hide()
        self.window.deleteLater()

    def _connect(self) -> None:
        slots: Mapping[Command, Callable[[], object]] = {
            Command.ZOOM_IN: partial(self._zoom, self.theme.zoom_in),
            Command.ZOOM_OUT: partial(self._zoom, self.theme.zoom_out),
            Command.ZOOM_RESET: partial(self._zoom, self.theme.reset_zoom),
        }
        for command, slot in slots.items():
            self.window.commands.action(command).triggered.connect(slot)
        self._waiting = [
            self.window.commands.action(command).triggered.connect(partial(self._keep, command))
            for command in _LATE
        ]

    def _keep(self, command: Command) -> None:
        self._early.append(command)

    def _zoom(self, change: Callable[[], None]) -> None:
        change()
        self.window.set_zoom(self.theme.zoom)

    @Slot()
    def _on_close(self) -> None:
        self.tasks.start_load("close", self._close)

    async def _close(self) -> None:
        if await self.may_close():
            self.closed.set()

    @Slot(object)
    def _on_failed(self, error: WfdeskError) -> None:
        if not self._is_stopped:
            # Its texts can be copied, and from there they go anywhere.
            self.window.show_failure(WfdeskError(redact(error.summary), redact(error.detail)))

    @Slot(object)
    def _on_crash(self, error: BaseException) -> None:
        if self._is_stopped:  # it is in the log, and the window may be deleted
            return
        self.window.notices.say_error(
            "Something went wrong inside wfdesk. Your edits are kept.", redact(repr(error))
        )


async def _always() -> bool:
    return True


class LateRefreshing:
    """Refreshes as soon as there is a way to Webflow, which is after the first screen."""

    def __init__(self) -> None:
        self._ready: asyncio.Future[Refreshing] = asyncio.get_running_loop().create_future()

    def use(self, refreshing: Refreshing) -> None:
        self._ready.set_result(refreshing)

    async def refresh_collection(self, collection: CollectionId, *, is_asked: bool = False) -> None:
        # Shielded: a refresh that is superseded must not cancel what the next one waits for.
        refreshing = await asyncio.shield(self._ready)
        await refreshing.refresh_collection(collection, is_asked=is_asked)
