"""The connection goes in the middle of a run: it waits, looks again and goes on by itself."""

import asyncio
from collections.abc import Callable

import pytest

from tests.unit.api.conftest import Naps
from tests.unit.sync.conftest import Desk
from wfdesk.api.webflow import Webflow
from wfdesk.domain.edits import SendState
from wfdesk.domain.ids import NAME, CollectionId, ItemKey
from wfdesk.domain.plan import Goal
from wfdesk.domain.tables import Query
from wfdesk.services.publishing import PublishingService, Run
from wfdesk.sync.progress import ItemResult, Phase, Progress, Result
from wfdesk.sync.publish import Publisher
from wfdesk.sync.results import CANCELLED
from wfdesk.sync.waits import Patience


class Outing:
    """A run in a time of its own. ``meanwhile`` is called at its first word of the outage."""

    def __init__(self, desk: Desk, patience: Patience | None = None) -> None:
        self.naps = Naps()
        publisher = Publisher(
            desk.database,
            desk.connections,
            desk.feed.publish,
            sleep=self.naps.sleep,
            clock=self.naps.clock,
            patience=patience or Patience(quiet_seconds=0.0),
        )
        self.publishing = PublishingService(desk.database, desk.browsing, publisher)
        self.heard: list[Progress] = []

    async def go(self, meanwhile: Callable[[Run], None] | None = None) -> dict[ItemKey, ItemResult]:
        def listen(progress: Progress) -> None:
            is_first = Phase.OFFLINE not in {each.phase for each in self.heard}
            self.heard.append(progress)
            if progress.phase is Phase.OFFLINE and is_first and meanwhile:
                meanwhile(run)

        run = self.publishing.start(await self.publishing.plan(None, Goal.SEND), listen)
        await run.go()
        return {each.key: each for each in self.heard[-1].results}

    @property
    def waits(self) -> list[int]:
        """The seconds that were counted down, each as it began."""
        told = [each.pause_left for each in self.heard if each.phase is Phase.OFFLINE]
        return [now for before, now in zip([0, *told], told, strict=False) if now > before]


async def new_and_edited(desk: Desk) -> tuple[ItemKey, ItemKey]:
    """What goes in two batches: a new item, and then an edit in another collection."""
    made = await desk.editing.create(desk.collection, desk.locale, {NAME: "Before the tunnel"})
    edited = await elsewhere(desk)
    await desk.editing.set_field(edited, NAME, "After the tunnel")
    return made, edited


async def elsewhere(desk: Desk) -> ItemKey:
    categories = CollectionId(desk.practice.collection("categories"))
    found = await desk.browsing.find(categories, desk.locale, Query())
    return next(key for key in found)


def goes(desk: Desk, *, times: int, collection: str = "") -> None:
    """A login page answers instead of Webflow, so many times."""
    order = {"method": "GET", "path": collection, "do": "html", "status": 200, "times": times}
    answer = desk.practice.control("POST", "faults", order)
    assert answer.is_success, answer.text


async def test_it_goes_on_by_itself_once_webflow_has_answered_for_three_seconds(
    desk: Desk,
) -> None:
    made, edited = await new_and_edited(desk)
    outing = Outing(desk)
    goes(desk, times=3, collection=edited.collection)
    desk.practice.control("DELETE", "log")

    results = await outing.go()

    assert {each.result for each in results.values()} == {Result.SENT}
    assert await desk.works() == []
    assert [each["method"] for each in desk.writes()] == ["POST", "PATCH"]
    assert outing.waits == [5, 10, 20]  # the third of three faults is the second try
    steady = [entry for entry in desk.practice.log() if "/items" not in entry["path"]]
    assert len(steady) >= 3
    last = next(each for each in reversed(outing.heard) if each.phase is Phase.OFFLINE)
    assert last.total - last.done == 2  # A look and a write: what was tried in vain is no progress.
    assert results[made].new_key
    assert desk.on_server(edited)["fieldData"]["name"] == "After the tunnel"


async def test_what_a_colleague_wrote_meanwhile_is_seen_before_it_goes_on(desk: Desk) -> None:
    _made, edited = await new_and_edited(desk)
    goes(desk, times=1, collection=edited.collection)

    results = await Outing(desk).go(lambda _run: desk.colleague_edits(edited, NAME, "Theirs"))

    assert results[edited].result is Result.CONFLICT
    assert desk.on_server(edited)["fieldData"]["name"] == "Theirs"


async def test_a_lost_answer_is_looked_up_when_somebody_answers(desk: Desk) -> None:
    key = await desk.editing.create(desk.collection, desk.locale, {NAME: "Once Only"})
    lost = {"method": "POST", "path": "bulk", "do": "reset_after"}
    page = {"method": "GET", "query": "slug=once-only", "do": "html", "status": 200, "times": 1}
    desk.practice.control("POST", "faults", [lost, page])

    results = await Outing(desk).go()

    assert results[key].result is Result.SENT
    assert [each["method"] for each in desk.writes()] == ["POST"]
    assert await desk.works() == []


