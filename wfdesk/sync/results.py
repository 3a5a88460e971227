"""Collects what becomes of each item of a run and tells the listener as it goes on."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate

from wfdesk.domain.errors import WfdeskError
from wfdesk.domain.ids import ItemKey
from wfdesk.domain.items import Item
from wfdesk.domain.journal import Verb
from wfdesk.domain.plan import Operation, Plan
from wfdesk.sync.progress import ItemResult, Phase, Progress, Result

_GOOD = {
    Verb.CREATE: Result.SENT,
    Verb.PUBLISH: Result.PUBLISHED,
    Verb.UNPUBLISH: Result.UNPUBLISHED,
    Verb.DELETE: Result.DELETED,
}
_UPDATED = {None: Result.SENT, True: Result.ARCHIVED, False: Result.RESTORED}
"""By whether the item went to the archive, or came out of it."""

_MERGED = "A colleague changed {} meanwhile. Both changes are kept."


CANCELLED = "Cancelled. What was not sent is kept."


class Stop(WfdeskError):  # noqa: N818 - it ends a run and is no error
    """Nothing more can go to the account whose turn it was. The sentence says why."""


class Results:
    """One result an item: the latest word on it, except that bad news is never painted over."""

    def __init__(
        self,
        plan: Plan,
        listener: Callable[[Progress], None],
        *,
        seconds: Callable[[int, int], int] | None = None,
    ) -> None:
        """``seconds`` tells how long requests take from now on, about, so many in so many turns."""
        self._listener = listener
        self._seconds = seconds
        self._seconds_left = 0
        self._batches = (0, len(plan.batches))
        self.endings = plan.endings()
        """Of each batch, the items that have their last step in it."""
        self._ends = list(accumulate(map(len, self.endings), initial=0))
        self._results: dict[ItemKey, ItemResult] = {}
        self._planned: dict[ItemKey, ItemKey] = {}
        """The key a new item was planned under, by the key Webflow gave it."""
        self._given: dict[ItemKey, ItemKey] = {}
        """The other way round."""
        self._merged: dict[ItemKey, dict[str, None]] = {}
        self._left: dict[ItemKey, Item] = {}
        self._phase = Phase.CHECKING
        self._done = 0
        self._total = plan.requests
        self._sentence = ""
        self._pause_left = 0
        self.is_cancelled = False
        """The user has had enough: no further request is begun, and no pause is waited out."""
        self._may_go = asyncio.Event()
        self._may_go.set()

    @property
    def done(self) -> int:
        """Requests so far."""
        return self._done

    @property
    def all(self) -> tuple[ItemResult, ...]:
        return tuple(self._results.values())

    def cancel(self) -> None:
        self.is_cancelled = True
        self._may_go.set()

    def pause(self) -> None:
        """Hold the run before what it asks next. While it only waits, it is held from now on."""
        self._may_go.clear()
        if self._phase is Phase.WAITING or self._pause_left:
            self.step(Phase.PAUSED)

    def resume(self) -> None:
        self._may_go.set()

    async def held(self) -> bool:
        """Wait as long as the user holds the run; return whether that was so."""
        if self._may_go.is_set():
            return False
        self.step(Phase.PAUSED)
        await self._may_go.wait()
        return True

    def taken(self, operations: Sequence[Operation]) -> Sequence[ItemResult | None]:
        """What is said of each right now."""
        return [self._result(each.key) for each in operations]

    def untouched(
        self, operations: Sequence[Operation], taken: Sequence[ItemResult | None]
    ) -> list[Operation]:
        """Those of which nothing else is said by now than was taken."""
        now = self.taken(operations)
        said = zip(operations, taken, now, strict=True)
        return [each for each, then, since in said if since is then]

    def is_out(self, key: ItemKey) -> bool:
        """Whether the item has failed a step and takes no further one in this run."""
        result = self._result(key)
        return result is not None and not result.is_good

    def is_unknown(self, key: ItemKey) -> bool:
        result = self._result(key)
        return result is not None and result.result is Result.UNKNOWN

    def merged(self, key: ItemKey, fields: Iterable[str]) -> None:
        """Remember the fields, by name, that others have changed in the item meanwhile."""
        self._merged.setdefault(key, {}).update(dict.fromkeys(fields))

    def others_fields(self, key: ItemKey) -> str:
        """What others have changed in the item since the user last saw it; empty if nothing."""
        return ", ".join(self._merged.get(key, ()))

    def merged_sentence(self, key: ItemKey) -> str:
        """Whose changes were kept beside the user's; empty if there were none."""
        fields = self.others_fields(self._given.get(key, key))
        return _MERGED.format(fields) if fields else ""

    def leave(self, item: Item) -> None:
        """Remember the item as this run has left it, by its answer."""
        self._left[item.key] = item

    def left_as(self, key: ItemKey) -> Item | None:
        return self._left.get(key)

    def good(self, operation: Operation, new_key: ItemKey | None = None) -> None:
        if new_key is not None:
            self._planned[new_key] = operation.key
            self._given[operation.key] = new_key
        is_update = operation.verb is Verb.UPDATE
        result = _UPDATED[operation.is_archived] if is_update else _GOOD[operation.verb]
        self._put(operation, result, self.merged_sentence(operation.key))

    def nothing_to_do(self, operation: Operation) -> None:
        self._put(operation, Result.NOTHING_TO_DO)

    def bad(
        self, operation: Operation, result: Result, reason: str, *, is_changed: bool = False
    ) -> None:
        """``is_changed``: because others have changed it."""
        self._put(operation, result, reason, is_changed=is_changed)

    def not_reached(self, operations: Iterable[Operation], reason: str) -> None:
        """Say of operations that did not get their turn that they were not done, whatever was done
        of their items before.
        """
        for operation in operations:
            if not self.is_out(operation.key):
                is_publish = operation.verb is Verb.PUBLISH
                missed = Result.NOT_PUBLISHED if is_publish else Result.NOT_SENT
                self.bad(operation, missed, reason)

    def step(self, phase: Phase, *, sentence: str = "", pause_left: int = 0) -> None:
        self._phase, self._sentence, self._pause_left = phase, sentence, pause_left
        turn, turns = self._batches
        if phase is not Phase.FINISHED:  # Each batch that is not behind it asks once more.
            self._total = max(self._total, self._done + turns - turn)
        self._foresee()
        self._tell()

    def batches_done(self, count: int) -> None:
        self._batches = (count, self._batches[1])
        self._foresee()
        self._tell()

    def requests_done(self, count: int = 1) -> None:
        self._done += count
        self._total = max(self._total, self._done)
        self._foresee()
        self._tell()

    def tried_to_reach(self) -> None:
        """Count a request that brings the run no further."""
        self._total += 1
        self.requests_done()

    def asked(self) -> None:
        """Count a request that only asked. Raises a Stop where the user has had enough."""
        self.requests_done()
        if self.is_cancelled:
            raise Stop(CANCELLED)

    def finish(self, sentence: str = "") -> None:
        self._total = self._done
        self.step(Phase.FINISHED, sentence=sentence)

    def _result(self, key: ItemKey) -> ItemResult | None:
        """What is said of the item, whether it is called as planned or as Webflow calls it."""
        return self._results.get(self._planned.get(key, key))

    def _put(
        self, operation: Operation, result: Result, reason: str = "", *, is_changed: bool = False
    ) -> None:
        key = self._planned.get(operation.key, operation.key)
        self._results[key] = ItemResult(
            key, operation.name, result, reason, self._given.get(key), is_changed
        )
        self._tell()

    def _foresee(self) -> None:
        """Reckon anew how long the rest takes: also what others ask with the token holds it up."""
        if self._seconds is not None:
            turn, turns = self._batches
            seconds = self._seconds(self._total - self._done, turns - turn)
            self._seconds_left = max(seconds, self._pause_left)

    def _tell(self) -> None:
        self._listener(
            Progress(
                self._phase,
                self._done,
                self._total,
                self.all,
                seconds_left=self._seconds_left,
                sentence=self._sentence,
                pause_left=self._pause_left,
                batches=self._batches,
                items=(self._ends[self._batches[0]], self._ends[-1]),
            )
        )
