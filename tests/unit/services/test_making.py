"""Making items is one step of undo: what was typed into them goes and comes back with them."""

import asyncio

import pytest

from tests.unit.services.undoing import BIG, POSTS, A, B, C
from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import Action, Edit, SendState
from wfdesk.domain.errors import MissingItemError, StoreError
from wfdesk.domain.history import Reason
from wfdesk.domain.ids import NAME, FieldSlug, ItemId, ItemKey
from wfdesk.domain.items import Item
from wfdesk.services.undo import FieldStep, MadeStep
from wfdesk.services.unwritten import Edited
from wfdesk.store.history import HistoryRepository
from wfdesk.store.works import WorksRepository

BODY = FieldSlug("body")


async def there(desk, *keys) -> list[bool]:
    works = await desk._database.read(
        lambda rows: [WorksRepository(rows).find(key) for key in keys]
    )
    return [work is not None for work in works]


async def stand(desk, key, state: SendState) -> None:
    def work(rows) -> ChangeSet:
        return WorksRepository(rows).set_state(key, state, "")

    await desk._database.write(work)


async def test_a_new_item_can_be_taken_back_and_comes_back_as_it_was(desk) -> None:
    key = await desk.create(POSTS, A.locale, {NAME: "New"})
    before = await desk.work(key)

    step = await desk.undo(key)

    assert isinstance(step, MadeStep)
    assert await there(desk, key) == [False]
    assert desk.next_undo(key) is None
    await desk.redo(key)
    assert await desk.work(key) == before
    assert desk.next_undo(key) is step


async def test_several_copies_are_one_step_of_each_of_them(desk) -> None:
    step = await desk.duplicate([A, B, C])
    copies = list(step.made)
    assert [await desk.name(key) for key in copies] == ["old (copy)"] * 3

    await desk.undo(copies[1])
    assert await there(desk, A, B, C, *copies) == [True] * 3 + [False] * 3

    await desk.redo(copies[2])
    assert await there(desk, *copies) == [True] * 3
    assert desk.next_redo(copies[0]) is None


async def test_all_that_is_to_be_copied_is_copied_or_nothing(desk) -> None:
    with pytest.raises(MissingItemError):
        await desk.duplicate([A, ItemKey(POSTS, ItemId("nowhere"))])
    keys = await desk._database.read(lambda rows: WorksRepository(rows).keys(POSTS))
    assert keys == []


async def test_what_was_typed_into_a_copy_is_undone_before_the_copy(desk) -> None:
    key = (await desk.duplicate([A])).first
    await desk.set_field(key, NAME, "Mine")

    undone = [type(await desk.undo(key)) for _ in range(2)]
    assert undone == [FieldStep, MadeStep]

    redone = [type(await desk.redo(key)) for _ in range(2)]
    assert redone == [MadeStep, FieldStep]
    assert await desk.name(key) == "Mine"


async def test_the_notice_takes_a_copy_back_with_all_that_was_typed_into_it(desk) -> None:
    """It comes back with that, and the order of steps is still that in which all was done."""
    step = await desk.duplicate([A])
    [key] = step.made
    await desk.set_field(key, NAME, "Mine")
    await desk.hold(key, NAME, is_held=True)
    before = await desk.work(key)

    await desk.take_back(step)
    assert await there(desk, key) == [False]
    pasts = await desk._database.read(lambda rows: HistoryRepository(rows).of(key))
    assert (NAME, "Mine", Reason.DISCARDED) in [(p.field, p.value, p.reason) for p in pasts]

    await desk.redo(key)
    assert await desk.work(key) == before
    undone = [type(await desk.undo(key)) for _ in range(2)]
    assert undone == [FieldStep, MadeStep]


async def test_an_item_that_is_sent_is_not_taken_back_and_the_others_are(desk) -> None:
    step = await desk.duplicate([A, B])
    sent, other = step.made
    server = ItemKey(POSTS, ItemId("server"))
    await desk.given(sent.item, server.item)
    await desk.sent(Item(server, {NAME: "old (copy)"}))

    moved = await desk.take_back(step)

    assert list(moved.made) == [other]
    assert await there(desk, server, other) == [True, False]
    await desk.redo(other)
    assert await there(desk, other) == [True]


async def test_making_is_no_step_of_an_item_that_has_its_id_from_webflow(desk) -> None:
    key = await desk.create(POSTS, A.locale, {NAME: "New"})
    await desk.set_field(key, NAME, "Newer")
    server = ItemKey(POSTS, ItemId("server"))

    desk.follow(key, server)

    assert isinstance(desk.next_undo(server), FieldStep)
    assert desk.next_undo(key) is None


@pytest.mark.parametrize("state", [SendState.QUEUED, SendState.SENDING, SendState.UNKNOWN])
async def test_an_item_that_is_on_its_way_is_not_taken_back(desk, state) -> None:
    """Else it would be made in Webflow, and once more when it is brought back here."""
    key = await desk.create(POSTS, A.locale, {NAME: "New"})
    await stand(desk, key, state)

    assert await desk.undo(key) is None

    assert (await desk.work(key)).state is state
    assert desk.next_redo(key) is None


