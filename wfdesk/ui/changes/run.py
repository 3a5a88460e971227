"""A run as it goes on: phase, bar, time left, a line per item; the lines stay until dismissed."""

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from wfdesk.domain.ids import ItemKey
from wfdesk.domain.journal import Verb
from wfdesk.domain.plan import Goal, Plan
from wfdesk.services.publishing import ItemResult, Phase, Progress, Result
from wfdesk.ui.changes.detail import wrapped
from wfdesk.ui.changes.results import ResultColumn, ResultsList, ResultsModel, key_of
from wfdesk.ui.changes.wording import counted, duration
from wfdesk.ui.toolkit.labels import ElidedLabel, PlainLabel

_STOPPING = "Stopping after the request under way\N{HORIZONTAL ELLIPSIS}"
_STOPPING_WAIT = "Stopping\N{HORIZONTAL ELLIPSIS}"
_PAUSING = "Pausing after the batch under way\N{HORIZONTAL ELLIPSIS}"
_LOST = "The answer was lost"
_WAITS = f"{_LOST}. Waiting until it is certain what became of it"
_NO_LINES = "Each item gets a line here as soon as Webflow has answered for it."


_ENDLESS = frozenset({Phase.LOOKING_UP, Phase.PAUSED, Phase.OFFLINE})
"""How long these take nobody knows."""
_SOON = 10
"""Seconds after a pause that are not worth a word."""

