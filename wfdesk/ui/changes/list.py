"""The list of unsent changes: what each is called, and what it is."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget

from wfdesk.ui.changes.model import ChangesModel, Column

_WIDEST_SHARE = 0.45
"""Of the list, for what a change is: an item is known by its name."""


class ChangesList(QTreeView):
    """Names have the room that is left; in a narrow list they have more than the rest."""

    def __init__(self, model: ChangesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setProperty("pane", "true")
        self.setAccessibleName("Unsent changes")
        self.setIndentation(16)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(Column.WHAT, QHeaderView.ResizeMode.Interactive)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._share_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._share_room()

    def _share_room(self) -> None:
        words = self.fontMetrics().horizontalAdvance("12 fields \N{MIDDLE DOT} 12 problems")
        room = words + 36  # the icon, and what the style puts around
        share = round(self.viewport().width() * _WIDEST_SHARE)
        self.header().resizeSection(Column.WHAT, min(room, share))
