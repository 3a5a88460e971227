"""The look before the write: what a colleague has changed is shown, never overwritten unseen."""

import sys
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from wfdesk.domain.edits import BOTH_CHANGED, GONE, Action, Edit, SendState
from wfdesk.domain.fitting import fitted, misfit
from wfdesk.domain.ids import (
    NAME,
    SLUG,
    CollectionId,
    FieldSlug,
    ItemId,
    ItemKey,
    LocaleId,
    is_local,
)
from wfdesk.domain.items import Item
from wfdesk.domain.journal import (
    ANOTHER,
    DAMAGED,
    UNSEEN,
    Entry,
    Verb,
    may_be_there,
    question_about,
)
from wfdesk.domain.merge import compare
from wfdesk.domain.plan import Operation
from wfdesk.domain.schema import REFERENCE_TYPES, Collection
from wfdesk.domain.suspects import Suspicion
from wfdesk.domain.values import Value, to_wire
from wfdesk.richtext.blocks import split_blocks
from wfdesk.sync.check import Seen, look, look_through, one_by_one
from wfdesk.sync.ledger import Ledger
from wfdesk.sync.locales import Locales
from wfdesk.sync.others import has_moved, others_fields, taken_back, unlike_sent
from wfdesk.sync.progress import Result
from wfdesk.sync.reconcile import find_out, is_ours
from wfdesk.sync.requests import Place
from wfdesk.sync.results import Results
from wfdesk.sync.sightings import Sightings
from wfdesk.sync.slugs import Slugs

_MOVED = (
    "It was changed in Webflow since it was last shown here. It is shown as it is now: look at it,"
    " then do this again."
)

_UNSEEN = (
    "What you changed is in Webflow and not live yet: a colleague changed {} meanwhile, and you"
    " have not seen that. Look at it, then publish again."
)
_LATECOMER = (
    "An earlier attempt has reached Webflow after all, so it was not sent again. What you have"
    " edited since is kept: send it now."
)
_EDITED = (
    "You have edited it while a colleague's change of the same field was put in. Send it again."
)


_ASKED_ELSEWHERE = (
    "It may have reached Webflow as “{}”, about which you are asked for another new item. Answer"
    " that first."
)
_NAMESAKE = (
    "Webflow has an item called “{}” by now. Look at it: if it is another one, send yours again."
)
_LOOKS = 2
_WHATEVER = sys.maxsize
"""Requests that a look is worth where an earlier attempt may have made the item: whatever it takes,
it is not made twice."""