_UNSENT = frozenset({Result.CONFLICT, Result.NOT_SENT})
_UNSENT_IF_ONLY_SENT = frozenset({Result.REFUSED, Result.UNKNOWN})


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
        self._requests = self._earlier_requests = 0
        """Those of this run, and of the runs whose lines stand above its own."""
        self._done_word = ""
        """What an item is that is counted as done, where it has a line before it is so."""
        self._unsent: set[ItemKey] = set()
        """Of what the run has left: what was still unsent when it was over."""
        self._settled: frozenset[ItemKey] = frozenset()
        self._left_out: frozenset[ItemKey] = frozenset()
        self._sent_all_the_same: frozenset[ItemKey] = frozenset()
        """What was left out when a run of it began: the user has asked for it by name."""
        self._is_running = False
        self._is_paused = False
        self._is_waiting = False
        """Whether no request is under way that a pause would have to wait for."""
        self._is_stopping = False
        self.results = ResultsModel(self)
        self.phase = ElidedLabel("", "heading")
        self.sentence = wrapped("", "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        self.pause_button = QPushButton("Pause")
        self.cancel_button = QPushButton("Cancel")
        self.go_button = QPushButton("Go to item")
        self.go_button.setEnabled(False)
        self.retry_button = QPushButton("Retry")
        self.close_button = QPushButton("Close")
        self.list = ResultsList(self.results)
        self.empty = PlainLabel(_NO_LINES, "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.reason = wrapped("", "muted")
        self.reason.hide()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        """What ends or holds the run is above the lines, and what is done with them is below.

        No click that was meant for a run comes too late and puts its results away.
        """
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.phase, 1)
        head.addWidget(self.pause_button)
        head.addWidget(self.cancel_button)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(16, 12, 16, 12)
        inner.setSpacing(8)
        inner.addLayout(head)
        inner.addWidget(self.sentence)
        inner.addWidget(self.bar)
        inner.addWidget(self.empty, 1)
        inner.addWidget(self.list, 1)
        inner.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        """What is said and done of the chosen line, and then of all: no button moves."""
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.go_button, 0, Qt.AlignmentFlag.AlignBottom)
        foot.addWidget(self.reason, 1)
        foot.addStretch(0)  # in the place of a reason that the line has room for
        foot.addWidget(self.retry_button, 0, Qt.AlignmentFlag.AlignBottom)
        foot.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignBottom)
        return foot

    def _connect(self) -> None:
        self.pause_button.clicked.connect(self._toggle_pause)
        self.cancel_button.clicked.connect(self.cancel_requested)
        self.retry_button.clicked.connect(self._retry)
        self.close_button.clicked.connect(self._dismiss)
        self.go_button.clicked.connect(self._go)
        self.list.activated.connect(self._go)
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.list.horizontalHeader().sectionResized.connect(self._show_reason)

    def start(self, plan: Plan) -> None:
        """Begin to follow a run of the plan. One that tries again keeps the lines of the others."""
        self._goal = plan.goal
        planned = frozenset(plan.keys)
        self._earlier = _untouched(self.results.results, planned)
        before = self._earlier_requests + self._requests
        self._earlier_requests, self._requests = before if self._earlier else 0, 0
        is_all_live = plan.count(Verb.PUBLISH) == len(planned)
        self._done_word = "" if plan.goal is Goal.SEND else " live" if is_all_live else " done"
        self._unsent -= planned
        self._settled -= planned
        self._sent_all_the_same = (self._sent_all_the_same | planned) & self._left_out
        self.results.show_settled(self._settled)
        self._is_running = True
        self.results.leave_out("")
        self._show_results(())
        self.phase.setText(Phase.CHECKING.value)
        self.sentence.setText("")
        self.bar.setRange(0, max(1, plan.requests))
        self.bar.setValue(0)
        self.bar.show()
        self._is_waiting = False
        self.show_paused(False)
        self._is_stopping = False
        self.cancel_button.setEnabled(True)
        self.pause_button.setEnabled(True)
        self._show_buttons(is_running=True)

    def show_progress(self, progress: Progress) -> None:
        self._requests = progress.done
        phase = _phase_of(progress)
        self._is_waiting = phase in {Phase.WAITING, Phase.OFFLINE}
        self.phase.setText(phase.value)
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
            requests = self._earlier_requests + progress.done
            return progress.sentence or counted(requests, "request")  # why it stopped, if it did
        if self._is_stopping:
            return _STOPPING_WAIT if self._is_waiting else _STOPPING
        if self._is_paused and progress.phase is not Phase.PAUSED:
            return _PAUSING
        return _said(progress, self._done_word)

    def show_paused(self, is_paused: bool) -> None:
        self._is_paused = is_paused
        self.pause_button.setText("Resume" if is_paused else "Pause")
        if is_paused and self.bar.isVisibleTo(self) and not self._is_waiting:
            self.sentence.setText(_PAUSING)

    def show_stopping(self) -> None:
        self._is_stopping = True
        self.cancel_button.setEnabled(False)
        self.pause_button.setEnabled(False)
        self.sentence.setText(_STOPPING_WAIT if self._is_waiting else _STOPPING)

    def finish(self, results: Sequence[ItemResult]) -> None:
        """Say what became of it and offer to try again what did not go."""
        self._is_running = False
        given = {key_of(each) for each in results if each.key in self._sent_all_the_same}
        self._sent_all_the_same |= given
        self._show_results(results)
        self._conclude()
        self._show_first_failed()

    def show_unsent(self, keys: AbstractSet[ItemKey]) -> None:
        """Learn what is unsent by now: what the run left and is so no longer is settled."""
        if self._is_running:
            return
        left = {key_of(each) for each in self.results.bad if self._waits_for_user(each)}
        self._unsent |= left & keys
        settled = frozenset(left & self._unsent - keys)
        if settled != self._settled:
            self._settled = settled
            self.results.show_settled(settled)
            self._conclude()
            self._on_current_changed()

    def show_left_out(self, keys: frozenset[ItemKey]) -> None:
        """Learn what is left out by now: what was taken out since its run is not tried again."""
        self._left_out = keys
        if self._is_running:
            return
        self._sent_all_the_same &= keys  # ticked meanwhile, it is left out anew the next time
        if self.results.results:
            self._conclude()

    def _waits_for_user(self, result: ItemResult) -> bool:
        """Whether the item is unsent as long as nobody has done anything about it.

        What was to be published may have been sent, and refused or lost only then.
        """
        always = result.result in _UNSENT
        return always or (self._goal is Goal.SEND and result.result in _UNSENT_IF_ONLY_SENT)

    def _unsettled(self) -> tuple[ItemResult, ...]:
        """What did not go and was not settled since."""
        return tuple(each for each in self.results.bad if key_of(each) not in self._settled)

    def _left(self) -> tuple[ItemResult, ...]:
        """What of that was not left out since."""
        out = self._left_out - self._sent_all_the_same
        return tuple(each for each in self._unsettled() if key_of(each) not in out)

    def _conclude(self) -> None:
        bad, unsettled, left = self.results.bad, self._unsettled(), self._left()
        clashed = sum(map(_is_up_to_user, left))
        others = Counter(each.result for each in left if not _is_up_to_user(each))
        unknown, unsent = others[Result.UNKNOWN], others[Result.NOT_SENT]
        not_live = others[Result.NOT_PUBLISHED]
        failed = others.total() - unknown - unsent - not_live
        counts = {
            "done": len(self.results.results) - len(bad),
            "settled since": len(bad) - len(unsettled),
            "left out since": len(unsettled) - len(left),
            "failed": failed,
            "unknown": unknown,
            "to look at": clashed,
            "not sent": unsent,
            "not published": not_live,
        }
        parts = [f"{count:,} {what}" for what, count in counts.items() if count]
        self.phase.setText(", ".join(parts) or Phase.FINISHED.value)
        self.bar.hide()
        again = "Try again" if clashed or unknown else f"{self._goal.value} the rest"
        if failed:  # The number is that of what is tried again, which may be more than failed.
            is_all = failed == len(left)
            again = f"Retry {failed:,} failed" if is_all else f"Try all {len(left):,} again"
        self.retry_button.setText(again)
        self._show_buttons(is_running=False, has_failed=bool(left))

    def _show_first_failed(self) -> None:
        """Bring the first line that needs care into sight: it may stand below many good ones."""
        if self.results.bad:
            row = self.results.results.index(self.results.bad[0])
            self.list.setCurrentIndex(self.results.index(row, 0))

    def _show_results(self, results: Sequence[ItemResult]) -> None:
        results = (*self._earlier, *results)
        self.results.show(results)
        self._show_reason()
        self.empty.setHidden(bool(results))
        self.list.setHidden(not results)
        self.go_button.setHidden(not results)

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
        if result is None or result.result is Result.DELETED or key_of(result) in self._settled:
            return None
        return result

    def _on_current_changed(self) -> None:
        self.go_button.setEnabled(self._current() is not None)
        self._show_reason()

    def _show_reason(self) -> None:
        """Tell the whole sentence where the line has no room for it."""
        index = self.list.currentIndex().siblingAtColumn(ResultColumn.REASON)
        reason = index.data() or ""
        room = self.list.columnWidth(ResultColumn.REASON)
        self.reason.setText(reason)
        fits = self.list.sizeHintForIndex(index).width() <= room
        self.reason.setHidden(fits or not reason)

    def _go(self) -> None:
        result = self._current()
        if result is not None:
            self.field_wanted.emit(result)

    def _dismiss(self) -> None:
        """Nothing that was said is shown again by a later run."""
        self._earlier, self._settled = (), frozenset()
        self._unsent.clear()
        self._show_results(())
        self.dismissed.emit()

    def _retry(self) -> None:
        self.retry_requested.emit(self._left())


