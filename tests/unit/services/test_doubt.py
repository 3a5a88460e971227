"""A text that would be written otherwise than it is shown is kept, and goes nowhere."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.unit.services.undoing import POSTS, A, B, Desk, fill
from wfdesk.domain.blockers import Background, blockers_of
from wfdesk.domain.edits import OTHERWISE, Edit, Seen
from wfdesk.domain.ids import NAME
from wfdesk.domain.items import Item
from wfdesk.services.feed import ChangeFeed
from wfdesk.services.staging import staged
from wfdesk.services.unwritten import Edited, Unwritten
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.database import Database
from wfdesk.store.items import ItemsRepository
from wfdesk.store.works import WorksRepository


def found(answer: bool) -> Callable[[], Awaitable[bool]]:
    async def look() -> bool:
        return answer

    return look


async def doubted(desk: Desk, value: str = "odd") -> None:
    assert await desk.write(desk.keep(A, Edited(NAME, value, look=found(False))))


async def edit_of(desk: Desk) -> Edit:
    return (await desk.work(A)).edits[NAME]


async def in_the_way(desk: Desk) -> list[tuple[object, str]]:
    work = await desk.work(A)
    collection = await desk._database.read(lambda rows: CollectionsRepository(rows).get(POSTS))
    blockers = blockers_of([work], {POSTS: collection}, Background(), goes_live=False)
    return [(each.field, each.sentence) for each in blockers]


async def test_it_stands_in_the_way_with_its_reason_also_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "copy.sqlite3"
    database = await Database.open(path)
    await database.write(fill)
    await doubted(Desk(database, ChangeFeed()))
    await database.close()
    database = await Database.open(path)
    assert await in_the_way(Desk(database, ChangeFeed())) == [(NAME, OTHERWISE)]
    await database.close()


async def test_what_is_written_as_it_is_shown_goes(desk: Desk) -> None:
    await desk.write(desk.keep(A, Edited(NAME, "sound", look=found(True))))
    assert await in_the_way(desk) == []


async def test_another_value_is_judged_for_itself(desk: Desk) -> None:
    await doubted(desk)
    await desk.set_field(A, NAME, "typed as source")
    assert await in_the_way(desk) == []
    await doubted(desk, "odd again")
    assert await in_the_way(desk) == [(NAME, OTHERWISE)]


async def test_who_agrees_to_the_value_sends_it(desk: Desk) -> None:
    await doubted(desk)
    steps = desk.next_undo(A)
    await desk.set_field(A, NAME, "odd")
    assert await edit_of(desk) == Edit(NAME, "odd", "old")
    assert desk.next_undo(A) is steps  # nothing that one could see has changed


async def test_undo_and_redo_lead_to_what_was_known_of_the_value(desk: Desk) -> None:
    await desk.set_field(A, NAME, "sound")
    await doubted(desk)
    await desk.set_field(A, NAME, "source")
    known = []
    for step in (desk.undo, desk.undo, desk.redo, desk.redo):
        await step(A)
        known.append((await edit_of(desk)).is_as_shown)
    assert known == [False, True, False, True]


async def test_typing_on_is_one_step_with_what_was_known_at_its_end(desk: Desk) -> None:
    stretch = object()
    for value, is_sound in (("one", True), ("one t", False)):
        look = found(is_sound)
        await desk.write(
            desk.keep(A, Edited(NAME, value, before="old", stretch=stretch, look=look))
        )
    await desk.undo(A)
    await desk.redo(A)
    assert not (await edit_of(desk)).is_as_shown


@pytest.mark.parametrize("answer", [True, False])
async def test_a_long_look_keeps_no_text_from_the_disk_and_lets_none_through_before_its_end(
    desk: Desk, answer: bool
) -> None:
    desk._patience = 0.0
    end = asyncio.Event()

    async def look() -> bool:
        await end.wait()
        return answer

    writing = asyncio.create_task(desk.write(desk.keep(A, Edited(NAME, "long", look=look))))
    await asyncio.sleep(0)
    await desk.set_field(B, NAME, "another")  # nor does it hold up what is typed elsewhere
    waiting = asyncio.create_task(desk.settled())
    await asyncio.sleep(0)
    assert not (await edit_of(desk)).is_as_shown
    assert desk.doubtful(await desk.work(A)) == set()  # nobody knows yet: nothing is said
    assert await in_the_way(desk) == [(NAME, OTHERWISE)]
    assert not waiting.done()
    end.set()
    await waiting
    assert await writing
    assert await edit_of(desk) == Edit(NAME, "long", "old", is_as_shown=answer)
    assert desk.doubtful(await desk.work(A)) == (set() if answer else {NAME})
    await desk.undo(A)
    await desk.redo(A)
    assert (await edit_of(desk)).is_as_shown is answer


async def test_a_copy_has_what_was_typed_just_now_and_what_is_known_of_it(desk: Desk) -> None:
    async def look() -> bool:
        for _ in range(20):
            await asyncio.sleep(0.001)
        return True

    writing = asyncio.create_task(desk.write(desk.keep(A, Edited(NAME, "typed", look=look))))
    await asyncio.sleep(0)
    copy = (await desk.duplicate([A])).first
    assert await desk.name(copy) == "typed (copy)"
    assert not (await desk.work(copy)).doubtful
    await writing


async def test_a_late_answer_says_nothing_of_the_text_that_came_after(desk: Desk) -> None:
    desk._patience = 0.0
    end = asyncio.Event()

    async def look() -> bool:
        await end.wait()
        return True

    writing = asyncio.create_task(desk.write(desk.keep(A, Edited(NAME, "long", look=look))))
    await asyncio.sleep(0)
    desk._patience = 5.0
    await doubted(desk)
    end.set()
    await writing
    assert await edit_of(desk) == Edit(NAME, "odd", "old", is_as_shown=False)


async def test_a_third_value_that_was_agreed_to_can_be_taken_back(desk: Desk) -> None:
    await desk.set_field(A, NAME, "mine")
    await desk._database.write(
        lambda rows: ItemsRepository(rows).upsert([Item(A, {NAME: "theirs"})])
    )
    await desk._database.write(lambda rows: WorksRepository(rows).compare(A))
    odd = desk.keep(A, Edited(NAME, "third", Seen("theirs"), look=found(False)))
    await desk.write(odd)
    assert not (await desk.work(A)).conflicts
    await desk.set_field(A, NAME, "third")
    await desk.undo(A)
    assert await desk.name(A) == "mine"


async def test_what_nobody_has_looked_at_when_the_program_ends_is_not_sent(desk: Desk) -> None:
    desk.keep(A, Edited(NAME, "last words", look=found(True)))
    desk.write_now(seconds=5.0)
    assert not (await edit_of(desk)).is_as_shown


async def test_a_look_that_fails_loses_no_text_and_lets_none_through(desk: Desk) -> None:
    async def look() -> bool:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await desk.write(desk.keep(A, Edited(NAME, "kept", look=look)))
    assert await edit_of(desk) == Edit(NAME, "kept", "old", is_as_shown=False)
    assert not tuple(desk.unwritten)


async def test_holding_it_back_and_letting_it_go_does_not_free_it(desk: Desk) -> None:
    await doubted(desk)
    for is_held in (True, False):
        await desk.hold(A, NAME, is_held=is_held)
    assert await in_the_way(desk) == [(NAME, OTHERWISE)]


@pytest.mark.parametrize("is_seen", [True, False])
async def test_what_a_colleague_did_meanwhile_frees_nothing(desk: Desk, is_seen: bool) -> None:
    await desk.set_field(A, NAME, "mine")
    await desk._database.write(
        lambda rows: WorksRepository(rows).set_state(
            A, (WorksRepository(rows).get(A)).state, "", conflicts={NAME: "theirs"}
        )
    )
    seen = Seen("theirs") if is_seen else None
    typed = Unwritten(A, NAME, "odd", seen=seen, before="before", is_as_shown=False)
    await desk._database.write(lambda rows: staged(rows, typed))
    assert not (await edit_of(desk)).is_as_shown
