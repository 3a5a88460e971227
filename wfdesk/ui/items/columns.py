"""The menu that chooses columns: from the menu bar, from its button, from a column's title."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from wfdesk.domain.ids import NAME, FieldSlug
from wfdesk.ui.items.controller import ItemsController
from wfdesk.ui.toolkit.labels import plain

_TICKS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})


class ColumnsMenu(QMenu):
    """Offers the fields of the collection that is shown. Ticking one leaves the menu open."""

    column_chosen = Signal(object, bool)  # FieldSlug
    reset_wanted = Signal()

    def __init__(self, controller: ItemsController, parent: QWidget | None = None) -> None:
        super().__init__("&Columns", parent)
        self._controller = controller
        self.aboutToShow.connect(self._fill)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._tick():
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _TICKS or not self._tick():
            super().keyPressEvent(event)

    def _tick(self) -> bool:
        """Tick what the pointer or the keyboard is at, if that can be ticked."""
        action = self.activeAction()
        if action is None or not action.isCheckable():
            return False
        action.trigger()
        return True

    @Slot()
    def _fill(self) -> None:
        self.clear()
        collection, settings = self._controller.collection, self._controller.settings
        for field in collection.fields if collection else ():
            if field.slug != NAME:
                action = self.addAction(plain(field.display_name))
                action.setCheckable(True)
                action.setChecked(field.slug in settings.extra)
                action.toggled.connect(partial(self._choose, field.slug))
        self.addSeparator()
        reset = self.addAction("&Reset Columns")
        reset.setEnabled(settings.is_laid_out)
        reset.triggered.connect(self.reset_wanted)

    def _choose(self, slug: FieldSlug, is_chosen: bool) -> None:
        self.column_chosen.emit(slug, is_chosen)
