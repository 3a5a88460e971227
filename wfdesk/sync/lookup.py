"""Asks what became of writes whose answer was lost, and says so on each item. Sends nothing.

That Webflow has a write is certain as soon as it is seen. That it has it not is certain only after
a while: until then it may still be on its way, and sent again it would be there twice.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress
from functools import partial
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from wfdesk.api.pace import clock
from wfdesk.api.webflow import Webflow
from wfdesk.domain.blockers import UNREAD
from wfdesk.domain.edits import ANSWER_LOST, GONE, SendState
from wfdesk.domain.errors import (
    OUT_OF_REACH,
    ApiError,
    MissingItemError,
    RefusedError,
)
from wfdesk.domain.ids import NAME, CollectionId, ItemKey, LocaleId
from wfdesk.domain.items import Item
from wfdesk.domain.journal import (
    LOCALE_GONE,
    NO_HOME,
    NOT_FOUND,
    NOT_LIVE,
    NOT_STORED,
    Entry,
    Verb,
    question_about,
)
from wfdesk.domain.plan import Operation, Plan
from wfdesk.domain.schema import Collection
from wfdesk.sync.check import look_through
from wfdesk.sync.connections import Connections
from wfdesk.sync.glance import Glance
from wfdesk.sync.ledger import Ledger
from wfdesk.sync.others import others_fields, taken_off, unlike_sent
from wfdesk.sync.progress import Phase, Progress, Result
from wfdesk.sync.reconcile import Finding, Found, find_out
from wfdesk.sync.requests import Place
from wfdesk.sync.results import Results, Stop

Sent = Sequence[tuple[Entry, Operation]]


class Lookup:
    """One look at a time, and none while a batch is sent: that one looks its own up."""

    def __init__(
        self,
        ledger: Ledger,
        connections: Connections,
        *,
        sleep: Callable[[float], Awaitable[None]],
        quiet_seconds: float,
        clock: Callable[[], float] = clock,
    ) -> None:
        self._ledger = ledger
        self._connections = connections
        self._sleep = sleep
        self._quiet_seconds = quiet_seconds
        self._clock = clock
        self._heard: dict[int, float] = {}
        """When each unfinished entry was first heard of, by the entry's number."""
        self._listed: set[tuple[CollectionId, LocaleId]] = set()
        """Where it was read, since the look began, what others have made."""
        self._looking = asyncio.Lock()
        self._is_sending = False

    async def place(self, key: ItemKey) -> Place:
        """Where the item is. Without its fields, nobody can tell what was stored of it."""
        collection, site = await self._ledger.home(key.collection)
        if not collection.fields:
            raise MissingItemError(UNREAD)
        return Place(self._connections.get(site.account).webflow, collection)

    @contextmanager
    def left_to_the_sender(self) -> Iterator[None]:
        self._is_sending = True
        try:
            yield
        finally:
            self._is_sending = False

    async def count(self) -> int:
        """Writes whose outcome is not known."""
        return len(await self._ledger.unfinished())

    async def askable(self) -> int:
        """Those of them about which somebody can be asked: the others' token is not here."""
        count = 0
        for entry in await self._ledger.unfinished():
            with suppress(ApiError, MissingItemError):
                await self.place(entry.key)
                count += 1
        return count

    async def look(self, listener: Callable[[Progress], None], *, is_patient: bool = False) -> bool:
        """Look every write up whose answer was lost; return whether all that was seen is certain.

        ``is_patient`` waits until it is.
        """
        waited = await self._ledger.unfinished() if is_patient else []
        if waited:
            await self._sleep(max(map(self._rest, waited)))
        async with self._looking:
            entries = await self._ledger.unfinished()
            if self._is_sending:  # Asked after they were read: some may be under way.
                return True
            known = {entry.id for entry in waited}  # what was lost since may still come
            certain = [each for each in entries if each.id in known or not self._rest(each)]
            await self._look_at(entries, certain, listener)
            left = {each.id for each in await self._ledger.unfinished()}
        return not any(each.id in left for each in entries if each not in certain)

    async def settle(
        self,
        place: Place,
        sent: Sent,
        results: Results,
        *,
        is_certain: bool = True,
        known: Mapping[ItemKey, Item] | None = None,
    ) -> bool:
        """Acknowledge what Webflow has; what it certainly has not is an unsent edit again.

        ``known`` is the items as they were before the write; without it, as the local copy has
        them. Returns whether Webflow could be reached. If it cannot, or the user has had enough,
        the rest is not asked about.
        """
        self._listed = set()
        return await self._settle(place, sent, results, is_certain=is_certain, known=known)

    async def _settle(
        self,
        place: Place,
        sent: Sent,
        results: Results,
        *,
        is_certain: bool,
        known: Mapping[ItemKey, Item] | None = None,
    ) -> bool:
        is_reached = True
        glimpse = await self._glance(place, [entry for entry, _ in sent], results)
        for entry, operation in glimpse.first(sent):
            found = None
            is_seen = glimpse.shows(entry)
            if is_seen or (is_reached and not results.is_cancelled):
                if not is_seen:
                    results.requests_done()
                try:
                    found = await self._find_out(place, entry, results, glimpse)
                except (ApiError, MissingItemError, Stop) as error:
                    is_reached = not isinstance(error, OUT_OF_REACH)
            if found is not None and found.finding is Finding.APPLIED:
                await self._note_others(place.collection, entry, found.item, results, known)
                await self._take(entry, operation, found.item, results)
            elif found is None or not is_certain:
                results.bad(operation, Result.UNKNOWN, ANSWER_LOST)
            else:
                await self._note_missing(place, entry, operation, found, results)
        return is_reached

    async def has_all_the_same(
        self, place: Place, entry: Entry, operation: Operation, results: Results
    ) -> bool | None:
        """Whether a new item is there that Webflow has just refused; None if that was not to see.

        On its way it may have been sent twice, and the second one was answered. Then it is
        acknowledged, or asked about. What was known before it was sent is not it.
        """
        if results.is_cancelled:
            return None
        self._listed = set()
        results.step(Phase.LOOKING_UP)
        results.requests_done()
        try:
            found = await self._find_out(place, entry, results)
        except (ApiError, MissingItemError, Stop):
            return None
        if found.item is None:
            return None if found.finding is Finding.HIDDEN else False
        suspicion = await self._ledger.suspect(place.collection, entry, found.item)
        if suspicion is None or suspicion.item.key != found.item.key:
            return False
        # It was made a moment ago: if anything of it is another's, all of it may be.
        if found.finding is Finding.APPLIED and not unlike_sent(
            place.collection, entry, found.item
        ):
            await self._take(entry, operation, found.item, results)
        else:
            await self._ask(entry, operation, found.item, results)
        return True

    async def _take(
        self, entry: Entry, operation: Operation, item: Item | None, results: Results
    ) -> None:
        """Acknowledge what was found."""
        unseen = [entry.key] if item and results.others_fields(item.key) else []
        await self._ledger.acknowledge([(entry, item)], is_found=True, unseen=unseen)
        if item is not None:
            results.leave(item)
        results.good(operation, item.key if item and entry.verb is Verb.CREATE else None)
        if text := results.merged_sentence(operation.key):
            await self._ledger.remark({entry.id: text})

    async def _ask(
        self, entry: Entry, operation: Operation, suspect: Item, results: Results
    ) -> None:
        reason = question_about(suspect)
        await self._ledger.ask(entry, reason, suspect)
        results.bad(operation, Result.NOT_SENT, reason)

    async def _note_missing(
        self, place: Place, entry: Entry, operation: Operation, found: Found, results: Results
    ) -> None:
        """Make unsent edits again of what Webflow certainly has not."""
        is_create = entry.verb is Verb.CREATE
        if is_create and found.item is not None:
            suspicion = await self._ledger.suspect(place.collection, entry, found.item)
            if suspicion is not None and suspicion.is_called_so:
                await self._ask(entry, operation, suspicion.item, results)
                return
        is_publish = entry.verb is Verb.PUBLISH
        reason = NOT_LIVE if is_publish else NOT_FOUND if is_create else NOT_STORED
        reason = LOCALE_GONE if found.finding is Finding.HIDDEN else reason
        is_seen = found.item is not None and not is_create
        if found.item is not None and is_seen:  # An edit is compared with what there is now.
            home = entry.key.collection, entry.key.locale
            await self._ledger.store_seen(home, [found.item], is_list=False)
        await self._ledger.mark([entry], SendState.SAVED, reason, is_looked_at=is_seen)
        if found.finding is Finding.NOT_APPLIED and found.item is None and not is_create:
            await self._ledger.take_out(entry.key)
            results.bad(operation, Result.CONFLICT, GONE)
        else:
            said = Result.NOT_PUBLISHED if is_publish else Result.NOT_SENT
            results.bad(operation, said, reason)

    async def _note_others(
        self,
        collection: Collection,
        entry: Entry,
        item: Item | None,
        results: Results,
        known: Mapping[ItemKey, Item] | None,
    ) -> None:
        """Say what others have changed beside it: nobody has been shown that yet."""
        if known is None:
            known = await self._ledger.items([entry.key])
        if item is not None:
            results.merged(item.key, _others(collection, entry, known.get(entry.key), item))

    async def _look_at(
        self,
        entries: Sequence[Entry],
        certain: Sequence[Entry],
        listener: Callable[[Progress], None],
    ) -> None:
        self._listed = set()
        results = Results(Plan.nothing(), listener)
        results.step(Phase.LOOKING_UP)
        silent: list[Webflow] = []
        sure = {each.id for each in certain}
        for (*_, is_certain), group in groupby(entries, partial(_together, sure)):
            sent = [(entry, _operation(entry)) for entry in group]
            key = sent[0][0].key
            try:
                place = await self.place(key)
            except ApiError as error:  # Signed out since: the others need not wait for that.
                _leave_unknown(sent, error.summary, results)
                continue
            except MissingItemError as error:
                if is_certain and await self._ledger.is_gone(key.collection):
                    await self._ledger.mark([each for each, _ in sent], SendState.SAVED, NO_HOME)
                    for _, operation in sent:
                        results.bad(operation, Result.NOT_SENT, NO_HOME)
                else:  # its account was forgotten: it waits for that to be signed in again
                    _leave_unknown(sent, error.summary, results)
                continue
            if place.webflow in silent:
                _leave_unknown(sent, ANSWER_LOST, results)
            elif not await self._settle(place, sent, results, is_certain=is_certain):
                silent.append(place.webflow)
        results.finish()

    async def _glance(self, place: Place, entries: Sequence[Entry], results: Results) -> "_Glimpse":
        """See many at once. Who is not among them is asked for alone: also where no list is to be
        had, be it that one of so many items is too long.
        """
        verb, keys = entries[0].verb, [each.key for each in entries]
        if verb is Verb.CREATE:  # What was made is known by its slug, and not by its key.
            return _Glimpse()
        known = await self._ledger.items(keys)
        extent = await self._ledger.extent(keys[0].collection, keys[0].locale)
        glance = Glance(replace(place, is_patient=True).items, keys, known, results)
        is_hidden = False
        with suppress(ApiError, MissingItemError):
            try:
                await glance.take(verb, extent)
            except RefusedError:
                is_hidden = await self._is_hidden(keys[0])
        return _Glimpse(known, glance.seen, is_hidden)

    async def _is_hidden(self, key: ItemKey) -> bool:
        """Whether Webflow refuses to show the item because its locale is not to be seen."""
        _, site = await self._ledger.home(key.collection)
        return not site.takes(key.locale)

    async def _find_out(
        self, place: Place, entry: Entry, results: Results, glimpse: "_Glimpse | None" = None
    ) -> Found:
        key, patient = entry.key, replace(place, is_patient=True)
        if glimpse is None or not glimpse.shows(entry):
            glimpse = _Glimpse(await self._ledger.items([key]))
        if glimpse.is_hidden:
            return Found(Finding.HIDDEN, None)
        known = glimpse.known.get(key)
        try:
            found = await find_out(patient.items, place.collection, entry, known, glimpse.seen)
        except RefusedError:
            if not await self._is_hidden(key):
                raise
            return Found(Finding.HIDDEN, None)
        if entry.verb is not Verb.CREATE or found.item is None:
            return found
        if await self._ledger.is_made_here(found.item):
            return Found(Finding.NOT_APPLIED, None)  # It is another new item that is called so.
        # Also where it is not ours for certain: what it is asked about is chosen from all there is.
        if unlike_sent(place.collection, entry, found.item) and await self._has_rival(
            place, entry, found.item, results
        ):
            return Found(Finding.NOT_APPLIED, found.item)
        return found

    async def _has_rival(self, place: Place, entry: Entry, item: Item, results: Results) -> bool:
        """Whether what is called as the new item may be another one: read what else has come."""
        home = entry.key.collection, entry.key.locale
        listed = self._listed  # another look may begin while this one reads
        if home not in listed:
            newest = await self._ledger.newest(*home)
            told = results.asked
            seen = await look_through(place.items, home, newest, told, worth=sys.maxsize)
            await self._ledger.store_seen(home, seen.items, is_list=seen.is_list)
            listed.add(home)
        return await self._ledger.has_rival(place.collection, entry, item)

    def hear_of(self, entries: Iterable[Entry]) -> None:
        """Say that the answers to these have just been given up."""
        for entry in entries:
            self._heard.setdefault(entry.id, self._clock())

    def _rest(self, entry: Entry) -> float:
        """Seconds for which a write that is not there may still come.

        What an earlier start left behind is counted from now: when it was sent is known only by
        the computer's own time of day, which may have been set since.
        """
        self.hear_of([entry])
        return max(0.0, self._heard[entry.id] + self._quiet_seconds - self._clock())


