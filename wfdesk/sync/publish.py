"""Sends a plan: check, journal, write, acknowledge, one request after the other.

Before a request leaves, it stands in the journal. An answer that is lost leaves its items unknown;
they are looked up, and never sent again on a guess. A request under way is never cut off.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from uuid import uuid4

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import ANSWER_LOST, SendState
from wfdesk.domain.errors import (
    ApiError,
    MissingScopeError,
    NotAuthorizedError,
    Outcome,
    RateLimitedError,
    RefusedError,
)
from wfdesk.domain.ids import AccountId
from wfdesk.domain.journal import Entry, Verb
from wfdesk.domain.plan import Batch, Operation, Plan
from wfdesk.store.database import Database
from wfdesk.sync.connections import Connections
from wfdesk.sync.ledger import Ledger
from wfdesk.sync.lookup import Lookup
from wfdesk.sync.preflight import Preflight, others_fields
from wfdesk.sync.progress import Phase, Progress, Result
from wfdesk.sync.refusal import names_an_item, reasons_of, sentence_of
from wfdesk.sync.requests import Place, write
from wfdesk.sync.results import Results

_QUIET = 30.0
"""Seconds after which a write whose answer was lost has happened or never will."""
_LOWEST_LIMIT = 60
"""Requests a minute that Webflow allows on its smallest plan."""
_MOST_PAUSES = 10
"""Rate-limit answers in a row after which a run stops and says so."""


_CANCELLED = "Cancelled. What was not sent is kept."
_TOO_MANY_PAUSES = "Webflow keeps asking for pauses. Nothing is lost; go on in a few minutes."


class Stop(Exception):  # noqa: N818 - it ends a run and is no error
    """Nothing more of this run can go. The sentence says why."""


class Publisher:
    """Does the requests of a run. It is told what to send and never decides to."""

    def __init__(
        self,
        database: Database,
        connections: Connections,
        publish: Callable[[ChangeSet], None],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        quiet_seconds: float = _QUIET,
    ) -> None:
        self._connections = connections
        self._ledger = Ledger(database, publish)
        self._preflight = Preflight(self._ledger)
        self.lookup = Lookup(self._ledger, connections, sleep=sleep, quiet_seconds=quiet_seconds)
        self._sleep = sleep
        self._quiet_seconds = quiet_seconds

    def rate_limit(self, accounts: Collection[AccountId]) -> int:
        """Requests a minute of the slowest of these tokens: as Webflow last said, else its lowest.

        One request goes after the other, so the slowest token is what a run waits for.
        """
        rates = [
            each.webflow.rate for each in self._connections.all() if each.account.id in accounts
        ]
        return min((rate.limit for rate in rates if rate is not None), default=_LOWEST_LIMIT)

    async def send_batch(self, batch: Batch, results: Results) -> None:
        """Send one batch of a plan, split as often as Webflow's refusals ask for."""
        with self.lookup.left_to_the_sender():
            place = await self.lookup.place(batch.operations[0].key)
            operations = [each for each in batch.operations if not results.is_out(each.key)]
            await self._send(place, batch.verb, operations, results)

    async def _send(
        self, place: Place, verb: Verb, operations: Sequence[Operation], results: Results
    ) -> None:
        try:
            await self._check_and_write(place, verb, operations, results)
        except (Stop, ApiError):
            await self._ledger.unqueue([each.key for each in operations])
            raise

    async def _check_and_write(
        self, place: Place, verb: Verb, operations: Sequence[Operation], results: Results
    ) -> None:
        """Both, and both again after each pause that Webflow asks for."""
        for _ in range(_MOST_PAUSES):
            if results.is_cancelled:
                break
            results.step(Phase.CHECKING)
            checked = await self._preflight.check(place, verb, operations, results)
            if not checked:
                return
            results.step(Phase.PUBLISHING if verb is Verb.PUBLISH else Phase.WRITING)
            try:
                await self._write(place, verb, checked, results)
            except RateLimitedError as error:
                # Time passes: what was checked is checked again.
                operations = checked
                await self._wait(error.retry_after, results)
            else:
                return
        raise Stop(_CANCELLED if results.is_cancelled else _TOO_MANY_PAUSES)

    async def _write(
        self, place: Place, verb: Verb, operations: Sequence[Operation], results: Results
    ) -> None:
        known = await self._ledger.items([each.key for each in operations])
        entries = await self._ledger.journal(uuid4().hex, operations, known)
        try:
            answer = await write(place, verb, operations, known)
        except ApiError as failure:
            sent = list(zip(entries, operations, strict=True))
            await self._failed(place, sent, failure, results)
            return
        finally:
            results.requests_done()
        for entry, operation in zip(entries, operations, strict=True):
            if operation.key in answer.refused:
                reason = answer.refused[operation.key]
                error = RefusedError(reason, reason)
                await self._refuse(place, (entry, operation), error, results)
        done = [
            (entry, operation, answer.items[operation.key])
            for entry, operation in zip(entries, operations, strict=True)
            if operation.key in answer.items
        ]
        await self._ledger.acknowledge([(entry, item) for entry, _, item in done])
        for _, operation, item in done:
            if verb is Verb.UPDATE and item is not None:
                # A colleague may have come between the look and the write.
                others = others_fields(place.collection, known[operation.key], item, operation)
                if others:
                    results.merged(operation.key, others)
            results.good(operation, item.key if item and verb is Verb.CREATE else None)

    async def _failed(
        self,
        place: Place,
        sent: Sequence[tuple[Entry, Operation]],
        error: ApiError,
        results: Results,
    ) -> None:
        entries = [entry for entry, _ in sent]
        if error.outcome is Outcome.UNKNOWN:
            await self._ledger.mark(entries, SendState.UNKNOWN, ANSWER_LOST)
            for _, operation in sent:
                results.bad(operation, Result.UNKNOWN, ANSWER_LOST)
            results.step(Phase.LOOKING_UP, sentence=error.summary)
            await self._sleep(self._quiet_seconds)
            await self.lookup.settle(place, sent, results)
            return
        if isinstance(error, RateLimitedError):
            await self._ledger.mark(entries, SendState.QUEUED, error.summary)
            raise error
        if error.outcome is Outcome.NOT_SENT or isinstance(
            error, NotAuthorizedError | MissingScopeError
        ):
            await self._ledger.mark(entries, SendState.SAVED, error.summary)
            raise Stop(error.summary) from error
        await self._refused(place, sent, error, results)

    async def _refused(
        self,
        place: Place,
        sent: Sequence[tuple[Entry, Operation]],
        error: ApiError,
        results: Results,
    ) -> None:
        """Take out what Webflow named, or halve until the bad item stands alone; send the rest."""
        if len(sent) == 1:
            await self._refuse(place, sent[0], error, results)
            return
        named = [pair for pair in sent if names_an_item(error, pair[1])]
        if not named or len(named) == len(sent):
            await self._ledger.mark([entry for entry, _ in sent], SendState.SAVED, error.summary)
            half = len(sent) // 2
            for part in (sent[:half], sent[half:]):
                await self._send(place, part[0][0].verb, [each for _, each in part], results)
            return
        for pair in named:
            await self._refuse(place, pair, error, results)
        rest = [pair for pair in sent if pair not in named]
        await self._ledger.mark([entry for entry, _ in rest], SendState.SAVED, "")
        await self._send(place, rest[0][0].verb, [each for _, each in rest], results)

    async def _refuse(
        self, place: Place, sent: tuple[Entry, Operation], error: ApiError, results: Results
    ) -> None:
        entry, operation = sent
        reason = sentence_of(error, operation, place.collection)
        await self._ledger.refuse(entry, reason, reasons_of(error, operation, place.collection))
        results.bad(operation, Result.REFUSED, reason)

    async def _wait(self, seconds: float, results: Results) -> None:
        left = seconds
        while left > 0 and not results.is_cancelled:
            results.step(
                Phase.WAITING,
                sentence="Webflow asked for a pause.",
                seconds_left=round(left),
            )
            await self._sleep(min(1.0, left))
            left -= 1.0


