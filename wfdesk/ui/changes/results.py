"""The lines of a run: what became of each item, its name, and why."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTreeView, QWidget

from wfdesk.domain.ids import ItemKey
from wfdesk.services.publishing import ItemResult
from wfdesk.ui.changes.wording import SETTLED, look_of_result
from wfdesk.ui.toolkit.eliding import NameDelegate
from wfdesk.ui.toolkit.icons import icon
from wfdesk.ui.toolkit.labels import tooltip, visible
from wfdesk.ui.toolkit.sign import sign_width

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_AROUND = 32
"""Pixels that the style puts around words and sign, and before the next words."""


def key_of(result: ItemResult) -> ItemKey:
    """The key that the item has now."""
    return result.new_key or result.key


class ResultColumn(IntEnum):
    RESULT = 0
    NAME = 1
    REASON = 2


class ResultsModel(QAbstractTableModel):
    """A line per item. Lines are added and changed, never reordered while a run goes on."""

    words_changed = Signal()
    """Once for all that was shown: hundreds of lines may have changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results: tuple[ItemResult, ...] = ()
        self._said = ""
        self._settled: frozenset[ItemKey] = frozenset()

    @property
    def results(self) -> tuple[ItemResult, ...]:
        return self._results

    def show(self, results: Sequence[ItemResult]) -> None:
        before, after = self._results, tuple(results)
        if len(after) < len(before):
            self.beginResetModel()
            self._results = after
            self.endResetModel()
            self.words_changed.emit()
            return
        if len(after) > len(before):
            self.beginInsertRows(QModelIndex(), len(before), len(after) - 1)
            self._results = after
            self.endInsertRows()
        self._results = after
        for row, (old, new) in enumerate(zip(before, after, strict=False)):
            if old != new:
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(ResultColumn) - 1))
        self.words_changed.emit()

    def words(self) -> set[str]:
        """What became of the items, each word once."""
        shown = {look_of_result(each.result).word for each in self._results}
        return shown | {SETTLED.word} if self._settled else shown

    @property
    def has_reasons(self) -> bool:
        return any(each.reason not in {"", self._said} for each in self._results)

    def leave_out(self, sentence: str) -> None:
        """Give no line this reason: it stands over them all."""
        self._said = sentence
        if self._results:
            last = self.index(len(self._results) - 1, ResultColumn.REASON)
            self.dataChanged.emit(self.index(0, ResultColumn.REASON), last)
            self.words_changed.emit()

    def show_settled(self, keys: frozenset[ItemKey]) -> None:
        """Say of these items that what is told of them is over: they are unsent no longer."""
        self._settled = keys
        if self._results:
            last = self.index(len(self._results) - 1, len(ResultColumn) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.words_changed.emit()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._results)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(ResultColumn)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        result = self._results[index.row()]
        is_settled = not result.is_good and key_of(result) in self._settled
        look = SETTLED if is_settled else look_of_result(result.result)
        if role == Qt.ItemDataRole.DisplayRole:
            reason = "" if is_settled or result.reason == self._said else result.reason
            return (look.word, visible(result.name), visible(reason))[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(self.data(index))
        if role == Qt.ItemDataRole.DecorationRole and index.column() == ResultColumn.RESULT:
            return icon(look.icon, look.tone)
        return None


class ResultsList(QTreeView):
    """Names have half of the room, and all of it where nothing has to be said of any.

    The line that is chosen stays in sight when what stands around takes room.
    """

    def __init__(self, model: ResultsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results = model
        self.setModel(model)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setItemDelegateForColumn(ResultColumn.NAME, NameDelegate(self))
        self.setProperty("pane", "true")
        self.setAccessibleName("Results")
        self.header().setStretchLastSection(True)
        model.words_changed.connect(self._share_room)
        self._share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        chosen = self.visualRect(self.currentIndex())
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._share_room()
        if chosen.isValid() and chosen.top() >= 0 and chosen.bottom() <= event.oldSize().height():
            self.scrollTo(self.currentIndex())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._share_room()

    @Slot()
    def _share_room(self) -> None:
        advance = self.fontMetrics().horizontalAdvance
        word = max(map(advance, self._results.words()), default=0) + sign_width(self) + _AROUND
        self.setColumnHidden(ResultColumn.REASON, not self._results.has_reasons)
        self.header().resizeSection(ResultColumn.RESULT, word)
        self.header().resizeSection(ResultColumn.NAME, (self.viewport().width() - word) // 2)