class _Glimpse(Struct, frozen=True):
    """What was seen of many items at once, or that none is to be seen."""

    known: Mapping[ItemKey, Item] = {}
    """The local copy of them from before that."""
    seen: Mapping[ItemKey, Item | None] = {}
    is_hidden: bool = False

    def shows(self, entry: Entry) -> bool:
        """Whether it need not be asked for any more."""
        return self.is_hidden or entry.key in self.seen

    def first(self, sent: Sent) -> Sent:
        """Those that it shows, and then the others: to ask for these may take a while."""
        shown = [pair for pair in sent if self.shows(pair[0])]
        return [*shown, *(pair for pair in sent if not self.shows(pair[0]))]


def _together(certain: AbstractSet[int], entry: Entry) -> tuple[CollectionId, LocaleId, Verb, bool]:
    """What entries have in common that are looked up together."""
    return entry.key.collection, entry.key.locale, entry.verb, entry.id in certain


def _leave_unknown(sent: Sent, reason: str, results: Results) -> None:
    for _, operation in sent:
        results.bad(operation, Result.UNKNOWN, reason)


def _others(collection: Collection, entry: Entry, known: Item | None, item: Item) -> Sequence[str]:
    """The names of fields that hold something else than before, or than they were made with."""
    if entry.verb is Verb.CREATE:
        return unlike_sent(collection, entry, item)
    if known is None:
        return ()
    others = others_fields(collection, known, item, entry.fields.keys())
    return [*others, *taken_off(known, item)] if entry.verb is Verb.UPDATE else others


def _operation(entry: Entry) -> Operation:
    name = str(entry.fields.get(NAME) or "")
    return Operation(entry.key, entry.verb, name, {}, {}, entry.is_draft, entry.is_archived)
