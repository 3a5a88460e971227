"""What ends a run in the middle: nothing more is sent, nothing is lost, and the reason is said."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.unit.sync.conftest import Desk
from tests.unit.sync.test_interrupted import released
from wfdesk.domain.edits import ANSWER_LOST, SendState
from wfdesk.domain.ids import NAME, CollectionId, FieldSlug
from wfdesk.domain.plan import Goal
from wfdesk.store.database import Database
from wfdesk.sync.progress import Phase, Progress, Result


async def test_what_cannot_be_journalled_is_not_sent(desk: Desk) -> None:
    [key] = await desk.keys(1)
    biography = FieldSlug("biography")
    text = f"<p>{'long ' * 100_000}</p>"  # longer than the pages that happen to be free
    await desk.editing.set_field(key, biography, text)
    await desk.database.read(lambda rows: rows.execute("PRAGMA max_page_count = 1"))

    result = (await desk.send())[key]

    assert (result.result, "the disk is full" in result.reason) == (Result.NOT_SENT, True)
    assert desk.writes() == []
    await desk.database.read(lambda rows: rows.execute("PRAGMA max_page_count = 1000000"))
    assert (await desk.send())[key].is_good
    assert desk.on_server(key)["fieldData"]["biography"] == text


@pytest.mark.parametrize("verb", ["create", "publish"])
async def test_what_was_answered_and_could_not_be_noted_is_said_to_be_unknown(
    desk: Desk, verb: str
) -> None:
    """By its second step a new item has two names: the plan's, and Webflow's in the journal."""
    trouble = (
        "CREATE TEMP TRIGGER trouble BEFORE UPDATE ON journal"
        f" WHEN NEW.state = 'Sent' AND NEW.verb = '{verb}'"
        " BEGIN SELECT RAISE(ABORT, 'no room'); END"
    )
    await desk.database.read(lambda rows: rows.execute(trouble))
    desk.collection = CollectionId(desk.practice.collection("places"))
    key = await desk.editing.create(desk.collection, desk.locale, {NAME: "Mill"})

    result = (await desk.send(Goal.PUBLISH))[key]

    assert (result.result, result.reason) == (Result.UNKNOWN, ANSWER_LOST)
    await desk.database.read(lambda rows: rows.execute("DROP TRIGGER temp.trouble"))
    await desk.refreshing.refresh_collection(desk.collection)
    assert (await desk.lookup.count(), await desk.works()) == (0, [])


@pytest.mark.parametrize("is_full_to_the_end", [False, True])
async def test_what_could_not_be_noted_is_not_said_to_be_on_its_way(
    desk: Desk, is_full_to_the_end: bool
) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Mine")
    trouble = "CREATE TEMP TRIGGER trouble BEFORE UPDATE ON journal"
    when = "" if is_full_to_the_end else " WHEN NEW.state = 'Sent'"
    abort = " BEGIN SELECT RAISE(ABORT, 'no room'); END"
    await desk.database.read(lambda rows: rows.execute(f"{trouble}{when}{abort}"))
    await desk.send()
    [blocker] = (await desk.publishing.plan(None, Goal.SEND)).blockers
    [work] = await desk.works()

    assert blocker.sentence == ANSWER_LOST
    if not is_full_to_the_end:
        assert work.state is SendState.UNKNOWN

    await desk.database.read(lambda rows: rows.execute("DROP TRIGGER temp.trouble"))
    await desk.send()  # begins, and has nothing to send
    [work] = await desk.works()
    assert (work.state, work.reason) == (SendState.UNKNOWN, ANSWER_LOST)
    await desk.refreshing.look_up()
    assert await desk.works() == []


async def test_what_is_on_its_way_is_said_to_be_so(desk: Desk) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Mine")
    hold = {"method": "PATCH", "path": "items", "do": "delay", "seconds": None}
    desk.practice.control("POST", "faults", hold)
    is_writing = asyncio.Event()

    def listen(progress: Progress) -> None:
        if progress.phase is Phase.WRITING:
            is_writing.set()

    plan = await desk.publishing.plan(None, Goal.SEND)
    going = asyncio.create_task(desk.publishing.start(plan, listen).go())
    await is_writing.wait()
    async with asyncio.timeout(10):
        while (await desk.works())[0].state is not SendState.SENDING:
            await asyncio.sleep(0.01)

    [blocker] = (await desk.publishing.plan(None, Goal.SEND)).blockers

    assert blocker.sentence == "It is being sent right now."
    await released(desk, going)


async def test_a_publish_that_does_not_fit_what_webflow_holds_is_said_and_can_be_tried_again(
    desk: Desk,
) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Baker")
    words = "Site is published to multiple domains at different times"
    order = {"method": "POST", "path": "publish", "do": "status", "status": 409}
    desk.practice.control("POST", "faults", {**order, "answer": {"message": words}})
    result = (await desk.send(Goal.PUBLISH))[key]
    assert (result.result, words in result.reason) == (Result.REFUSED, True)
    again = await desk.publishing.plan([key], Goal.PUBLISH)
    await desk.publishing.start(again, lambda _progress: None).go()
    live = desk.practice.get(f"/collections/{key.collection}/items/{key.item}/live")
    assert live["fieldData"]["name"] == "Baker"


async def test_what_webflow_says_of_a_whole_publish_is_not_searched_for_in_its_items(
    desk: Desk,
) -> None:
    desk.collection = CollectionId(desk.practice.collection("recipes"))
    works = await desk.browsing.works(await desk.keys(60))
    keys = [work.key for work in works if work.item and work.item.is_live][:20]
    for key in keys:
        await desk.editing.set_field(key, NAME, f"Bread {key.item}")
    order = {"method": "POST", "path": "publish", "do": "status", "status": 409, "times": "always"}
    words = "CollectionSchemaChangedError: The collection structure changed since the last publish"
    desk.practice.control("POST", "faults", {**order, "answer": {"message": words}})
    desk.practice.control("DELETE", "log")

    results = await desk.send(Goal.PUBLISH)

    refused = [each for each in results.values() if each.result is Result.REFUSED]
    assert len(refused) > 1
    assert all("Publish the site in Webflow" in each.reason for each in refused)
    asked = [entry["path"] for entry in desk.practice.log() if entry["path"].endswith("publish")]
    assert len(asked) == 1
    run = await desk.publishing.interrupted()
    assert run is not None
    assert set(run.left) == {each.key for each in refused}


async def test_a_publish_that_names_what_does_not_fit_goes_without_that(desk: Desk) -> None:
    desk.collection = CollectionId(desk.practice.collection("recipes"))
    works = await desk.browsing.works(await desk.keys(60))
    bad, *good = [work.key for work in works if work.item and work.item.is_live][:3]
    for key in (bad, *good):
        await desk.editing.set_field(key, NAME, f"Bread {key.item}")
    order = {"method": "POST", "path": "publish", "body": bad.item, "times": "always"}
    words = f"Item {bad.item} does not fit"
    desk.practice.control(
        "POST", "faults", {**order, "do": "status", "status": 409, "answer": {"message": words}}
    )
    results = await desk.send(Goal.PUBLISH)
    assert results[bad].result is Result.REFUSED
    assert {results[key].result for key in good} == {Result.PUBLISHED}


async def test_two_computers_on_one_site_are_as_two_colleagues(desk: Desk, tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        database = await Database.open(tmp_path / "another" / "wfdesk.sqlite3")
        stack.push_async_callback(database.close)
        other = Desk(database, desk.practice, stack)
        await other.begin()
        [key] = await desk.keys(1)
        for each, name in ((desk, "Of this one"), (other, "Of that one")):
            await each.editing.set_field(key, NAME, name)
            await each.editing.create(each.collection, each.locale, {NAME: "Of Both"})
        assert all(result.is_good for result in (await desk.send()).values())

        results = await other.send()

        assert results.pop(key).result is Result.CONFLICT
        assert desk.on_server(key)["fieldData"]["name"] == "Of this one"
        [(new, result)] = results.items()
        assert result.result is Result.NOT_SENT  # the other one has made it meanwhile: look first
        assert (await other.send())[new].result is Result.SENT
        found = desk.practice.get(f"/collections/{desk.collection}/items", limit=100)["items"]
        slugs = [each["fieldData"]["slug"] for each in found if "of-both" in str(each)]
        assert sorted(slugs) == ["of-both", "of-both-2"]
