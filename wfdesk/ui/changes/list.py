"""The list of unsent changes: what each is called, and what it is."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget

from wfdesk.ui.changes.model import ChangesModel, Column
from wfdesk.ui.toolkit.eliding import NameDelegate
from wfdesk.ui.toolkit.sign import sign_width

_WIDEST_SHARE = 0.45
"""Of the list, for what a change is: an item is known by its name."""
_AROUND = 20
"""Pixels that the style puts around words and sign."""
_USUAL = "12 fields"


class ChangesList(QTreeView):
    """Names have the room that is left; in a narrow list they have more than the rest."""

    def __init__(self, model: ChangesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._widest = _USUAL
        self.setModel(model)
        self.setUniformRowHeights(True)
        self.setItemDelegateForColumn(Column.NAME, NameDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setProperty("pane", "true")
        self.setAccessibleName("Unsent changes")
        self.setIndentation(16)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(Column.WHAT, QHeaderView.ResizeMode.Interactive)

    def make_room(self, summaries: Iterable[str]) -> None:
        """Leave room for what the changes are, and no less later: names would jump in a run."""
        self._widest = max([self._widest, *summaries], key=self.fontMetrics().horizontalAdvance)
        self._share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._share_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._share_room()

    def _share_room(self) -> None:
        room = self.fontMetrics().horizontalAdvance(self._widest) + sign_width(self) + _AROUND
        share = round(self.viewport().width() * _WIDEST_SHARE)
        self.header().resizeSection(Column.WHAT, min(room, share))
