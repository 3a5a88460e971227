"""What was sent and was to go live is not forgotten, however the run ended."""

import pytest

from tests.unit.sync.conftest import Desk
from wfdesk.domain.ids import NAME, SLUG, FieldSlug, ItemKey
from wfdesk.domain.items import ItemStatus
from wfdesk.domain.plan import Goal, InterruptedRun
from wfdesk.sync.progress import Phase, Progress, Result

BIO = FieldSlug("short-biography")


async def half_published(desk: Desk, fault: dict, count: int = 2) -> list[ItemKey]:
    """Items that are sent; then the fault strikes what would make them live."""
    keys = await desk.keys(count)
    for number, key in enumerate(keys):
        await desk.editing.set_field(key, NAME, f"Baker {number}")
    desk.practice.control("POST", "faults", {"method": "POST", "path": "publish", **fault})
    results = await desk.send(Goal.PUBLISH)
    assert {each.result for each in results.values()} <= {Result.NOT_PUBLISHED, Result.REFUSED}
    assert await desk.works() == []
    return keys


async def left(desk: Desk) -> set[ItemKey]:
    found = await desk.publishing.interrupted()
    return set(found.left) if found else set()


async def go_on(desk: Desk) -> set[Result]:
    run = await desk.publishing.interrupted()
    assert run is not None
    heard: list[Progress] = []
    await desk.publishing.start(await desk.publishing.plan(run.left, run.goal), heard.append).go()
    return {each.result for each in heard[-1].results}


@pytest.mark.parametrize(
    "fault",
    [
        {"do": "status", "status": 401},
        {"do": "status", "status": 409, "times": "always"},
        {"do": "reset_before"},
    ],
    ids=lambda fault: str(fault.get("status", fault["do"])),
)
async def test_what_did_not_go_live_can_still_be_gone_on_with(desk: Desk, fault: dict) -> None:
    keys = await half_published(desk, fault)
    run = await desk.publishing.interrupted()
    assert run is not None
    assert (run.goal, run.total, set(run.left)) == (Goal.PUBLISH, 2, set(keys))
    desk.practice.control("DELETE", "faults")
    assert await go_on(desk) == {Result.PUBLISHED}
    assert await desk.publishing.interrupted() is None


async def test_what_was_not_sent_is_not_counted_as_published(desk: Desk) -> None:
    sent, refused = await desk.keys(2)
    for key in (sent, refused):
        await desk.editing.set_field(key, NAME, f"Baker {key.item}")
    bad = {"method": "PATCH", "body": refused.item, "do": "status", "status": 400}
    for order in ({**bad, "times": "always"}, {"path": "publish", "do": "reset_before"}):
        desk.practice.control("POST", "faults", order)
    await desk.send(Goal.PUBLISH)
    assert await desk.publishing.interrupted() == InterruptedRun(
        Goal.PUBLISH, 1, (sent,), is_over=True
    )


async def test_it_goes_live_while_a_later_edit_of_it_is_held_back(desk: Desk) -> None:
    """That was said to wait, and what Webflow has already waited with it."""
    [key] = await half_published(desk, {"do": "status", "status": 401}, count=1)
    desk.practice.control("DELETE", "faults")
    await desk.editing.set_field(key, BIO, "<p>Not yet</p>")
    await desk.editing.hold(key, None, is_held=True)
    assert await go_on(desk) == {Result.PUBLISHED}
    assert desk.on_server(key)["fieldData"][NAME] == "Baker 0"
    [work] = await desk.works()
    assert work.edits[BIO].is_held
    assert await left(desk) == set()


async def test_what_nobody_sent_does_not_go_live_while_its_edits_are_held_back(desk: Desk) -> None:
    """Else a draft, or what a colleague has prepared, would go live with nothing of the user's."""
    [key] = await desk.keys(1)
    desk.colleague("edit", collection=key.collection, item=key.item, isDraft=True)
    await desk.refreshing.refresh_all()
    await desk.editing.set_field(key, NAME, "Not yet")
    await desk.editing.hold(key, None, is_held=True)
    plan = await desk.publishing.plan([key], Goal.PUBLISH)
    assert (plan.batches, [each.key for each in plan.blockers]) == ((), [key])


async def test_a_publish_that_was_cancelled_is_remembered(desk: Desk) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Baker")
    plan = await desk.publishing.plan(None, Goal.PUBLISH)

    def listen(progress: Progress) -> None:
        if progress.phase is Phase.WRITING:
            run.cancel()

    run = desk.publishing.start(plan, listen)
    await run.go()

    assert await desk.publishing.interrupted() == InterruptedRun(
        Goal.PUBLISH, 1, (key,), is_over=True
    )


async def test_another_run_does_not_forget_it(desk: Desk) -> None:
    keys = await half_published(desk, {"do": "status", "status": 401})
    other = (await desk.keys(3))[2]
    await desk.editing.set_field(other, NAME, "Somebody else")
    assert (await desk.send(Goal.SEND))[other].is_good
    assert await left(desk) == set(keys)
    plan = await desk.publishing.plan(keys[:1], Goal.PUBLISH)
    await desk.publishing.start(plan, print).go()
    assert await left(desk) == {keys[1]}


