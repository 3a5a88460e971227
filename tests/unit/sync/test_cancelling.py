"""A cancel ends a run before its next write, whatever it waits for; and what goes after a refusal
goes after another look."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.unit.api.conftest import Naps
from tests.unit.sync.conftest import Desk, opened
from tests.unit.sync.test_questions import patch
from wfdesk.domain.edits import SendState
from wfdesk.domain.ids import NAME, CollectionId
from wfdesk.domain.plan import Goal
from wfdesk.services.publishing import PublishingService
from wfdesk.sync.progress import Phase, Progress, Result
from wfdesk.sync.publish import Publisher
from wfdesk.sync.results import CANCELLED


@pytest.fixture
async def large(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(tmp_path, 600) as desk:
        yield desk


async def test_who_cancels_while_it_is_looked_has_nothing_written(desk: Desk) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Not this time")
    plan = await desk.publishing.plan(None, Goal.SEND)
    heard: list[Progress] = []

    def listen(progress: Progress) -> None:
        heard.append(progress)
        if progress.phase is Phase.CHECKING:
            run.cancel()

    run = desk.publishing.start(plan, listen)
    await run.go()

    assert desk.writes() == []
    [result] = heard[-1].results
    assert (result.result, result.reason) == (Result.NOT_SENT, CANCELLED)
    [work] = await desk.works()
    assert (work.state, work.edits[NAME].value) == (SendState.SAVED, "Not this time")


async def test_who_cancels_does_not_wait_for_what_is_lost_and_it_is_looked_up_later(
    desk: Desk,
) -> None:
    naps = Naps()
    publisher = Publisher(
        desk.database, desk.connections, desk.feed.publish, sleep=naps.sleep, clock=naps.clock
    )
    publishing = PublishingService(desk.database, desk.browsing, publisher)
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Arrived")
    lost = {"method": "PATCH", "path": "items", "do": "reset_after"}
    desk.practice.control("POST", "faults", lost)
    heard: list[Progress] = []
    begun = naps.now

    def listen(progress: Progress) -> None:
        heard.append(progress)
        if progress.phase is Phase.LOOKING_UP:
            run.cancel()

    run = publishing.start(await publishing.plan(None, Goal.SEND), listen)
    await run.go()

    assert naps.now - begun < 5
    assert [each.result for each in heard[-1].results] == [Result.UNKNOWN]
    assert await publishing.look_up(print)  # It was found: that is as certain as it can be.
    assert await desk.works() == []
    assert len(desk.writes()) == 1


@pytest.mark.parametrize("status", [400, 409])
async def test_what_a_colleague_does_while_a_refused_item_is_searched_for_is_seen(
    desk: Desk, status: int
) -> None:
    desk.collection = CollectionId(desk.practice.collection("recipes"))
    keys = await desk.keys(8)
    for key in keys:
        await desk.editing.set_field(key, NAME, f"Baker {key.item}")
    bad = {"method": "PATCH", "body": keys[7].item, "times": "always", "do": "status"}
    order = {**bad, "status": status, "answer": {"message": "In use by: Home"}}
    desk.practice.control("POST", "faults", order)
    heard: list[Progress] = []

    def listen(progress: Progress) -> None:
        was_writing = bool(heard) and heard[-1].phase is Phase.WRITING
        heard.append(progress)
        if was_writing and progress.phase is Phase.CHECKING:  # The first was refused by now.
            desk.colleague_edits(keys[0], NAME, "Theirs")

    await desk.publishing.start(await desk.publishing.plan(None, Goal.SEND), listen).go()

    said = {each.key: each.result for each in heard[-1].results}
    assert said[keys[0]] is Result.CONFLICT
    assert said[keys[7]] is Result.REFUSED
    assert {said[key] for key in keys[1:7]} == {Result.SENT}
    reasons = {work.key: work.reason for work in await desk.works()}
    assert reasons.keys() == {keys[0], keys[7]}
    assert "In use by: Home" in reasons[keys[7]]


async def test_who_cancels_in_a_long_look_ends_it_after_the_request_under_way(large: Desk) -> None:
    """An item that may be there already has the whole collection read where there is no filter."""
    desk = large
    desk.collection = CollectionId(desk.practice.collection("recipes"))
    await desk.editing.create(desk.collection, desk.locale, {NAME: "Once Only"})
    desk.practice.control(
        "POST", "faults", {"method": "POST", "path": "bulk", "do": "reset_before"}
    )
    await desk.send()
    desk.practice.control("PATCH", "behaviour", {"late_queries": "refused"})
    desk.practice.control("DELETE", "log")
    heard: list[Progress] = []

    def listen(progress: Progress) -> None:
        heard.append(progress)
        if progress.done == 2:
            run.cancel()

    run = desk.publishing.start(await desk.publishing.plan(None, Goal.SEND), listen)
    await run.go()

    assert len(desk.practice.log()) == 2 < len(await desk.keys(1_000)) / 100
    [result] = heard[-1].results
    assert (result.result, result.reason) == (Result.NOT_SENT, CANCELLED)
    assert {work.state for work in await desk.works()} == {SendState.SAVED}


async def test_who_cancels_while_it_is_read_what_others_have_made_has_no_more_of_that_read(
    large: Desk,
) -> None:
    """A colleague has been at the new item since: so it may be another one that is called so."""
    desk = large
    await desk.editing.create(desk.collection, desk.locale, {NAME: "Once Only"})
    plan = await desk.publishing.plan(None, Goal.SEND)
    lost = {"method": "POST", "path": "bulk", "do": "reset_after"}
    desk.practice.control("POST", "faults", lost)
    desk.practice.control("PATCH", "behaviour", {"late_queries": "refused"})
    heard: list[Progress] = []

    def listen(progress: Progress) -> None:
        if progress.phase is Phase.LOOKING_UP and heard[-1].phase is not Phase.LOOKING_UP:
            patch(desk, "Once Only", email="theirs@example.org")
            desk.practice.control("DELETE", "log")
        heard.append(progress)
        if progress.phase is Phase.LOOKING_UP and "lastUpdated" in str(desk.practice.log()):
            run.cancel()

    run = desk.publishing.start(plan, listen)
    await run.go()

    assert len(desk.practice.log()) == 2  # who has its slug, and what came since: refused
    assert [each.result for each in heard[-1].results] == [Result.UNKNOWN]
    await desk.lookup.look(print)
    assert await desk.works() == []