class Run:
    """One plan on its way. Pause and cancel take effect between two requests."""

    def __init__(
        self, publisher: Publisher, plan: Plan, listener: Callable[[Progress], None]
    ) -> None:
        self._publisher = publisher
        self._plan = plan
        self._results = Results(plan, listener)
        self._may_go = asyncio.Event()
        self._may_go.set()

    def pause(self) -> None:
        self._may_go.clear()

    def resume(self) -> None:
        self._may_go.set()

    def cancel(self) -> None:
        """Stop after the request under way. What was not sent stays an unsent edit."""
        self._results.is_cancelled = True
        self._may_go.set()

    async def go(self) -> None:
        """Send the plan, batch by batch. Returns when all that can be done is done."""
        left = list(self._plan.batches)
        sentence = ""
        try:
            while left and not self._results.is_cancelled:
                if not self._may_go.is_set():
                    self._results.step(Phase.PAUSED)
                    await self._may_go.wait()
                    continue
                await self._publisher.send_batch(left.pop(0), self._results)
        except (Stop, ApiError) as stop:
            sentence = stop.summary if isinstance(stop, ApiError) else str(stop)
        self._give_up(sentence or _CANCELLED)
        self._results.finish(sentence)

    def _give_up(self, reason: str) -> None:
        """Say of every item that did not get its turn that it was not sent."""
        reached = {result.key for result in self._results.all}
        for batch in self._plan.batches:
            for operation in batch.operations:
                if operation.key not in reached:
                    self._results.bad(operation, Result.NOT_SENT, reason)
