"""The store as the publisher uses it: journal before a write, acknowledgement after it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from msgspec.structs import replace

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import Action, Edit, SendState, Work
from wfdesk.domain.ids import (
    NAME,
    SLUG,
    AccountId,
    CollectionId,
    FieldSlug,
    ItemId,
    ItemKey,
    LocaleId,
    is_local,
)
from wfdesk.domain.items import Item
from wfdesk.domain.journal import REFUSED_ALONE, Entry, Verb
from wfdesk.domain.plan import Operation, Plan, still_wanted
from wfdesk.domain.schema import Collection, Site
from wfdesk.domain.suspects import Suspicion
from wfdesk.domain.values import Value
from wfdesk.store.accounts import AccountsRepository
from wfdesk.store.acknowledge import acknowledge
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.database import Connection, Database
from wfdesk.store.items import ItemsRepository
from wfdesk.store.journal import JournalRepository
from wfdesk.store.localids import LocalIdsRepository
from wfdesk.store.localized import take_in_sites
from wfdesk.store.remote import take_in, take_in_structure, take_out
from wfdesk.store.runs import RunsRepository
from wfdesk.store.sites import SitesRepository
from wfdesk.store.works import WorksRepository
from wfdesk.sync.glance import Extent
from wfdesk.sync.newcomers import dated, has_rival, suspicion

_Keyed = TypeVar("_Keyed", Entry, Item, Item | None)


class Ledger:
    """Every method is one transaction."""

    def __init__(self, database: Database, publish: Callable[[ChangeSet], None]) -> None:
        self._database = database
        self._publish = publish

    async def home(self, collection: CollectionId) -> tuple[Collection, Site]:
        def read(rows: Connection) -> tuple[Collection, Site]:
            found = CollectionsRepository(rows).get(collection)
            return found, SitesRepository(rows).get(found.site)

        return await self._database.read(read)

    async def accounts(self) -> Mapping[CollectionId, AccountId]:
        """Whose each collection is."""

        def read(rows: Connection) -> Mapping[CollectionId, AccountId]:
            collections = CollectionsRepository(rows)
            sites = SitesRepository(rows).all()
            return {each.id: site.account for site in sites for each in collections.all(site.id)}

        return await self._database.read(read)

    async def is_gone(self, collection: CollectionId) -> bool:
        """Whether the collection was seen to be on its site no more."""
        return await self._database.read(
            lambda rows: CollectionsRepository(rows).is_gone(collection)
        )

    async def items(self, keys: Sequence[ItemKey]) -> Mapping[ItemKey, Item]:
        """The local copy of the items, as Webflow last showed them."""

        def read(rows: Connection) -> Mapping[ItemKey, Item]:
            items = ItemsRepository(rows)
            return {key: item for key in keys if (item := items.find(key)) is not None}

        return await self._database.read(read)

    async def newest(self, collection: CollectionId, locale: LocaleId) -> datetime | None:
        return await self._database.read(
            lambda rows: ItemsRepository(rows).newest(collection, locale)
        )

    async def extent(self, collection: CollectionId, locale: LocaleId) -> Extent:
        def read(rows: Connection) -> Extent:
            items, home = ItemsRepository(rows), (collection, locale)
            return Extent(items.count(*home), items.newest(*home), items.last_published(*home))

        return await self._database.read(read)

    async def slugs(self, collection: CollectionId, locale: LocaleId) -> frozenset[str]:
        """The slugs of all items Webflow is known to have in the collection."""
        return await self._database.read(
            lambda rows: ItemsRepository(rows).slugs(collection, locale)
        )

    async def by_slug(self, near: ItemKey, slug: str) -> Item | None:
        """The item of that slug in the key's collection and locale, as the local copy has it."""
        return await self._database.read(
            lambda rows: ItemsRepository(rows).by_slug(near.collection, near.locale, slug)
        )

    async def namesakes(
        self, operations: Sequence[Operation]
    ) -> Mapping[ItemKey, frozenset[ItemId]]:
        """What Webflow is known to have under the name of new items, and was not made here."""
        names = {each.key: str(each.fields.get(NAME) or "") for each in operations}
        named = {key: name for key, name in names.items() if name}
        return await self._database.read(lambda rows: ItemsRepository(rows).namesakes(named))

    async def resolve(self, operations: Sequence[Operation]) -> Mapping[ItemId, ItemId]:
        """Webflow's ids of the local ids that the operations use, as far as there are any."""
        local = {
            ItemId(text)
            for operation in operations
            for text in _strings([operation.key.item, *operation.fields.values()])
            if is_local(text)
        }

        def read(rows: Connection) -> Mapping[ItemId, ItemId]:
            ids = LocalIdsRepository(rows)
            return {item: server for item in local if (server := ids.resolve(item)) is not None}

        return await self._database.read(read)

    async def store_seen(
        self,
        home: tuple[CollectionId, LocaleId],
        items: Sequence[Item],
        *,
        is_list: bool,
        is_last_word: bool = False,
    ) -> frozenset[ItemKey]:
        """Take what a look has shown into the local copy, which a whole list makes up to date.

        Return what it showed in an older state than the local copy has: a page may have been read
        before a write that is answered by now. That is left as it is, unless ``is_last_word``.
        """
        behind = frozenset[ItemKey]()

        def store(rows: Connection) -> ChangeSet:
            nonlocal behind
            if _forgotten(rows, [ItemKey(home[0], ItemId(""), home[1])]):
                return ChangeSet()
            repository = ItemsRepository(rows)
            if not is_last_word:
                behind = frozenset(each.key for each in items if repository.is_overtaken(each))
            change = take_in(rows, [each for each in items if each.key not in behind])
            if is_list:
                newest = max(
                    (each.last_updated for each in items if each.last_updated), default=None
                )
                change |= repository.set_refreshed(*home, datetime.now(UTC), newest)
            return change

        await self._write(store)
        return behind

    async def take_in_structure(self, found: Collection) -> Collection:
        """Take what Webflow says of a collection's fields into the local copy; return that."""
        kept = found

        def store(rows: Connection) -> ChangeSet:
            nonlocal kept
            collections = CollectionsRepository(rows)
            if collections.find(found.id) is None:  # forgotten meanwhile
                return ChangeSet()
            change = take_in_structure(rows, found)
            kept = collections.get(found.id)
            return change

        await self._write(store)
        return kept

    async def take_in_sites(self, account: AccountId, found: Sequence[Site]) -> None:
        """Take what Webflow says of the account's sites into the local copy."""

        def store(rows: Connection) -> ChangeSet:
            if not AccountsRepository(rows).has(account):  # forgotten meanwhile
                return ChangeSet()
            return take_in_sites(rows, account, found)

        await self._write(store)

    async def journal(
        self,
        batch: str,
        operations: Sequence[Operation],
        known: Mapping[ItemKey, Item],
        unseen: Sequence[ItemKey] = (),
    ) -> list[tuple[Entry, Operation]]:
        """Write down what is about to be sent. It is on disk when this returns.

        What the user has taken back meanwhile is left out: asked in the same transaction.
        ``unseen``: what others have changed in.
        """
        written: list[tuple[Entry, Operation]] = []

        def work(rows: Connection) -> ChangeSet:
            works, change = WorksRepository(rows), ChangeSet()
            found = (still_wanted(each, works.find(each.key)) for each in operations)
            wanted = [each for each in found if each is not None]
            entries = [_entry(batch, each, known.get(each.key)) for each in wanted]
            if entries and entries[0].verb is Verb.CREATE:
                entries = dated(rows, entries)
            written.extend(zip(JournalRepository(rows).write(entries), wanted, strict=True))
            for each in wanted:
                change |= works.set_sending(each.key, each.fields)
            keys = [each.key for each in wanted]
            RunsRepository(rows).see({key: known.get(key) for key in keys}, unseen)
            return change

        await self._write(work)
        return written

    async def mark(
        self,
        entries: Sequence[Entry],
        state: SendState,
        reason: str,
        *,
        is_looked_at: bool = False,
        is_doubtful: bool = False,
    ) -> None:
        """Say where the entries stand, and their items.

        ``is_looked_at``: the local copy was seen since; else it may be from before the write.
        ``is_doubtful``: Webflow may have a new item all the same, so that is looked for.
        """

        def work(rows: Connection) -> ChangeSet:
            noted = REFUSED_ALONE if is_doubtful else reason
            JournalRepository(rows).mark([entry.id for entry in entries], state, noted)
            works = WorksRepository(rows)
            change = ChangeSet()
            for entry in [_located(rows, each) for each in entries]:
                change |= works.set_state(entry.key, state, reason)
                if state not in {SendState.QUEUED, SendState.SAVED}:
                    continue
                is_update = entry.verb is Verb.UPDATE
                is_back = is_update and works.start_from_sent(
                    entry.key, entry.fields, is_looked_at=is_looked_at
                )
                if state is SendState.QUEUED and not is_back:  # else it goes at the next attempt
                    change |= works.drop_idle(entry.key)
                elif state is SendState.SAVED and (is_looked_at or not is_back):
                    change |= works.compare(entry.key)  # what was seen meanwhile is said now
            return change

        await self._write(work)

    async def unqueue(self, keys: Sequence[ItemKey]) -> None:
        """Let go of items that waited for their turn and will not get it."""
        await self._write(lambda rows: WorksRepository(rows).unqueue(keys))

    async def refuse(self, entry: Entry, reason: str, fields: Mapping[FieldSlug, str]) -> None:
        def work(rows: Connection) -> ChangeSet:
            JournalRepository(rows).mark([entry.id], SendState.REFUSED, reason)
            works = WorksRepository(rows)
            change = works.set_state(entry.key, SendState.REFUSED, reason, refused_fields=fields)
            return change | works.compare(entry.key)

        await self._write(work)

    async def acknowledge(
        self,
        answers: Sequence[tuple[Entry, Item | None]],
        *,
        is_found: bool = False,
        unseen: Sequence[ItemKey] = (),
    ) -> None:
        """Take Webflow's answers as the new base, all in one transaction.

        ``is_found``: see ``store.acknowledge``. ``unseen``: what others have changed in.
        """

        def work(rows: Connection) -> ChangeSet:
            told = [(_located(rows, entry), _located(rows, item)) for entry, item in answers]
            runs, asked = RunsRepository(rows), [entry for entry, _ in told]
            # What a refresh has shown meanwhile is compared with nothing any more.
            surprising = runs.surprising(asked) if is_found else []
            change = acknowledge(rows, told, is_found=is_found)
            runs.settle(asked)
            runs.see({entry.key: item for entry, item in told}, [*unseen, *surprising])
            keys = [item.key for _, item in told if item is not None]
            return change | ItemsRepository(rows).delete(_forgotten(rows, keys))

        await self._write(work)

    async def remark(self, said: Mapping[int, str]) -> None:
        """Have the log say more of entries, by their numbers, than that they were sent."""
        if said:
            await self._database.write(lambda rows: JournalRepository(rows).remark(said))

    async def hold_back(
        self,
        key: ItemKey,
        state: SendState,
        reason: str,
        *,
        conflicts: Mapping[FieldSlug, Value] | None = None,
        refused_fields: Mapping[FieldSlug, str] | None = None,
    ) -> None:
        def work(rows: Connection) -> ChangeSet:
            works = WorksRepository(rows)
            change = works.set_state(
                key, state, reason, conflicts=conflicts, refused_fields=refused_fields
            )
            return change | works.compare(key)

        await self._write(work)

    async def drop_edits(self, key: ItemKey, edits: Sequence[Edit]) -> None:
        """Drop edits whose value Webflow has already, but for fields that were edited since."""

        def work(rows: Connection) -> ChangeSet:
            works, change = WorksRepository(rows), ChangeSet()
            for edit in edits:
                found = works.find(key)
                now = found.edits.get(edit.field) if found else None
                if now is not None and now.value == edit.value:
                    change |= works.drop_field(key, edit.field)
            return change

        await self._write(work)

    async def rebase(
        self,
        key: ItemKey,
        merged: Mapping[FieldSlug, Edit],
        edits: Mapping[FieldSlug, Edit],
    ) -> bool:
        """Put the merged edits in the place of those they were made of. Says whether it could:
        not where the user has edited one of them since.
        """
        is_done = False

        def work(rows: Connection) -> ChangeSet:
            nonlocal is_done
            works = WorksRepository(rows)
            found = works.find(key)
            now = found.edits if found else {}
            is_done = all(slug in now and now[slug].value == edits[slug].value for slug in merged)
            return works.rebase(key, merged.values()) if is_done else ChangeSet()

        await self._write(work)
        return is_done

    async def drop_mark(self, key: ItemKey, mark: Action) -> None:
        """Forget the wish: the item is where it was to go."""

        def work(rows: Connection) -> ChangeSet:
            works = WorksRepository(rows)
            found = works.find(key)
            is_wanted = found is not None and found.action is mark  # not another one by now
            return works.set_action(key, None) if is_wanted else ChangeSet()

        await self._write(work)

    async def take_out(self, key: ItemKey) -> None:
        """Forget an item that Webflow has no more. Edits of it stay, as a conflict."""
        await self._write(lambda rows: WorksRepository(rows).unqueue([key]) | take_out(rows, [key]))

    async def begin_run(self, plan: Plan) -> None:
        """Note what is to be sent. It waits for its turn now."""

        def work(rows: Connection) -> ChangeSet:
            change = JournalRepository(rows).lose_answers()  # what the last end could not note
            RunsRepository(rows).begin(plan)
            return change | WorksRepository(rows).queue(plan.keys)

        await self._write(work)

    async def set_done(self, keys: Sequence[ItemKey]) -> None:
        """Note that the run has nothing more to do with these items."""
        await self._database.write(lambda rows: RunsRepository(rows).set_done(keys))

    async def end_run(self) -> None:
        """Nothing waits or travels any more. What was sent and is not live is kept in mind."""

        def work(rows: Connection) -> ChangeSet:
            change = JournalRepository(rows).lose_answers()
            # What refers to what is left was no problem as long as that was to go live.
            left = RunsRepository(rows).end()
            return change | WorksRepository(rows).unqueue() | ChangeSet(frozenset(left))

        await self._write(work)

    async def unfinished(self) -> list[Entry]:
        return await self._database.read(lambda rows: JournalRepository(rows).unfinished())

    async def in_doubt(self, keys: Sequence[ItemKey]) -> set[ItemKey]:
        """Those of the keys of whose writes the outcome is not known.

        A plan goes on calling a new item by its local id when Webflow has given it another one.
        """

        def read(rows: Connection) -> set[ItemKey]:
            ids = LocalIdsRepository(rows)
            unfinished = {ids.current(each.key) for each in JournalRepository(rows).unfinished()}
            return {key for key in keys if ids.current(key) in unfinished}

        return await self._database.read(read)

    async def not_stored(self, keys: Sequence[ItemKey]) -> list[Entry]:
        """Earlier attempts to create these items which Webflow did not seem to have received."""
        return await self._database.read(lambda rows: JournalRepository(rows).to_be_found(keys))

    async def work(self, key: ItemKey) -> Work | None:
        """The item's unsent work, by whatever key it is known."""
        return await self._database.read(lambda rows: WorksRepository(rows).find(key))

    async def is_made_here(self, item: Item) -> bool:
        """Whether the item is known to be one that was made here."""
        return await self._database.read(
            lambda rows: LocalIdsRepository(rows).is_made_here(item.key.item)
        )

    async def suspect(
        self, collection: Collection, attempt: Entry, holder: Item | None
    ) -> Suspicion | None:
        """What the attempt may have made, see ``newcomers.suspicion``."""
        return await self._database.read(lambda rows: suspicion(rows, collection, attempt, holder))

    async def has_rival(self, collection: Collection, attempt: Entry, item: Item) -> bool:
        """Whether another item may be what the attempt has made, see ``newcomers.has_rival``."""
        return await self._database.read(lambda rows: has_rival(rows, collection, attempt, item))

    async def ask(self, entry: Entry, reason: str, suspect: Item) -> None:
        """Ask the user whether what is suspected is what the entry has made."""

        def work(rows: Connection) -> ChangeSet:
            JournalRepository(rows).ask(entry.id, reason, suspect.key.item)
            seen = _located(rows, suspect)
            change = take_in(rows, [] if _forgotten(rows, [entry.key]) else [seen])
            return change | WorksRepository(rows).set_state(
                entry.key, SendState.IN_QUESTION, reason
            )

        await self._write(work)

    async def _write(self, work: Callable[[Connection], ChangeSet]) -> None:
        self._publish(await self._database.write(work))


