"""Changing items. Everything here is written to this computer only; sending is another's job."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from typing import TypeVar

from msgspec.structs import replace

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import Action, Edit, Seen, Side, Work
from wfdesk.domain.errors import MissingItemError, StoreError
from wfdesk.domain.history import Past
from wfdesk.domain.ids import CollectionId, FieldSlug, ItemKey, LocaleId, new_local_id
from wfdesk.domain.values import Value, storable
from wfdesk.services import making, marking, settling
from wfdesk.services.feed import ChangeFeed
from wfdesk.services.judging import Judging
from wfdesk.services.late import staged_or_kept
from wfdesk.services.leading import Leading
from wfdesk.services.questions import Questions
from wfdesk.services.settling import Choice
from wfdesk.services.staging import judged, staged
from wfdesk.services.undo import (
    ActionStep,
    AnotherStep,
    Decision,
    FieldStep,
    GoneStep,
    HoldStep,
    MadeStep,
    Marks,
    SettleStep,
    Step,
    UndoHistory,
)
from wfdesk.services.unwritten import Edited, Unwritten, UnwrittenEdits
from wfdesk.store.database import Connection, Database
from wfdesk.store.works import WorksRepository

_Decided = TypeVar("_Decided", SettleStep, GoneStep, HoldStep, AnotherStep, MadeStep)

PATIENCE = 0.25
"""Seconds for which the disk waits to be told whether a text may be sent; then it waits no more."""


class EditingService:
    """Every method returns when the change is on disk, or raises a ``StoreError``.

    What undo can take back is written by one after the other, in the order of the calls: so the
    history is that of the disk. A step that the disk refuses is still to be taken.
    """

    def __init__(self, database: Database, feed: ChangeFeed, *, patience: float = PATIENCE) -> None:
        self._database = database
        self._feed = feed
        self._patience = patience
        self._judging = Judging(self._free, feed)
        self._turn = asyncio.Lock()
        self._undo = UndoHistory()
        self._leading = Leading(database, feed, self._undo)
        self.unwritten = UnwrittenEdits()
        self.questions = Questions(database, feed, self.follow)

    def keep(self, key: ItemKey, edited: Edited) -> Unwritten:
        """Take the user's value of a field over, to be seen at once and written with ``write``."""
        edit = Unwritten(
            key,
            edited.field,
            storable(edited.value),
            seen=edited.seen,
            before=edited.before,
            stretch=edited.stretch,
            look=edited.look,
            item_name=edited.item_name,
            is_as_shown=edited.look is None,
        )
        self.unwritten.add(edit)
        self._undo.end_redo(key)
        return edit

    async def write(self, edit: Unwritten) -> bool:
        """Save an edit, unless it was given up meanwhile; return whether it is on disk.

        One that means the server's value is none. Refused by the disk it stays among the
        unwritten, unless there is a newer one of its field. LateEditError where its item is gone.
        """
        edit.begin_look(self._patience)
        async with self._turn:
            is_saved = await self._save(edit)
        if edit.judging is not None:
            await edit.judging
        return is_saved

    async def settled(self) -> None:
        """Wait until what is being written by now is on disk and judged, or was refused."""
        async with self._turn:
            judging = self._judging.tasks()
        if judging:
            await asyncio.wait(judging)

    def write_now(self, *, seconds: float) -> None:
        """Save what is not on disk yet, within so many seconds, while nothing else goes on.

        Nobody hears of it: the program is being ended.
        """
        edits = tuple(self.unwritten)

        def work(connection: Connection) -> None:
            for edit in edits:
                with suppress(MissingItemError):
                    staged_or_kept(connection, edit)

        if edits:
            self._database.write_now(work, seconds=seconds)

    async def set_field(
        self, key: ItemKey, slug: FieldSlug, value: Value, seen: Seen | None = None
    ) -> None:
        await self.write(self.keep(key, Edited(slug, value, seen)))

    async def set_fields(self, key: ItemKey, values: Mapping[FieldSlug, Value]) -> None:
        """Save several fields of an item, all of them or none; undo takes back one by one."""
        edits = [Unwritten(key, slug, storable(value)) for slug, value in values.items()]

        def work(connection: Connection) -> tuple[list[FieldStep | SettleStep], ChangeSet]:
            staging = [staged(connection, edit) for edit in edits]
            changes = ChangeSet()
            for _, change in staging:
                changes |= change
            return [step for step, _ in staging if step is not None], changes

        async with self._turn:
            steps, change = await self._database.write(work)
            self._undo.end_redo(key)
            for step in steps:
                self._undo.record(step)
        self._feed.publish(change)

    def as_kept(self, work: Work) -> Work:
        """The item with what is not on disk yet: what was read from there may be older."""
        edits = dict(work.edits)
        for slug, value in self.unwritten.values(work.key).items():
            edits[slug] = replace(edits.get(slug, Edit(slug, value, None)), value=value)
        return replace(work, edits=edits)

    def doubtful(self, work: Work) -> frozenset[FieldSlug]:
        """The fields whose text is known to be written otherwise than it was shown."""
        return work.doubtful - self._judging.fields(work.key)

    async def undo(self, key: ItemKey, *, may_unmake: bool = True) -> Step | None:
        """Take back what was last done to the item, its making only if told so; return what it was.

        An edit that the disk refused is taken back without it. Of an action come the marks that
        were really changed: of none, when Webflow has done meanwhile what cannot be taken back.
        """
        async with self._going_back():
            refused = self.unwritten.take_back(key)
            if refused is not None:
                self._feed.publish(ChangeSet(frozenset({key})))
                return FieldStep(key, refused.field, None, refused.value)
            step = self._undo.last_done(key)
            if step is None or (isinstance(step, MadeStep) and not may_unmake):
                return None
            return await self._take_back(step)

    async def redo(self, key: ItemKey) -> Step | None:
        async with self._turn:
            step = self._undo.last_undone(key)
            if step is not None:
                return await self._leading.do_again(step)
            edit = self.unwritten.bring_back(key)
            if edit is None:
                return None
            self._feed.publish(ChangeSet(frozenset({key})))
            edit.begin_look(self._patience)
            await self._save(edit)
        if edit.judging is not None:
            await edit.judging
        return FieldStep(key, edit.field, None, edit.value)

    async def take_back(self, step: Step) -> Step | None:
        """Undo one step, whatever was done since; nothing happens if it is undone already."""
        async with self._going_back():
            return await self._take_back(step) if self._undo.is_done(step) else None

    async def take_back_decision(self) -> Decision | None:
        """Take back what was decided last, of whatever items; what leads nowhere is passed over."""
        async with self._turn:
            while (step := self._undo.last_decided()) is not None:
                if await self._take_back(step):
                    return step
        return None

    async def decide_again(self) -> Decision | None:
        """Decide once more what was taken back last."""
        async with self._turn:
            while (step := self._undo.last_undecided()) is not None:
                if await self._leading.do_again(step):
                    return step
        return None

    @property
    def last_decided(self) -> Decision | None:
        return self._undo.last_decided()

    @property
    def last_undecided(self) -> Decision | None:
        return self._undo.last_undecided()

    @property
    def last_unmade(self) -> MadeStep | None:
        return self._undo.last_unmade()

    def next_undo(self, key: ItemKey) -> Step | Unwritten | None:
        """What ``undo`` would take back."""
        return self.unwritten.last(key) or self._undo.last_done(key)

    def last_step(self, key: ItemKey) -> Step | None:
        """What was last done to the item and is on disk."""
        return self._undo.last_done(key)

    def next_redo(self, key: ItemKey) -> Step | Unwritten | None:
        return self._undo.last_undone(key) or self.unwritten.last_taken_back(key)

    def can_bring_back(self, keys: Collection[ItemKey]) -> set[ItemKey]:
        """The items on which there may be unsent work again that is not there now: by undo or
        redo, or because it is not on disk yet.
        """
        unwritten = self.unwritten
        undone = {key for key in keys if unwritten.last_taken_back(key) is not None}
        typed = {key for key in keys if unwritten.last(key) is not None}
        return undone | typed | self._undo.can_bring_back(keys)

    def follow(self, old: ItemKey, new: ItemKey) -> None:
        """Keep the steps of a new item when Webflow has given it its id."""
        self._undo.follow(old, new)
        self.unwritten.follow(old, new)
        self._judging.follow(old, new)

    async def create(
        self,
        collection: CollectionId,
        locale: LocaleId,
        fields: Mapping[FieldSlug, Value] | None = None,
    ) -> ItemKey:
        """Make a new item on this computer. Webflow hears of it with the next send.

        It is one step of undo, and can be taken back until it is sent, whatever was typed into it.
        """
        key = ItemKey(collection, new_local_id(), locale)
        await self._decide(lambda connection: making.create(connection, key, fields or {}))
        return key

    async def make_anew(self, values: Sequence[Past]) -> ItemKey:
        """See ``HistoryService.make_anew``. It is one step of undo."""
        step = await self._decide(lambda connection: making.make_anew(connection, values))
        return step.first if step.has_changed else values[0].key

    async def duplicate(self, keys: Sequence[ItemKey]) -> MadeStep:
        """Make new items with the same values, other names and slugs of their own: one step.

        What was typed just now is part of it, or else nothing is made, and what is known of a text
        is known of the copy.
        """
        await self.settled()
        async with self._turn:
            await self._save_all(keys)
            return await self._decided(lambda connection: making.duplicate(connection, keys))

    async def set_action(self, keys: Iterable[ItemKey], action: Action | None) -> ActionStep:
        """Mark items for the next send, or take the mark back with None."""
        return await self.mark(dict.fromkeys(keys, action), action)

    async def mark(self, wanted: Marks, chosen: Action | None) -> ActionStep:
        """Mark each item as wanted, where that makes sense, in one step of undo; return it.

        Deleting an item that was never sent discards it at once: that is no part of the step.
        """
        async with self._turn:
            if chosen is Action.DELETE:
                await self._save_what_goes(wanted)
            step, gone, change = await self._database.write(
                lambda connection: marking.mark(connection, wanted, chosen)
            )
            self.unwritten.forget(gone)
            self._undo.forget_edits(gone)
            if step.after:
                self._undo.record(step)
        self._feed.publish(change)
        return step

    async def discard(self, keys: Sequence[ItemKey]) -> None:
        """Give up all unsent work on the items, for good: undo does not bring it back.

        The values stay in the history for 30 days.
        """

        def work(connection: Connection) -> tuple[list[ItemKey], ChangeSet]:
            works = WorksRepository(connection)
            change = ChangeSet(frozenset(keys))
            found = (works.find(key) for key in keys)
            marked = [each.key for each in found if each is not None and each.action]
            for key in keys:
                change |= works.discard(key)
            return marked, change

        async with self._turn:
            await self._save_what_goes(keys)
            marked, change = await self._database.write(work)
            self.unwritten.forget(keys)
            self._undo.forget_edits(keys)
            self._undo.forget_marks(marked)
        self._feed.publish(change)

    async def discard_field(self, key: ItemKey, slug: FieldSlug) -> SettleStep:
        """Give up the edit of one field, in one step of undo; the value is kept for 30 days."""
        return await self._decide(lambda rows: settling.give_up_field(rows, key, slug))

    async def hold(self, key: ItemKey, slug: FieldSlug | None, *, is_held: bool) -> None:
        """Keep an edit, or with None all of the item, out of the next send; or let it go again."""
        if slug is None:
            await self.hold_all([key], is_held=is_held)
        else:
            await self._decide(lambda rows: settling.hold(rows, {(key, slug): is_held}))

    async def hold_all(self, keys: Sequence[ItemKey], *, is_held: bool) -> None:
        """Keep all edits of the items out of the next send, in one step of undo; or let them go."""

        def work(connection: Connection) -> tuple[HoldStep, ChangeSet]:
            places = settling.edited_places(connection, keys)
            return settling.hold(connection, dict.fromkeys(places, is_held))

        await self._decide(work)

    async def settle(self, choices: Sequence[Choice]) -> SettleStep:
        """Settle conflicts in one step of undo; return it.

        What stays is mine, which then starts from the colleague's value, or the colleague's. The
        other one goes to the history.
        """
        return await self._decide(lambda rows: settling.settle(rows, choices))

    async def take_mine(self, key: ItemKey, slug: FieldSlug) -> None:
        """Settle a conflict: my value stays; the colleague's was seen."""
        await self.settle([Choice(key, slug, Side.MINE)])

    async def take_theirs(self, key: ItemKey, slug: FieldSlug) -> None:
        """Settle a conflict: the colleague's value stays; mine goes to the history."""
        await self.settle([Choice(key, slug, Side.THEIRS)])

    async def recreate(self, keys: Sequence[ItemKey]) -> GoneStep:
        """Make new drafts of items that were deleted in Webflow, with all that is known of them.

        It is one step of undo, and can be taken back until they are sent. What is typed and not on
        disk is part of it, or else nothing is made.
        """
        await self.settled()
        async with self._turn:
            await self._save_all(keys)
            return await self._decided(lambda connection: settling.make_anew(connection, keys))

    async def give_up_gone(self, keys: Sequence[ItemKey]) -> GoneStep:
        """Discard the work on items that were deleted in Webflow; all values are kept a while."""
        async with self._turn:
            await self._save_what_goes(keys)
            return await self._decided(lambda connection: settling.give_up(connection, keys))

    async def make_another(self, key: ItemKey) -> AnotherStep:
        """Let a new item be made that Webflow may have already, in one step of undo."""
        return await self._decide(lambda connection: settling.make_another(connection, key))

    async def _decide(self, work: Callable[[Connection], tuple[_Decided, ChangeSet]]) -> _Decided:
        async with self._turn:
            return await self._decided(work)

    async def _decided(self, work: Callable[[Connection], tuple[_Decided, ChangeSet]]) -> _Decided:
        """Decide within a turn that was begun before."""
        step, change = await self._database.write(work)
        if step.has_changed:
            self._undo.record(step)
        self._feed.publish(change)
        return step

    async def _save(self, edit: Unwritten) -> bool:
        if edit not in self.unwritten:
            return False
        await edit.find_out()
        self._judging.begin(edit)
        return await self._write_out(edit)

    async def _free(self, edit: Unwritten) -> None:
        """Let a text be sent that is on disk: it is written as it was shown."""
        async with self._turn:
            await self._database.write(lambda connection: judged(connection, edit))
            self._undo.free(edit.place, edit.value)

    async def _write_out(self, edit: Unwritten) -> bool:
        try:
            await self._make_again_for(edit)
            step = await self._leading.stage_or_keep(edit)
        except MissingItemError:
            self.unwritten.remove(edit)
            raise
        except StoreError as error:
            if self.unwritten.refuse(edit, error):
                raise
            return False
        self.unwritten.release(edit)
        if step is not None:
            self._undo.record(step)
        if edit.refusal is not None:
            self._feed.publish(ChangeSet(frozenset({edit.key})))
        return True

    @asynccontextmanager
    async def _going_back(self) -> AsyncIterator[None]:
        """A turn to undo something. What is typed meanwhile overtakes what it takes back."""
        known = tuple(self.unwritten)
        async with self._turn:
            yield
            for edit in self.unwritten:
                if edit not in known:
                    self._undo.end_redo(edit.key)

    async def _take_back(self, step: Step) -> Step | None:
        if isinstance(step, MadeStep):
            await self._save_all(step.made)
        return await self._leading.take_back(step)

    async def _save_all(self, keys: Collection[ItemKey]) -> None:
        """Save what is not on disk yet of items that go, or are copied: it is a part of them."""
        for edit in self.unwritten:
            if edit.key in keys:
                edit.begin_look(self._patience)
                with suppress(MissingItemError):  # it is gone already: the history has it
                    await self._save(edit)

    async def _save_what_goes(self, keys: Collection[ItemKey]) -> None:
        """The same where the disk may refuse some: that goes all the same, and is not kept."""
        for edit in self.unwritten:
            if edit.key in keys:
                edit.begin_look(self._patience)
                with suppress(StoreError):
                    await self._save(edit)

    async def _make_again_for(self, edit: Unwritten) -> None:
        """Bring an item back that was typed in while its making was taken back."""
        step = self._undo.last_undone(edit.key)
        if isinstance(step, MadeStep):
            await self._leading.do_again(step)
