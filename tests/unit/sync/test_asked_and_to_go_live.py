"""A new item that was to go live, and that Webflow may have already: that is kept in mind."""

from tests.unit.sync.conftest import Desk
from tests.unit.sync.test_creating import EMAIL, arrives, attempt_that_seems_lost
from wfdesk.domain.ids import NAME, SLUG, ItemKey
from wfdesk.domain.plan import Goal, Plan
from wfdesk.sync.progress import Result


async def asked_and_to_go_live(desk: Desk) -> ItemKey:
    """A new item that was published, and about which that has brought the question."""
    key = await attempt_that_seems_lost(desk)
    await desk.editing.set_field(key, EMAIL, "once@example.org")  # it takes one to go live
    arrives(desk, "Theirs", "once-only")
    assert (await desk.send(Goal.PUBLISH))[key].result is Result.NOT_SENT
    [work] = await desk.works()
    assert work.is_asked_about
    assert await desk.publishing.interrupted() is None  # nobody knows yet
    return key


async def test_what_is_taken_over_is_still_to_go_live(desk: Desk) -> None:
    key = await asked_and_to_go_live(desk)
    await desk.publishing.forget_interrupted()  # what was told of another one
    [other] = await desk.keys(1)
    await desk.editing.set_field(other, EMAIL, "other@example.org")
    await desk.send(Goal.PUBLISH)

    found = await desk.editing.questions.take_over(key)

    run = await desk.publishing.interrupted()
    assert run is not None
    assert (run.goal, {*run.left, *run.changed}) == (Goal.PUBLISH, {found})


async def test_so_is_what_is_asked_about_by_a_look_after_the_publish(desk: Desk) -> None:
    fields = {NAME: "Once Only", SLUG: "once-only", EMAIL: "once@example.org"}
    key = await desk.editing.create(desk.collection, desk.locale, fields)
    plan = await desk.publishing.plan(None, Goal.PUBLISH)
    await desk.ledger.begin_run(plan)
    [(entry, _)] = await desk.ledger.journal("batch", plan.batches[0].operations, {})
    await desk.ledger.end_run()  # its answer was lost
    arrives(desk, "Once Only", "once-only")
    await desk.refreshing._refresher.refresh_collection(desk.collection)  # looks up nothing
    suspect = await desk.ledger.by_slug(key, "once-only")
    assert suspect is not None
    await desk.ledger.ask(entry, "Is it that one?", suspect)
    await desk.ledger.begin_run(Plan.nothing())
    await desk.ledger.end_run()

    found = await desk.editing.questions.take_over(key)

    run = await desk.publishing.interrupted()
    assert run is not None
    assert found in {*run.left, *run.changed}


async def test_what_is_another_one_is_unsent_and_nothing_else(desk: Desk) -> None:
    key = await asked_and_to_go_live(desk)
    await desk.editing.make_another(key)
    assert await desk.publishing.interrupted() is None
    assert (await desk.send())[key].result is Result.SENT
    assert await desk.publishing.interrupted() is None


async def test_nothing_is_left_of_what_is_discarded_while_it_is_asked_about(desk: Desk) -> None:
    key = await asked_and_to_go_live(desk)
    await desk.editing.discard([key])
    await desk.send()
    assert await desk.publishing.interrupted() is None
