"""What the run under way is about to make live is no problem to what refers to it."""

import asyncio
from pathlib import Path

from tests.unit.sync.conftest import Desk
from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.errors import MissingItemError
from wfdesk.domain.ids import NAME, CollectionId, FieldSlug, ItemKey
from wfdesk.domain.plan import Goal
from wfdesk.store.database import Database
from wfdesk.store.runs import RunsRepository

PLACE = FieldSlug("place")


async def two_new_ones(desk: Desk) -> tuple[ItemKey, ItemKey]:
    """A new item, and a new one that refers to it."""
    places = CollectionId(desk.practice.collection("places"))
    stories = CollectionId(desk.practice.collection("stories"))
    place = await desk.editing.create(places, desk.locale, {NAME: "New place"})
    story = await desk.editing.create(stories, desk.locale, {NAME: "New story", PLACE: place.item})
    return place, story


async def told(desk: Desk, story: ItemKey) -> set[str]:
    """What the review and the form say is wrong with the references."""
    review = await desk.reviewing.review()
    found = [problem for item in review.items for problem in item.problems]
    [key] = await desk.browsing.current([story])
    try:
        work = await desk.browsing.work(key)
    except MissingItemError:
        return {"gone"}
    found += await desk.browsing.problems(work, await desk.browsing.collection(key.collection))
    return {each.sentence for each in found if each.field == PLACE}


async def test_what_goes_live_with_what_refers_to_it_is_no_problem_on_the_way(desk: Desk) -> None:
    _, story = await two_new_ones(desk)
    slow = {"method": "POST", "path": "items", "do": "delay", "seconds": 0.3, "times": "always"}
    desk.practice.control("POST", "faults", slow)
    sending = asyncio.create_task(desk.send(Goal.PUBLISH))
    said = set[str]()
    while not sending.done():
        said |= await told(desk, story)
    assert all(each.is_good for each in (await sending).values())
    assert said == set()


async def test_what_the_run_did_not_make_live_is_a_problem_when_it_is_over(desk: Desk) -> None:
    _, story = await two_new_ones(desk)
    desk.practice.control(
        "POST", "faults", {"method": "POST", "path": "publish", "do": "status", "status": 401}
    )
    heard: list[ChangeSet] = []
    desk.feed.subscribe(heard.append)
    await desk.send(Goal.PUBLISH)
    [key] = await desk.browsing.current([story])
    assert key in heard[-1].items
    [sentence] = await told(desk, story)
    assert "not live" in sentence


async def test_a_run_that_was_cut_short_is_not_under_way_after_the_next_start(
    desk: Desk, tmp_path: Path
) -> None:
    await two_new_ones(desk)
    plan = await desk.publishing.plan(None, Goal.PUBLISH)
    going = []
    for _ in range(2):
        database = await Database.open(tmp_path / "killed.sqlite3")
        going.append(await database.read(lambda rows: RunsRepository(rows).going_live()))
        await database.write(lambda rows: RunsRepository(rows).begin(plan))
        going.append(await database.read(lambda rows: RunsRepository(rows).going_live()))
        await database.close()
    assert list(map(len, going)) == [0, 2, 0, 2]
