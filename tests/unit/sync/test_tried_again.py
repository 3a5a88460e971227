"""What is tried again is told with what others have done to it meanwhile, and with nothing else."""

from tests.unit.sync.conftest import Desk
from tests.unit.sync.liveitem import live_item
from tests.unit.sync.test_creating import EMAIL
from tests.unit.sync.test_undone_after import FULL, SMALL
from tests.unit.sync.test_unpublished import half_published
from wfdesk.domain.ids import NAME, CollectionId, FieldSlug, ItemId, ItemKey
from wfdesk.domain.items import ItemStatus
from wfdesk.domain.plan import Goal, Plan
from wfdesk.services.heldback import tried_in_vain
from wfdesk.store.journal import JournalRepository
from wfdesk.store.runs import RunsRepository
from wfdesk.sync.progress import ItemResult, Progress, Result

BIO = FieldSlug("biography")
MOVED = "It was changed in Webflow since it was to go live the last time, which goes live too."


async def reference_held(desk: Desk) -> tuple[Plan, list[ItemResult]]:
    """A recipe by a new author, which a colleague has changed before it went live."""
    local = await desk.editing.create(
        desk.collection, desk.locale, {NAME: "New Author", EMAIL: "new@bakery.example"}
    )
    desk.collection = CollectionId(desk.practice.collection("recipes"))
    works = await desk.browsing.works(await desk.keys(30))
    key = next(w.key for w in works if w.item and w.item.status is ItemStatus.PUBLISHED)
    await desk.editing.set_field(key, FieldSlug("author"), local.item)
    plan, heard = await desk.publishing.plan(None, Goal.PUBLISH), list[Progress]()
    assert plan.blockers == ()
    desk.colleague_edits(key, FieldSlug("summary"), "Theirs")
    await desk.publishing.start(plan, heard.append).go()
    return plan, list(heard[-1].results)


async def test_a_reference_to_a_new_item_is_not_called_a_colleagues(desk: Desk) -> None:
    plan, results = await reference_held(desk)
    keys = [each.new_key or each.key for each in results if not each.is_good]
    again = await desk.publishing.plan(keys, Goal.PUBLISH, tried_in_vain(plan, results))
    said = [each.sentence for each in again.cautions]
    assert said == ["A colleague changed Summary meanwhile, which goes live too."]


async def begun(desk: Desk) -> ItemKey:
    """A draft whose publish was begun when the program was killed."""
    made = desk.practice.make("authors", name="There", slug="there", email="a@example.org")
    await desk.refreshing.refresh_all()
    key = ItemKey(desk.collection, ItemId(made["id"]), desk.locale)
    await desk.editing.set_field(key, NAME, "Mine")
    await desk.ledger.begin_run(await desk.publishing.plan(None, Goal.PUBLISH))
    return key


async def go_on(desk: Desk) -> Plan:
    await desk.database.write(lambda rows: RunsRepository(rows).interrupt())
    await desk.database.write(lambda rows: JournalRepository(rows).interrupt())
    run = await desk.publishing.interrupted()
    assert run is not None
    return await desk.publishing.plan(run.left, run.goal)


async def test_what_was_changed_since_a_kill_is_said_before_it_goes_on(desk: Desk) -> None:
    """The sheet asked, and did not say what the store knew."""
    key = await begun(desk)
    desk.colleague_edits(key, BIO, "<p>Not yet for the public</p>")
    await desk.refreshing.refresh_all()
    assert [(each.key, each.sentence) for each in (await go_on(desk)).cautions] == [(key, MOVED)]


async def test_what_is_as_it_was_goes_on_without_a_word(desk: Desk) -> None:
    await begun(desk)
    await desk.refreshing.refresh_all()
    assert (await go_on(desk)).cautions == ()


async def test_what_is_left_of_a_run_that_ended_is_told_alike(desk: Desk) -> None:
    [key] = await half_published(desk, {"do": "status", "status": 401}, count=1)
    desk.practice.control("DELETE", "faults")
    assert (await desk.publishing.plan([key], Goal.PUBLISH)).cautions == ()
    desk.colleague_edits(key, BIO, "<p>Theirs</p>")
    await desk.refreshing.refresh_all()
    plan = await desk.publishing.plan([key], Goal.PUBLISH)
    assert MOVED in [each.sentence for each in plan.cautions]


async def test_a_picture_that_was_made_smaller_since_it_was_sent_is_told(desk: Desk) -> None:
    """Webflow may write such a thing itself; but not after it was sent, and shown so."""
    key = await live_item(desk)
    await desk.editing.set_field(key, BIO, f"<p>Bake.</p>{FULL}")
    refusal = {"method": "POST", "path": "publish", "do": "status", "status": 400}
    desk.practice.control("POST", "faults", refusal)
    plan, heard = await desk.publishing.plan(None, Goal.PUBLISH), list[Progress]()
    await desk.publishing.start(plan, heard.append).go()
    desk.practice.control("DELETE", "faults")
    before = tried_in_vain(plan, heard[-1].results)
    assert [each.result for each in before.results.values()] == [Result.REFUSED]
    assert (await desk.publishing.plan([key], Goal.PUBLISH, before)).cautions == ()
    desk.colleague_edits(key, BIO, f"<p>Bake.</p>{SMALL}")
    await desk.refreshing.refresh_all()
    again = await desk.publishing.plan([key], Goal.PUBLISH, before)
    assert [each.key for each in again.cautions] == [key]


async def test_that_what_was_sent_was_taken_back_is_told(desk: Desk) -> None:
    """It is as it was when the run was planned: what goes live is not what was to go live."""
    key = await live_item(desk)
    [work] = await desk.works()
    assert work.item is not None
    refusal = {"method": "POST", "path": "publish", "do": "status", "status": 400}
    desk.practice.control("POST", "faults", refusal)
    plan, heard = await desk.publishing.plan(None, Goal.PUBLISH), list[Progress]()
    await desk.publishing.start(plan, heard.append).go()
    desk.practice.control("DELETE", "faults")
    desk.colleague_edits(key, NAME, work.item.name)
    await desk.refreshing.refresh_all()
    before = tried_in_vain(plan, heard[-1].results)
    again = await desk.publishing.plan([key], Goal.PUBLISH, before)
    assert [each.key for each in again.cautions] == [key]
