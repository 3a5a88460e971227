"""The main window: three panes side by side, or the Changes in place of table and form."""

from collections.abc import Callable, Mapping
from functools import partial

from msgspec import Struct
from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from wfdesk.domain.errors import WfdeskError
from wfdesk.domain.ids import CollectionId, ItemKey
from wfdesk.services.browsing import Tree
from wfdesk.ui.items.actions import Acted, ItemActions, Question
from wfdesk.ui.items.view import ItemsView
from wfdesk.ui.shell import state
from wfdesk.ui.shell.banner import Banner
from wfdesk.ui.shell.commands import Command, Commands
from wfdesk.ui.shell.enterkey import EnterKey
from wfdesk.ui.shell.facts import Facts
from wfdesk.ui.shell.finding import ItemFinder
from wfdesk.ui.shell.going import Going
from wfdesk.ui.shell.searchbox import SearchBox
from wfdesk.ui.shell.statusbar import Status, StatusLine
from wfdesk.ui.sites.view import SitesView
from wfdesk.ui.toolkit.notices import Notices
from wfdesk.ui.toolkit.tasks import TaskScope

_SIZES = (240, 560, 520)
_READ_ONLY = "Read-only: this site's token lacks cms:write, so nothing can be sent."
_SETTLE = 800
"""Milliseconds after the last change of place or size before they are remembered."""


class Panes(Struct, frozen=True):
    """What the window shows; each comes finished from where the program is put together."""

    tree: SitesView
    table: ItemsView
    form: QWidget
    changes: QWidget
    welcome: QWidget