class Preflight:
    """Returns the operations that may go, reduced to what Webflow does not have yet.

    Of each other one it says why, but for those whose looks took too long: they were seen too long
    ago to be written over, and may go after a shorter look.
    """

    def __init__(self, ledger: Ledger, sightings: Sightings, locales: Locales) -> None:
        self._ledger = ledger
        self._sightings = sightings
        self._locales = locales

    async def check(
        self, place: Place, verb: Verb, operations: Sequence[Operation], results: Results
    ) -> list[Operation]:
        ready = _still_fitting(place.collection, operations, results)
        ready = await self._with_ids(place.collection, ready, results)
        if ready and verb is Verb.CREATE:
            attempts = _to_be_found(await self._ledger.not_stored([each.key for each in ready]))
            worth = _WHATEVER if any(map(_may_have_arrived, attempts)) else len(ready)
            await self._look_through(place, _home(ready), worth, results)
            ready = await self._without_latecomers(place, ready, attempts, results)
            ready = await self._without_namesakes(ready, attempts, results)
            return await self._creates(place, ready, results) if ready else []
        if not ready:
            return []
        gone: set[ItemKey] = set()
        for _ in range(_LOOKS):  # One that took long is old when it ends; the next one is short.
            there = [each for each in ready if each.key not in gone]
            gone |= await self._look(place, there, results)
        if gone:  # or it is their locale that is
            await self._locales.expect_still(_home(operations), results.asked)
        ready = [each for each in ready if each.key in gone or self._sightings.is_fresh(each.key)]
        known = await self._ledger.items([each.key for each in ready])
        kept: list[Operation] = []
        for operation in ready:
            now = known.get(operation.key)
            if operation.key in gone or now is None:
                await self._gone(operation, results)
            else:
                kept += await self._judge(place.collection, operation, now, results)
        return kept

    async def _look(
        self, place: Place, operations: Sequence[Operation], results: Results
    ) -> frozenset[ItemKey]:
        """Look at what was not seen just now; return what is gone."""
        stale = [each.key for each in operations if not self._sightings.is_fresh(each.key)]
        if not stale:
            return frozenset()
        at, home = self._sightings.clock(), _home(operations)
        seen = await look(place.items, home, stale, await self._ledger.newest(*home), results.asked)
        behind = await self._take(seen, home, at) & set(stale)
        again = await one_by_one(place.items, behind, results.asked)
        if again.items:  # Should it be as old still, a backup was restored.
            await self._ledger.store_seen(home, again.items, is_list=False, is_last_word=True)
        self._sightings.saw(stale, at)
        return seen.gone | again.gone

    async def _look_through(
        self, place: Place, home: tuple[CollectionId, LocaleId], worth: int, results: Results
    ) -> None:
        """See what others have made meanwhile, unless that takes more requests than it is worth."""
        if self._sightings.is_list_fresh(*home):
            return
        at, newest = self._sightings.clock(), await self._ledger.newest(*home)
        seen = await look_through(place.items, home, newest, results.asked, worth=worth)
        await self._take(seen, home, at)

    async def _take(
        self, seen: Seen, home: tuple[CollectionId, LocaleId], at: float
    ) -> frozenset[ItemKey]:
        """Keep what was seen; return what was shown in an older state than is known, and is not."""
        behind = await self._ledger.store_seen(home, seen.items, is_list=seen.is_list)
        if seen.is_list:
            self._sightings.saw_list(*home, at)
        return behind

    async def _judge(
        self, collection: Collection, operation: Operation, now: Item, results: Results
    ) -> list[Operation]:
        before = results.left_as(operation.key) or operation.shown or now
        if operation.verb is Verb.UPDATE:
            changed = others_fields(collection, before, now, operation.edits.keys())
            results.merged(operation.key, [*changed, *taken_back(before, now)])
            return await self._update(collection, operation, now, results)
        if operation.verb is Verb.PUBLISH and (others := results.others_fields(operation.key)):
            reason = _UNSEEN.format(others)
            results.bad(operation, Result.NOT_PUBLISHED, reason, is_changed=True)
            return []
        if operation.verb is Verb.UNPUBLISH and not now.is_live:  # a colleague was quicker
            await self._ledger.drop_mark(operation.key, Action.UNPUBLISH)
            results.nothing_to_do(operation)
            return []
        if has_moved(collection, before, now) or results.others_fields(operation.key):
            await self._hold(operation, _MOVED, results)
            return []
        return [operation]

    async def _with_ids(
        self, collection: Collection, operations: Sequence[Operation], results: Results
    ) -> list[Operation]:
        """Put Webflow's ids in the place of local ones. What lacks one cannot go."""
        ids = await self._ledger.resolve(operations)
        ready: list[Operation] = []
        for operation in operations:
            resolved = _resolved(collection, operation, ids)
            if resolved is None:
                results.bad(
                    operation,
                    Result.NOT_SENT,
                    "It refers to a new item that Webflow does not have yet.",
                )
            else:
                ready.append(resolved)
        return ready

    async def _without_latecomers(
        self,
        place: Place,
        operations: Sequence[Operation],
        attempts: Sequence[Entry],
        results: Results,
    ) -> list[Operation]:
        """Take over what an earlier attempt has made after all, after it was looked up in vain.

        What may be one, under another name or slug by now, is for the user to say.
        """
        found = [(each, await self._holder_of_slug(place, each, results)) for each in attempts]
        late = await self._its_own(place.collection, found)
        unseen = [key for key, pair in late.items() if unlike_sent(place.collection, *pair)]
        await self._ledger.acknowledge(list(late.values()), is_found=True, unseen=unseen)
        lost = [each for each in found if each[0].key not in late]
        asked = await self._ask(place.collection, lost)
        for operation in operations:
            if operation.key in late:
                await self._tell_latecomer(place, operation, *late[operation.key], results)
            elif operation.key in asked:
                results.bad(operation, Result.NOT_SENT, asked[operation.key])
        return [each for each in operations if each.key not in late and each.key not in asked]

    async def _its_own(
        self, collection: Collection, found: Sequence[tuple[Entry, Item | None]]
    ) -> dict[ItemKey, tuple[Entry, Item]]:
        """What the attempts have made for certain. None is two of them: the likest one has it."""
        late: dict[ItemKey, tuple[Entry, Item]] = {}
        certain = [
            (entry, item)
            for entry, item in found
            if item is not None
            and is_ours(collection, entry, item)
            and not _is_another(entry, item)
            and not _is_doubtful(collection, entry, item)
        ]
        for entry, item in sorted(certain, key=lambda each: len(unlike_sent(collection, *each))):
            is_claimed = any(item.key == taken.key for _, taken in late.values())
            if entry.key in late or is_claimed or await self._ledger.is_made_here(item):
                continue
            if await self._ledger.has_rival(collection, entry, item):
                continue  # which of them it is, the user says
            late[entry.key] = (entry, item)
        return late

    async def _tell_latecomer(
        self, place: Place, operation: Operation, entry: Entry, item: Item, results: Results
    ) -> None:
        """Say that it is there; or what is left to be sent, or others have changed, of it."""
        results.merged(item.key, unlike_sent(place.collection, entry, item))
        results.leave(item)
        results.good(operation, item.key)
        work = await self._ledger.work(item.key)
        if work is not None and work.conflicts:
            results.bad(operation, Result.CONFLICT, BOTH_CHANGED)
        elif work is not None and work.accepted:
            results.bad(operation, Result.NOT_SENT, _LATECOMER)

    async def _ask(
        self, collection: Collection, lost: Sequence[tuple[Entry, Item | None]]
    ) -> dict[ItemKey, str]:
        """Ask about each item one thing at a time; return what.

        What is likely comes first. What is called as none of them is asked about for one at a time:
        of a hundred that were lost, all may have made it.
        """
        asked: dict[ItemKey, str] = {}
        found: list[tuple[Entry, Suspicion]] = []
        claimed: set[ItemKey] = set()
        for entry, holder in lost:
            if entry.state is SendState.IN_QUESTION:  # Its item has lost the question.
                await self._ledger.mark([entry], SendState.IN_QUESTION, entry.reason)
                asked[entry.key] = entry.reason
                continue
            suspicion = await self._ledger.suspect(collection, entry, holder)
            if suspicion and _is_likely(entry, suspicion):
                found.append((entry, suspicion))
        for entry, suspicion in sorted(found, key=_weight, reverse=True):
            if entry.key in asked:
                continue
            item, is_asked = suspicion.item, suspicion.is_asked or suspicion.item.key in claimed
            if is_asked and not suspicion.is_called_so:
                asked[entry.key] = _ASKED_ELSEWHERE.format(item.name or "Untitled")
            else:
                claimed.add(item.key)
                asked[entry.key] = question_about(item)
                await self._ledger.ask(entry, asked[entry.key], item)
        return asked

    async def _without_namesakes(
        self, operations: Sequence[Operation], attempts: Sequence[Entry], results: Results
    ) -> list[Operation]:
        """Leave out, without an attempt to make it, what is called as an item that nobody knew of
        when it was planned.

        Where a copy of the profile was brought back, it may have been made by the one that was
        lost.
        """
        tried = {each.key for each in attempts}
        found = await self._ledger.namesakes([each for each in operations if each.key not in tried])
        ready: list[Operation] = []
        for operation in operations:
            if found.get(operation.key, frozenset()) <= operation.namesakes:
                ready.append(operation)
            else:
                reason = _NAMESAKE.format(str(operation.fields.get(NAME)))
                results.bad(operation, Result.NOT_SENT, reason, is_changed=True)
        return ready

    async def _holder_of_slug(self, place: Place, entry: Entry, results: Results) -> Item | None:
        """What Webflow has under the slug of an attempt."""
        key = entry.key
        if self._sightings.is_list_fresh(key.collection, key.locale):
            return await self._ledger.by_slug(key, str(entry.fields.get(SLUG) or ""))
        found = await find_out(place.items, place.collection, entry, None)
        results.asked()
        return found.item

    async def _creates(
        self, place: Place, operations: Sequence[Operation], results: Results
    ) -> list[Operation]:
        """Give every new item a slug of its own: it is how a lost answer is looked up."""
        home = _home(operations)
        taken = set(await self._ledger.slugs(*home))
        asks = not self._sightings.is_list_fresh(*home)
        slugs = Slugs(place.items, *home, taken, results.asked, asks=asks)
        await slugs.expect(len(operations))
        ready: list[Operation] = []
        for operation in operations:
            wanted = str(operation.fields.get(SLUG) or "")
            if wanted and await slugs.is_taken(wanted):
                await self._refuse_slug(operation, wanted, await slugs.free_for(wanted), results)
                continue
            slug = wanted or await slugs.free_for(str(operation.fields.get(NAME) or ""))
            slugs.take(slug)
            ready.append(replace(operation, fields={**operation.fields, SLUG: slug}))
        return ready

    async def _refuse_slug(
        self, operation: Operation, slug: str, free: str, results: Results
    ) -> None:
        reason = f"Another item already has the slug “{slug}”. “{free}” is free."
        await self._ledger.hold_back(
            operation.key, SendState.REFUSED, reason, refused_fields={SLUG: reason}
        )
        results.bad(operation, Result.REFUSED, reason)

    async def _update(
        self, collection: Collection, operation: Operation, now: Item, results: Results
    ) -> list[Operation]:
        comparison = compare(collection, operation.edits.values(), now.fields, split_blocks)
        if comparison.conflicts:
            await self._ledger.hold_back(
                operation.key, SendState.CONFLICT, BOTH_CHANGED, conflicts=comparison.conflicts
            )
            results.bad(operation, Result.CONFLICT, BOTH_CHANGED)
            return []
        if comparison.merged and not await self._ledger.rebase(
            operation.key, comparison.merged, operation.edits
        ):
            results.bad(operation, Result.NOT_SENT, _EDITED)
            return []
        results.merged(
            operation.key,
            (
                each.display_name
                for each in collection.fields
                if each.slug in comparison.with_theirs
            ),
        )
        if comparison.already_there:
            there = [operation.edits[slug] for slug in sorted(comparison.already_there)]
            await self._ledger.drop_edits(operation.key, there)
        flag = operation.is_archived
        if not comparison.to_send and flag in {None, now.is_archived}:
            if flag is not None:
                mark = Action.ARCHIVE if flag else Action.UNARCHIVE
                await self._ledger.drop_mark(operation.key, mark)
            results.nothing_to_do(operation)
            return []
        return [
            replace(
                operation,
                edits=comparison.to_send,
                fields=_wire(collection, comparison.to_send),
                is_draft=True if now.is_live else operation.is_draft,
            )
        ]

    async def _gone(self, operation: Operation, results: Results) -> None:
        await self._ledger.take_out(operation.key)
        if operation.verb is Verb.DELETE:
            results.good(operation)
        else:
            results.bad(operation, Result.CONFLICT, GONE)

    async def _hold(self, operation: Operation, reason: str, results: Results) -> None:
        await self._ledger.hold_back(operation.key, SendState.HELD, reason)
        is_publish = operation.verb is Verb.PUBLISH
        missed = Result.NOT_PUBLISHED if is_publish else Result.NOT_SENT
        results.bad(operation, missed, reason, is_changed=True)