def _located(rows: Connection, one: _Keyed) -> _Keyed:
    """It may have been looked up since before localization was switched on, or off."""
    return replace(one, key=WorksRepository(rows).at(one.key)) if one else one


def _forgotten(rows: Connection, keys: Sequence[ItemKey]) -> list[ItemKey]:
    """Those whose account was forgotten meanwhile, with its content. It must not come back."""
    collections = CollectionsRepository(rows)
    gone = {each for each in {k.collection for k in keys} if collections.find(each) is None}
    return [key for key in keys if key.collection in gone]


def _entry(batch: str, operation: Operation, known: Item | None) -> Entry:
    """The edits' own values are kept, not their wire form: the acknowledgement compares them."""
    values: dict[FieldSlug, Value] = {slug: edit.value for slug, edit in operation.edits.items()}
    if SLUG in operation.fields and not values.get(SLUG):
        values[SLUG] = operation.fields[SLUG]  # made from the name, and looked up by
    return Entry(
        id=0,
        batch=batch,
        verb=operation.verb,
        key=operation.key,
        fields=values,
        pre_image={slug: known.fields.get(slug) for slug in values} if known else {},
        is_draft=operation.is_draft,
        is_archived=operation.is_archived,
    )


def _strings(values: Sequence[Value]) -> list[str]:
    return [
        text
        for value in values
        for text in (value if isinstance(value, list) else [value])
        if isinstance(text, str)
    ]
