"""All that joins the first screen once it is painted: who hears whom."""

import asyncio
import logging
import platform
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from datetime import datetime
from functools import partial
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, Slot, qVersion
from PySide6.QtWidgets import QWidget

from wfdesk import __version__
from wfdesk.app.editors import open_folder, open_url
from wfdesk.app.ending import Ending
from wfdesk.app.lostfolder import LostFolder
from wfdesk.app.options import Options
from wfdesk.app.rest import load_parser
from wfdesk.app.screen import Screen
from wfdesk.app.services import Services, build_services
from wfdesk.app.signing import SigningIn
from wfdesk.app.unsaved import may_lose
from wfdesk.assembly.practice import PracticeSite
from wfdesk.domain.errors import LateEditError, StoreError
from wfdesk.domain.ids import CollectionId, FieldSlug, ItemId, ItemKey
from wfdesk.domain.plan import Goal, InterruptedRun, Plan
from wfdesk.domain.schema import Collection, Field, Site
from wfdesk.services.accounts import SignedIn
from wfdesk.services.publishing import ItemResult
from wfdesk.services.questions import GONE_SUSPECT
from wfdesk.services.undo import AnotherStep, Decision, GoneStep, SettleStep
from wfdesk.sync.progress import Result
from wfdesk.sync.status import Status
from wfdesk.sync.watch import Watch
from wfdesk.ui.accounts.controller import AccountsController
from wfdesk.ui.accounts.replacing import may_replace
from wfdesk.ui.accounts.welcome import WelcomeView
from wfdesk.ui.changes.controller import ChangesController
from wfdesk.ui.changes.interrupted import interrupted_sentence
from wfdesk.ui.changes.leaving import may_leave
from wfdesk.ui.changes.sending import SendController
from wfdesk.ui.changes.sides import Clash, theirs_panel
from wfdesk.ui.changes.values import Surroundings
from wfdesk.ui.changes.view import ChangesView
from wfdesk.ui.changes.wording import moment_words
from wfdesk.ui.editor.controller import EditorController
from wfdesk.ui.editor.fields.base import FieldEditor
from wfdesk.ui.editor.fields.factory import EditorContext, make_editor
from wfdesk.ui.editor.pages import SitePages
from wfdesk.ui.editor.palette import RecentColours, SitePalette
from wfdesk.ui.editor.richtext.cardpictures import CardPictures
from wfdesk.ui.editor.row import Conflict
from wfdesk.ui.editor.spelling import Spelling
from wfdesk.ui.editor.targets import LocalTargets
from wfdesk.ui.editor.view import EditorView
from wfdesk.ui.history.controller import HistoryController, Restored
from wfdesk.ui.history.dialog import HistoryDialog
from wfdesk.ui.history.wording import late_sentence
from wfdesk.ui.items.controller import Shown as ShownCollection
from wfdesk.ui.items.wording import decided_sentence
from wfdesk.ui.shell.about import About, AboutDialog
from wfdesk.ui.shell.commands import Command
from wfdesk.ui.shell.texts import TextCommands
from wfdesk.ui.toolkit.images import CachedPictures, Thumbnail

log = logging.getLogger(__name__)

_LAST_MOMENT = 0.5
"""Seconds that the system gives a program it ends, at the least."""
_TAKEN_OVER = "Taken over. What you have edited since is kept."


