"""What is left out of the next send stays out of it, whatever becomes of it meanwhile."""

import asyncio

import pytest
from msgspec.structs import replace

from tests.gui.changes.conftest import BREAD, ROLLS, SUMMARY, Desk, calm, clash, item
from wfdesk.domain.edits import Action, SendState, Side
from wfdesk.domain.ids import NAME, SLUG, ItemId
from wfdesk.domain.journal import Entry, Verb
from wfdesk.services.reviewing import Review, ReviewingService
from wfdesk.services.settling import Choice
from wfdesk.store.acknowledge import acknowledge
from wfdesk.store.journal import JournalRepository
from wfdesk.store.remote import take_out
from wfdesk.store.works import WorksRepository
from wfdesk.ui.changes.controller import ChangesController
from wfdesk.ui.changes.view import ChangesView


async def read_anew(view: ChangesView) -> None:
    view._controller.refresh()
    await calm(view)


async def left_out(desk: Desk, make_view, key=BREAD) -> ChangesView:
    view = make_view()
    await calm(view)
    view._controller.set_goes([key], goes=False)
    await calm(view)
    return view


async def test_a_new_item_that_is_found_in_webflow_is_left_out_still(desk, make_view) -> None:
    key = await desk.editing.create(BREAD.collection, BREAD.locale, {NAME: "Rolls"})
    await desk.editing.set_field(key, SUMMARY, "Typed since")

    def lose(rows) -> Entry:
        sent = Entry(0, "lost", Verb.CREATE, key, {NAME: "Rolls", SLUG: "rolls"}, {})
        [entry] = JournalRepository(rows).write([sent])
        WorksRepository(rows).set_state(key, SendState.UNKNOWN, "")
        return entry

    entry = await desk.database.write(lose)
    view = await left_out(desk, make_view, key)
    found = replace(item(BREAD, "Rolls"), key=replace(BREAD, item=ItemId("made")))
    change = await desk.database.write(
        lambda rows: acknowledge(rows, [(entry, found)], is_found=True)
    )
    desk.feed.publish(change)
    await read_anew(view)
    assert [each.work.key for each in view._controller.review.items] == [found.key]
    assert view._controller.left_out == {found.key}
    view._controller.set_goes([found.key], goes=True)
    await read_anew(view)
    assert view._controller.keys_to_send() == [found.key]
    assert await desk.reviewing.left_out() == frozenset()


async def edit_and_undo(desk: Desk) -> None:
    await desk.editing.set_field(BREAD, SUMMARY, "Not yet")
    await desk.editing.undo(BREAD)


async def edit_back(desk: Desk) -> None:
    await desk.editing.set_field(BREAD, SUMMARY, "Not yet")
    await desk.editing.set_field(BREAD, SUMMARY, "As it was")


async def mark_and_take_back(desk: Desk) -> None:
    await desk.editing.set_action([BREAD], Action.ARCHIVE)
    await desk.editing.set_action([BREAD], None)


async def take_theirs(desk: Desk) -> None:
    await desk.editing.set_field(BREAD, SUMMARY, "Not yet")
    await clash(desk, BREAD)
    await desk.editing.settle([Choice(BREAD, SUMMARY, Side.THEIRS)])


async def give_up_gone(desk: Desk) -> None:
    await desk.editing.set_field(BREAD, SUMMARY, "Not yet")
    await desk.database.write(lambda rows: take_out(rows, [BREAD]))
    await desk.editing.give_up_gone([BREAD])


@pytest.mark.parametrize(
    ("take_away", "is_back"),
    [
        (edit_and_undo, False),
        (edit_back, True),
        (mark_and_take_back, True),
        (take_theirs, True),
        (give_up_gone, True),
    ],
)
async def test_what_goes_and_comes_back_is_left_out_still(
    desk, make_view, take_away, is_back
) -> None:
    await desk.editing.set_field(BREAD, NAME, "Loaf")
    view = await left_out(desk, make_view)
    await desk.editing.undo(BREAD)
    await take_away(desk)
    await read_anew(view)
    assert not view._controller.review.items
    await (desk.editing.undo if is_back else desk.editing.redo)(BREAD)
    await read_anew(view)
    assert [each.work.key for each in view._controller.review.items] == [BREAD]
    assert view._controller.keys_to_send() == []


async def discard(desk: Desk) -> None:
    await desk.editing.discard([BREAD])


async def send(desk: Desk) -> None:
    """What a send of the item by its name leaves, be it left out here."""
    await desk.database.write(lambda rows: WorksRepository(rows).discard(BREAD))


@pytest.mark.parametrize("end", [discard, send])
async def test_what_is_edited_anew_when_that_is_over_goes_again(desk, make_view, end) -> None:
    await desk.editing.set_field(BREAD, SUMMARY, "Not yet")
    view = await left_out(desk, make_view)
    await end(desk)
    await read_anew(view)
    await desk.editing.set_field(BREAD, NAME, "Loaf")
    await read_anew(view)
    assert view._controller.keys_to_send() == [BREAD]


async def test_what_is_made_anew_is_left_out_still(desk, make_view) -> None:
    for key in (BREAD, ROLLS):
        await desk.editing.set_field(key, SUMMARY, "Not yet")
    view = await left_out(desk, make_view)
    await desk.database.write(lambda rows: take_out(rows, [BREAD, ROLLS]))
    step = await desk.editing.recreate([BREAD, ROLLS])
    await read_anew(view)
    assert view._controller.keys_to_send() == [step.renamed[ROLLS]]
    await desk.editing.take_back(step)
    await read_anew(view)
    assert view._controller.keys_to_send() == [ROLLS]


async def test_what_was_ticked_after_it_was_made_anew_goes_with_what_that_leads_back_to(
    desk, make_view
) -> None:
    await desk.editing.set_field(BREAD, SUMMARY, "Not yet")
    view = await left_out(desk, make_view)
    await desk.database.write(lambda rows: take_out(rows, [BREAD]))
    step = await desk.editing.recreate([BREAD])
    await read_anew(view)
    view._controller.set_goes([step.renamed[BREAD]], goes=True)
    await calm(view)
    await desk.editing.take_back(step)
    await read_anew(view)
    assert view._controller.keys_to_send() == [BREAD]
    view._controller.set_goes([BREAD], goes=False)
    await calm(view)
    await desk.editing.decide_again()
    await read_anew(view)
    assert view._controller.keys_to_send() == []


class SlowReviews(ReviewingService):
    """Holds back what was read, until it may be told."""

    def __init__(self, database) -> None:
        super().__init__(database)
        self.has_read = asyncio.Event()
        self.may_tell = asyncio.Event()

    async def review(self) -> Review:
        review = await super().review()
        self.has_read.set()
        await self.may_tell.wait()
        return review


async def test_a_tick_is_as_the_user_has_set_it_whatever_was_read_before(
    desk, tasks, until
) -> None:
    await desk.editing.set_field(BREAD, SUMMARY, "Not yet")
    reviews = SlowReviews(desk.database)
    controller = ChangesController(reviews, desk.editing, desk.feed, tasks)
    controller.refresh()
    await reviews.has_read.wait()
    controller.set_goes([BREAD], goes=False)
    await until(lambda: len(tasks._running) == 1)  # it is on the disk
    reviews.may_tell.set()
    await until(lambda: controller.review.items)
    assert controller.left_out == {BREAD}
    controller.refresh()
    await until(lambda: not tasks._running)
    assert (controller.left_out, controller._ticks) == ({BREAD}, {})
    controller.close()
