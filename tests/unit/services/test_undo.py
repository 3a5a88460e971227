"""Undo is the history of the disk: of edits and of actions, in the order in which they happened."""

import asyncio

import pytest

from tests.unit.services.undoing import POSTS, A, B, C
from wfdesk.domain.edits import Action, Seen
from wfdesk.domain.errors import MissingItemError
from wfdesk.domain.ids import NAME, FieldSlug, ItemId, ItemKey, LocaleId, new_local_id
from wfdesk.domain.items import Item
from wfdesk.services.undo import ActionStep, FieldStep
from wfdesk.services.unwritten import Edited
from wfdesk.store.history import HistoryRepository


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


@pytest.mark.parametrize("way", ["discarded", "deleted"])
async def test_what_was_typed_just_before_it_goes_is_kept_in_the_history(desk, way) -> None:
    new = await desk.create(POSTS, LocaleId(""))
    typed = desk.keep(new, Edited(NAME, "last words"))
    if way == "discarded":
        await desk.discard([new])
    else:
        await desk.set_action([new], Action.DELETE)
    assert not await desk.write(typed)
    kept = await desk._database.read(lambda rows: HistoryRepository(rows).of(new))
    assert [each.value for each in kept] == ["last words"]
    assert desk.next_undo(new) is None


async def test_a_mark_that_was_discarded_is_no_step_any_more(desk) -> None:
    await desk.set_action([A], Action.ARCHIVE)
    await desk.set_action([A], Action.DELETE)

    await desk.discard([A])

    assert desk.next_undo(A) is None


async def test_a_mark_that_was_sent_is_still_a_step_when_a_later_one_is_discarded(desk) -> None:
    await desk.set_action([A], Action.ARCHIVE)
    await desk.sent(Item(A, {NAME: "old"}, is_archived=True))
    await desk.set_action([A], Action.DELETE)

    await desk.discard([A])

    assert desk.next_undo(A).chosen is Action.ARCHIVE
    await desk.undo(A)
    assert (await desk.work(A)).action is Action.UNARCHIVE


async def test_a_mark_of_several_is_one_of_those_that_were_not_discarded(desk) -> None:
    step = await desk.set_action([A, B, C], Action.ARCHIVE)
    await desk.discard([A])

    assert desk.next_undo(A) is None
    assert desk.next_undo(B).after == {B: Action.ARCHIVE, C: Action.ARCHIVE}
    assert (await desk.take_back(step)).after == {B: None, C: None}
    assert await desk.marks() == [None, None, None]


async def test_a_new_action_ends_what_there_was_to_redo(desk) -> None:
    await desk.set_field(A, NAME, "first")
    await desk.undo(A)
    await desk.set_action([A, B], Action.ARCHIVE)
    assert desk.next_redo(A) is None


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


async def test_an_edit_of_an_item_that_is_gone_is_not_kept_for_ever(desk) -> None:
    gone = ItemKey(POSTS, ItemId("gone"))
    with pytest.raises(MissingItemError):
        await desk.set_field(gone, NAME, "typed")
    assert list(desk.unwritten) == []


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


async def test_what_is_done_again_while_one_types_on_can_be_undone(desk) -> None:
    await desk.set_field(A, NAME, "first")
    await desk.undo(A)
    redoing = asyncio.ensure_future(desk.redo(A))
    await asyncio.sleep(0)

    typed = desk.keep(A, Edited(NAME, "typed"))

    assert (await redoing).after == "first"
    await desk.write(typed)
    assert (await desk.undo(A)).before == "first"
    assert (await desk.undo(A)).before == "old"


async def type_on(desk, *values: str, stretch: object, seen: Seen | None = None) -> None:
    for value in values:
        await desk.write(desk.keep(A, Edited(NAME, value, seen, stretch=stretch)))


async def test_what_is_typed_in_one_stretch_is_one_step(desk) -> None:
    await type_on(desk, "a", "ab", "abc", stretch=(first := object()))
    await type_on(desk, "abcd", stretch=object())

    assert (await desk.undo(A)).before == "abc"
    undone = await desk.undo(A)
    assert (undone.before, undone.after) == ("old", "abc")
    assert await desk.undo(A) is None
    await desk.redo(A)
    assert await desk.name(A) == "abc"
    await type_on(desk, "abcde", stretch=first)  # late, and in no order that a form knows
    assert await desk.name(A) == "abcde"


async def test_typing_that_leads_back_to_where_it_began_is_no_step(desk) -> None:
    await type_on(desk, "a", "ab", "old", stretch=object())
    assert desk.next_undo(A) is None


async def test_what_was_done_between_is_a_step_of_its_own(desk) -> None:
    stretch = object()
    await type_on(desk, "a", stretch=stretch)
    await desk.set_action([A], Action.ARCHIVE)
    await type_on(desk, "ab", stretch=stretch)

    undone = [await desk.undo(A) for _ in range(3)]

    assert [type(each) for each in undone] == [FieldStep, ActionStep, FieldStep]


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
