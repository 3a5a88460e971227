"""A run as it goes on: phase, bar, time left, a line per item; the lines stay until dismissed."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from wfdesk.domain.ids import ItemKey
from wfdesk.domain.plan import Goal, Plan
from wfdesk.services.publishing import ItemResult, Phase, Progress, Result
from wfdesk.ui.changes.detail import hairline, wrapped
from wfdesk.ui.changes.wording import counted, duration, look_of_result
from wfdesk.ui.toolkit.icons import icon
from wfdesk.ui.toolkit.labels import PlainLabel, tooltip, visible

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


_STOPPING = "Stopping after the request under way\N{HORIZONTAL ELLIPSIS}"
_PAUSING = "Pausing after the batch under way\N{HORIZONTAL ELLIPSIS}"
_NO_LINES = "Each item gets a line here as soon as Webflow has answered for it."


class ResultColumn(IntEnum):
    RESULT = 0
    NAME = 1
    REASON = 2


class ResultsModel(QAbstractTableModel):
    """A line per item. Lines are added and changed, never reordered while a run goes on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results: tuple[ItemResult, ...] = ()
        self._said = ""

    @property
    def results(self) -> tuple[ItemResult, ...]:
        return self._results

    def show(self, results: Sequence[ItemResult]) -> None:
        before, after = self._results, tuple(results)
        if len(after) < len(before):
            self.beginResetModel()
            self._results = after
            self.endResetModel()
            return
        if len(after) > len(before):
            self.beginInsertRows(QModelIndex(), len(before), len(after) - 1)
            self._results = after
            self.endInsertRows()
        self._results = after
        for row, (old, new) in enumerate(zip(before, after, strict=False)):
            if old != new:
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(ResultColumn) - 1))

    def leave_out(self, sentence: str) -> None:
        """Give no line this reason: it stands over them all."""
        self._said = sentence
        if self._results:
            last = self.index(len(self._results) - 1, ResultColumn.REASON)
            self.dataChanged.emit(self.index(0, ResultColumn.REASON), last)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._results)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(ResultColumn)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        result = self._results[index.row()]
        look = look_of_result(result.result)
        if role == Qt.ItemDataRole.DisplayRole:
            reason = "" if result.reason == self._said else result.reason
            return (look.word, visible(result.name), visible(reason))[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(self.data(index))
        if role == Qt.ItemDataRole.DecorationRole and index.column() == ResultColumn.RESULT:
            return icon(look.icon, look.tone)
        return None


_UP_TO_YOU = frozenset({Result.CONFLICT, Result.NOT_PUBLISHED})
"""Nothing went wrong: a colleague was there as well, and the user decides."""


class RunPanel(QWidget):
    """Follows one run. What it shows stays after the end, until the user dismisses it."""

    pause_requested = Signal()
    resume_requested = Signal()
    cancel_requested = Signal()
    retry_requested = Signal(object)  # tuple[ItemResult, ...]
    dismissed = Signal()
    field_wanted = Signal(object)  # ItemResult

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._goal = Goal.SEND
        self._earlier: tuple[ItemResult, ...] = ()
        """What the run before has said of items that this one, which goes on with it, leaves."""
        self._is_paused = False
        self._is_stopping = False
        self.results = ResultsModel(self)
        self.phase = PlainLabel("", "heading")
        self.sentence = PlainLabel("", "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        self.pause_button = QPushButton("Pause")
        self.cancel_button = QPushButton("Cancel")
        self.go_button = QPushButton("Go to item")
        self.go_button.setEnabled(False)
        self.retry_button = QPushButton("Retry")
        self.close_button = QPushButton("Close")
        self.list = _make_list(self.results)
        self.empty = PlainLabel(_NO_LINES, "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.reason = wrapped("", "muted")
        self.reason.hide()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.phase)
        head.addWidget(self.sentence, 1)
        for button in self._buttons():
            head.addWidget(button)
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 12, 16, 12)
        inner.setSpacing(8)
        inner.addLayout(head)
        inner.addWidget(self.bar)
        inner.addWidget(self.empty, 1)
        inner.addWidget(self.list, 1)
        inner.addWidget(self.reason)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(hairline())
        column.addLayout(inner)

    def _connect(self) -> None:
        self.pause_button.clicked.connect(self._toggle_pause)
        self.cancel_button.clicked.connect(self.cancel_requested)
        self.retry_button.clicked.connect(self._retry)
        self.close_button.clicked.connect(self._dismiss)
        self.go_button.clicked.connect(self._go)
        self.list.activated.connect(self._go)
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.list.header().sectionResized.connect(self._show_reason)

    def start(self, plan: Plan) -> None:
        """Begin to follow a run of the plan. One that tries again keeps the lines of the others."""
        self._goal = plan.goal
        self._earlier = _untouched(self.results.results, frozenset(plan.keys))
        self.results.leave_out("")
        self._show_results(())
        self.phase.setText(Phase.CHECKING.value)
        self.sentence.setText("")
        self.bar.setRange(0, max(1, plan.requests))
        self.bar.setValue(0)
        self.bar.show()
        self.show_paused(False)
        self._is_stopping = False
        self.cancel_button.setEnabled(True)
        self.pause_button.setEnabled(True)
        self._show_buttons(is_running=True)

    def show_progress(self, progress: Progress) -> None:
        self.phase.setText(progress.phase.value)
        self.sentence.setText(self._told(progress))
        self.bar.setRange(0, max(1, progress.total, progress.done))
        self.bar.setValue(progress.done)
        self._show_results(progress.results)
        if progress.phase is Phase.FINISHED:
            self.results.leave_out(progress.sentence)
            self.finish(progress.results)

    def _told(self, progress: Progress) -> str:
        """What stands beside the phase; what the user has asked for comes before all else."""
        if progress.phase is Phase.FINISHED:
            return _said_last(progress)
        if self._is_stopping:
            return _STOPPING
        if self._is_paused and progress.phase is not Phase.PAUSED:
            return _PAUSING
        return _said(progress)

    def show_paused(self, is_paused: bool) -> None:
        self._is_paused = is_paused
        self.pause_button.setText("Resume" if is_paused else "Pause")
        if is_paused and self.bar.isVisibleTo(self):
            self.sentence.setText(_PAUSING)

    def show_stopping(self) -> None:
        self._is_stopping = True
        self.cancel_button.setEnabled(False)
        self.pause_button.setEnabled(False)
        self.sentence.setText(_STOPPING)

    def finish(self, results: Sequence[ItemResult]) -> None:
        """Say what became of it and offer to try again what did not go."""
        results = (*self._earlier, *results)
        good = sum(result.is_good for result in results)
        unsent = sum(result.result is Result.NOT_SENT for result in results)
        clashed = sum(result.result in _UP_TO_YOU for result in results)
        unknown = sum(result.result is Result.UNKNOWN for result in results)
        failed = len(results) - good - unsent - clashed - unknown
        counts = {
            "done": good,
            "failed": failed,
            "unknown": unknown,
            "to look at": clashed,
            "not sent": unsent,
        }
        parts = [f"{count:,} {what}" for what, count in counts.items() if count]
        self.phase.setText(", ".join(parts) or Phase.FINISHED.value)
        self.bar.hide()
        again = "Try again" if clashed or unknown else f"{self._goal.value} the rest"
        self.retry_button.setText(f"Retry {failed:,} failed" if failed else again)
        self._show_buttons(is_running=False, has_failed=good < len(results))
        self._show_first_failed(results)

    def _show_first_failed(self, results: Sequence[ItemResult]) -> None:
        """Bring the first line that needs care into sight: it may stand below many good ones."""
        row = next((row for row, each in enumerate(results) if not each.is_good), None)
        if row is not None and row < self.results.rowCount():
            self.list.setCurrentIndex(self.results.index(row, 0))

    def _show_results(self, results: Sequence[ItemResult]) -> None:
        results = (*self._earlier, *results)
        self.results.show(results)
        self._show_reason()
        self.empty.setHidden(bool(results))
        self.list.setHidden(not results)
        self.go_button.setHidden(not results)

    def _buttons(self) -> tuple[QPushButton, ...]:
        return (
            self.go_button,
            self.retry_button,
            self.pause_button,
            self.cancel_button,
            self.close_button,
        )

    def _show_buttons(self, *, is_running: bool, has_failed: bool = False) -> None:
        self.pause_button.setVisible(is_running)
        self.cancel_button.setVisible(is_running)
        self.retry_button.setVisible(has_failed)
        self.close_button.setVisible(not is_running)

    def _toggle_pause(self) -> None:
        if self._is_paused:
            self.resume_requested.emit()
        else:
            self.pause_requested.emit()

    def _current(self) -> ItemResult | None:
        """The line that is chosen, if there is an item to go to."""
        row = self.list.currentIndex().row()
        result = self.results.results[row] if 0 <= row < len(self.results.results) else None
        return None if result is None or result.result is Result.DELETED else result

    def _on_current_changed(self) -> None:
        self.go_button.setEnabled(self._current() is not None)
        self._show_reason()

    def _show_reason(self) -> None:
        """Tell the whole sentence where the line has no room for it."""
        index = self.list.currentIndex().siblingAtColumn(ResultColumn.REASON)
        reason = index.data() or ""
        room = self.list.columnWidth(ResultColumn.REASON)
        self.reason.setText(reason)
        self.reason.setHidden(self.list.sizeHintForIndex(index).width() <= room)

    def _go(self) -> None:
        result = self._current()
        if result is not None:
            self.field_wanted.emit(result)

    def _dismiss(self) -> None:
        """Nothing that was said is shown again by a later run."""
        self._earlier = ()
        self._show_results(())
        self.dismissed.emit()

    def _retry(self) -> None:
        self.retry_requested.emit(self.results.results)


def _untouched(
    results: Sequence[ItemResult], planned: frozenset[ItemKey]
) -> tuple[ItemResult, ...]:
    """The lines that stay while a run takes up what the last one left; none of one on its own."""
    left = [each for each in results if (each.new_key or each.key) not in planned]
    again = (each for each in results if (each.new_key or each.key) in planned)
    return tuple(left) if any(not each.is_good for each in again) else ()


def _said(progress: Progress) -> str:
    """How far it is; the sentence first, where there is one: why it waits or stopped."""
    parts = [progress.sentence.rstrip(".")] if progress.sentence else []
    if progress.pause_left:
        parts.append(f"going on in {counted(progress.pause_left, 'second')}")
    done, every = progress.items
    if every:
        parts.append(f"{done:,} of {counted(every, 'item')}")
    turn, turns = progress.batches
    if turns > 1:
        parts.append(f"batch {min(turn + 1, turns):,} of {turns:,}")
    parts.append(f"{progress.done:,} of {counted(progress.total, 'request')}")
    if progress.seconds_left:
        parts.append(f"{duration(progress.seconds_left)} left")
    return " \N{MIDDLE DOT} ".join(parts)


def _said_last(progress: Progress) -> str:
    """Why it stopped, if it did. The items are counted beside it, by what became of them."""
    return progress.sentence or counted(progress.done, "request")


def _make_list(model: ResultsModel) -> QTreeView:
    view = QTreeView()
    view.setModel(model)
    view.setHeaderHidden(True)
    view.setRootIsDecorated(False)
    view.setUniformRowHeights(True)
    view.setProperty("pane", "true")
    view.setAccessibleName("Results")
    header = view.header()
    header.setSectionResizeMode(ResultColumn.RESULT, QHeaderView.ResizeMode.Interactive)
    header.resizeSection(ResultColumn.RESULT, 170)
    header.resizeSection(ResultColumn.NAME, 320)
    header.setStretchLastSection(True)
    return view
