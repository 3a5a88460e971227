"""Everything unsent, kept current; what goes with the next send; settling conflicts."""

import time
from collections.abc import Awaitable, Callable, Collection, Sequence

import shiboken6
from msgspec import Struct
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import SendState
from wfdesk.domain.ids import FieldSlug, ItemKey
from wfdesk.services.editing import EditingService
from wfdesk.services.feed import ChangeFeed
from wfdesk.services.reviewing import ItemReview, Review, ReviewingService
from wfdesk.services.settling import Choice
from wfdesk.services.undo import GoneStep, Step
from wfdesk.ui.changes.askedcard import Answer
from wfdesk.ui.items.wording import step_words
from wfdesk.ui.toolkit.tasks import TaskScope

_SETTLE_MS = 60
"""Writes come in showers during a run; one review serves them all."""
_REST = 4
"""Times as long as a review took, until the next: a run that writes has to get on."""


class _Ticks(Struct, eq=False):
    """What the user has ticked, or taken the tick out of, at once."""

    goes: bool
    is_on_disk: bool = False


class ChangesController(QObject):
    """Reads the review again whenever a write says that something changed.

    What was held back stays so after a new start: an item left out, as well as a field.
    """

    reviewed = Signal(object)  # Review
    answers_found = Signal()  # of what was lost some is known now
    problems_counted = Signal(object)  # int
    left_out_changed = Signal()
    decided = Signal(object)  # a Decision, but for holding back: it can be taken back
    history_changed = Signal(str, str)  # what there is to undo, to redo; empty for nothing
    taken_back = Signal(object)  # Decision
    suspect_found = Signal(object, bool)  # ItemKey, None if it is gone; whether it is taken over

    def __init__(
        self,
        reviewing: ReviewingService,
        editing: EditingService,
        feed: ChangeFeed,
        tasks: TaskScope,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._reviewing = reviewing
        self._editing = editing
        self._feed = feed
        self._tasks = tasks
        self._review = Review((), {})
        self._ticks: dict[ItemKey, _Ticks] = {}
        """What the review does not know yet: it was read before they were on disk."""
        self._left_out: frozenset[ItemKey] = frozenset()
        self._is_reading = self._is_stale = False
        self._rest_until = 0.0
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self.refresh)
        feed.subscribe(self._on_change)

    def close(self) -> None:
        """Stop listening. The tasks belong to whoever made the scope."""
        self._feed.unsubscribe(self._on_change)
        self._is_stale = False
        if shiboken6.isValid(self._settle):  # The window may have gone first.
            self._settle.stop()

    @property
    def review(self) -> Review:
        return self._review

    @property
    def left_out(self) -> frozenset[ItemKey]:
        return self._left_out

    def keys_to_send(self) -> list[ItemKey]:
        """Items that go with the next send: neither left out nor held back altogether."""
        return [
            review.work.key
            for review in self._review.items
            if review.work.key not in self._left_out and not _is_held(review)
        ]

    def refresh(self) -> None:
        """Read the review, or read it once more when the one under way is there."""
        self._is_stale = self._is_reading
        if not self._is_reading:
            self._is_reading = True
            self._tasks.start_load("review", self._load)

    def set_goes(self, keys: Sequence[ItemKey], goes: bool) -> None:
        """Leave items out of the next send, or take them in again."""
        ticks = _Ticks(goes)
        self._ticks.update(dict.fromkeys(keys, ticks))
        self._left_out = self._leave_out()
        self._tasks.start_save(self._keep_ticks, tuple(keys), ticks)
        if goes:
            wanted = set(keys)
            held = [
                review.work.key
                for review in self._review.items
                if review.work.key in wanted and _is_held(review)
            ]
            if held:
                self._tasks.start_save(self._release, held)
        self.left_out_changed.emit()

    def hold(self, key: ItemKey, slug: FieldSlug, is_held: bool) -> None:
        self._tasks.start_save(self._hold, key, slug, is_held)

    def settle(self, choices: Sequence[Choice]) -> None:
        """Settle conflicts as they are before the user; ``decided`` follows."""
        self._tasks.start_save(self._settle_all, tuple(choices))

    def recreate(self, keys: Sequence[ItemKey]) -> None:
        self._tasks.start_save(self._decide, self._editing.recreate, tuple(keys))

    def give_up_gone(self, keys: Sequence[ItemKey]) -> None:
        self._tasks.start_save(self._decide, self._editing.give_up_gone, tuple(keys))

    @Slot(object, object)
    def answer(self, key: ItemKey, answer: Answer) -> None:
        """Say whether a new item is the one that was found, or show that one."""
        match answer:
            case Answer.LOOK:
                self._tasks.start_load("suspect", self._show_suspect, key)
            case Answer.TAKE_OVER:
                self._tasks.start_save(self._take_over, key)
            case Answer.ANOTHER:
                self._tasks.start_save(self._make_another, key)

    def drop_parked(self, key: ItemKey, slug: FieldSlug) -> None:
        """Discard the value of a field that Webflow no longer has; it is kept for a while."""
        self._tasks.start_save(self._drop_parked, key, slug)

    def take_back(self, step: Step) -> None:
        self._tasks.start_save(self._take_back, step)

    @Slot()
    def undo(self) -> None:
        """Take back what was decided last, of whatever items."""
        self._tasks.start_save(self._take_back_last)

    @Slot()
    def redo(self) -> None:
        self._tasks.start_save(self._decide_again)

    def next_problem(self, after: ItemKey | None) -> ItemKey | None:
        """The next item that cannot go as it is, from the top again after the last."""
        keys = [review.work.key for review in self._review.items]
        start = keys.index(after) + 1 if after in keys else 0
        items = [*self._review.items[start:], *self._review.items[:start]]
        return next((review.work.key for review in items if needs_care(review)), None)

    async def _load(self) -> None:
        begun = time.monotonic()
        try:
            await self._read()
        finally:
            self._is_reading = False
        now = time.monotonic()
        self._rest_until = now + _REST * (now - begun)
        if self._is_stale and shiboken6.isValid(self):
            self._refresh_soon()

    def _refresh_soon(self) -> None:
        """Read the review anew when the first changes are in and the store has had its rest."""
        left = round((self._rest_until - time.monotonic()) * 1000)
        self._settle.start(max(_SETTLE_MS, left))

    async def _read(self) -> None:
        written = {ticks for ticks in self._ticks.values() if ticks.is_on_disk}
        review = await self._reviewing.review()
        if not shiboken6.isValid(self):  # The window went while this was read.
            return
        found = self._review.unknown - review.unknown
        self._review = review
        self._ticks = {key: each for key, each in self._ticks.items() if each not in written}
        self._left_out = self._leave_out()
        self._forget_left_out()
        self.reviewed.emit(self._review)
        self.problems_counted.emit(sum(map(needs_care, review.items)))
        self._tell_history()
        if found:
            self.answers_found.emit()

    def _leave_out(self) -> frozenset[ItemKey]:
        """What is left out on the disk, and by what was ticked since."""
        ticked = {key for key, each in self._ticks.items() if each.goes}
        return (self._review.left_out | self._ticks.keys()) - ticked

    def _forget_left_out(self) -> None:
        """Let go with the next send what may be edited anew: what was left out of it is over.

        It is not over where it comes back with undo or redo.
        """
        there = {review.work.key for review in self._review.items}
        absent = self._review.left_out - there
        gone = absent - self._editing.can_bring_back(absent)
        if gone:
            self._tasks.start_save(self._forget_ticks, gone)

    async def _keep_ticks(self, keys: Sequence[ItemKey], ticks: _Ticks) -> None:
        await self._reviewing.set_goes(keys, goes=ticks.goes)
        ticks.is_on_disk = True

    async def _forget_ticks(self, keys: Collection[ItemKey]) -> None:
        await self._reviewing.set_goes(keys, goes=True)

    async def _settle_all(self, choices: Sequence[Choice]) -> None:
        step = await self._editing.settle(choices)
        self.decided.emit(step)

    async def _take_back(self, step: Step) -> None:
        await self._editing.take_back(step)
        self._tell_history()

    async def _take_back_last(self) -> None:
        step = await self._editing.take_back_decision()
        self._tell_history()
        if step is not None:
            self.taken_back.emit(step)

    async def _decide_again(self) -> None:
        await self._editing.decide_again()
        self._tell_history()

    def _tell_history(self) -> None:
        done, undone = self._editing.last_decided, self._editing.last_undecided
        self.history_changed.emit(
            step_words(done) if done else "", step_words(undone) if undone else ""
        )

    async def _drop_parked(self, key: ItemKey, slug: FieldSlug) -> None:
        self.decided.emit(await self._editing.discard_field(key, slug))

    async def _decide(
        self,
        decide: Callable[[Sequence[ItemKey]], Awaitable[GoneStep]],
        keys: Sequence[ItemKey],
    ) -> None:
        self.decided.emit(await decide(keys))

    async def _show_suspect(self, key: ItemKey) -> None:
        self.suspect_found.emit(await self._editing.questions.suspect(key), False)

    async def _take_over(self, key: ItemKey) -> None:
        found = await self._editing.questions.take_over(key)
        self.suspect_found.emit(found, True)

    async def _make_another(self, key: ItemKey) -> None:
        self.decided.emit(await self._editing.make_another(key))

    async def _hold(self, key: ItemKey, slug: FieldSlug, is_held: bool) -> None:
        await self._editing.hold(key, slug, is_held=is_held)

    async def _release(self, keys: Sequence[ItemKey]) -> None:
        await self._editing.hold_all(keys, is_held=False)

    def _on_change(self, change: ChangeSet) -> None:
        if self._is_reading:
            self._is_stale = self._is_stale or bool(change)
        elif change and not self._settle.isActive():
            self._refresh_soon()


def _is_held(review: ItemReview) -> bool:
    edits = review.work.edits.values()
    return bool(edits) and all(edit.is_held for edit in edits)


_CARE = frozenset({SendState.CONFLICT, SendState.REFUSED, SendState.UNKNOWN, SendState.IN_QUESTION})


def needs_care(review: ItemReview) -> bool:
    """Whether somebody has to look at it before it can go."""
    return bool(review.problems) or review.work.state in _CARE
