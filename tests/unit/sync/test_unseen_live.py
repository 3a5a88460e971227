"""What a colleague did, and nobody here has seen, does not go live with a publish: F07, I9."""

from tests.unit.sync.conftest import Desk
from tests.unit.sync.liveitem import live_item
from wfdesk.api.pace import clock
from wfdesk.domain.ids import NAME, FieldSlug, ItemKey
from wfdesk.domain.plan import Goal, Plan
from wfdesk.sync.progress import ItemResult, Phase, Progress, Result
from wfdesk.sync.results import Results
from wfdesk.sync.waits import Patience, Waits

BIO = FieldSlug("biography")
EMBARGOED = "Not yet for the public"


def live(desk: Desk, key: ItemKey) -> dict | None:
    """What visitors of the site see of it; None where it is not live."""
    answer = desk.practice.ask("GET", f"/collections/{key.collection}/items/{key.item}/live")
    return answer.json()["fieldData"] if answer.is_success else None


async def go(desk: Desk, plan: Plan) -> list[ItemResult]:
    heard: list[Progress] = []
    await desk.publishing.start(plan, heard.append).go()
    return list(heard[-1].results)


async def go_on(desk: Desk) -> None:
    """Go on with what was cut short, if there is anything."""
    run = await desk.publishing.interrupted()
    if run is not None:
        await go(desk, await desk.publishing.plan(run.left, run.goal))


async def cut_short(desk: Desk, plan: Plan) -> None:
    """The changes are sent; then the program is killed."""
    publisher = desk.publishing._publisher
    await publisher.begin(plan)
    await publisher.send_batch(plan.batches[0], Results(plan, print))
    await publisher.note_done(plan.endings()[0])


async def test_what_came_after_a_publish_was_cut_short_does_not_go_live_when_it_goes_on(
    desk: Desk,
) -> None:
    """As after a run that came to its end, see ``test_unpublished``."""
    key = await live_item(desk)
    await cut_short(desk, await desk.publishing.plan(None, Goal.PUBLISH))
    desk.colleague_edits(key, BIO, EMBARGOED)
    await desk.refreshing.refresh_all()
    await go_on(desk)
    assert (live(desk, key) or {}).get(BIO) != EMBARGOED


async def test_nor_does_what_it_had_found_before_it_was_cut_short(desk: Desk) -> None:
    """The run itself would have said that others changed it, and not published it."""
    key = await live_item(desk)
    plan = await desk.publishing.plan(None, Goal.PUBLISH)
    desk.colleague_edits(key, BIO, EMBARGOED)
    await cut_short(desk, plan)
    await go_on(desk)
    assert (live(desk, key) or {}).get(BIO) != EMBARGOED


async def test_nor_what_is_seen_when_its_lost_answer_is_looked_up(desk: Desk) -> None:
    key = await live_item(desk)
    plan = await desk.publishing.plan([key], Goal.PUBLISH)
    await desk.ledger.begin_run(plan)
    known = await desk.ledger.items([key])
    await desk.ledger.journal("killed", plan.batches[0].operations, known)
    place = {"collection": key.collection, "item": key.item}
    desk.colleague("edit", **place, fieldData={NAME: "Mine"}, isDraft=True)  # it has arrived
    desk.colleague_edits(key, BIO, EMBARGOED)
    await desk.lookup.look(print)
    await go_on(desk)
    assert (live(desk, key) or {}).get(BIO) != EMBARGOED


async def test_what_a_refresh_brings_while_a_lost_answer_is_waited_for_was_not_seen(
    desk: Desk,
) -> None:
    key = await live_item(desk)
    plan = await desk.publishing.plan([key], Goal.PUBLISH)
    publisher, has_come = desk.publishing._publisher, False

    async def wait(_seconds: float) -> None:
        nonlocal has_come
        if not has_come:
            has_come = True
            desk.colleague_edits(key, BIO, EMBARGOED)
            await desk.refreshing.refresh_all()

    publisher._waits = Waits(wait, clock, Patience(1.0))
    desk.practice.control("POST", "faults", {"method": "PATCH", "do": "reset_after"})
    [result] = await go(desk, plan)
    assert has_come
    assert result.result is Result.NOT_PUBLISHED
    assert (live(desk, key) or {}).get(BIO) != EMBARGOED


async def lose(desk: Desk, key: ItemKey) -> None:
    """Publish; Webflow has the change, and nobody can be asked what became of it."""
    plan = await desk.publishing.plan([key], Goal.PUBLISH)

    def listen(progress: Progress) -> None:
        if progress.phase is Phase.WRITING:
            order = {"method": "GET", "do": "reset_before", "times": "always"}
            desk.practice.control("POST", "faults", order)

    desk.practice.control("POST", "faults", {"method": "PATCH", "do": "reset_after"})
    await desk.publishing.start(plan, listen).go()
    desk.practice.control("DELETE", "faults")


async def test_what_was_to_go_live_is_not_forgotten_when_its_lost_answer_is_found_later(
    desk: Desk,
) -> None:
    """It is sent then, and no unsent work: nothing else would say that it is not live."""
    key = await live_item(desk)
    await lose(desk, key)
    await desk.refreshing.refresh_all()
    assert await desk.works() == []
    run = await desk.publishing.interrupted()
    assert run is not None
    assert run.left == (key,)


async def test_nor_by_another_run_in_between(desk: Desk) -> None:
    key, [other] = await live_item(desk), await desk.keys(1)
    await lose(desk, key)
    await desk.editing.set_field(other, NAME, "Another")
    await go(desk, await desk.publishing.plan([other], Goal.SEND))
    await desk.refreshing.refresh_all()
    run = await desk.publishing.interrupted()
    assert run is not None
    assert run.left == (key,)


async def test_nor_by_another_run_after_the_program_was_killed(desk: Desk) -> None:
    key, [other] = await live_item(desk), await desk.keys(1)
    plan = await desk.publishing.plan([key], Goal.PUBLISH)
    await desk.ledger.begin_run(plan)
    known = await desk.ledger.items([key])
    await desk.ledger.journal("killed", plan.batches[0].operations, known)
    place = {"collection": key.collection, "item": key.item}
    desk.colleague("edit", **place, fieldData={NAME: "Mine"}, isDraft=True)  # it has arrived
    await desk.editing.set_field(other, NAME, "Another")
    await go(desk, await desk.publishing.plan([other], Goal.SEND))
    await desk.lookup.look(print)
    run = await desk.publishing.interrupted()
    assert run is not None
    assert run.left == (key,)