@pytest.mark.parametrize("pauses", [(), (5.0,)])
async def test_where_nobody_says_what_became_of_it_nothing_more_is_sent(
    desk: Desk, pauses: tuple[float, ...]
) -> None:
    made, edited = await new_and_edited(desk)
    outing = Outing(desk, Patience(0.0, pauses))
    lost = {"method": "POST", "path": "bulk", "do": "reset_after"}
    page = {"method": "GET", "do": "html", "status": 200, "times": 3, "query": "slug="}
    closed = {"method": "GET", "path": desk.collection, "do": "html", "status": 200, "times": 9}
    desk.practice.control("POST", "faults", [lost, page, {**closed, "after": 1}])

    results = await outing.go()

    assert results[made].result is Result.UNKNOWN
    assert results[edited].result is Result.NOT_SENT
    assert outing.waits == list(pauses)
    assert [each["method"] for each in desk.writes()] == ["POST"]


async def test_who_signs_in_anew_meanwhile_goes_on_as_who_they_are_then(desk: Desk) -> None:
    _made, edited = await new_and_edited(desk)
    goes(desk, times=1, collection=edited.collection)
    tasks: list[asyncio.Task[None]] = []

    def anew(_run: Run) -> None:
        [old] = desk.connections.all()
        other = Webflow(desk.practice.url, desk.practice.tokens["full"])
        tasks.append(asyncio.ensure_future(desk.connections.add(old.account, other)))

    results = await Outing(desk).go(anew)

    await asyncio.gather(*tasks)
    assert results[edited].result is Result.SENT
    assert await desk.works() == []


async def test_who_has_had_enough_cancels(desk: Desk) -> None:
    _made, edited = await new_and_edited(desk)
    goes(desk, times=1, collection=edited.collection)
    outing = Outing(desk)

    results = await outing.go(Run.cancel)

    assert (results[edited].result, results[edited].reason) == (Result.NOT_SENT, CANCELLED)
    assert outing.heard[-1].sentence == CANCELLED
    [work] = await desk.works()
    assert work.state is SendState.SAVED
    assert len(outing.waits) == 1


@pytest.mark.parametrize("pauses", [(), (5.0, 10.0)])
async def test_after_a_while_it_is_over_and_all_is_kept(
    desk: Desk, pauses: tuple[float, ...]
) -> None:
    _made, edited = await new_and_edited(desk)
    outing = Outing(desk, Patience(0.0, pauses))
    goes(desk, times=9, collection=edited.collection)

    results = await outing.go()

    assert results[edited].result is Result.NOT_SENT
    assert outing.waits == list(pauses)
    [work] = await desk.works()
    assert (work.key, work.state) == (edited, SendState.SAVED)


async def test_what_is_answered_and_shows_nothing_of_the_items_is_not_tried_for_ever(
    desk: Desk,
) -> None:
    """A proxy has a page of its own for the list: somebody answers, and it is of no use."""
    _made, edited = await new_and_edited(desk)
    outing = Outing(desk, Patience(0.0, (5.0, 10.0)))
    goes(desk, times=99, collection=f"{edited.collection}/items")

    results = await outing.go()

    assert results[edited].result is Result.NOT_SENT
    assert outing.waits == [5, 10]


async def test_nor_is_what_was_lost_looked_up_for_ever(desk: Desk) -> None:
    made, _edited = await new_and_edited(desk)
    outing = Outing(desk, Patience(0.0, (5.0, 10.0)))
    lost = {"method": "POST", "path": "bulk", "do": "reset_after"}
    page = {"method": "GET", "query": "slug=", "do": "html", "status": 200, "times": 99}
    desk.practice.control("POST", "faults", [lost, page])

    results = await outing.go()

    assert results[made].result is Result.UNKNOWN
    assert outing.waits == [5, 10]


@pytest.mark.parametrize("is_held", [False, True])
async def test_a_night_is_not_waited_out_unless_the_user_has_held_it(
    desk: Desk, is_held: bool
) -> None:
    _made, edited = await new_and_edited(desk)
    outing = Outing(desk)
    goes(desk, times=2, collection=edited.collection)

    def sleep() -> None:
        outing.naps.now += 12 * 3600

    def hold(run: Run) -> None:
        run.pause()
        for act in (sleep, run.resume):
            asyncio.get_running_loop().call_soon(act)

    results = await outing.go(hold if is_held else lambda _run: sleep())

    assert results[edited].result is (Result.SENT if is_held else Result.NOT_SENT)
    assert (await desk.works() == []) is is_held


async def test_who_begins_without_a_connection_is_told_at_once(desk: Desk) -> None:
    await new_and_edited(desk)
    outing = Outing(desk)
    goes(desk, times=9)

    results = await outing.go()

    assert {each.result for each in results.values()} == {Result.NOT_SENT}
    assert outing.waits == []