class Program(QObject):
    """The first screen and all that joins it when it is painted. ``furnish`` comes before all."""

    def __init__(self, screen: Screen, services: Services) -> None:
        super().__init__()
        self.screen = screen
        self.services = services
        self.window = screen.window
        self.items = screen.items
        self.table = screen.table
        self.tasks = screen.tasks
        feed, tasks = services.feed, self.tasks
        self.editor = EditorController(
            services.browsing, services.editing, services.accounts, feed, tasks, self
        )
        self.changes = ChangesController(services.reviewing, services.editing, feed, tasks, self)
        self.sending = SendController(services.publishing, services.editing, tasks, self)
        self.accounts = AccountsController(services.accounts, tasks, self)
        self.lost_folder = LostFolder(screen, self.editor, self)
        self.signing = SigningIn(screen, services, self.accounts, self)
        self.pictures = CachedPictures(services.pictures.load, services.decoder.decode)
        self.targets = LocalTargets(services.browsing, services.editing)
        self.recent_colours = RecentColours()
        self.spelling = Spelling(services.spelling, tasks, self)
        self._texts = TextCommands(self.window.commands, self.window)
        self._home = Path()
        self._refreshed_at: datetime | None = None
        self._left_at: dict[CollectionId, ItemKey] = {}
        """The item that was open last in each collection."""

    async def furnish(self) -> None:
        """Make the panes, each in a turn of the loop: the window is there and in use."""
        self.form = EditorView(self.editor, self._make_editor, make_theirs=self._make_theirs)
        self.screen.form.fill(self.form)
        await asyncio.sleep(0)
        self.welcome = WelcomeView(self.accounts)
        self.screen.welcome.fill(self.welcome)
        await asyncio.sleep(0)
        self.changes_view = ChangesView(
            self.changes, self.sending, thumbnail=self._thumbnail, tasks=self.tasks
        )
        self.screen.changes.fill(self.changes_view)
        await asyncio.sleep(0)
        self.screen.may_close = self._may_close
        self._connect()
        self.changes.refresh()
        self.sending.look_back()

    def _make_editor(self, field: Field, site: Site) -> FieldEditor:
        context = EditorContext(
            targets=self.targets,
            pictures=self.pictures,
            tasks=self.tasks,
            open_url=open_url,
            palette=SitePalette(self.services.palettes, site.id, self.recent_colours),
            pages=SitePages(self.services.browsing, self.services.pages, site),
            time_zone=site.time_zone,
            spelling=self.spelling,
        )
        editor = make_editor(field, context)
        editor.undo_requested.connect(self.editor.undo)
        editor.redo_requested.connect(self.editor.redo)
        if field.target is not None:
            editor.open_requested.connect(partial(self._open_target, field.target))
        return editor

    def _open_target(self, collection: CollectionId, item: ItemId) -> None:
        self.tasks.start_load("target", self._go_to_target, collection, item)

    async def _go_to_target(self, collection: CollectionId, item: ItemId) -> None:
        site = await self.services.browsing.site_of(collection)
        self.window.go_to_item(ItemKey(collection, item, site.primary_locale))

    def _connect(self) -> None:
        window, commands = self.window, self.window.commands
        window.item_opened.connect(self._on_item_opened)
        window.item_followed.connect(self._on_item_followed)
        self.editor.item_shown.connect(self.spelling.show_item)
        self.editor.history_changed.connect(commands.set_history)
        self.editor.making_next.connect(commands.set_making_next)
        self.changes.history_changed.connect(commands.set_decisions)
        self.changes.taken_back.connect(self._on_decision_taken_back)
        self.changes.problems_counted.connect(self.screen.sites.problems_counted)
        self.editor.remarked.connect(self.screen.actions.tell)
        self.editor.remade.connect(self.screen.actions.tell_made)
        self.form.keep_requested.connect(self.screen.actions.keep)
        self.screen.actions.acting.connect(self.form.commit)
        self.screen.actions.item_copied.connect(self.form.enter_name)
        self.form.head.show_chosen(self.table.chosen)
        self.table.chosen_changed.connect(self.form.head.show_chosen)
        self.items.opening.connect(self._on_collection_opening)
        self.table.collection_opened.connect(self._on_collection_opened)
        self.welcome.finished.connect(self._on_signed_in)
        self.accounts.signed_in.connect(self._refresh_all)
        self.accounts.may_replace = partial(may_replace, window)
        self.services.board.subscribe(self._on_status)
        self.table.send_requested.connect(self._send)
        self.table.publish_requested.connect(self._publish)
        slots: Mapping[Command, Callable[[], object]] = {
            Command.UNDO: self._undo,
            Command.REDO: self._redo,
            Command.REFRESH_ALL: self._refresh_all,
            Command.STOP: self._stop_refreshing,
            Command.ACCOUNTS: self.signing.show_tokens,
            Command.NEXT_PROBLEM: self._next_problem,
            Command.EARLIER: self._show_earlier,
            Command.KEPT: self._show_kept,
            Command.ABOUT: self._show_about,
        }
        for command, slot in slots.items():
            commands.action(command).triggered.connect(slot)
        self._connect_changes()

    def _connect_changes(self) -> None:
        window = self.window
        self.changes_view.go_to_field.connect(self._go_to_field)
        self.changes_view.discard_wanted.connect(self.screen.actions.discard)
        self.changes_view.history_wanted.connect(self._show_history)
        self.changes.decided.connect(self._on_decided)
        self.changes.suspect_found.connect(self._on_suspect_found)
        self.editor.decided.connect(self._on_decided)
        self.editor.came_too_late.connect(self._on_came_too_late)
        self.form.comparison_wanted.connect(self._show_change)
        self.sending.declined.connect(window.notices.say)
        self.sending.interrupted_found.connect(self._on_interrupted_found)
        self.sending.run_started.connect(self._on_run_started)
        self.sending.run_finished.connect(self._on_run_finished)
        window.changes_shown.connect(self._on_changes_shown)
        window.ticked_send_requested.connect(self.changes_view.send)
        window.ticked_publish_requested.connect(self.changes_view.publish)

    def start(self, options: Options) -> None:
        """Take over what the first screen shows; sign in again and refresh behind it."""
        self._home = options.home
        self.tasks.start_load("resume", self._resume)
        self.signing.start(options)
        self.screen.catch_up()

    async def _resume(self) -> None:
        """Make the form of what was open; not while a thread loads and both want Python."""
        await load_parser()
        if self.items.collection is not None:
            await self._prepare_form(self.items.collection)
        if self.window.item is not None:
            self._on_item_opened(self.window.item)

    async def _may_close(self) -> bool:
        """Write what is still unwritten; ask if something is on its way or cannot be written."""
        self.form.commit()
        if not await may_leave(self.window, self.sending):
            return False
        await self.editor.flush()
        return await may_lose(self.window, self.editor, self.services.browsing)

    async def stop(self) -> None:
        """Hand over what is being typed, wait for every save, then let go."""
        self.form.commit()
        # A paused run would be waited for until somebody resumed it.
        self.sending.cancel()
        self.changes.close()
        self.services.board.unsubscribe(self._on_status)
        self.signing.stop()
        await self.screen.stop()

    def write_down(self) -> None:
        """Put on disk what is being typed, at once: the system ends the program."""
        self.form.commit()
        try:
            self.services.editing.write_now(seconds=_LAST_MOMENT)
        except (StoreError, TimeoutError):
            log.exception("What was typed could not be written down")

    @Slot()
    def _undo(self) -> None:
        """Take back what was last done in the place that is shown."""
        self.form.commit()
        (self.changes if self.changes_view.isVisible() else self.editor).undo()

    @Slot()
    def _redo(self) -> None:
        self.form.commit()
        (self.changes if self.changes_view.isVisible() else self.editor).redo()

    @Slot(object)
    def _on_decision_taken_back(self, step: Decision) -> None:
        """Show the first item whose decision was taken back."""
        self.window.notices.settled(step)
        self.changes_view.select_soon(step.first)

    @Slot()
    def _refresh_all(self) -> None:
        self.tasks.start_load("refresh", self.services.refreshing.refresh_all)

    @Slot()
    def _stop_refreshing(self) -> None:
        self.services.refreshing.stop()

    @Slot()
    def _show_about(self) -> None:
        open_home = partial(open_folder, self._home)
        ahead = self.services.board.status.clock_ahead
        about = About(__version__, _made_of(), self._home, open_home, ahead)
        AboutDialog(about, self.window).open()

    @Slot()
    def _next_problem(self) -> None:
        if self.changes_view.isVisible():
            self.changes_view.go_to_next_problem()
        else:
            self.form.next_problem()

    @Slot(object)
    def _on_interrupted_found(self, run: InterruptedRun | None) -> None:
        notices, bar = self.window.notices, self.changes_view.interrupted
        notices.settled(bar)
        if run is not None and not self.changes_view.isVisible():
            show = self.window.commands.action(Command.CHANGES).trigger
            notices.say(interrupted_sentence(run), "Show", show, about=bar)

    @Slot(object)
    def _on_decided(self, step: SettleStep | GoneStep | AnotherStep) -> None:
        undo = partial(self.changes.take_back, step) if step.has_changed else None
        sentence, offered = decided_sentence(step), "Undo" if undo else ""
        self.window.notices.say(sentence, offered, undo, about=step)

    @Slot(object, bool)
    def _on_suspect_found(self, key: ItemKey | None, is_taken_over: bool) -> None:
        if key is None or is_taken_over:
            self.window.notices.say(_TAKEN_OVER if key else GONE_SUSPECT)
        else:
            self.window.go_to_item(key)

    @Slot()
    def _show_earlier(self) -> None:
        key = self.editor.shown or self.window.item
        if key is not None:
            self.form.commit()
            self._show_history(key)

    @Slot()
    def _show_kept(self) -> None:
        self._show_history(None)

    @Slot(object)
    def _show_history(self, key: ItemKey | None) -> None:
        """Show what was given up of an item, or of all."""
        services = self.services
        controller = HistoryController(services.history, services.feed, self.tasks, key)
        dialog = HistoryDialog(controller, self.window, thumbnail=self._thumbnail, tasks=self.tasks)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        controller.setParent(dialog)
        controller.restored.connect(self._on_restored)
        controller.item_made.connect(dialog.accept)
        controller.item_made.connect(self.window.go_to_item)
        dialog.open()

    @Slot(object)
    def _on_came_too_late(self, late: LateEditError) -> None:
        """Say where it is until that was read: nothing else on the screen shows it any more."""
        show = partial(self._show_history, late.key)
        self.window.notices.say_error(late_sentence(late.name), "", "Show", show)

    @Slot(object)
    def _on_restored(self, restored: Restored) -> None:
        undo = partial(self.changes.take_back, restored.step) if restored.step else None
        self.window.notices.say(restored.sentence, "Undo" if undo else "", undo)

    def _make_theirs(self, field: Field, conflict: Conflict) -> QWidget:
        around = Surroundings(conflict.names, conflict.time_zone, self._thumbnail, self.tasks)
        clash = Clash(conflict.theirs, moment_words(conflict.at))
        return theirs_panel(field, conflict.base, clash, around)

    @Slot(object)
    def _show_change(self, key: ItemKey) -> None:
        """Go from the form to what is changed of the item."""
        self.window.commands.action(Command.CHANGES).trigger()
        self.changes_view.select_soon(key)

    def _thumbnail(self, url: str) -> QWidget:
        thumbnail = Thumbnail(self.pictures, self.tasks)
        thumbnail.show_url(url)
        return thumbnail

    @Slot(object)
    def _on_run_started(self, _plan: Plan) -> None:
        self.window.notices.make_way()  # What is sent is not taken back by a notice.
        self.window.commands.action(Command.CHANGES).trigger()

    @Slot(object)
    def _on_run_finished(self, results: Sequence[ItemResult]) -> None:
        """Follow new items to the keys that Webflow has given them; look up what was lost."""
        for result in results:
            if result.new_key is not None:
                self.editor.follow(result.key, result.new_key)
        if any(result.result is Result.UNKNOWN for result in results):  # Who cancels does not wait.
            self.tasks.start_load("look_up", self.services.refreshing.look_up)

    @Slot(object)
    def _on_item_opened(self, key: ItemKey) -> None:
        self._left_at[key.collection] = key
        self.editor.show_item(key)

    @Slot(object, object)
    def _on_item_followed(self, old: ItemKey, new: ItemKey) -> None:
        if self._left_at.get(old.collection) == old:
            self._left_at[old.collection] = new
        self.editor.follow(old, new)

    @Slot(object)
    def _on_collection_opening(self, collection: CollectionId) -> None:
        """Close an item of another collection: it is not what the table shows."""
        if self.editor.key is not None and self.editor.key.collection != collection:
            self.editor.show_item(None)

    @Slot(object)
    def _on_collection_opened(self, shown: ShownCollection) -> None:
        self.signing.show_standing()
        self.tasks.start_load("form", self._prepare_form, shown.collection)
        if self.editor.key is None and shown.collection.id in self._left_at:
            self.table.open_item(self._left_at[shown.collection.id])

    async def _prepare_form(self, collection: Collection) -> None:
        self.form.prepare(collection, await self.services.browsing.site_of(collection.id))

    def _on_status(self, status: Status) -> None:
        """After a refresh there may be pictures that could not be had without a connection."""
        if status.refreshed_at != self._refreshed_at:
            self._refreshed_at = status.refreshed_at
            for thumbnail in self.window.findChildren(Thumbnail):
                thumbnail.try_again()
            for pictures in self.window.findChildren(CardPictures):
                pictures.try_again()

    @Slot(bool)
    def _on_changes_shown(self, only_problems: bool) -> None:
        self.window.notices.settled(self.changes_view.interrupted)  # its bar is in sight now
        self.changes_view.show_only_problems(only_problems)
        self.form.commit()
        if self.editor.key is not None:
            self.form.tell_all_problems([self.editor.key])

    @Slot(object)
    def _on_signed_in(self, _signed_in: SignedIn) -> None:
        self.window.show_welcome(is_welcome=False)

    @Slot(object, object)
    def _go_to_field(self, key: ItemKey, slug: FieldSlug | None) -> None:
        self.tasks.start_load("target", self._go_to, key, slug)

    async def _go_to(self, key: ItemKey, slug: FieldSlug | None) -> None:
        """The table has an item once, in the primary locale; the form has it in each."""
        site = await self.services.browsing.site_of(key.collection)
        self.window.go_to_item(replace(key, locale=site.primary_locale))
        self.editor.show_locale(key.locale)  # also of an item that is open already
        self.form.tell_all_problems([key])
        self.form.go_to_field(slug)

    @Slot(object)
    def _send(self, keys: Sequence[ItemKey]) -> None:
        self._prepare(keys, Goal.SEND)

    @Slot(object)
    def _publish(self, keys: Sequence[ItemKey]) -> None:
        self._prepare(keys, Goal.PUBLISH)

    def _prepare(self, keys: Sequence[ItemKey], goal: Goal) -> None:
        self.form.commit()
        if goal is Goal.PUBLISH:
            self.form.tell_all_problems(keys)
        self.tasks.start_load("send", self._offer, keys, goal)

    async def _offer(self, keys: Sequence[ItemKey], goal: Goal) -> None:
        """Offer to send the items of the table as it shows them: with all their locales."""
        self.sending.prepare(await self.services.browsing.with_variants(keys), goal)


async def join(screen: Screen, options: Options, stack: AsyncExitStack) -> Program:
    """Join all the rest to the first screen. What needs closing is closed by the stack."""
    practice = PracticeSite(options.home, options.items)
    stack.push_async_callback(practice.stop)
    services = build_services(screen.local, options.home, stack, practice)
    program = Program(screen, services)
    await program.furnish()
    stack.push_async_callback(program.stop)
    stack.callback(Ending(program.write_down).stop)
    program.start(options)
    reach = partial(program.signing.reach_again, options)
    watch = Watch(services.board, reach, services.refreshing.refresh_all)
    stack.push_async_callback(_end, asyncio.create_task(watch.run(), name="watch"))
    return program


async def _end(task: "asyncio.Task[None]") -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def _made_of() -> str:
    python, qt = platform.python_version(), qVersion()
    return f"Python {python}, Qt {qt}, {platform.system()} {platform.machine()}"
