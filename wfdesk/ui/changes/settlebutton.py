"""Decides in one go about all conflicts among what is selected. Each choice says how many."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from wfdesk.domain.edits import Side
from wfdesk.ui.changes.wording import counted


class SettleButton(QPushButton):
    """Hidden where there is nothing but what the detail offers anyway."""

    side_taken = Signal(object)  # Side
    recreate_wanted = Signal()
    give_up_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self.hide()

    def show_counts(self, conflicts: int, gone: int, *, of: int) -> None:
        """Offer to settle the conflicts and deletions among so many selected items."""
        self.setVisible(of > 1 and conflicts + gone > 0)
        self.setText(f"Settle {counted(conflicts + gone, 'conflict')}")
        self._menu.clear()
        if conflicts:
            fields = counted(conflicts, "field")
            take = self.side_taken.emit
            self._menu.addAction(f"Take &mine in {fields}", partial(take, Side.MINE))
            self._menu.addAction(f"Take &theirs in {fields}", partial(take, Side.THEIRS))
        if conflicts and gone:
            self._menu.addSeparator()
        if gone:
            items = counted(gone, "deleted item")
            self._menu.addAction(f"&Recreate {items} as new drafts", self.recreate_wanted.emit)
            self._menu.addAction(f"&Discard my edits of {items}", self.give_up_wanted.emit)
