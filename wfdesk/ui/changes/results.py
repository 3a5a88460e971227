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
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from wfdesk.domain.ids import ItemKey
from wfdesk.services.publishing import ItemResult, Result
from wfdesk.ui.changes.wording import SETTLED, look_of_result
from wfdesk.ui.toolkit.eliding import NameDelegate
from wfdesk.ui.toolkit.icons import icon
from wfdesk.ui.toolkit.labels import tooltip, visible
from wfdesk.ui.toolkit.sign import sign_width

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_AROUND = 32
"""Pixels that the style puts around words and sign, and before the next words."""
_ROW_PADDING = 8
"""Pixels that the style puts above and below the words of a line."""


def key_of(result: ItemResult) -> ItemKey:
    """The key that the item has now."""
    return result.new_key or result.key


class ResultColumn(IntEnum):
    RESULT = 0
    NAME = 1
    REASON = 2


class ResultsModel(QAbstractTableModel):
    """A line per item. Lines are added and changed, never reordered while a run goes on.

    What changes costs no more than what has changed: there may be many thousand lines, and they
    are shown anew twenty times a second.
    """

    words_changed = Signal()
    """Once for all that was shown: hundreds of lines may have changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results: tuple[ItemResult, ...] = ()
        self._bad: tuple[ItemResult, ...] | None = ()
        self._kinds = set[Result]()
        self._reasons = set[str]()
        """All that was said since there were fewer lines: no column gives way and comes back."""
        self._said = ""
        self._settled: frozenset[ItemKey] = frozenset()

    @property
    def results(self) -> tuple[ItemResult, ...]:
        return self._results

    @property
    def bad(self) -> tuple[ItemResult, ...]:
        """What did not go, in the order of the lines."""
        if self._bad is None:
            self._bad = tuple(each for each in self._results if not each.is_good)
        return self._bad

    def show(self, results: Sequence[ItemResult]) -> None:
        before, after = self._results, tuple(results)
        if len(after) < len(before):
            self.beginResetModel()
            self._kinds, self._reasons = set(), set()
            self._take(after, after)
            self.endResetModel()
            self.words_changed.emit()
            return
        both = enumerate(zip(before, after, strict=False))
        # Most lines are the very same as before: that is seen without comparing them.
        changed = [row for row, (old, new) in both if old is not new and old != new]
        added = after[len(before) :]
        if not changed and not added:
            return
        if added:
            self.beginInsertRows(QModelIndex(), len(before), len(after) - 1)
        self._take(after, [*(after[row] for row in changed), *added])
        if added:
            self.endInsertRows()
        if changed:
            last = self.index(changed[-1], len(ResultColumn) - 1)
            self.dataChanged.emit(self.index(changed[0], 0), last)
        self.words_changed.emit()

    def _take(self, results: tuple[ItemResult, ...], news: Sequence[ItemResult]) -> None:
        self._results, self._bad = results, None
        self._kinds.update(each.result for each in news)
        self._reasons.update(each.reason for each in news)

    def words(self) -> set[str]:
        """What became of the items, each word once."""
        shown = {look_of_result(each).word for each in self._kinds}
        return shown | {SETTLED.word} if self._settled else shown

    @property
    def has_reasons(self) -> bool:
        return bool(self._reasons - {"", self._said})

    def leave_out(self, sentence: str) -> None:
        """Give no line this reason: it stands over them all."""
        if sentence == self._said:
            return
        self._said = sentence
        if self._results:
            last = self.index(len(self._results) - 1, ResultColumn.REASON)
            self.dataChanged.emit(self.index(0, ResultColumn.REASON), last)
            self.words_changed.emit()

    def show_settled(self, keys: frozenset[ItemKey]) -> None:
        """Say of these items that what is told of them is over: they are unsent no longer."""
        if keys == self._settled:
            return
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
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == ResultColumn.RESULT:
            # Where the keyboard goes along the lines: a screen reader says no other cell of them.
            line = [self.data(self.index(index.row(), column)) for column in ResultColumn]
            return ", ".join(filter(None, line))
        if role == Qt.ItemDataRole.DecorationRole and index.column() == ResultColumn.RESULT:
            return icon(look.icon, look.tone)
        return None


class ResultsList(QTableView):
    """Names have half of the room, and all of it where nothing has to be said of any.

    The line that is chosen stays in sight when what stands around takes room. It is a table, as a
    tree lays out all of its lines anew for each that comes: 35 ms at 10,000 of them.
    """

    def __init__(self, model: ResultsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results = model
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setItemDelegateForColumn(ResultColumn.NAME, NameDelegate(self))
        self.setProperty("pane", "true")
        self.setProperty("lines", "true")
        self.setAccessibleName("Results")
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        model.words_changed.connect(self._share_room)
        self._share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        chosen = self.visualRect(self.currentIndex())
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._share_room()
        if chosen.isValid() and chosen.top() >= 0 and chosen.bottom() <= event.oldSize().height():
            self.scrollTo(self.currentIndex())

    def moveCursor(  # noqa: N802  # Qt's name
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Home and End go to the first and the last line, not along the columns of one."""
        last = self._results.rowCount() - 1
        ends = {self.CursorAction.MoveHome: 0, self.CursorAction.MoveEnd: last}
        if action in ends and last >= 0:
            return self._results.index(ends[action], max(0, self.currentIndex().column()))
        return super().moveCursor(action, modifiers)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._share_room()

    @Slot()
    def _share_room(self) -> None:
        metrics = self.fontMetrics()
        word = max(map(metrics.horizontalAdvance, self._results.words()), default=0)
        word += sign_width(self) + _AROUND
        height = max(metrics.height(), sign_width(self)) + _ROW_PADDING
        self.verticalHeader().setDefaultSectionSize(height)
        self.setColumnHidden(ResultColumn.REASON, not self._results.has_reasons)
        self.horizontalHeader().resizeSection(ResultColumn.RESULT, word)
        room = self.viewport().width() - word
        self.horizontalHeader().resizeSection(ResultColumn.NAME, room // 2)
