"""The pane in the middle: filter line, table, and what is said when the table is empty."""

from collections.abc import Callable, Sequence
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction, QFocusEvent
from PySide6.QtWidgets import QMenu, QStackedLayout, QVBoxLayout, QWidget

from wfdesk.domain.edits import Action
from wfdesk.domain.ids import FieldSlug, ItemKey, LocaleId
from wfdesk.domain.items import ItemStatus
from wfdesk.ui.items.actions import ItemActions
from wfdesk.ui.items.chosen import MOST_LOOKED_AT, Chosen, chosen
from wfdesk.ui.items.columns import ColumnsMenu
from wfdesk.ui.items.controller import Found, ItemsController, Shown
from wfdesk.ui.items.emptystate import EmptyState
from wfdesk.ui.items.filterbar import FilterBar
from wfdesk.ui.items.table import ItemsTable
from wfdesk.ui.toolkit.taborder import order_tabs


class ItemsView(QWidget):
    """Shows the items of one collection and says which one is to be opened.

    ``menu_actions`` are the commands of the window that belong into the context menu: a command
    exists once, wherever it is offered.
    """

    item_opened = Signal(object)  # ItemKey
    item_entered = Signal(object)  # ItemKey
    """The person wants to go on in the form."""
    item_followed = Signal(object, object)  # ItemKey, ItemKey: the old one and the new
    item_closed = Signal(object)  # ItemKey: there is nothing of it any more
    collection_opened = Signal(object)  # Shown
    chosen_changed = Signal(object)  # Chosen
    """What a command would act on, or what it could do to that, is another."""
    send_requested = Signal(object)  # Sequence[ItemKey]
    publish_requested = Signal(object)  # Sequence[ItemKey]

    def __init__(
        self, controller: ItemsController, actions: ItemActions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._actions = actions
        self._is_read_only = False
        self._opened: ItemKey | None = None
        self._wanted: Sequence[ItemKey] = ()
        """What is to be selected as soon as the first of it is in the table."""
        self._chosen = Chosen()
        self._menu_actions: list[QAction | None] = []
        self.columns_menu = ColumnsMenu(controller, self)
        self.bar = FilterBar(self.columns_menu, self)
        self.table = ItemsTable(controller.model, self)
        self.empty = EmptyState(self)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.table)
        self._pages.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addLayout(self._pages, 1)
        order_tabs(self, layout)
        self._show_empty("Choose a collection", "Its items are shown here.", "", None)
        self.bar.setEnabled(False)
        self._connect()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Pass the keyboard on. A focus proxy would lead Tab past the bar."""
        super().focusInEvent(event)
        self.table.setFocus(event.reason())

    @property
    def controller(self) -> ItemsController:
        return self._controller

    @property
    def chosen(self) -> Chosen:
        return self._chosen

    def set_menu_actions(self, actions: list[QAction | None]) -> None:
        """Offer these in the context menu; None is a line between them."""
        self._menu_actions = actions

    def open_item(self, key: ItemKey) -> None:
        """Open the item, and select it as soon as it is in the table.

        Until then no other one is selected: a command would act on that one, out of sight. Also
        when it is open: it may have been gone, and there again before the table has noticed.
        """
        self._controller.stop_looking()
        self._select_soon([key])
        self._go_on_with(key)

    @Slot(object)
    def _select_soon(self, keys: Sequence[ItemKey]) -> None:
        self._wanted = () if self.table.select_keys(keys) else keys
        if self._wanted:
            self.table.clearSelection()

    def set_read_only(self, is_read_only: bool) -> None:
        """Offer nothing new where it could never be sent."""
        self._is_read_only = is_read_only
        self.bar.set_read_only(is_read_only)

    @Slot()
    def focus_filter(self) -> None:
        self.bar.focus_filter()

    @Slot()
    def go_to_next(self) -> None:
        self.table.step(1)

    @Slot()
    def go_to_previous(self) -> None:
        self.table.step(-1)

    @Slot()
    def archive(self) -> None:
        self.set_action(Action.ARCHIVE)

    @Slot()
    def restore(self) -> None:
        self.set_action(Action.UNARCHIVE)

    @Slot()
    def unpublish(self) -> None:
        self.set_action(Action.UNPUBLISH)

    @Slot()
    def delete(self) -> None:
        self.set_action(Action.DELETE)

    @Slot()
    def make_item(self) -> None:
        collection = self._controller.collection
        if collection is not None:
            self._actions.create(collection.id, self._controller.locale)

    @Slot()
    def duplicate(self) -> None:
        self._with_chosen(self._actions.duplicate)

    def set_action(self, action: Action) -> None:
        self._with_chosen(partial(self._actions.set_action, action=action))

    @Slot()
    def discard(self) -> None:
        self._with_chosen(self._actions.discard)

    @Slot()
    def send(self) -> None:
        self._with_chosen(self.send_requested.emit)

    @Slot()
    def publish(self) -> None:
        self._with_chosen(self.publish_requested.emit)

    @Slot()
    def clear_filter(self) -> None:
        self.bar.clear()
        self._controller.clear_filter()

    def chosen_keys(self) -> Sequence[ItemKey]:
        """What commands act on: the selected items, or else the one that is open."""
        return self.table.selected_keys() or ([self._opened] if self._opened else [])

    def _with_chosen(self, act: Callable[[Sequence[ItemKey]], object]) -> None:
        keys = self.chosen_keys()
        if keys:
            act(keys)

    def _connect(self) -> None:
        controller, table, bar = self._controller, self.table, self.bar
        controller.opening.connect(self._on_opening)
        controller.collection_shown.connect(self._on_collection_shown)
        controller.locale_changed.connect(self._on_locale_changed)
        controller.collection_closed.connect(self._on_collection_closed)
        controller.items_changing.connect(table.keep_place)
        controller.items_found.connect(self._on_items_found)
        controller.item_followed.connect(self._on_item_followed)
        controller.item_gone.connect(self._on_item_gone)
        table.window_shown.connect(controller.show_window)
        table.sort_wanted.connect(self._on_sort_wanted)
        table.columns_wanted.connect(self.columns_menu.popup)
        self.columns_menu.column_chosen.connect(self._on_column_chosen)
        self.columns_menu.reset_wanted.connect(self._on_reset_wanted)
        table.columns_moved.connect(self._on_columns_moved)
        table.menu_wanted.connect(self._on_menu_wanted)
        table.item_reached.connect(self._open)
        table.item_opened.connect(self._enter)
        table.selectionModel().selectionChanged.connect(self._sum_up)
        controller.model.modelReset.connect(self._sum_up)
        controller.model.dataChanged.connect(self._sum_up)
        bar.text_wanted.connect(controller.set_text)
        bar.statuses_wanted.connect(self._on_statuses_wanted)
        bar.new_wanted.connect(self.make_item)
        bar.refresh_wanted.connect(controller.refresh)
        bar.left.connect(table.setFocus)
        self._actions.items_made.connect(self._select_soon)

    @Slot(object)
    def _open(self, key: ItemKey) -> None:
        if key != self._opened:
            self._go_on_with(key)

    def _go_on_with(self, key: ItemKey) -> None:
        self._opened = key
        self.item_opened.emit(key)
        self._sum_up()

    @Slot(object)
    def _enter(self, key: ItemKey) -> None:
        self._open(key)
        self.item_entered.emit(key)

    @Slot()
    def _on_opening(self) -> None:
        if self._opened not in self._wanted:
            self._opened = None
            self._sum_up()
        self.bar.clear()
        self._show_empty("Loading…", "", "", None)

    @Slot(object)
    def _on_collection_shown(self, shown: Shown) -> None:
        self.bar.setEnabled(True)
        self.bar.show_title(shown.collection.display_name, shown.collection.singular_name)
        self._lay_columns()
        self.collection_opened.emit(shown)

    @Slot(object, object)
    def _on_locale_changed(self, old: LocaleId, new: LocaleId) -> None:
        if self._opened is not None and self._opened.locale == old:
            self._on_item_followed(self._opened, replace(self._opened, locale=new))

    @Slot(bool)
    def _on_collection_closed(self, has_site: bool) -> None:
        self._opened = None
        self._sum_up()
        self.bar.leave()
        if has_site:
            self._show_empty("This collection is gone", "Webflow no longer has it.", "", None)
        else:
            title = "This site is no longer on this computer"
            text = "Its local copy was removed with its token.\nUnsent edits are kept in Changes."
            self._show_empty(title, text, "", None)

    @Slot(object)
    def _on_items_found(self, found: Found) -> None:
        self.bar.show_found(found)
        if found.is_new:
            self._select_opened()
            self.table.scrollToTop()
        else:
            self.table.find_place()
            self._select_opened()
        if self._wanted and self.table.select_keys(self._wanted):
            self._wanted = ()
        if self._opened is not None and not self._controller.model.has(self._opened):
            self._controller.look_for(self._opened)  # The filter may hide it, or it is gone.
        if found.count:
            self._pages.setCurrentWidget(self.table)
            self.table.say_window()
        elif found.is_filtered:
            self._show_empty("Nothing matches", "", "Clear filter", self.clear_filter)
        elif found.refreshed_at is None:
            self._show_empty("Loading…", "Items are being fetched from Webflow.", "", None)
        elif self._is_read_only:
            self._show_empty("No items yet", "", "", None)
        else:
            self._show_empty("No items yet", "", "New item", self.make_item)

    @Slot(object, object)
    def _on_item_followed(self, old: ItemKey, new: ItemKey) -> None:
        self._wanted = [new if each == old else each for each in self._wanted]
        if self._opened == old:
            self._opened = new
        self.item_followed.emit(old, new)

    @Slot(object)
    def _on_item_gone(self, key: ItemKey) -> None:
        if self._opened == key:
            self._opened, self._wanted = None, ()
            self._sum_up()
            self.item_closed.emit(key)

    def _show_empty(
        self, title: str, text: str, button: str, act: Callable[[], None] | None
    ) -> None:
        self.empty.show_state(title, text, button, act)
        self._pages.setCurrentWidget(self.empty)

    def _select_opened(self) -> None:
        """Nothing is selected any more once Qt has started over; the open item is still open."""
        if self._opened is not None and not self.table.count_selected():
            self.table.select_key(self._opened)

    @Slot()
    def _sum_up(self) -> None:
        count = self.table.count_selected() or int(self._opened is not None)
        keys = self.chosen_keys() if count <= MOST_LOOKED_AT else ()
        now = chosen(count, list(map(self._controller.model.work_of, keys)))
        if now != self._chosen:
            self._chosen = now
            self.chosen_changed.emit(now)

    @Slot(object, bool)
    def _on_sort_wanted(self, column: FieldSlug, is_descending: bool) -> None:
        self.table.show_sort(column, is_descending=is_descending)
        self._controller.set_sort(column, is_descending=is_descending)

    @Slot(object, bool)
    def _on_statuses_wanted(self, statuses: frozenset[ItemStatus], only_unsent: bool) -> None:
        self._controller.set_statuses(statuses, only_unsent=only_unsent)

    def _lay_columns(self) -> None:
        settings = self._controller.settings
        self.table.place_columns(settings.order, dict(settings.widths))
        self.table.show_sort(settings.sort_by, is_descending=settings.is_descending)

    @Slot()
    def _on_columns_moved(self) -> None:
        self._controller.remember_layout(self.table.column_order(), self.table.column_widths())

    @Slot(object, bool)
    def _on_column_chosen(self, slug: FieldSlug, is_chosen: bool) -> None:
        extra = [each for each in self._controller.settings.extra if each != slug]
        self.table.keep_place()
        self._controller.choose_columns((*extra, slug) if is_chosen else tuple(extra))
        self._show_columns()

    @Slot()
    def _on_reset_wanted(self) -> None:
        self.table.keep_place()
        self._controller.reset_columns()
        self._show_columns()

    def _show_columns(self) -> None:
        self._lay_columns()
        self.table.find_place()
        self._select_opened()
        self.table.say_window()

    @Slot(object)
    def _on_menu_wanted(self, place: QPoint) -> None:
        if not self.chosen_keys():
            return
        menu = QMenu(self)
        for action in self._menu_actions:
            if action is None:
                menu.addSeparator()
            else:
                menu.addAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)
