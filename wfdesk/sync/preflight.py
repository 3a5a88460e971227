"""The look before the write: what a colleague has changed is shown, never overwritten unseen."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from wfdesk.domain.edits import BOTH_CHANGED, GONE, Edit, SendState
from wfdesk.domain.ids import NAME, SLUG, FieldSlug, ItemId, ItemKey, is_local
from wfdesk.domain.items import Item
from wfdesk.domain.journal import Entry, Verb
from wfdesk.domain.merge import compare
from wfdesk.domain.plan import Operation
from wfdesk.domain.schema import Collection, Field
from wfdesk.domain.values import Value, is_same, to_wire
from wfdesk.richtext.blocks import split_blocks
from wfdesk.sync.check import Seen, look
from wfdesk.sync.ledger import Ledger
from wfdesk.sync.progress import Result
from wfdesk.sync.reconcile import Finding, find_out
from wfdesk.sync.requests import Place
from wfdesk.sync.results import Results
from wfdesk.sync.slugs import Slugs

_MOVED = (
    "It was changed in Webflow since it was last shown here. It is shown as it is now: look at it,"
    " then do this again."
)

_UNSEEN = (
    "What you changed is in Webflow and not live yet: a colleague changed {} meanwhile, and that"
    " would go live with it. Look at it, then publish again."
)
_LATECOMER = (
    "An earlier attempt has reached Webflow after all, so it was not sent again. What you have"
    " edited since is kept: send it now."
)
_EDITED = (
    "You have edited it while a colleague's change of the same field was put in. Send it again."
)


class Preflight:
    """Returns the operations that may go, reduced to what Webflow does not have yet."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def check(
        self, place: Place, verb: Verb, operations: Sequence[Operation], results: Results
    ) -> list[Operation]:
        ready = await self._with_ids(operations, results)
        if verb is Verb.CREATE:
            ready = await self._without_latecomers(place, ready, results)
        if not ready:
            return []
        known = await self._ledger.items([each.key for each in ready])
        seen = await self._look(place, ready, known, results)
        if verb is Verb.CREATE:
            return await self._creates(place, ready, seen, results)
        kept: list[Operation] = []
        for operation in ready:
            now = seen.items.get(operation.key, known.get(operation.key))
            if operation.key in seen.gone or now is None:
                await self._gone(operation, results)
            elif verb is Verb.UPDATE:
                others = _others_fields(place.collection, known[operation.key], now, operation)
                if others:
                    results.merged(operation.key, others)
                kept += await self._update(place.collection, operation, now, results)
            elif verb is Verb.PUBLISH and (others := results.others_fields(operation.key)):
                results.bad(operation, Result.NOT_PUBLISHED, _UNSEEN.format(others))
            elif _has_moved(place.collection, known[operation.key], now):
                await self._hold(operation, _MOVED, results)
            else:
                kept.append(operation)
        return kept

    async def _look(
        self,
        place: Place,
        operations: Sequence[Operation],
        known: Mapping[ItemKey, Item],
        results: Results,
    ) -> Seen:
        key = operations[0].key
        newest = await self._ledger.newest(key.collection, key.locale)
        seen = await look(place.webflow, key.collection, key.locale, known, newest)
        results.requests_done(seen.requests)
        await self._ledger.store_seen(list(seen.items.values()))
        return seen

    async def _with_ids(self, operations: Sequence[Operation], results: Results) -> list[Operation]:
        """Put Webflow's ids in the place of local ones. What lacks one cannot go."""
        ids = await self._ledger.resolve(operations)
        ready: list[Operation] = []
        for operation in operations:
            resolved = _resolved(operation, ids)
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
        self, place: Place, operations: Sequence[Operation], results: Results
    ) -> list[Operation]:
        """Take over what an earlier attempt has made after all, after it was looked up in vain."""
        late: dict[ItemKey, tuple[Entry, Item]] = {}
        for entry in await self._ledger.not_stored([each.key for each in operations]):
            found = await find_out(place.webflow, place.collection, entry, None)
            results.requests_done()
            if found.finding is Finding.APPLIED and found.item is not None:
                late[entry.key] = (entry, found.item)
        await self._ledger.acknowledge(list(late.values()))
        for operation in operations:
            if operation.key in late:
                _tell_latecomer(operation, *late[operation.key], results)
        return [operation for operation in operations if operation.key not in late]

    async def _creates(
        self, place: Place, operations: Sequence[Operation], seen: Seen, results: Results
    ) -> list[Operation]:
        """Give every new item a slug of its own: it is how a lost answer is looked up."""
        collection, locale = place.collection.id, operations[0].key.locale
        taken = set(await self._ledger.slugs(collection, locale))
        taken |= {item.slug for item in seen.newcomers}
        slugs = Slugs(place.webflow, collection, locale, taken, asks=not seen.has_newcomers)
        await slugs.expect(len(operations))
        ready: list[Operation] = []
        for operation in operations:
            wanted = str(operation.fields.get(SLUG) or "")
            if wanted and await slugs.is_taken(wanted):
                await self._refuse_slug(operation, wanted, results)
                continue
            slug = wanted or await slugs.free_for(str(operation.fields.get(NAME) or ""))
            slugs.take(slug)
            ready.append(replace(operation, fields={**operation.fields, SLUG: slug}))
        results.requests_done(slugs.requests)
        return ready

    async def _refuse_slug(self, operation: Operation, slug: str, results: Results) -> None:
        reason = f"Another item already has the slug “{slug}”. Choose another one."
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
        if comparison.already_there:
            await self._ledger.drop_fields(operation.key, sorted(comparison.already_there))
        flag = operation.is_archived
        if not comparison.to_send and flag in {None, now.is_archived}:
            if flag is not None:
                await self._ledger.drop_mark(operation.key, is_archived=flag)
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
        if operation.verb is Verb.DELETE:
            await self._ledger.drop_gone(operation.key)
            results.good(operation)
            return
        await self._ledger.hold_back(operation.key, SendState.CONFLICT, GONE)
        results.bad(operation, Result.CONFLICT, GONE)

    async def _hold(self, operation: Operation, reason: str, results: Results) -> None:
        await self._ledger.hold_back(operation.key, SendState.HELD, reason)
        results.bad(operation, Result.NOT_SENT, reason)