def _still_fitting(
    collection: Collection, operations: Sequence[Operation], results: Results
) -> list[Operation]:
    """Leave out what the collection takes no more since this was planned."""
    ready: list[Operation] = []
    for operation in operations:
        fit = fitted(operation, collection)
        if reason := misfit(fit, collection):
            results.bad(operation, Result.NOT_SENT, reason)
        else:
            ready.append(fit)
    return ready


def _may_have_arrived(attempt: Entry) -> bool:
    """Whether it may be there after it was looked for, and has not just been refused.

    That it is not what the user was asked about does not say that it is nothing else.
    """
    is_in_question = attempt.state is SendState.IN_QUESTION
    return is_in_question or attempt.reason in UNSEEN or attempt.reason == ANOTHER


def _is_likely(attempt: Entry, suspicion: Suspicion) -> bool:
    """Whether it is worth a question. What was refused is hardly there under another name."""
    if suspicion.has_our_words or _may_have_arrived(attempt):
        return True
    return suspicion.is_called_so and may_be_there(attempt)


def _weight(found: tuple[Entry, Suspicion]) -> int:
    return found[1].weight


def _to_be_found(attempts: Sequence[Entry]) -> list[Entry]:
    """One attempt for each slug: the one that may have arrived, if there is one."""

    def doubt(attempt: Entry) -> tuple[bool, bool]:
        return _may_have_arrived(attempt), attempt.state is not SendState.REFUSED

    chosen = {(each.key, each.fields.get(SLUG)): each for each in sorted(attempts, key=doubt)}
    return list(chosen.values())


