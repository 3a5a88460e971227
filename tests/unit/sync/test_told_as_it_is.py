"""What is said of an item is what has become of all of its steps, not of the first ones."""

import asyncio

from tests.unit.sync.conftest import Desk
from tests.unit.sync.liveitem import live_item
from tests.unit.sync.test_interrupted import released
from tests.unit.sync.test_rich_text_found import BIO
from tests.unit.sync.test_unpublished import half_published
from wfdesk.domain.edits import Action
from wfdesk.domain.ids import NAME, CollectionId, FieldSlug
from wfdesk.domain.plan import Goal, Plan
from wfdesk.sync.progress import Phase, Progress, Result
from wfdesk.ui.changes.interrupted import interrupted_sentence


async def go_and_cancel(desk: Desk, plan: Plan) -> list[Progress]:
    """A run that is cancelled while its first write is under way, and what it said."""
    heard = list[Progress]()

    def listen(progress: Progress) -> None:
        heard.append(progress)
        if progress.phase is Phase.WRITING:
            run.cancel()

    run = desk.publishing.start(plan, listen)
    await run.go()
    return heard


async def test_what_was_to_come_down_and_was_only_sent_is_not_told_as_done(desk: Desk) -> None:
    key = await live_item(desk)
    await desk.editing.set_action([key], Action.UNPUBLISH)
    heard = await go_and_cancel(desk, await desk.publishing.plan(None, Goal.SEND))
    assert (await desk.browsing.work(key)).action is Action.UNPUBLISH
    assert desk.on_server(key)["lastPublished"] is not None
    [result] = heard[-1].results
    assert result.result is Result.NOT_SENT
    assert result.reason


async def test_what_was_to_be_deleted_and_was_only_taken_down_is_not_told_as_done(
    desk: Desk,
) -> None:
    key = await live_item(desk)
    await desk.editing.discard([key])
    await desk.editing.set_action([key], Action.DELETE)
    fault = {"method": "DELETE", "path": "items", "do": "status", "status": 401, "after": 1}
    desk.practice.control("POST", "faults", fault)
    result = (await desk.send())[key]
    assert (await desk.browsing.work(key)).action is Action.DELETE
    assert desk.on_server(key)["id"] == key.item
    assert result.result is Result.NOT_SENT
    assert result.reason


async def test_what_was_sent_and_not_published_is_not_told_as_not_sent(desk: Desk) -> None:
    """A colleague was there between the two requests, in the pause that Webflow asked for."""
    key = await live_item(desk)
    plan, heard = await desk.publishing.plan([key], Goal.PUBLISH), list[Progress]()
    pause = {"do": "status", "status": 429, "headers": {"Retry-After": "1"}}
    desk.practice.control("POST", "faults", {"method": "POST", "path": "publish", **pause})

    def listen(progress: Progress) -> None:
        if progress.phase is Phase.WAITING and heard[-1].phase is not Phase.WAITING:
            desk.colleague_edits(key, BIO, "<p>Theirs</p>")
        heard.append(progress)

    await desk.publishing.start(plan, listen).go()
    assert desk.on_server(key)["fieldData"]["name"] == "Mine"
    [result] = heard[-1].results
    assert (result.result, result.is_changed) == (Result.NOT_PUBLISHED, True)


async def test_what_was_to_come_down_and_is_to_stay_after_all_is_not_left_to_publish(
    desk: Desk,
) -> None:
    """It was sent, the run was cancelled, and the user thinks better of it. Nobody else was there,
    and it was said to be changed in Webflow since.
    """
    key = await live_item(desk)
    await desk.editing.set_action([key], Action.UNPUBLISH)
    await go_and_cancel(desk, await desk.publishing.plan(None, Goal.PUBLISH))
    await desk.editing.set_action([key], None)
    assert await desk.publishing.interrupted() is None


async def test_what_was_refused_is_not_counted_as_sent(desk: Desk) -> None:
    """One batch is refused; then the program is killed in the next one."""
    for slug in ("authors", "places"):
        desk.collection = CollectionId(desk.practice.collection(slug))
        [key] = await desk.keys(1)
        await desk.editing.set_field(key, NAME, f"Of {slug}")
    plan = await desk.publishing.plan(None, Goal.SEND)
    first, second = (batch.collection for batch in plan.batches)
    orders = [
        {"method": "PATCH", "path": f"{first}/items", "do": "status", "status": 400},
        {"method": "PATCH", "path": f"{second}/items", "do": "delay", "seconds": None},
    ]
    desk.practice.control("POST", "faults", orders)
    is_last = asyncio.Event()

    def listen(progress: Progress) -> None:
        if progress.phase is Phase.WRITING and progress.batches[0] == 1:
            is_last.set()

    going = asyncio.create_task(desk.publishing.start(plan, listen).go())
    await is_last.wait()
    run = await desk.publishing.interrupted()  # what a start right now would find
    await released(desk, going)
    assert run is not None
    assert (run.done, set(run.left)) == (0, set(plan.keys))


async def test_a_publish_that_came_to_its_end_is_not_said_to_be_cut_short(desk: Desk) -> None:
    """Webflow refused one item; nothing was left undone by a kill."""
    [key] = await half_published(desk, {"do": "status", "status": 400, "times": "always"}, count=1)
    run = await desk.publishing.interrupted()
    assert run is not None
    assert (run.left, run.is_over) == ((key,), True)
    assert interrupted_sentence(run) == "1 item was sent and did not go live."


async def test_nor_one_of_which_others_have_changed_what_was_left(desk: Desk) -> None:
    [key] = await half_published(desk, {"do": "status", "status": 401}, count=1)
    desk.colleague_edits(key, BIO, "<p>Theirs</p>")
    await desk.refreshing.refresh_all()
    run = await desk.publishing.interrupted()
    assert run is not None
    assert interrupted_sentence(run).startswith("Baker 0 was changed in Webflow since, and did not")


async def test_one_that_was_killed_is_also_with_what_an_earlier_one_has_left(desk: Desk) -> None:
    await half_published(desk, {"do": "status", "status": 401}, count=1)
    desk.practice.control("DELETE", "faults")
    await desk.editing.set_field((await desk.keys(2))[1], NAME, "Mine")
    await desk.ledger.begin_run(await desk.publishing.plan(None, Goal.PUBLISH))  # and it is killed
    run = await desk.publishing.interrupted()
    assert run is not None
    assert interrupted_sentence(run).startswith("Publishing was cut short after 0 of 2 items.")


async def test_a_new_item_whose_reference_did_not_go_is_not_told_as_done(desk: Desk) -> None:
    """It refers to one that is made with it: that takes a second request, which was not reached."""
    friend = {"type": "Reference", "displayName": "Friend"}
    desk.colleague(
        "schema",
        collection=desk.collection,
        add={**friend, "metadata": {"collectionId": desk.collection}},
    )
    await desk.refreshing.refresh_collection(desk.collection)
    one, other = [
        await desk.editing.create(desk.collection, desk.locale, {NAME: name})
        for name in ("One", "Other")
    ]
    for key, target in ((one, other), (other, one)):
        await desk.editing.set_field(key, FieldSlug("friend"), target.item)
    desk.practice.control("POST", "faults", {"method": "PATCH", "do": "status", "status": 401})
    results = await desk.send()
    left_over = {work.key for work in await desk.works()}
    assert left_over
    assert not any(each.is_good for each in results.values() if each.new_key in left_over)