def _tell_latecomer(operation: Operation, entry: Entry, item: Item, results: Results) -> None:
    results.good(operation, item.key)
    if any(entry.fields.get(slug) != edit.value for slug, edit in operation.edits.items()):
        results.bad(operation, Result.NOT_SENT, _LATECOMER)


def _has_moved(collection: Collection, known: Item, now: Item) -> bool:
    """Whether somebody changed the item's values or flags since the local copy was made."""
    if (known.is_archived, known.is_draft) != (now.is_archived, now.is_draft):
        return True
    return bool(_changed(collection, known, now))


def _others_fields(collection: Collection, known: Item, now: Item, operation: Operation) -> str:
    """The names of fields that somebody changed meanwhile, but for those that are sent."""
    changed = _changed(collection, known, now)
    return ", ".join(each.display_name for each in changed if each.slug not in operation.edits)


def _changed(collection: Collection, known: Item, now: Item) -> list[Field]:
    return [
        field
        for field in collection.fields
        if not is_same(field, known.fields.get(field.slug), now.fields.get(field.slug))
    ]


def _resolved(operation: Operation, ids: Mapping[ItemId, ItemId]) -> Operation | None:
    """Rewrite the operation's local ids; None when one of them is not known to Webflow yet."""

    def rewritten(value: Value) -> Value:
        if isinstance(value, list):
            return [rewritten(each) for each in value]
        if isinstance(value, str) and is_local(value):
            return ids[ItemId(value)]
        return value

    key = operation.key
    if operation.verb is not Verb.CREATE and is_local(key.item):
        if key.item not in ids:
            return None
        key = replace(key, item=ids[key.item])
    try:
        fields = {slug: rewritten(value) for slug, value in operation.fields.items()}
        edits = {
            slug: replace(edit, value=rewritten(edit.value))
            for slug, edit in operation.edits.items()
        }
    except KeyError:
        return None
    return replace(operation, key=key, fields=fields, edits=edits)


def _wire(collection: Collection, edits: Mapping[FieldSlug, Edit]) -> dict[FieldSlug, Value]:
    return {
        field.slug: to_wire(field, edits[field.slug].value)
        for field in collection.fields
        if field.slug in edits
    }
