"""From the wish to send or publish to the results: plan, confirmation, run, retry."""

import asyncio
from collections.abc import Sequence

import shiboken6
from msgspec import Struct
from PySide6.QtCore import QObject, QTimer, Signal

from wfdesk.domain.ids import ItemKey
from wfdesk.domain.plan import Goal, Plan
from wfdesk.services.editing import EditingService
from wfdesk.services.heldback import NEVER_TRIED, Tried, tried_in_vain
from wfdesk.services.publishing import ItemResult, Phase, Progress, PublishingService, Run
from wfdesk.ui.toolkit.tasks import TaskScope

_FRAME_MS = 50
"""A run may report a thousand items in a second; the screen hears of it this often."""
_NOTHING = "Nothing to send: Webflow has it all already."
_NONE_TICKED = "Nothing is ticked. Tick in Changes what is to go."
_BUSY = "Another send is still under way. Try again when it is finished."


class Offer(Struct, frozen=True):
    """A plan to say yes or no to."""

    plan: Plan
    seconds: int


class SendController(QObject):
    """One run at a time. Nothing is sent before ``start`` was called for the offer made."""

    offered = Signal(object)  # Offer
    declined = Signal(str)  # why there is nothing to offer
    run_started = Signal(object)  # Plan
    progressed = Signal(object)  # Progress
    run_finished = Signal(object)  # tuple[ItemResult, ...]
    paused_changed = Signal(bool)
    stopping = Signal()
    interrupted_found = Signal(object)  # InterruptedRun, or None when it is settled

    def __init__(
        self,
        publishing: PublishingService,
        editing: EditingService,
        tasks: TaskScope,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._editing = editing
        self._publishing = publishing
        self._tasks = tasks
        self._goal = Goal.SEND
        self._run: Run | None = None
        self._latest: Progress | None = None
        self._count = 0
        self._tried = NEVER_TRIED
        """What the runs whose results are in sight have tried in vain."""
        self._is_paused = False
        self._idle = asyncio.Event()
        self._idle.set()
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.setInterval(_FRAME_MS)
        self._frame.timeout.connect(self._tell)

    @property
    def is_running(self) -> bool:
        return self._run is not None

    @property
    def count(self) -> int:
        """Items of the run under way that are not through with it."""
        done = self._latest.items[0] if self._latest else 0
        return self._count - done if self.is_running else 0

    @property
    def is_paused(self) -> bool:
        """Whether the user holds the run under way."""
        return self.is_running and self._is_paused

    def look_back(self) -> None:
        """Look whether a run was cut short, or has left something; ``interrupted_found`` says.

        As long as one is under way nothing is left.
        """
        if not self.is_running:
            self._tasks.start_load("interrupted", self._look_back)

    def forget_interrupted(self) -> None:
        """The user has seen it and leaves it at that."""
        self.interrupted_found.emit(None)
        self._tasks.start_save(self._publishing.forget_interrupted)

    def prepare(self, keys: Sequence[ItemKey] | None, goal: Goal) -> None:
        """Plan for these items, or for all unsent work; ``offered`` or ``declined`` follows."""
        if self.is_running:
            self.declined.emit(_BUSY)
        elif keys is not None and not keys:
            self.declined.emit(_NONE_TICKED)
        else:
            self._tasks.start_load("plan", self._offer, keys, goal)

    def start(self, plan: Plan) -> None:
        """Send what the user has agreed to."""
        if self.is_running or not plan.batches:
            return
        self._goal = plan.goal
        self._latest = None
        self._is_paused = False
        self._run = self._publishing.start(plan, self._on_progress)
        self._count = len(plan.keys)
        self._idle.clear()
        self.interrupted_found.emit(None)  # A new run is noted in its place.
        self.run_started.emit(plan)
        self._tasks.start_save(self._go, self._run, plan)

    def retry(self, results: Sequence[ItemResult]) -> None:
        """Plan again for what failed; it starts at once unless there is something to be said first.

        What stands in the way, or is to be known of what goes, the sheet says. What others have
        changed is said to be looked at first: then it asks as well.
        """
        failed = [each for each in results if not each.is_good]
        if not failed or self.is_running:
            return
        keys = [each.new_key or each.key for each in failed]
        is_unseen = any(each.is_changed for each in failed)
        ask = self._offer if is_unseen else self._again
        self._tasks.start_load("plan", ask, keys, self._goal, self._tried)

    def pause(self) -> None:
        if self._run is not None:
            self._run.pause()
            self._is_paused = True
            self.paused_changed.emit(True)

    def resume(self) -> None:
        if self._run is not None:
            self._run.resume()
            self._is_paused = False
            self.paused_changed.emit(False)

    def cancel(self) -> None:
        """Let the request under way end, then stop."""
        if self._run is not None:
            self._run.cancel()
            self.stopping.emit()

    async def ended(self) -> None:
        """Wait until no run is under way."""
        await self._idle.wait()

    async def _look_back(self) -> None:
        found = await self._publishing.interrupted()
        if shiboken6.isValid(self) and not self.is_running:
            self.interrupted_found.emit(found)

    async def _offer(
        self,
        keys: Sequence[ItemKey] | None,
        goal: Goal,
        tried: Tried = NEVER_TRIED,
    ) -> None:
        offer = await self._make_offer(keys, goal, tried)
        if not shiboken6.isValid(self):
            return
        if offer.plan.batches or offer.plan.blockers:
            self.offered.emit(offer)
        else:
            self.declined.emit(_NOTHING)

    async def _again(self, keys: Sequence[ItemKey], goal: Goal, tried: Tried) -> None:
        offer = await self._make_offer(keys, goal, tried)
        if not shiboken6.isValid(self):
            return
        if offer.plan.blockers or offer.plan.cautions:
            self.offered.emit(offer)
        elif offer.plan.batches:
            self.start(offer.plan)
        else:
            self.declined.emit(_NOTHING)

    async def _make_offer(
        self,
        keys: Sequence[ItemKey] | None,
        goal: Goal,
        tried: Tried = NEVER_TRIED,
    ) -> Offer:
        await self._editing.settled()  # What was typed just now is part of it.
        plan = await self._publishing.plan(keys, goal, tried)
        return Offer(plan, self._publishing.seconds(plan))

    async def _go(self, run: Run, plan: Plan) -> None:
        try:
            await run.go()
        finally:
            self._run = None
            self._keep_in_mind(plan)
            self._idle.set()
            if shiboken6.isValid(self):  # The window may be gone; the run was not cut short.
                if self._frame.isActive():  # It ended without a last word.
                    self._tell()
                self.run_finished.emit(self._latest.results if self._latest else ())

    def _keep_in_mind(self, plan: Plan) -> None:
        """Results of a run before stay in sight, and can be tried again with those of this one."""
        results = self._latest.results if self._latest else ()
        self._tried = self._tried.beside(tried_in_vain(plan, results), frozenset(plan.keys))

    def _on_progress(self, progress: Progress) -> None:
        self._latest = progress
        if not shiboken6.isValid(self):
            return
        if progress.phase is Phase.FINISHED:
            self._tell()
        elif not self._frame.isActive():
            self._frame.start()

    def _tell(self) -> None:
        self._frame.stop()
        if self._latest is not None:
            self.progressed.emit(self._latest)