def _is_up_to_user(result: ItemResult) -> bool:
    """Whether nothing went wrong: a colleague was there as well, and the user decides."""
    is_withheld = result.result is Result.NOT_PUBLISHED and result.is_changed
    return is_withheld or result.result is Result.CONFLICT


def _untouched(
    results: Sequence[ItemResult], planned: frozenset[ItemKey]
) -> tuple[ItemResult, ...]:
    """The lines that stay while a run takes up what the last one left; none of one on its own."""
    left = [each for each in results if key_of(each) not in planned]
    again = (each for each in results if key_of(each) in planned)
    return tuple(left) if any(not each.is_good for each in again) else ()


def _phase_of(progress: Progress) -> Phase:
    """Nothing is looked up yet while what was lost may still come to pass."""
    is_waiting = progress.phase is Phase.LOOKING_UP and progress.pause_left > 0
    return Phase.WAITING if is_waiting else progress.phase


def _said(progress: Progress, done_word: str) -> str:
    """How far it is; the sentence first, where there is one: why it waits or stopped."""
    parts = _why(progress)
    done, every = progress.items
    if every:
        parts.append(f"{done:,} of {counted(every, 'item')}{done_word}")
    turn, turns = progress.batches
    if turns > 1:
        parts.append(f"batch {min(turn + 1, turns):,} of {turns:,}")
    parts.append(f"{progress.done:,} of {counted(progress.total, 'request')}")
    after = progress.seconds_left - progress.pause_left
    is_said = progress.pause_left > 0 and after < _SOON  # by the second, and that is told in tens
    if progress.seconds_left and not is_said and progress.phase not in _ENDLESS:
        parts.append(f"{duration(progress.seconds_left)} left")
    return " \N{MIDDLE DOT} ".join(parts)


def _why(progress: Progress) -> list[str]:
    """Why it does not go on, and for how long.

    Where an answer was lost, its error tells the user to try again. Nobody has to: it is looked up.
    """
    left = counted(progress.pause_left, "second") if progress.pause_left else ""
    if progress.phase is Phase.LOOKING_UP:
        return [f"{_WAITS}: {left}" if left else _LOST]
    parts = [progress.sentence.rstrip(".")] if progress.sentence else []
    going = "trying again" if progress.phase is Phase.OFFLINE else "going on"
    return [*parts, f"{going} in {left}"] if left else parts
