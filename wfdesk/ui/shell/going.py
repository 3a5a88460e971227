"""Puts quick open together: collections of the tree, commands of the menus, items by name.

The popup is loaded and made when it is first wanted: the window is shown before that.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from wfdesk.domain.ids import CollectionId, ItemKey
from wfdesk.ui.shell.commands import Command, Commands, keys_of, title_of
from wfdesk.ui.shell.finding import Find, FoundItem, ItemFinder
from wfdesk.ui.sites.view import SitesView


class Popup(Protocol):
    """What quick open is from here."""

    def open_with(self, places: Sequence[Find]) -> None: ...

    def show_items(self, text: str, items: Sequence[Find]) -> None: ...


class Going(QObject):
    item_chosen = Signal(object)  # ItemKey

    def __init__(
        self, window: QWidget, tree: SitesView, commands: Commands, finder: ItemFinder
    ) -> None:
        super().__init__(window)
        self._window = window
        self._tree = tree
        self._commands = commands
        self._finder = finder

    @cached_property
    def popup(self) -> Popup:
        from wfdesk.ui.shell.quickopen import QuickOpen  # noqa: PLC0415 - not before it is wanted

        popup = QuickOpen(self._window)
        popup.items_wanted.connect(self._finder.find)
        popup.chosen.connect(self._go)
        self._finder.items_found.connect(self._show_items)
        return popup

    def prefer(self, collection: CollectionId) -> None:
        self._finder.prefer(collection)

    @Slot()
    def open(self) -> None:
        self.popup.open_with([*self._collections(), *self._actions()])

    def _collections(self) -> list[Find]:
        return [
            Find(title, site, "collection", id_) for id_, title, site in self._tree.collections()
        ]

    def _actions(self) -> list[Find]:
        return [
            Find(title_of(entry), keys_of(action), entry.icon, entry.command)
            for entry, action in self._commands
            if action.isEnabled() and entry.command is not Command.QUICK_OPEN
        ]

    @Slot(str, object)
    def _show_items(self, text: str, found: Sequence[FoundItem]) -> None:
        self.popup.show_items(
            text, [Find(each.name, each.collection, "item", each.key) for each in found]
        )

    @Slot(object)
    def _go(self, target: object) -> None:
        if isinstance(target, Command):
            self._commands.action(target).trigger()
        elif isinstance(target, ItemKey):
            self.item_chosen.emit(target)
        elif isinstance(target, str):
            self._tree.choose_collection(CollectionId(target))
