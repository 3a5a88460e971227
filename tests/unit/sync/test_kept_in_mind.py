"""What is left to publish is kept in mind for each item, whatever becomes of the run it was in."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.doubles.practice import Practice, start
from tests.unit.sync.conftest import Desk, joined
from tests.unit.sync.liveitem import live_item
from tests.unit.sync.test_interrupted import released
from tests.unit.sync.test_unpublished import BIO, half_published, left
from tests.unit.sync.test_unseen_live import lose
from wfdesk.domain.edits import Action, SendState
from wfdesk.domain.errors import KeychainError
from wfdesk.domain.ids import NAME, CollectionId, FieldSlug, ItemKey
from wfdesk.domain.plan import Goal, Plan
from wfdesk.store.database import Connection
from wfdesk.store.works import WorksRepository
from wfdesk.sync.progress import Phase, Progress, Result


@pytest.fixture
def practice() -> Iterator[Practice]:
    with closing(start("--items", "40", "--rate-limit", "0")) as practice:
        yield practice


async def test_a_start_after_a_kill_knows_what_failed_to_go_live_before(desk: Desk) -> None:
    """One batch did not go live; then the program is killed in the next one."""
    keys: list[ItemKey] = []
    for slug in ("authors", "places"):
        desk.collection = CollectionId(desk.practice.collection(slug))
        [key] = await desk.keys(1)
        await desk.editing.set_field(key, NAME, f"Of {slug}")
        keys.append(key)
    plan = await desk.publishing.plan(None, Goal.PUBLISH)
    first, second = (
        key.collection for key in dict.fromkeys(k for b in plan.batches for k in b.keys)
    )
    publish = {"method": "POST", "path": f"{first}/items/publish"}
    desk.practice.control("POST", "faults", {**publish, "do": "status", "status": 400})
    hold = {"method": "POST", "path": f"{second}/items/publish", "do": "delay", "seconds": None}
    desk.practice.control("POST", "faults", hold)
    is_last = asyncio.Event()

    def listen(progress: Progress) -> None:
        if progress.phase is Phase.PUBLISHING and progress.batches[0] == len(plan.batches) - 1:
            is_last.set()

    going = asyncio.create_task(desk.publishing.start(plan, listen).go())
    await is_last.wait()
    found = await left(desk)  # what a start right now would find
    await released(desk, going)
    assert await left(desk) == {key for key in keys if key.collection == first}  # the end knows it
    assert found == set(keys)


async def test_what_is_left_to_publish_outlives_an_edit_that_is_taken_back(desk: Desk) -> None:
    first, second = await half_published(desk, {"do": "status", "status": 401})
    desk.practice.control("DELETE", "faults")
    other = (await desk.keys(3))[2]
    await desk.editing.set_field(other, NAME, "Somebody Else")
    await desk.editing.set_field(first, NAME, "Not meant")
    plan = await desk.publishing.plan([other], Goal.SEND)
    await desk.publishing.start(plan, [].append).go()
    await desk.editing.discard([first])
    assert await left(desk) == {first, second}


async def test_what_is_left_to_publish_outlives_an_account_that_is_forgotten(desk: Desk) -> None:
    keys = await half_published(desk, {"do": "status", "status": 401})
    desk.practice.control("DELETE", "faults")
    [row] = await desk.accounts.rows()
    with suppress(KeychainError):
        await desk.accounts.forget(row.account.id, with_content=True)
    await desk.ledger.begin_run(Plan.nothing())  # of another site
    await desk.ledger.end_run()
    await desk.publishing.forget_interrupted()  # what was told of that one
    await desk.begin()
    assert await left(desk) == set(keys)


async def test_an_account_forgotten_before_the_publish_leaves_it_to_be_done(desk: Desk) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Mine")
    plan = await desk.publishing.plan(None, Goal.PUBLISH)
    hold = {"method": "PATCH", "path": "items", "do": "delay", "seconds": None}
    desk.practice.control("POST", "faults", hold)
    going = asyncio.create_task(desk.publishing.start(plan, [].append).go())
    while not desk.writes():
        await asyncio.sleep(0.02)
    [row] = await desk.accounts.rows()
    with suppress(KeychainError):
        await desk.accounts.forget(row.account.id, with_content=False)
    await released(desk, going)
    await desk.begin()
    await desk.refreshing.look_up()
    works = await desk.works()
    assert works or await left(desk) == {key}


async def test_leaving_it_at_what_is_told_forgets_nothing_that_is_not_told(desk: Desk) -> None:
    """Of what is in flight nothing is told, so the user has not left it at that."""
    first, second = await half_published(desk, {"do": "status", "status": 401})

    def lose(rows: Connection) -> None:
        WorksRepository(rows).set_state(second, SendState.UNKNOWN, "")

    await desk.database.write(lose)
    assert await left(desk) == {first}
    await desk.publishing.forget_interrupted()
    await desk.database.write(
        lambda rows: WorksRepository(rows).set_state(second, SendState.SAVED, "")
    )
    assert await left(desk) == {second}


async def test_what_is_left_to_publish_outlives_a_damaged_profile(
    tmp_path: Path, practice: Practice
) -> None:
    async with joined(tmp_path, practice) as desk:
        keys = await half_published(desk, {"do": "status", "status": 401})
    practice.control("DELETE", "faults")
    with closing(sqlite3.connect(tmp_path / "wfdesk.sqlite3", isolation_level=None)) as raw:
        raw.execute("UPDATE edits SET value = 1")
        raw.execute("UPDATE journal SET pre_image = '{garbage', state = 'Sending'")
    async with joined(tmp_path, practice) as desk:
        assert desk.database.damage
        assert await left(desk) == set(keys)


@pytest.mark.parametrize("how", ["killed", "token"])
async def test_what_a_refresh_showed_behind_the_sheet_does_not_go_on(desk: Desk, how: str) -> None:
    """The sheet was open when a colleague's change came in; then the run did not come to it."""
    [key] = await half_published(desk, {"do": "status", "status": 401}, count=1)
    desk.practice.control("DELETE", "faults")
    await desk.publishing.forget_interrupted()
    plan = await desk.publishing.plan([key], Goal.PUBLISH)
    desk.colleague_edits(key, BIO, "<p>Theirs</p>")
    await desk.refreshing.refresh_collection(desk.collection)
    if how == "killed":
        await desk.ledger.begin_run(plan)
    else:
        fault = {"method": "GET", "path": "/items", "do": "status", "status": 401}
        desk.practice.control("POST", "faults", fault)
        await desk.publishing.start(plan, [].append).go()
        desk.practice.control("DELETE", "faults")
    assert await left(desk) == set()