async def test_a_copy_that_was_deleted_is_no_part_of_the_step_any_more(desk) -> None:
    step = await desk.duplicate([A, B])
    gone, other = step.made
    await desk.set_action([gone], Action.DELETE)
    assert list(step.made) == [other]

    await desk.undo(other)
    await desk.redo(other)

    assert await there(desk, gone, other) == [False, True]


async def test_a_reference_that_comes_back_leads_to_the_item_that_was_sent_meanwhile(desk) -> None:
    target = await desk.create(POSTS, A.locale, {NAME: "Target"})
    key = await desk.create(POSTS, A.locale, {NAME: "New", BODY: [target.item]})
    await desk.undo(key)
    await desk.given(target.item, ItemId("server"))

    await desk.redo(key)

    assert (await desk.work(key)).fields[BODY] == ["server"]


async def test_what_the_disk_refused_of_a_copy_is_saved_before_that_is_taken_back(desk) -> None:
    step = await desk.duplicate([A, B])
    first, second = step.made
    await desk.fill_disk()
    with pytest.raises(StoreError):
        await desk.set_field(first, NAME, BIG)
    with pytest.raises(StoreError):
        await desk.undo(second)
    assert await there(desk, first, second) == [True, True]
    assert desk.unwritten.values(first) == {NAME: BIG}
    await desk.make_room()

    await desk.undo(second)
    await desk.redo(second)

    assert await desk.name(first) == BIG
    assert not list(desk.unwritten)


async def test_what_is_typed_while_an_item_goes_brings_it_back(desk) -> None:
    key = await desk.create(POSTS, A.locale, {NAME: "New"})
    undoing = asyncio.ensure_future(desk.undo(key))
    await asyncio.sleep(0)
    typed = desk.keep(key, Edited(NAME, "Typed"))
    await undoing

    assert await desk.write(typed)

    assert await desk.name(key) == "Typed"
    undone = [type(await desk.undo(key)) for _ in range(2)]
    assert undone == [FieldStep, MadeStep]


async def test_a_text_that_is_judged_while_its_item_is_taken_back_may_be_sent(desk) -> None:
    answer = asyncio.get_running_loop().create_future()

    async def look() -> bool:
        return await answer

    desk._patience = 0.0
    key = await desk.create(POSTS, A.locale, {NAME: "New"})
    step = desk.last_step(key)
    writing = asyncio.ensure_future(desk.write(desk.keep(key, Edited(NAME, "Typed", look=look))))
    await asyncio.sleep(0)
    await desk.take_back(step)
    answer.set_result(True)
    await writing

    await desk.redo(key)

    assert (await desk.work(key)).edits == {NAME: Edit(NAME, "Typed", None)}


async def test_making_is_not_undone_where_all_unsent_work_stands_together(desk) -> None:
    await desk.set_field(A, NAME, "first")
    await desk.hold(A, NAME, is_held=True)
    key = await desk.create(POSTS, A.locale, {NAME: "New"})

    await desk.take_back_decision()

    assert await there(desk, key) == [True]
    assert not (await desk.work(A)).edits[NAME].is_held


async def test_what_was_taken_back_last_can_be_asked_for_though_it_is_nowhere(desk) -> None:
    first, second = [await desk.create(POSTS, A.locale, {NAME: each}) for each in "xy"]
    assert desk.last_unmade is None
    await desk.undo(first)
    await desk.undo(second)

    assert desk.last_unmade.first == second
    await desk.redo(second)
    assert desk.last_unmade.first == first


async def test_what_webflow_has_after_all_is_not_asked_for_again(desk) -> None:
    """It was taken back, and was on its way already."""
    key = await desk.create(POSTS, A.locale, {NAME: "New"})
    await desk.undo(key)
    desk.follow(key, ItemKey(POSTS, ItemId("server")))
    assert desk.last_unmade is None


async def test_a_copy_whose_work_was_discarded_is_no_part_of_the_step_any_more(desk) -> None:
    step = await desk.duplicate([A, B])
    gone, other = step.made
    await desk.discard([gone])
    assert list(step.made) == [other]

    await desk.discard([other])
    assert await desk.take_back(step) is None


async def test_what_was_typed_just_before_an_item_is_taken_back_is_judged_like_all_else(
    desk,
) -> None:
    async def look() -> bool:
        return True

    key = await desk.create(POSTS, A.locale, {NAME: "New"})
    typed = desk.keep(key, Edited(NAME, "Typed", look=look))
    await desk.take_back(desk.last_step(key))
    assert not await desk.write(typed)

    await desk.redo(key)

    assert (await desk.work(key)).edits == {NAME: Edit(NAME, "Typed", None)}
