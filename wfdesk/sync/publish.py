"""Sends a plan: check, journal, write, acknowledge, one request after the other.

Before a request leaves, it stands in the journal. An answer that is lost leaves its items unknown;
they are looked up, and never sent again on a guess. A cancel ends it before the next write, and
cuts no request under way off.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from collections.abc import Collection as Some
from contextlib import suppress
from functools import partial
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from wfdesk.api.pace import ROUND, Priority, clock
from wfdesk.domain.allowance import Allowance
from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import ANSWER_LOST, SendState
from wfdesk.domain.errors import (
    OUT_OF_REACH,
    ApiError,
    ConflictError,
    MissingItemError,
    MissingScopeError,
    NotAuthorizedError,
    NotFoundError,
    Outcome,
    RateLimitedError,
    RefusedError,
    StoreError,
    WfdeskError,
)
from wfdesk.domain.fitting import fitted, misfit
from wfdesk.domain.ids import AccountId, CollectionId, ItemKey
from wfdesk.domain.items import Item
from wfdesk.domain.journal import REFUSED_ALONE, REFUSED_WITH_OTHERS, Entry, Verb
from wfdesk.domain.plan import Batch, Operation, Plan
from wfdesk.domain.schema import Collection
from wfdesk.store.database import Database
from wfdesk.sync.connections import Connections
from wfdesk.sync.ledger import Ledger
from wfdesk.sync.locales import Locales
from wfdesk.sync.lookup import Lookup
from wfdesk.sync.others import others_fields, taken_off
from wfdesk.sync.preflight import Preflight
from wfdesk.sync.progress import ItemResult, Phase, Result
from wfdesk.sync.refusal import names_an_item, reasons_of, sentence_of
from wfdesk.sync.requests import Place, write
from wfdesk.sync.results import CANCELLED, Results, Stop
from wfdesk.sync.sightings import Sightings
from wfdesk.sync.structure import Structure
from wfdesk.sync.waits import PATIENT, Outage, Patience, Waits

_LOWEST_LIMIT = 60
"""Requests a minute that Webflow allows on its smallest plan."""
_MOST_PAUSES = 10
"""Rate-limit answers in a row after which a run stops and says so."""

_TAKEN_BACK = "You took this back before its turn came."
_TOO_SLOW = (
    "Webflow takes so long to answer that a colleague's change could be overwritten unseen. Yours"
    " is kept: send it again later."
)
_TOO_SLOW_TO_PUBLISH = (
    "Webflow takes so long to answer that a colleague's change could go live unseen. Publish it"
    " again later."
)
_TOO_MANY_PAUSES = "Webflow keeps asking for pauses. Nothing is lost; go on in a few minutes."


class Publisher:
    """Does the requests of a run. It is told what to send and never decides to."""

    def __init__(
        self,
        database: Database,
        connections: Connections,
        publish: Callable[[ChangeSet], None],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = clock,
        patience: Patience = PATIENT,
    ) -> None:
        self._connections = connections
        self._ledger = Ledger(database, publish)
        self._sightings = Sightings(clock)
        self._locales = Locales(self._ledger, connections)
        self._preflight = Preflight(self._ledger, self._sightings, self._locales)
        self._structure = Structure(self._ledger)
        self.lookup = Lookup(
            self._ledger,
            connections,
            sleep=sleep,
            quiet_seconds=patience.quiet_seconds,
            clock=clock,
        )
        self._waits = Waits(sleep, clock, patience)
        self._accounts: Mapping[CollectionId, AccountId] = {}
        """Whose each collection was when the run began."""
        self._answered: set[AccountId | None] = set()
        """Those for which Webflow has answered since."""

    def seconds(self, accounts: Some[AccountId], requests: int, turns: int) -> int:
        """How long so many requests in so many turns take from now on, about.

        One request goes after the other, so the slowest of these tokens is what a run waits for.
        """
        paces = [
            each.webflow.pace for each in self._connections.all() if each.account.id in accounts
        ]
        allowed = [each.allowance(Priority.RUN) for each in paces] or [Allowance(_LOWEST_LIMIT)]
        return max(each.seconds_for(requests, turns) for each in allowed)

    async def begin(self, plan: Plan) -> Mapping[CollectionId, AccountId]:
        """Note what is to be sent; return whose each collection is.

        What the user asks for begins with a look.
        """
        self._sightings.begin()
        self._structure.begin()
        await self._ledger.begin_run(plan)
        self._accounts, self._answered = await self._ledger.accounts(), set()
        return self._accounts

    async def note_done(self, keys: Sequence[ItemKey]) -> None:
        """Note that all was done with these that could be, for a start after a crash."""
        await self._ledger.set_done(keys)

    async def end(self) -> None:
        """Note that the run is over."""
        await self._ledger.end_run()

    async def send_batch(self, batch: Batch, results: Results) -> None:
        """Send one batch of a plan; what Webflow refuses of it does not hold up the others.

        A Stop means that nothing more of its account can go: the token or the way there is gone.
        """
        left = [each for each in batch.operations if not results.is_out(each.key)]
        outage = self._waits.outage()
        while left:
            before = results.taken(left)
            try:
                with self.lookup.left_to_the_sender():
                    place = await self.lookup.place(left[0].key)
                    await self._locales.expect(batch.collection, batch.locale)
                    await self._send(place, left, results)
                    await self._send_late(place, left, before, results)
            except WfdeskError as error:
                missed = results.untouched(left, before)
                if len(missed) < len(left):  # It has got on since.
                    outage = self._waits.outage()
                if not await self._is_over(outage, error, missed, results):
                    is_enough = results.is_cancelled and isinstance(error, OUT_OF_REACH)
                    why = Stop(CANCELLED) if is_enough else error
                    await self._give_up(why, batch, missed, results)
                    return
                left = missed
            else:
                return

    async def _is_over(
        self, outage: Outage, error: WfdeskError, missed: Sequence[Operation], results: Results
    ) -> bool:
        """Whether Webflow could not be reached, and can be again: what was missed may go on.

        Who has only just begun is told, and waits for nothing.
        """
        if not missed or not isinstance(error, OUT_OF_REACH):
            return False
        key = missed[0].key
        has_answered = self._accounts.get(key.collection) in self._answered
        return has_answered and await outage.is_over(partial(self._ask, key), results)

    async def _ask(self, key: ItemKey) -> None:
        """Ask one thing where the item is: by whoever is signed in there by now."""
        place = await self.lookup.place(key)
        await place.collections.get(place.collection.id, place.collection.site)

    async def _give_up(
        self, error: WfdeskError, batch: Batch, missed: Sequence[Operation], results: Results
    ) -> None:
        reason = await self._locales.reason(error, batch, results.requests_done)
        await self._say_missed(missed, reason, results)
        with suppress(StoreError):  # the next start lets go of them
            await self._ledger.unqueue([each.key for each in missed])
        if isinstance(error, NotFoundError | MissingItemError | RefusedError):
            return  # That its collection or its locale is gone is nothing to the others.
        if isinstance(error, ApiError):
            raise Stop(error.summary) from error
        raise error

    async def _send_late(
        self,
        place: Place,
        operations: Sequence[Operation],
        before: Sequence[ItemResult | None],
        results: Results,
    ) -> None:
        """Send singly what was seen too long ago when the look at all of it ended."""
        late = results.untouched(operations, before)
        for operation in late if len(operations) > 1 else ():
            await self._send(place, [operation], results)
            if operation in results.untouched(operations, before):
                break  # the others would take as long, and be in vain
        for operation in results.untouched(operations, before):
            if operation.verb is Verb.PUBLISH:
                results.bad(operation, Result.NOT_PUBLISHED, _TOO_SLOW_TO_PUBLISH)
            else:
                results.bad(operation, Result.NOT_SENT, _TOO_SLOW)

    async def _say_missed(self, missed: Sequence[Operation], reason: str, results: Results) -> None:
        """Say of what was not finished that it was not sent; or that it may have been."""
        doubtful = await self._ledger.in_doubt([each.key for each in missed])
        for operation in missed:
            if operation.key in doubtful:  # it was answered, and the disk took no note of it
                results.bad(operation, Result.UNKNOWN, ANSWER_LOST)
        results.not_reached([each for each in missed if each.key not in doubtful], reason)

    async def _send(self, place: Place, operations: Sequence[Operation], results: Results) -> None:
        """Send the operations; find out which of them Webflow refuses, and send the others."""
        refusal = await self._try(place, operations, results)
        if refusal is not None and operations[0].verb is Verb.UPDATE:
            # It may be there in part, and time has passed: the rest goes after another look.
            self._sightings.doubt(entry.key for entry, _ in refusal.sent)
        if refusal is not None and self._structure.is_doubtful(place, refusal.error):
            place, is_other = await self._restructured(place, refusal, results)
            if is_other:
                refusal = await self._try(place, refusal.operations, results)
        is_first = True
        while refusal is not None and len(refusal.sent) > 1 and not refusal.is_about_all:
            named = [pair for pair in refusal.sent if names_an_item(refusal.error, pair[1])]
            if named and len(named) < len(refusal.sent):
                for pair in named:
                    await self._refuse(place, pair, refusal.error, results)
                rest = [
                    operation
                    for entry, operation in refusal.sent
                    if (entry, operation) not in named
                ]
            elif is_first:
                rest = await self._search(place, refusal, results)
                is_first = False
            else:
                # There is more than one: then halving finds all of them sooner.
                await self._halve(place, refusal, results)
                return
            refusal = await self._try(place, rest, results) if rest else None
        if refusal is not None:
            for pair in refusal.sent:
                await self._refuse(place, pair, refusal.error, results)

    async def _restructured(
        self, place: Place, refusal: "_Refusal", results: Results
    ) -> tuple[Place, bool]:
        """Read the fields anew; say also whether that leaves another request than the refused."""
        collection = await self._structure.read(place)
        results.requests_done()
        fits = [fitted(each, collection) for each in refusal.operations]
        is_other = fits != refusal.operations or any(misfit(each, collection) for each in fits)
        if is_other and fits[0].verb is not Verb.CREATE:
            await self._ledger.mark([entry for entry, _ in refusal.sent], SendState.SAVED, "")
        return replace(place, collection=collection), is_other

    async def _search(self, place: Place, refusal: "_Refusal", results: Results) -> list[Operation]:
        """Find one operation that is refused; return those that are left to be sent.

        Half of them is tried, then half of the half that holds the bad one. What goes meanwhile
        is done, and what does not is sent in one request when the bad one is out.
        """
        suspects, rest = refusal.operations, list[Operation]()
        while len(suspects) > 1:
            half, others = suspects[: len(suspects) // 2], suspects[len(suspects) // 2 :]
            found = await self._try(place, half, results)
            if found is None:
                suspects = others
            elif len(found.sent) == 1:
                await self._refuse(place, found.sent[0], found.error, results)
                return [*others, *rest]
            else:
                suspects, rest = found.operations, [*others, *rest]
        last = await self._try(place, suspects, results)
        if last is not None:
            await self._refuse(place, last.sent[0], last.error, results)
        return rest

    async def _halve(self, place: Place, refusal: "_Refusal", results: Results) -> None:
        both = refusal.operations
        for half in (both[: len(both) // 2], both[len(both) // 2 :]):
            found = await self._try(place, half, results)
            if found is None:
                continue
            if len(found.sent) == 1:
                await self._refuse(place, found.sent[0], found.error, results)
            else:
                await self._halve(place, found, results)

    async def _try(
        self, place: Place, operations: Sequence[Operation], results: Results
    ) -> "_Refusal | None":
        """Check and write, and both again after each pause that Webflow asks for.

        Returns None when each has its result, or what Webflow refused as a whole.
        """
        verb = operations[0].verb
        room = ROUND
        for _ in range(_MOST_PAUSES):
            if not await self._waits.for_turn(place, room, results):
                break
            before, begun = results.taken(operations), results.done
            try:
                results.step(Phase.CHECKING)
                checked = await self._preflight.check(place, verb, operations, results)
                self._answered.add(self._accounts.get(place.collection.id))
                if not checked:
                    return None
                if results.is_cancelled:
                    break
                operations, before = checked, results.taken(checked)
                results.step(Phase.PUBLISHING if verb is Verb.PUBLISH else Phase.WRITING)
                return await self._write(place, verb, checked, results)
            except RateLimitedError as error:
                # Time passes: what was checked is checked again, but for what is settled.
                operations = results.untouched(operations, before)
                # A look that used up the places of its write is given more of them the next time.
                room = max(ROUND, results.done - begun + 2)
                await self._waits.pause(error.retry_after, error.summary, results)
        raise Stop(CANCELLED if results.is_cancelled else _TOO_MANY_PAUSES)

    async def _write(
        self, place: Place, verb: Verb, operations: Sequence[Operation], results: Results
    ) -> "_Refusal | None":
        known = await self._ledger.items([each.key for each in operations])
        unseen = [each.key for each in operations if results.others_fields(each.key)]
        sent = await self._ledger.journal(uuid4().hex, operations, known, unseen)
        wanted = {operation.key: operation for _, operation in sent}
        for operation in operations:
            if operation.key not in wanted:
                missed = Result.NOT_PUBLISHED if verb is Verb.PUBLISH else Result.NOT_SENT
                results.bad(operation, missed, _TAKEN_BACK)
        if not sent:
            return None
        at = self._sightings.clock()
        try:
            answer = await write(place, verb, list(wanted.values()), known)
        except ApiError as failure:
            return await self._failed(place, sent, failure, results, known)
        finally:
            results.requests_done()
        for pair in sent:
            if pair[1].key in answer.refused:
                reason = answer.refused[pair[1].key]
                await self._refuse(place, pair, RefusedError(reason, reason), results)
        done = [pair for pair in sent if pair[1].key in answer.items]
        await self._acknowledge(place.collection, done, answer.items, known, results)
        if verb in {Verb.CREATE, Verb.UPDATE}:  # The others do not tell what there is now.
            self._sightings.saw((item.key for item in answer.items.values() if item), at)
        return None

    async def _acknowledge(
        self,
        collection: Collection,
        done: Sequence[tuple[Entry, Operation]],
        answers: Mapping[ItemKey, Item | None],
        known: Mapping[ItemKey, Item],
        results: Results,
    ) -> None:
        """Take the answers over, together with what others have been quicker with."""
        updates = [pair for pair in done if pair[1].verb is Verb.UPDATE]
        for _, operation in updates:
            before, item = known.get(operation.key), answers[operation.key]
            if before is not None and item is not None:
                others = others_fields(collection, before, item, operation.edits.keys())
                results.merged(item.key, [*others, *taken_off(before, item)])
        unseen = [each.key for _, each in done if results.others_fields(each.key)]
        pairs = [(entry, answers[each.key]) for entry, each in done]
        await self._ledger.acknowledge(pairs, unseen=unseen)
        for _, operation in done:
            _tell_done(operation, answers[operation.key], results)
        said = {entry.id: results.merged_sentence(each.key) for entry, each in updates}
        await self._ledger.remark({entry: text for entry, text in said.items() if text})

    async def _failed(
        self,
        place: Place,
        sent: Sequence[tuple[Entry, Operation]],
        error: ApiError,
        results: Results,
        known: Mapping[ItemKey, Item],
    ) -> "_Refusal | None":
        entries = [entry for entry, _ in sent]
        if error.outcome is Outcome.UNKNOWN:
            self._sightings.doubt(entry.key for entry in entries)
            self.lookup.hear_of(entries)
            await self._ledger.mark(entries, SendState.UNKNOWN, ANSWER_LOST)
            for _, operation in sent:
                results.bad(operation, Result.UNKNOWN, ANSWER_LOST)
            is_quiet = await self._waits.for_quiet(error.summary, results)
            if is_quiet and not await self._settle(place, sent, results, known):
                raise Stop(error.summary) from error  # Nobody has answered for minutes.
            return None
        is_create = sent[0][1].verb is Verb.CREATE
        if isinstance(error, RateLimitedError):
            self._sightings.doubt(entry.key for entry in entries)
            await self._ledger.mark(entries, SendState.QUEUED, error.summary, is_doubtful=is_create)
            raise error
        if error.outcome is Outcome.NOT_SENT:
            await self._ledger.mark(entries, SendState.SAVED, error.summary)
            raise error
        if isinstance(error, NotAuthorizedError | MissingScopeError):
            await self._ledger.mark(entries, SendState.SAVED, error.summary, is_doubtful=is_create)
            raise Stop(error.summary) from error
        if is_create:
            # Whether a refused batch is refused as a whole is not documented: what is published or
            # deleted twice does no harm, what is made twice does.
            self._sightings.doubt(entry.key for entry in entries)
            reason = REFUSED_WITH_OTHERS if len(sent) > 1 else REFUSED_ALONE
            await self._ledger.mark(entries, SendState.SAVED, reason)
        elif len(sent) > 1:
            await self._ledger.mark(entries, SendState.SAVED, "")
        return _Refusal(sent, error)

    async def _settle(
        self,
        place: Place,
        sent: Sequence[tuple[Entry, Operation]],
        results: Results,
        known: Mapping[ItemKey, Item],
    ) -> bool:
        """Look up what was lost; where nobody answers, once somebody does. False if nobody did."""
        outage = self._waits.outage()
        while True:
            results.step(Phase.LOOKING_UP)
            if await self.lookup.settle(place, sent, results, known=known):
                return True
            left = [pair for pair in sent if results.is_unknown(pair[1].key)]
            if len(left) < len(sent):  # It has got on since.
                outage = self._waits.outage()
            key, sent = left[0][0].key, left
            if not await outage.is_over(partial(self._ask, key), results):
                return results.is_cancelled
            place = await self.lookup.place(key)

    async def _refuse(
        self, place: Place, sent: tuple[Entry, Operation], error: ApiError, results: Results
    ) -> None:
        entry, operation = sent
        if isinstance(error, NotFoundError) and operation.verb is not Verb.CREATE:
            # A list of what was changed does not show what was deleted: it has to be asked for.
            self._sightings.doubt([entry.key])
            await self._ledger.mark([entry], SendState.SAVED, "")
            patient = replace(place, is_patient=True)
            if not await self._preflight.check(patient, operation.verb, [operation], results):
                return  # It is gone, and that is told.
        is_there: bool | None = False
        if operation.verb is Verb.CREATE:
            is_there = await self.lookup.has_all_the_same(place, entry, operation, results)
            if is_there:
                return
        reason = sentence_of(error, operation, place.collection)
        fields = reasons_of(error, operation, place.collection)
        if is_there is None:  # Its entry says so: the next attempt looks for it first.
            await self._ledger.hold_back(
                entry.key, SendState.REFUSED, reason, refused_fields=fields
            )
        else:
            await self._ledger.refuse(entry, reason, fields)
        results.bad(operation, Result.REFUSED, reason)


class _Refusal(Struct, frozen=True):
    """What Webflow refused as a whole."""

    sent: Sequence[tuple[Entry, Operation]]
    error: ApiError

    @property
    def operations(self) -> list[Operation]:
        return [operation for _, operation in self.sent]

    @property
    def is_about_all(self) -> bool:
        """Whether none of them can go: what does not fit is the site or the collection."""
        is_named = any(names_an_item(self.error, operation) for _, operation in self.sent)
        is_publish = self.sent[0][1].verb is Verb.PUBLISH
        return is_publish and isinstance(self.error, ConflictError) and not is_named


def _tell_done(operation: Operation, item: Item | None, results: Results) -> None:
    if item is not None:
        results.leave(item)
    is_new = item is not None and operation.verb is Verb.CREATE
    results.good(operation, item.key if item is not None and is_new else None)
