"""Collects what becomes of each item of a run and tells the listener as it goes on."""

from collections.abc import Callable

from wfdesk.domain.ids import ItemKey
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


class Results:
    """One result an item: the latest word on it, except that bad news is never painted over."""

    def __init__(self, plan: Plan, listener: Callable[[Progress], None]) -> None:
        self._listener = listener
        self._results: dict[ItemKey, ItemResult] = {}
        self._planned: dict[ItemKey, ItemKey] = {}
        """The key a new item was planned under, by the key Webflow gave it."""
        self._given: dict[ItemKey, ItemKey] = {}
        """The other way round."""
        self._merged: dict[ItemKey, str] = {}
        self._phase = Phase.CHECKING
        self._done = 0
        self._total = plan.requests
        self._sentence = ""
        self._seconds_left = 0
        self.is_cancelled = False
        """The user has had enough: no further request is begun, and no pause is waited out."""

    @property
    def all(self) -> tuple[ItemResult, ...]:
        return tuple(self._results.values())

    def is_out(self, key: ItemKey) -> bool:
        """Whether the item has failed a step and takes no further one in this run."""
        result = self._results.get(key)
        return result is not None and not result.is_good

    def merged(self, key: ItemKey, fields: str) -> None:
        """Remember the fields, by name, that others have changed in the item meanwhile."""
        known = self.others_fields(key)
        self._merged[key] = f"{known}, {fields}" if known else fields

    def others_fields(self, key: ItemKey) -> str:
        """What others have changed in the item since the user last saw it; empty if nothing."""
        return self._merged.get(key, "")

    def good(self, operation: Operation, new_key: ItemKey | None = None) -> None:
        if new_key is not None:
            self._planned[new_key] = operation.key
            self._given[operation.key] = new_key
        is_update = operation.verb is Verb.UPDATE
        result = _UPDATED[operation.is_archived] if is_update else _GOOD[operation.verb]
        fields = self._merged.get(operation.key)
        self._put(operation, result, _MERGED.format(fields) if fields else "")

    def nothing_to_do(self, operation: Operation) -> None:
        self._put(operation, Result.NOTHING_TO_DO)

    def bad(self, operation: Operation, result: Result, reason: str) -> None:
        self._put(operation, result, reason)

    def step(self, phase: Phase, *, sentence: str = "", seconds_left: int = 0) -> None:
        self._phase, self._sentence, self._seconds_left = phase, sentence, seconds_left
        self._tell()

    def requests_done(self, count: int = 1) -> None:
        self._done += count
        self._total = max(self._total, self._done)
        self._tell()

    def finish(self, sentence: str = "") -> None:
        self._total = self._done
        self.step(Phase.FINISHED, sentence=sentence)

    def _put(self, operation: Operation, result: Result, reason: str = "") -> None:
        key = self._planned.get(operation.key, operation.key)
        self._results[key] = ItemResult(key, operation.name, result, reason, self._given.get(key))
        self._tell()

    def _tell(self) -> None:
        self._listener(
            Progress(
                self._phase,
                self._done,
                self._total,
                self.all,
                self._seconds_left,
                self._sentence,
            )
        )