class MainWindow(QMainWindow):
    """Knows places, not content. Closing it is a wish: ``close_requested``."""

    close_requested = Signal()
    item_opened = Signal(object)  # ItemKey
    item_followed = Signal(object, object)  # ItemKey, ItemKey: the old one and the new
    changes_shown = Signal(bool)  # only problems
    ticked_send_requested = Signal()
    ticked_publish_requested = Signal()

    def __init__(
        self,
        panes: Panes,
        actions: ItemActions,
        finder: ItemFinder,
        memory: state.WindowState,
        tasks: TaskScope,
    ) -> None:
        super().__init__()
        self.setWindowTitle("wfdesk")
        self.setObjectName("main")
        self._panes = panes
        self._actions = actions
        self._memory = memory
        self._tasks = tasks
        self._item: ItemKey | None = None
        self._collection: CollectionId | None = None
        self._tree = Tree((), 0)
        self._shows_ticked = False
        self._enter = EnterKey(self)
        self._zoom = 100
        self._sizes: tuple[int, ...] = ()
        self.commands = Commands(self)
        self.commands.fill(self.menuBar())
        self.search = SearchBox(self.commands.action(Command.QUICK_OPEN), self)
        self.menuBar().setCornerWidget(self.search)
        self.status = StatusLine(self)
        self.banner = Banner(self)
        self.going = Going(self, panes.tree, self.commands, finder)
        self._lay_out()
        self._settled = QTimer(self, singleShot=True, interval=_SETTLE)
        self._settled.timeout.connect(self._remember)
        self._connect()
        self._learn()
        self.resize(1320, 820)

    @property
    def item(self) -> ItemKey | None:
        """The item that was opened last."""
        return self._item

    def show_welcome(self, *, is_welcome: bool) -> None:
        """Show the welcome in place of everything, or go back to the panes."""
        self._whole.setCurrentWidget(self._panes.welcome if is_welcome else self._outer)

    def show_status(self, status: Status) -> None:
        was_long = self.status.is_long
        self.status.show_status(status)
        if self.status.is_long is not was_long:
            self._learn()

    def show_standing(self, *, may_write: bool, hindrance: str = "", remedy: str = "") -> None:
        """Say in a banner what keeps the site from being sent to, with a button for the remedy.

        What would write is switched off where the token may only read.
        """
        self.commands.set_read_only(not may_write)
        self._panes.table.set_read_only(not may_write)
        self.banner.show_text(hindrance or ("" if may_write else _READ_ONLY), remedy)

    @Slot(object)
    def show_failure(self, error: WfdeskError) -> None:
        self.notices.say_error(error.summary, error.detail)

    @Slot(object)
    def show_acted(self, acted: Acted) -> None:
        undo = partial(self._actions.undo, acted) if acted.step else None
        word = "Redo" if acted.is_undone else "Undo"
        self.notices.say(acted.sentence, word if undo else "", undo)

    @Slot(object)
    def go_to_item(self, key: ItemKey) -> None:
        """Open the item wherever it is: its collection, its row, its form."""
        self._panes.tree.choose_collection(key.collection)
        self._show_collection(key.collection)
        self._panes.table.open_item(key)

    def set_zoom(self, percent: int) -> None:
        """Remember the zoom; whoever owns the theme applies it."""
        self._zoom = percent
        self._settled.start()

    async def restore(self) -> state.Remembered:
        """Come back as the window was left; return what was remembered."""
        left = state.Remembered.from_json(await self._memory.get(state.NAME))
        if left.geometry:
            self.restoreGeometry(QByteArray.fromBase64(left.geometry.encode()))
        if len(left.sizes) == len(_SIZES):
            self._sizes = left.sizes
            self._set_sizes(left.sizes)
        self._zoom = left.zoom
        if left.collection is not None:
            self._panes.tree.choose_collection(left.collection)
        if left.item is not None:
            self._panes.table.open_item(left.item)
        return left

    async def keep(self) -> None:
        """Put on disk how the window is now."""
        self._settled.stop()
        if self._inner.was_shown:
            self._sizes = (self._outer.sizes()[0], *self._inner.sizes())
        now = state.Remembered(
            bytes(self.saveGeometry().toBase64().data()).decode(),
            self._sizes,
            self._collection,
            self._item,
            self._zoom,
        )
        await self._memory.put(state.NAME, now.to_json())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_search()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:  # The menus follow it in this turn.
            QTimer.singleShot(0, self, self._fit_search)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take what nobody closer to the keyboard has used: Escape stops a refresh."""
        if event.key() == Qt.Key.Key_Escape:
            self.commands.action(Command.STOP).trigger()
        elif not self._enter.press(event):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's own name
        """Let a notice have the keyboard by the Tab key, and not because something else lost it.

        Qt goes on from what is hidden or switched off as if Tab had been pressed. The notices are
        next behind the last pane, and Space would take back what was done.
        """
        at = self.focusWidget()
        self.notices.set_reachable(at is None or (at.isVisible() and at.isEnabled()))
        has_moved = super().focusNextPrevChild(forward)
        self.notices.set_reachable(True)
        return has_moved

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.close_requested.emit()

    def _lay_out(self) -> None:
        """From the outside in: a pane with all it holds is styled anew at each change of parent."""
        panes = self._panes
        centre = QFrame(self)
        self.setCentralWidget(centre)
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        self._whole = QStackedWidget(centre)
        column.addWidget(self._whole, 1)
        self._outer = _Splitter(self._whole)
        self._whole.addWidget(self._outer)
        self._whole.addWidget(panes.welcome)
        self._outer.addWidget(panes.tree)
        self._places = QStackedWidget(self._outer)
        self._outer.setStretchFactor(0, 0)
        self._outer.setStretchFactor(1, 1)
        self._inner = _Splitter(self._places)
        self._places.addWidget(self._inner)
        self._places.addWidget(panes.changes)
        self._places.currentChanged.connect(self._share_age)
        self._inner.addWidget(panes.table)
        self._inner.addWidget(panes.form)
        self._set_sizes(_SIZES)
        panes.tree.setMinimumWidth(150)
        panes.table.setMinimumWidth(260)
        panes.form.setMinimumWidth(300)
        self.notices = Notices(centre)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(self.status, 1)

    @Slot()
    def _fit_search(self) -> None:
        """Give the search what the menus leave of their bar."""
        bar = self.menuBar()
        if self.search.fit(self.width() - bar.actionGeometry(bar.actions()[-1]).right()):
            bar.setCornerWidget(self.search)  # It asks for the size just here.

    def _set_sizes(self, sizes: tuple[int, ...]) -> None:
        self._outer.setSizes([sizes[0], sum(sizes[1:])])
        self._inner.setSizes(list(sizes[1:]))

    def _connect(self) -> None:
        tree, table = self._panes.tree, self._panes.table
        tree.collection_chosen.connect(self._show_collection)
        tree.changes_chosen.connect(self._show_changes)
        tree.problems_chosen.connect(self._show_problems)
        tree.tree_shown.connect(self._on_tree_shown)
        table.item_opened.connect(self._on_item_opened)
        table.item_followed.connect(self._on_item_followed)
        table.item_closed.connect(self._on_item_closed)
        table.item_entered.connect(self._enter_form)
        for news in (
            table.chosen_changed,
            table.controller.opening,
            table.controller.collection_shown,
            table.controller.collection_closed,
            table.controller.query_changed,
            table.controller.items_found,
            table.controller.model.modelReset,
        ):
            news.connect(self._learn)
        table.set_menu_actions(self.commands.context())
        self.commands.give_keys(table.table)
        self.commands.add_columns(table.columns_menu)
        self._actions.item_made.connect(self._on_item_made)
        self._actions.items_unmade.connect(self._on_items_unmade)
        self._actions.acted.connect(self.show_acted)
        self._actions.asked.connect(self._on_asked)
        self.going.item_chosen.connect(self.go_to_item)
        self.status.stop_requested.connect(self.commands.action(Command.STOP).trigger)
        self._outer.splitterMoved.connect(self._settled.start)
        self._inner.splitterMoved.connect(self._settled.start)
        for command, slot in self._slots().items():
            self.commands.action(command).triggered.connect(slot)

    def _slots(self) -> Mapping[Command, Callable[[], object]]:
        """What the window does by itself. The rest is connected where the program is built."""
        tree, table = self._panes.tree, self._panes.table
        return {
            Command.NEW: table.make_item,
            Command.DUPLICATE: table.duplicate,
            Command.ARCHIVE: table.archive,
            Command.RESTORE: table.restore,
            Command.UNPUBLISH: table.unpublish,
            Command.DELETE: table.delete,
            Command.DISCARD: table.discard,
            Command.SEND: self._send,
            Command.PUBLISH: self._publish,
            Command.REVIEW: self._review,
            Command.REFRESH: table.controller.refresh,
            Command.FILTER: table.focus_filter,
            Command.CLEAR_FILTER: table.clear_filter,
            Command.CHANGES: tree.choose_changes,
            Command.PROBLEMS: tree.choose_problems,
            Command.NEXT_ITEM: table.go_to_next,
            Command.PREVIOUS_ITEM: table.go_to_previous,
            Command.TREE: self._enter_tree,
            Command.TABLE: self._enter_table,
            Command.FORM: self._enter_form,
            Command.NOTICES: self.notices.enter,
            Command.QUICK_OPEN: self.going.open,
            Command.KEYS: self._show_keys,
            Command.QUIT: self._on_quit,
        }

    @Slot(object)
    def _show_collection(self, collection: CollectionId) -> None:
        self._collection = collection
        if self._item is not None and self._item.collection != collection:
            self._item = None
        self.show_welcome(is_welcome=False)
        self._places.setCurrentWidget(self._inner)
        self._shows_ticked = False
        self.commands.set_items_shown(True)
        self.going.prefer(collection)
        self._panes.table.controller.show_collection(collection)
        self._settled.start()

    @Slot()
    def _show_changes(self) -> None:
        self._go_to_changes(only_problems=False)

    @Slot()
    def _show_problems(self) -> None:
        self._go_to_changes(only_problems=True)

    def _go_to_changes(self, *, only_problems: bool) -> None:
        focused = self.focusWidget()
        was_inside = focused is not None and self._inner.isAncestorOf(focused)
        self._places.setCurrentWidget(self._panes.changes)
        if was_inside:  # Else Qt gives it to the next button, which is Discard.
            self._panes.changes.setFocus(Qt.FocusReason.OtherFocusReason)
        self._shows_ticked = not only_problems
        self.commands.set_items_shown(False, shows_ticked=self._shows_ticked)
        self.changes_shown.emit(only_problems)

    @Slot()
    def _review(self) -> None:
        """Go to all that is unsent, and from there on to what would be published of it."""
        if self._shows_ticked:
            self.ticked_publish_requested.emit()
        else:
            self._panes.tree.choose_changes()

    @Slot()
    def _send(self) -> None:
        if self._shows_ticked:
            self.ticked_send_requested.emit()
        else:
            self._panes.table.send()

    @Slot()
    def _publish(self) -> None:
        if self._shows_ticked:
            self.ticked_publish_requested.emit()
        else:
            self._panes.table.publish()

    @Slot(object)
    def _on_tree_shown(self, tree: Tree) -> None:
        self._tree = tree
        self.status.set_waiting(tree.unsent)
        self._learn()

    @Slot(object)
    def _on_item_opened(self, key: ItemKey) -> None:
        self._item = key
        self._settled.start()
        self.item_opened.emit(key)

    @Slot(object, object)
    def _on_item_followed(self, old: ItemKey, new: ItemKey) -> None:
        if self._item == old:
            self._item = new
            self._settled.start()
        self.item_followed.emit(old, new)

    @Slot(object)
    def _on_item_closed(self, key: ItemKey) -> None:
        if self._item == key:
            self._item = None
            self._settled.start()

    @Slot()
    def _on_quit(self) -> None:
        self.close_requested.emit()

    @Slot()
    def _enter_tree(self) -> None:
        self._panes.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _enter_table(self) -> None:
        self._panes.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot(object)
    def _on_item_made(self, key: ItemKey) -> None:
        """Go on in the form of the new item, whatever is shown by now."""
        self.go_to_item(key)
        self._enter_form()

    @Slot()
    def _on_items_unmade(self) -> None:
        """Let the keyboard go on in the table: in the form there is nothing for it."""
        focused = self.focusWidget()
        if self._inner.isVisible() and (focused is None or self._is_in_form(focused)):
            self._enter_table()

    def _is_in_form(self, widget: QWidget) -> bool:
        return widget is self._panes.form or self._panes.form.isAncestorOf(widget)

    @Slot()
    def _enter_form(self) -> None:
        self._panes.form.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _share_age(self) -> None:
        """Say one age: that of the table where one is shown, else that of the last refresh."""
        has_collection = self._panes.table.controller.collection is not None
        shows_table = self._places.currentWidget() is self._inner
        self.status.set_says_age(not (has_collection and shows_table))

    @Slot()
    def _learn(self) -> None:
        """Let the commands know what there is for them to do."""
        self._share_age()
        table = self._panes.table
        has_collection = table.controller.collection is not None
        self.commands.set_facts(
            Facts(
                has_sites=bool(self._tree.sites),
                has_collection=has_collection,
                has_rows=table.controller.model.rowCount() > 0,
                is_filtered=has_collection and table.controller.query.is_filtered,
                chosen=table.chosen,
                is_refreshing=self.status.is_long,
                unsent=self._tree.unsent,
            )
        )

    @Slot()
    def _show_keys(self) -> None:
        from wfdesk.ui.shell.keys import KeysDialog  # noqa: PLC0415 - not before it is wanted

        dialog = KeysDialog(self.commands, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    @Slot()
    def _remember(self) -> None:
        self._tasks.start_save(self.keep)

    @Slot(object)
    def _on_asked(self, question: Question) -> None:
        self._tasks.start_load("shell.ask", self._ask, question)

    async def _ask(self, question: Question) -> None:
        from wfdesk.ui.toolkit.ask import Button, Weight, ask  # noqa: PLC0415 - as above

        go_on = Button("yes", question.button, Weight.DESTRUCTIVE)
        if await ask(self, question.title, question.text, [go_on]) == "yes":
            self._actions.go_on(question)


class _Splitter(QSplitter):
    """Its sizes are worth remembering once it ``was_shown``; before, Qt has not laid it out."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.was_shown = False
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.was_shown = True