def _is_another(attempt: Entry, item: Item) -> bool:
    """Whether the user has said that it is not that one."""
    return attempt.reason == ANOTHER and item.key.item == attempt.suspect


def _is_doubtful(collection: Collection, attempt: Entry, item: Item) -> bool:
    """Whether what holds all that was sent may be another one all the same: it was refused and
    looked for, and was not there; or nobody knows whether it was ever sent.
    """
    is_unread = attempt.reason == DAMAGED and bool(unlike_sent(collection, attempt, item))
    return is_unread or attempt.state is SendState.REFUSED


def _home(operations: Sequence[Operation]) -> tuple[CollectionId, LocaleId]:
    """Where all operations of a request are."""
    return operations[0].key.collection, operations[0].key.locale


def _resolved(
    collection: Collection, operation: Operation, ids: Mapping[ItemId, ItemId]
) -> Operation | None:
    """Rewrite the operation's local ids; None when one of them is not known to Webflow yet."""
    key = operation.key
    if operation.verb is not Verb.CREATE and is_local(key.item):
        if key.item not in ids:
            return None
        key = replace(key, item=ids[key.item])
    fields, edits = dict(operation.fields), dict(operation.edits)
    try:
        for field in collection.fields:  # In others, what looks like an id is a text or a slug.
            if field.type in REFERENCE_TYPES and field.slug in edits:
                edit = edits[field.slug]
                edits[field.slug] = replace(edit, value=_known(edit.value, ids))
                fields[field.slug] = _known(fields.get(field.slug), ids)
    except KeyError:
        return None
    return replace(operation, key=key, fields=fields, edits=edits)


def _known(value: Value, ids: Mapping[ItemId, ItemId]) -> Value:
    """The value with Webflow's ids in the place of local ones."""
    if isinstance(value, list):
        return [_known(each, ids) for each in value]
    return ids[ItemId(value)] if isinstance(value, str) and is_local(value) else value


def _wire(collection: Collection, edits: Mapping[FieldSlug, Edit]) -> dict[FieldSlug, Value]:
    return {
        field.slug: to_wire(field, edits[field.slug].value)
        for field in collection.fields
        if field.slug in edits
    }