async def test_what_later_runs_have_done_is_not_counted_with_what_it_has_left(desk: Desk) -> None:
    """One item that waits to go live for a while made every later run a part of the first."""
    keys = await half_published(desk, {"do": "status", "status": 401})
    desk.practice.control("DELETE", "faults")
    for key in (await desk.keys(5))[2:]:
        await desk.editing.set_field(key, NAME, f"Other {key.item}")
        assert (await desk.send(Goal.PUBLISH))[key].result is Result.PUBLISHED
    run = await desk.publishing.interrupted()
    assert run is not None
    assert (run.done, run.total, set(run.left)) == (0, 2, set(keys))


async def test_nor_is_what_an_earlier_run_has_done_with_what_a_later_one_has_left(
    desk: Desk,
) -> None:
    """The first of two went live, the second did not; then another is not reached either."""
    first, second, other = await desk.keys(3)
    publish = {"method": "POST", "path": "publish", "do": "status"}
    bad = {**publish, "body": second.item, "status": 400, "times": "always"}
    desk.practice.control("POST", "faults", bad)
    for key in (first, second):
        await desk.editing.set_field(key, NAME, f"Baker {key.item}")
    await desk.send(Goal.PUBLISH)
    assert await desk.publishing.interrupted() == InterruptedRun(
        Goal.PUBLISH, 2, (second,), is_over=True
    )
    desk.practice.control("DELETE", "faults")
    await desk.editing.set_field(other, NAME, "Somebody Else")
    desk.practice.control("POST", "faults", {**publish, "status": 401})
    assert (await desk.send(Goal.PUBLISH))[other].result is Result.NOT_PUBLISHED
    assert await desk.publishing.interrupted() == InterruptedRun(
        Goal.PUBLISH, 2, (second, other), is_over=True
    )


async def test_nor_does_a_send_after_a_crash(desk: Desk) -> None:
    """As ``test_interrupted`` shows it, a run is on disk until it ends."""
    keys = await half_published(desk, {"do": "status", "status": 401})
    plan = await desk.publishing.plan(keys, Goal.PUBLISH)
    await desk.publishing.forget_interrupted()
    await desk.ledger.begin_run(plan)  # and the program is killed
    other = (await desk.keys(3))[2]
    await desk.editing.set_field(other, NAME, "Somebody else")
    assert (await desk.send(Goal.SEND))[other].is_good
    assert await left(desk) == set(keys)


async def test_what_others_have_changed_since_does_not_go_live_unseen(desk: Desk) -> None:
    first, second = await half_published(desk, {"do": "status", "status": 401})
    desk.colleague_edits(first, BIO, "Not yet for the public")
    await desk.refreshing.refresh_all()
    assert await left(desk) == {second}
    [other] = (await desk.keys(3))[2:]
    await desk.editing.set_field(other, NAME, "Sent meanwhile")
    await desk.send()
    run = await desk.publishing.interrupted()
    assert run is not None
    assert (run.total, run.left, run.changed, run.done) == (2, (second,), {first: "Baker 0"}, 0)

    plan = await desk.publishing.plan([first], Goal.PUBLISH)  # it was looked at
    await desk.publishing.start(plan, print).go()
    run = await desk.publishing.interrupted()
    assert run is not None
    assert (run.left, run.changed) == ((second,), {})


async def test_what_is_live_by_now_or_gone_is_not_left(desk: Desk) -> None:
    first, second = await half_published(desk, {"do": "status", "status": 401})
    desk.colleague("publish", collection=first.collection, item=first.item)
    desk.colleague("delete", collection=second.collection, item=second.item)
    await desk.refreshing.refresh_collection(desk.collection, is_full=True)
    [work] = await desk.browsing.works([first])
    assert work.item is not None
    assert work.item.status is ItemStatus.PUBLISHED
    assert await desk.publishing.interrupted() is None


async def test_a_new_item_is_left_by_the_id_that_webflow_gave_it(desk: Desk) -> None:
    [like] = await desk.browsing.works(await desk.keys(1))
    fields = {slug: value for slug, value in like.fields.items() if slug != SLUG}
    local = await desk.editing.create(desk.collection, desk.locale, {**fields, NAME: "Newcomer"})
    desk.practice.control(
        "POST", "faults", {"method": "POST", "path": "publish", "do": "status", "status": 401}
    )
    result = (await desk.send(Goal.PUBLISH))[local]
    assert result.result is Result.NOT_PUBLISHED
    assert await left(desk) == {result.new_key}


async def test_a_publish_whose_answer_was_lost_is_not_said_to_be_unsent(desk: Desk) -> None:
    keys = await desk.keys(1)
    await desk.editing.set_field(keys[0], NAME, "Baker")
    fault = {"method": "POST", "path": "publish", "do": "reset_before"}
    desk.practice.control("POST", "faults", fault)
    result = (await desk.send(Goal.PUBLISH))[keys[0]]
    assert (result.result, result.reason) == (
        Result.NOT_PUBLISHED,
        "It is in Webflow and did not go live. Publish it again.",
    )