async def test_what_a_colleague_has_changed_is_named_among_what_did_not_go_live(desk: Desk) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Mine")
    desk.colleague_edits(key, BIO, "<p>Theirs</p>")
    assert (await desk.send(Goal.PUBLISH))[key].result is Result.NOT_PUBLISHED
    assert await desk.works() == []
    run = await desk.publishing.interrupted()
    assert run is not None
    assert set(run.changed) == {key}


@pytest.mark.parametrize("theirs", [False, True])
async def test_our_own_write_that_a_refresh_shows_first_is_no_colleagues(
    desk: Desk, theirs: bool
) -> None:
    """It arrived late, and nobody had looked it up yet."""
    key = await live_item(desk)
    await lose(desk, key)
    if theirs:
        desk.colleague_edits(key, FieldSlug("biography"), "Not yet for the public")
    await desk.refreshing._refresher.refresh_collection(desk.collection)  # looks up nothing
    await desk.lookup.look(print)
    assert await desk.works() == []
    run = await desk.publishing.interrupted()
    assert run is not None
    assert (set(run.left), set(run.changed)) == ((set(), {key}) if theirs else ({key}, set()))


async def test_that_it_came_out_of_the_archive_is_no_colleagues_either(desk: Desk) -> None:
    key = await live_item(desk)
    desk.colleague("edit", collection=key.collection, item=key.item, isArchived=True)
    await desk.refreshing.refresh_all()
    await desk.editing.set_action([key], Action.UNARCHIVE)
    await lose(desk, key)
    await desk.refreshing._refresher.refresh_collection(desk.collection)  # looks up nothing
    await desk.lookup.look(print)
    run = await desk.publishing.interrupted()
    assert run is not None
    assert (set(run.left), set(run.changed)) == ({key}, set())
