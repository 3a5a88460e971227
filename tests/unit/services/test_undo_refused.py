"""Undo where the disk refuses: what it did not take is the newest step, and nothing is lost."""

import asyncio

import pytest

from tests.unit.services.undoing import BIG, POSTS, A, B, C
from wfdesk.domain.edits import Action
from wfdesk.domain.errors import DiskFullError
from wfdesk.domain.ids import NAME, SLUG, LocaleId
from wfdesk.services.unwritten import Edited


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


async def test_several_fields_are_all_on_disk_or_none(desk) -> None:
    await desk.set_field(B, NAME, BIG)
    await desk.set_field(B, NAME, "short")
    await desk.set_field(C, NAME, BIG)  # in the room that this has left
    await desk.fill_disk()
    with pytest.raises(DiskFullError):
        await desk.set_fields(A, {SLUG: "new", NAME: BIG})
    assert (await desk.work(A)).edits == {}

    await desk.make_room()
    await desk.set_fields(A, {SLUG: "new", NAME: BIG})
    assert set((await desk.work(A)).edits) == {SLUG, NAME}
    await desk.undo(A)
    assert set((await desk.work(A)).edits) == {SLUG}


async def test_of_two_refused_values_of_a_field_the_newer_counts(desk) -> None:
    await desk.fill_disk()
    edits = [desk.keep(A, Edited(NAME, BIG)), desk.keep(A, Edited(NAME, BIG + "!"))]
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


async def test_nothing_is_given_up_while_the_disk_refuses_to_discard(desk) -> None:
    await desk.set_field(A, NAME, BIG)
    await desk.fill_disk()
    with pytest.raises(DiskFullError):
        await desk.set_field(A, NAME, BIG + "!")
    with pytest.raises(DiskFullError):
        await desk.discard([A])  # the values go to the history, which takes room
    assert desk.as_kept(await desk.work(A)).name == BIG + "!"


async def test_an_edit_that_the_disk_refuses_ends_what_there_was_to_redo(desk) -> None:
    """Else redo would bring an older value back over the newer one."""
    await desk.set_field(A, NAME, "first")
    await desk.undo(A)
    await desk.fill_disk()
    with pytest.raises(DiskFullError):
        await desk.set_field(A, NAME, BIG)
    assert desk.next_redo(A) is None


@pytest.mark.parametrize("is_waiting", [True, False])
async def test_what_is_undone_while_one_types_on_cannot_be_redone_over_it(desk, is_waiting) -> None:
    """Also when the disk then refuses the typing, which is still the newer value."""
    await desk.set_field(A, NAME, "first")
    await desk.set_field(B, NAME, "of B")
    if is_waiting:
        before = asyncio.ensure_future(desk.set_field(B, NAME, "of B, too"))
        await asyncio.sleep(0)
    undoing = asyncio.ensure_future(desk.undo(A))
    await asyncio.sleep(0)

    typed = desk.keep(A, Edited(NAME, BIG))
    await undoing
    if is_waiting:
        await before
    await desk.fill_disk()
    with pytest.raises(DiskFullError):
        await desk.write(typed)

    assert desk.next_redo(A) is None
    assert await desk.redo(A) is None
    assert desk.as_kept(await desk.work(A)).name == BIG


async def test_typing_on_ends_the_redo_of_what_the_disk_refused(desk) -> None:
    await desk.fill_disk()
    with pytest.raises(DiskFullError):
        await desk.set_field(A, NAME, BIG)
    await desk.undo(A)
    await desk.make_room()
    await desk.set_field(A, NAME, "newer")
    assert desk.next_redo(A) is None
    assert await desk.name(A) == "newer"


async def test_what_is_typed_after_a_refusal_is_unsaved_until_it_is_on_disk(desk) -> None:
    await desk.fill_disk()
    with pytest.raises(DiskFullError):
        await desk.set_field(A, NAME, BIG)

    desk.keep(A, Edited(NAME, "newer"))

    [edit] = desk.unwritten.all_refused()
    assert edit.value == "newer"


async def test_deleting_what_was_never_sent_takes_along_what_the_disk_refused(desk) -> None:
    new = await desk.create(POSTS, LocaleId(""))
    await desk.fill_disk()
    with pytest.raises(DiskFullError):
        await desk.set_field(new, NAME, BIG)
    await desk.make_room()

    await desk.set_action([new], Action.DELETE)

    assert list(desk.unwritten) == []
    assert desk.next_undo(new) is None


async def test_typing_on_while_a_refused_edit_is_written_again_loses_no_step(desk) -> None:
    await desk.fill_disk()
    with pytest.raises(DiskFullError):
        await desk.set_field(A, NAME, BIG)
    [refused] = desk.unwritten.all_refused()
    await desk.make_room()
    retrying = asyncio.ensure_future(desk.write(refused))
    await asyncio.sleep(0)

    newer = desk.keep(A, Edited(NAME, "newer"))

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

    newer = desk.keep(A, Edited(NAME, BIG + "!"))

    assert not await retrying
    assert desk.unwritten.all_refused() == [newer]


async def test_typing_on_while_a_refused_value_gets_to_disk_is_no_conflict_with_oneself(
    desk,
) -> None:
    await desk.fill_disk()
    first = desk.keep(A, Edited(NAME, BIG, before="old"))
    with pytest.raises(DiskFullError):
        await desk.write(first)
    await desk.make_room()

    writing = asyncio.create_task(desk.write(first))
    await asyncio.sleep(0)
    newer = desk.keep(A, Edited(NAME, BIG + " and more", before=BIG))
    await writing
    await desk.write(newer)
    assert await desk.name(A) == BIG + " and more"
    assert not (await desk.work(A)).conflicts
