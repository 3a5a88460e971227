"""Undo is the history of the disk: of edits and of actions, in the order in which they happened."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from wfdesk.domain.accounts import Account
from wfdesk.domain.edits import Action
from wfdesk.domain.errors import DiskFullError, MissingItemError
from wfdesk.domain.ids import (
    NAME,
    AccountId,
    CollectionId,
    FieldSlug,
    ItemId,
    ItemKey,
    LocaleId,
    SiteId,
    new_local_id,
)
from wfdesk.domain.items import Item
from wfdesk.domain.schema import Collection, Field, FieldType, Site
from wfdesk.services.editing import EditingService
from wfdesk.services.feed import ChangeFeed
from wfdesk.services.undo import ActionStep, FieldStep
from wfdesk.store.accounts import AccountsRepository
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.database import Connection, Database
from wfdesk.store.items import ItemsRepository
from wfdesk.store.localids import LocalIdsRepository
from wfdesk.store.sites import SitesRepository
from wfdesk.store.works import WorksRepository

POSTS = CollectionId("posts")
A, B, C = (ItemKey(POSTS, ItemId(each)) for each in "abc")
FIELDS = (Field("1", NAME, "Name", FieldType.PLAIN_TEXT),)


def fill(connection: Connection) -> None:
    account = AccountId("account")
    AccountsRepository(connection).put(Account(account, "Bakery", "https://example.com"))
    SitesRepository(connection).replace_all(account, [Site(SiteId("site"), account, "Bakery")])
    collection = Collection(POSTS, SiteId("site"), "Posts", "Post", "posts", FIELDS)
    CollectionsRepository(connection).replace_all(SiteId("site"), [collection])
    ItemsRepository(connection).upsert([Item(key, {NAME: "old"}) for key in (A, B, C)])


class Desk(EditingService):
    async def marks(self) -> list[Action | None]:
        return [(await self.work(key)).action for key in (A, B, C)]

    async def name(self, key: ItemKey) -> object:
        return (await self.work(key)).name

    async def work(self, key: ItemKey):
        return await self._database.read(lambda connection: WorksRepository(connection).get(key))

    async def fill_disk(self) -> None:
        """Leave SQLite no page more than it has."""
        await self._database.read(lambda connection: connection.execute(_FULL))

    async def make_room(self) -> None:
        await self._database.read(lambda connection: connection.execute(_ROOM))

    async def given(self, local: ItemId, server: ItemId) -> None:
        await self._database.write(
            lambda connection: LocalIdsRepository(connection).put(local, server)
        )

    async def sent(self, *items: Item) -> None:
        """What is left when Webflow has done what was wanted."""

        def work(connection: Connection) -> None:
            for item in items:
                WorksRepository(connection).discard(item.key)
            ItemsRepository(connection).upsert(items)

        await self._database.write(work)


_FULL = "PRAGMA max_page_count = 1"
_ROOM = "PRAGMA max_page_count = 1000000"
BIG = "x" * 100_000


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    database = await Database.open(tmp_path / "copy.sqlite3")
    await database.write(fill)
    yield Desk(database, ChangeFeed())
    await database.close()


async def test_what_was_done_to_many_goes_back_for_all_of_them_from_any_of_them(desk) -> None:
    await desk.set_action([A, B, C], Action.ARCHIVE)

    await desk.undo(B)
    assert await desk.marks() == [None, None, None]

    await desk.redo(C)
    assert await desk.marks() == [Action.ARCHIVE] * 3
    assert desk.next_redo(A) is None


async def test_edits_and_actions_go_back_in_the_order_in_which_they_happened(desk) -> None:
    await desk.set_field(A, NAME, "first")
    await desk.set_action([A, B], Action.UNPUBLISH)  # of nothing that is live: no step
    await desk.set_action([A, B], Action.ARCHIVE)
    await desk.set_field(A, NAME, "second")

    undone = [await desk.undo(A) for _ in range(4)]

    assert [type(each) for each in undone] == [FieldStep, ActionStep, FieldStep, type(None)]
    assert await desk.name(A) == "old"


async def test_an_edit_of_one_survives_what_is_undone_for_all_from_another(desk) -> None:
    await desk.set_action([A, B], Action.ARCHIVE)
    await desk.set_field(B, NAME, "later")

    await desk.undo(A)

    assert await desk.marks() == [None, None, None]
    assert await desk.name(B) == "later"
    assert isinstance(desk.next_undo(B), FieldStep)


async def test_a_mark_that_was_changed_since_is_left_as_it_is(desk) -> None:
    await desk.set_action([A, B], Action.ARCHIVE)
    await desk.set_action([B], Action.DELETE)

    moved = await desk.undo(A)

    assert await desk.marks() == [None, Action.DELETE, None]
    assert list(moved.after) == [A]


async def test_a_new_edit_ends_what_there_was_to_redo(desk) -> None:
    await desk.set_action([A, B], Action.ARCHIVE)
    await desk.undo(A)
    await desk.set_field(B, NAME, "newer")
    assert desk.next_redo(A) is None
    assert await desk.redo(A) is None


async def test_an_action_is_a_step_of_the_item_in_every_locale(desk) -> None:
    await desk.set_action([A], Action.ARCHIVE)
    await desk.undo(ItemKey(POSTS, A.item, LocaleId("de")))
    assert await desk.marks() == [None, None, None]


async def test_an_archived_item_is_restored_when_archiving_was_sent_already(desk) -> None:
    await desk.set_action([A], Action.ARCHIVE)
    await desk.sent(Item(A, {NAME: "old"}, is_archived=True))

    await desk.undo(A)
    assert (await desk.marks())[0] is Action.UNARCHIVE

    await desk.redo(A)
    assert (await desk.marks())[0] is None


async def test_what_webflow_has_done_for_good_is_no_step_any_more(desk) -> None:
    await desk.set_field(A, NAME, "first")
    await desk.set_action([A], Action.DELETE)
    await desk.sent(Item(A, {NAME: "first"}))  # sent, and put back in the Designer

    moved = await desk.undo(A)

    assert not moved.after
    assert isinstance(desk.next_undo(A), FieldStep)
    assert desk.next_redo(A) is None


async def test_a_step_can_be_taken_back_once_whatever_was_done_since(desk) -> None:
    step = await desk.set_action([A], Action.ARCHIVE)
    await desk.set_field(A, NAME, "later")

    assert (await desk.take_back(step)).after == {A: None}
    assert await desk.take_back(step) is None
    assert await desk.name(A) == "later"


async def test_a_step_that_the_disk_refuses_is_still_to_be_taken(desk) -> None:
    await desk.set_field(A, NAME, BIG)
    await desk.set_field(A, NAME, "short")
    await desk.set_field(B, NAME, BIG)  # in the room that this has left
    await desk.fill_disk()
    with pytest.raises(DiskFullError):
        await desk.undo(A)
    assert await desk.name(A) == "short"

    await desk.make_room()
    await desk.undo(A)
    assert await desk.name(A) == BIG


async def test_a_step_that_the_disk_refuses_is_still_to_be_done_again(desk) -> None:
    await desk.set_field(A, NAME, BIG)
    await desk.undo(A)
    await desk.set_field(B, NAME, BIG)
    await desk.fill_disk()
    with pytest.raises(DiskFullError):
        await desk.redo(A)

    await desk.make_room()
    await desk.redo(A)
    assert await desk.name(A) == BIG


async def test_undo_waits_for_the_edit_before_it(desk) -> None:
    typing = asyncio.ensure_future(desk.set_field(A, NAME, "typed"))
    await asyncio.sleep(0)
    undone = await desk.undo(A)
    await typing
    assert undone.field == NAME
    assert await desk.name(A) == "old"


async def test_two_steps_at_once_are_two_steps(desk) -> None:
    await desk.set_field(A, NAME, "first")
    await desk.set_field(A, NAME, "second")
    await asyncio.gather(desk.undo(A), desk.undo(A))
    assert await desk.name(A) == "old"


async def test_what_the_disk_refused_is_taken_back_first_and_done_again_last(desk) -> None:
    await desk.set_field(A, NAME, "first")
    await desk.fill_disk()
    with pytest.raises(DiskFullError):
        await desk.set_field(A, NAME, BIG)

    await desk.undo(A)
    assert not desk.unwritten.all_refused()
    assert desk.as_kept(await desk.work(A)).name == "first"

    await desk.make_room()
    await desk.undo(A)
    await desk.redo(A)
    assert await desk.name(A) == "first"
    await desk.redo(A)
    assert await desk.name(A) == BIG
    assert (await desk.undo(A)).before == "first"


async def test_of_two_refused_values_of_a_field_the_newer_counts(desk) -> None:
    await desk.fill_disk()
    edits = [desk.keep(A, NAME, BIG), desk.keep(A, NAME, BIG + "!")]
    outcomes = await asyncio.gather(*map(desk.write, edits), return_exceptions=True)
    assert [type(each) for each in outcomes] == [bool, DiskFullError]

    await desk.make_room()
    for edit in edits:
        await desk.write(edit)

    assert await desk.name(A) == BIG + "!"


async def test_what_is_discarded_takes_along_what_the_disk_refused(desk) -> None:
    await desk.set_field(A, NAME, "first")
    await desk.fill_disk()
    with pytest.raises(DiskFullError):
        await desk.set_field(A, NAME, BIG)
    [refused] = desk.unwritten.all_refused()
    await desk.make_room()

    await desk.discard([A])

    assert not await desk.write(refused)
    assert await desk.name(A) == "old"


async def test_undo_brings_nothing_back_of_what_was_discarded(desk) -> None:
    await desk.set_field(A, NAME, "first")
    await desk.set_field(A, NAME, "second")
    await desk.set_field(B, NAME, "of B")
    await desk.undo(A)
    await desk.discard([A])

    assert await desk.undo(A) is None
    assert await desk.redo(A) is None
    assert await desk.name(A) == "old"
    assert (await desk.undo(B)).after == "of B"


async def test_nothing_is_given_up_while_the_disk_refuses_to_discard(desk) -> None:
    await desk.set_field(A, NAME, BIG)
    await desk.fill_disk()
    with pytest.raises(DiskFullError):
        await desk.set_field(A, NAME, BIG + "!")
    with pytest.raises(DiskFullError):
        await desk.discard([A])  # the values go to the history, which takes room
    assert desk.as_kept(await desk.work(A)).name == BIG + "!"


async def test_a_new_action_ends_what_there_was_to_redo(desk) -> None:
    await desk.set_field(A, NAME, "first")
    await desk.undo(A)
    await desk.set_action([A, B], Action.ARCHIVE)
    assert desk.next_redo(A) is None


async def test_an_edit_that_the_disk_refuses_ends_what_there_was_to_redo(desk) -> None:
    """Else redo would bring an older value back over the newer one."""
    await desk.set_field(A, NAME, "first")
    await desk.undo(A)
    await desk.fill_disk()
    with pytest.raises(DiskFullError):
        await desk.set_field(A, NAME, BIG)
    assert desk.next_redo(A) is None


async def test_typing_on_ends_the_redo_of_what_the_disk_refused(desk) -> None:
    await desk.fill_disk()
    with pytest.raises(DiskFullError):
        await desk.set_field(A, NAME, BIG)
    await desk.undo(A)
    await desk.make_room()
    await desk.set_field(A, NAME, "newer")
    assert desk.next_redo(A) is None
    assert await desk.name(A) == "newer"


async def test_marking_what_is_marked_already_is_no_step(desk) -> None:
    await desk.set_action([A], Action.ARCHIVE)
    again = await desk.set_action([A, B], Action.ARCHIVE)
    assert list(again.after) == [B]
    await desk.undo(A)
    assert await desk.marks() == [None, Action.ARCHIVE, None]


async def test_taking_back_what_was_sent_leaves_what_was_decided_since(desk) -> None:
    step = await desk.set_action([A], Action.ARCHIVE)
    await desk.sent(Item(A, {NAME: "old"}, is_archived=True))
    await desk.set_action([A], Action.DELETE)

    await desk.take_back(step)

    assert (await desk.marks())[0] is Action.DELETE


async def test_what_is_typed_after_a_refusal_is_unsaved_until_it_is_on_disk(desk) -> None:
    await desk.fill_disk()
    with pytest.raises(DiskFullError):
        await desk.set_field(A, NAME, BIG)

    desk.keep(A, NAME, "newer")

    [edit] = desk.unwritten.all_refused()
    assert edit.value == "newer"


async def test_an_edit_of_an_item_that_is_gone_is_not_kept_for_ever(desk) -> None:
    gone = ItemKey(POSTS, ItemId("gone"))
    with pytest.raises(MissingItemError):
        await desk.set_field(gone, NAME, "typed")
    assert list(desk.unwritten) == []


async def test_deleting_what_was_never_sent_takes_along_what_the_disk_refused(desk) -> None:
    new = await desk.create(POSTS, LocaleId(""))
    await desk.fill_disk()
    with pytest.raises(DiskFullError):
        await desk.set_field(new, NAME, BIG)
    await desk.make_room()

    await desk.set_action([new], Action.DELETE)

    assert list(desk.unwritten) == []
    assert desk.next_undo(new) is None


async def test_a_key_that_changes_while_a_step_is_taken_is_followed(desk) -> None:
    new = await desk.create(POSTS, LocaleId(""))
    await desk.set_field(new, NAME, "first")
    undoing = asyncio.ensure_future(desk.undo(new))
    await asyncio.sleep(0)

    desk.follow(new, C)

    await undoing
    assert desk.next_redo(C).after == "first"


async def test_undo_goes_on_under_the_key_that_webflow_gives(desk) -> None:
    new = await desk.create(POSTS, LocaleId(""))
    await desk.set_field(new, NAME, "first")
    await desk.set_field(new, NAME, "second")
    await desk.undo(new)

    desk.follow(new, C)

    assert desk.next_undo(C).after == "first"
    assert desk.next_redo(C).after == "second"
    assert desk.next_undo(new) is None


async def test_typing_on_while_a_refused_edit_is_written_again_loses_no_step(desk) -> None:
    await desk.fill_disk()
    with pytest.raises(DiskFullError):
        await desk.set_field(A, NAME, BIG)
    [refused] = desk.unwritten.all_refused()
    await desk.make_room()
    retrying = asyncio.ensure_future(desk.write(refused))
    await asyncio.sleep(0)

    newer = desk.keep(A, NAME, "newer")

    assert await retrying
    assert await desk.write(newer)
    assert (await desk.undo(A)).before == BIG
    assert (await desk.undo(A)).before == "old"


async def test_typing_on_while_an_edit_is_refused_again_is_no_fault(desk) -> None:
    await desk.fill_disk()
    with pytest.raises(DiskFullError):
        await desk.set_field(A, NAME, BIG)
    [refused] = desk.unwritten.all_refused()
    retrying = asyncio.ensure_future(desk.write(refused))
    await asyncio.sleep(0)

    newer = desk.keep(A, NAME, BIG + "!")

    assert not await retrying
    assert desk.unwritten.all_refused() == [newer]


async def test_what_is_done_again_while_one_types_on_can_be_undone(desk) -> None:
    await desk.set_field(A, NAME, "first")
    await desk.undo(A)
    redoing = asyncio.ensure_future(desk.redo(A))
    await asyncio.sleep(0)

    typed = desk.keep(A, NAME, "typed")

    assert (await redoing).after == "first"
    await desk.write(typed)
    assert (await desk.undo(A)).before == "first"
    assert (await desk.undo(A)).before == "old"


async def test_a_reference_that_comes_back_names_the_item_as_webflow_does(desk) -> None:
    """It was made here, referred to, and sent meanwhile: nothing has its old id any more."""
    author = FieldSlug("author")
    made, peer = new_local_id(), new_local_id()
    await desk.set_field(A, author, [B.item, made, peer])
    await desk.set_field(A, author, None)
    await desk.given(made, C.item)

    await desk.undo(A)

    assert (await desk.work(A)).fields[author] == [B.item, C.item, peer]
    await desk.set_field(A, author, made)
    assert (await desk.work(A)).fields[author] == C.item
