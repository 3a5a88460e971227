"""A run leaves the window its places, and looks only when the write can follow at once."""

from collections.abc import AsyncIterator, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.doubles.practice import Practice, start
from tests.unit.api.conftest import Naps
from tests.unit.sync.conftest import IMPATIENT, Desk, joined
from wfdesk.api.items import ItemPatch
from wfdesk.api.pace import Pace
from wfdesk.api.webflow import Webflow
from wfdesk.domain.edits import SendState
from wfdesk.domain.errors import RateLimitedError
from wfdesk.domain.ids import NAME, SLUG, CollectionId
from wfdesk.domain.journal import MAYBE_THERE, NOT_STORED
from wfdesk.domain.plan import Goal
from wfdesk.services.publishing import PublishingService
from wfdesk.sync.progress import Phase, Progress, Result
from wfdesk.sync.publish import Publisher

LIMIT, RESERVE = 60, 5
FOR_A_RUN = 6


class Paced:
    """A desk whose token has a limit that the server says nothing of, in a time of its own."""

    def __init__(self, desk: Desk, naps: Naps) -> None:
        self.desk, self.naps = desk, naps
        self.pace = Pace(limit=LIMIT, clock=naps.clock, sleep=naps.sleep)
        publisher = Publisher(
            desk.database,
            desk.connections,
            desk.feed.publish,
            sleep=naps.sleep,
            clock=naps.clock,
            patience=IMPATIENT,
        )
        self.publishing = PublishingService(desk.database, desk.browsing, publisher)
        self.fewest_left = LIMIT

    async def begin(self) -> None:
        [old] = self.desk.connections.all()
        practice = self.desk.practice
        webflow = Webflow(practice.url, practice.tokens["full"], pace=self.pace)
        await self.desk.connections.add(old.account, webflow)
        self.pace.on_used = self._on_used
        self.meet()
        practice.control("DELETE", "log")

    def meet(self, *orders: dict) -> None:
        """Have requests meet these faults, and no answer tell the limit."""
        silent = {"do": "headers", "set": {"X-RateLimit-Limit": None}, "times": "always"}
        self.desk.practice.control("DELETE", "faults")
        assert self.desk.practice.control("POST", "faults", [*orders, silent]).is_success

    async def use_up(self, requests: int) -> None:
        """As somebody at the window does."""
        for _ in range(requests):
            async with self.pace.slot():
                pass
        self.fewest_left = LIMIT

    def asked(self) -> list[str]:
        return [entry["method"] for entry in self.desk.practice.log()]

    async def send(self) -> list[Progress]:
        heard: list[Progress] = []
        plan = await self.publishing.plan(None, Goal.SEND)
        await self.publishing.start(plan, heard.append).go()
        return heard

    def _on_used(self) -> None:
        self.fewest_left = min(self.fewest_left, self.pace.left)


@pytest.fixture(scope="module")
def practice() -> Iterator[Practice]:
    with closing(start("--items", "500", "--rate-limit", "0")) as practice:
        yield practice


@pytest.fixture
async def paced(tmp_path: Path, practice: Practice) -> AsyncIterator[Paced]:
    async with joined(tmp_path, practice) as desk:
        made = Paced(desk, Naps())
        await made.begin()
        yield made
        practice.control("DELETE", "faults")


@pytest.mark.parametrize("used", [52, 53, 54, 55, 60])
async def test_what_is_looked_at_is_written_at_once_and_the_window_keeps_its_places(
    paced: Paced, used: int
) -> None:
    keys = await paced.desk.keys(2)
    for key in keys:
        await paced.desk.editing.set_field(key, NAME, f"Baker {used}")
    await paced.use_up(used)

    heard = await paced.send()

    assert {each.result for each in heard[-1].results} == {Result.SENT}
    assert paced.asked() == ["GET", "GET", "PATCH"]  # No look was in vain.
    assert paced.fewest_left >= RESERVE
    has_waited = any(each.phase is Phase.WAITING and each.pause_left > 50 for each in heard)
    assert has_waited == (used > LIMIT - RESERVE - 3)


@pytest.mark.parametrize("used", [0, 52, 53, 60])
async def test_how_long_it_takes_is_known_before_and_said_of_what_is_left(
    paced: Paced, used: int
) -> None:
    """The minute was taken for an unused one, and a pause was not part of what was left."""
    [key] = await paced.desk.keys(1)
    await paced.desk.editing.set_field(key, NAME, f"Baker, {used} used")
    await paced.use_up(used)
    paced.naps.now += 25

    plan = await paced.publishing.plan(None, Goal.SEND)
    told = paced.publishing.seconds(plan)
    heard = await paced.send()

    waits = [each for each in heard if each.phase is Phase.WAITING]
    assert told == (36 if used > LIMIT - RESERVE - 3 else 1)
    assert bool(waits) == (told > 1)
    assert [each.seconds_left for each in waits] == [each.pause_left + 1 for each in waits]
    assert heard[-1].seconds_left == 0


async def test_a_wait_is_counted_down_to_its_end(paced: Paced) -> None:
    """Of its last half second no number was told, and the status line counted one second more."""
    [key] = await paced.desk.keys(1)
    await paced.desk.editing.set_field(key, NAME, "Baker, paced")
    await paced.use_up(60)
    paced.naps.now += 25.75

    heard = await paced.send()

    counted = [each.pause_left for each in heard if each.phase is Phase.WAITING]
    assert counted == list(range(counted[0], 0, -1))


async def test_nothing_that_a_run_asks_takes_the_places_of_the_window(paced: Paced) -> None:
    desk = paced.desk
    [key] = await desk.keys(1)
    place = await desk.lookup.place(key)
    for ask in (
        lambda: place.items.get(key),
        lambda: place.items.by_slug(key.collection, key.locale, "nobody"),
        lambda: place.items.update(key.collection, [ItemPatch(key, {NAME: "Baker"})]),
        lambda: place.collections.get(key.collection, place.collection.site),
    ):
        await paced.use_up(LIMIT - RESERVE)
        with suppress(RateLimitedError):  # A write is put off.
            await ask()
        assert paced.fewest_left >= RESERVE
        await paced.naps.sleep(60)


async def test_what_is_refreshed_leaves_a_run_its_places(paced: Paced) -> None:
    """Not only its pages: also the fields are read for nobody who waits."""
    await paced.use_up(LIMIT - RESERVE - FOR_A_RUN)
    await paced.desk.refreshing.refresh_collection(paced.desk.collection)
    assert len(paced.asked()) > 1
    assert paced.fewest_left >= RESERVE + FOR_A_RUN - 1


async def test_a_pause_that_webflow_asks_for_at_a_look_is_shown_and_waited_for(
    paced: Paced,
) -> None:
    [key] = await paced.desk.keys(1)
    await paced.desk.editing.set_field(key, NAME, "After a pause")
    paced.meet({"do": "429", "method": "GET", "path": "items", "seconds": 200})

    heard = await paced.send()

    assert [each.result for each in heard[-1].results] == [Result.SENT]
    waits = [each for each in heard if each.phase is Phase.WAITING]
    assert max(each.pause_left for each in waits) == 200
    assert all(0 < each.seconds_left - each.pause_left <= 2 for each in waits)
    assert paced.asked() == ["GET", "GET", "PATCH"]


async def test_who_cancels_in_such_a_pause_does_not_wait_for_its_end(paced: Paced) -> None:
    [key] = await paced.desk.keys(1)
    await paced.desk.editing.set_field(key, NAME, "Before the pause ends")
    paced.meet({"do": "429", "method": "GET", "path": "items", "seconds": 600})
    plan = await paced.publishing.plan(None, Goal.SEND)
    begun = paced.naps.now

    def hear(progress: Progress) -> None:
        if progress.phase is Phase.WAITING:
            run.cancel()

    run = paced.publishing.start(plan, hear)
    await run.go()

    assert paced.naps.now - begun < 10


async def test_a_pause_that_the_computer_sleeps_through_is_over(paced: Paced) -> None:
    """While it sleeps no timer runs, and Webflow's minutes go on."""
    [key] = await paced.desk.keys(1)
    await paced.desk.editing.set_field(key, NAME, "After a night")
    paced.meet({"do": "429", "method": "PATCH", "path": "items", "seconds": 600})
    plan = await paced.publishing.plan(None, Goal.SEND)
    pauses: list[int] = []

    def hear(progress: Progress) -> None:
        if progress.phase is Phase.WAITING:
            pauses.append(progress.pause_left)
            if len(pauses) == 3:
                paced.naps.now += 8 * 3600

    await paced.publishing.start(plan, hear).go()

    assert pauses == [600, 599, 598]
    assert paced.desk.on_server(key)["fieldData"]["name"] == "After a night"


async def test_what_a_look_has_settled_before_a_pause_stays_so(paced: Paced) -> None:
    """The first slug is taken, and that is said; the second one is asked for after the pause."""
    desk = paced.desk
    desk.collection = CollectionId(desk.practice.collection("recipes"))  # too many to read them all
    desk.practice.control("PATCH", "behaviour", {"late_queries": "refused"})
    theirs = {"fieldData": {"name": "Theirs", "slug": "taken"}}
    path = f"/collections/{desk.collection}/items/bulk"
    assert desk.practice.ask("POST", path, json=theirs).is_success
    refused, sent = [
        await desk.editing.create(desk.collection, desk.locale, {NAME: slug, SLUG: slug})
        for slug in ("taken", "free")
    ]
    paced.meet({"do": "429", "method": "GET", "query": "slug=free", "seconds": 30})

    heard = await paced.send()

    said = {each.key: each.result for each in heard[-1].results}
    assert said == {refused: Result.REFUSED, sent: Result.SENT}
    queries = [str(entry["query"]) for entry in desk.practice.log()]
    assert sum("slug=taken" in each.split("&") for each in queries) == 1
    desk.practice.control("PATCH", "behaviour", {"late_queries": "served"})


async def test_what_may_be_there_already_is_asked_about_also_after_a_pause(paced: Paced) -> None:
    """An attempt that seemed lost has arrived, and a colleague has given it another slug."""
    desk = paced.desk
    desk.collection = CollectionId(desk.practice.collection("recipes"))  # too many to read them all
    doubtful, sent = [
        await desk.editing.create(desk.collection, desk.locale, {NAME: slug, SLUG: slug})
        for slug in ("doubtful", "absent")
    ]
    [batch] = (await desk.publishing.plan(None, Goal.SEND)).batches
    attempts = [entry for entry, _ in await desk.ledger.journal("lost", batch.operations, {})]
    await desk.ledger.mark(attempts, SendState.SAVED, NOT_STORED)
    arrived = {"fieldData": {"name": "doubtful", "slug": "moved"}}
    path = f"/collections/{desk.collection}/items/bulk"
    assert desk.practice.ask("POST", path, json=arrived).is_success
    await desk.refreshing.refresh_all()
    desk.practice.control("PATCH", "behaviour", {"late_queries": "refused"})
    paced.meet({"do": "429", "method": "GET", "query": "slug=absent", "seconds": 30})

    heard = await paced.send()

    said = {each.key: (each.result, each.reason) for each in heard[-1].results}
    asked = Result.NOT_SENT, MAYBE_THERE.format("doubtful")
    assert said == {doubtful: asked, sent: (Result.SENT, "")}
    desk.practice.control("PATCH", "behaviour", {"late_queries": "served"})


async def test_who_cancels_while_it_waits_for_its_turn_has_asked_nothing(paced: Paced) -> None:
    [key] = await paced.desk.keys(1)
    await paced.desk.editing.set_field(key, NAME, "Baker")
    await paced.use_up(LIMIT)
    plan = await paced.publishing.plan(None, Goal.SEND)

    def hear(progress: Progress) -> None:
        if progress.phase is Phase.WAITING:
            run.cancel()

    run = paced.publishing.start(plan, hear)
    await run.go()

    assert paced.asked() == []


async def test_a_look_that_takes_many_requests_is_begun_when_there_is_room_for_its_write(
    paced: Paced,
) -> None:
    """One place comes back every three seconds, as after a run of many refusals."""
    desk = paced.desk
    desk.collection = CollectionId(desk.practice.collection("recipes"))
    keys = await desk.keys(310)
    for key in keys[:4]:
        await desk.editing.set_field(key, NAME, f"Bread {key.item}")
    for first in (10, 110, 210):  # What a colleague has changed in one go has to be read again.
        changed = [{"id": key.item, "isArchived": True} for key in keys[first : first + 100]]
        path = f"/collections/{desk.collection}/items"
        assert desk.practice.ask("PATCH", path, json={"items": changed}).is_success
    for _ in range(20):
        await paced.use_up(1)
        paced.naps.now += 3.0
    await paced.use_up(34)
    desk.practice.control("DELETE", "log")

    heard = await paced.send()

    assert {each.result for each in heard[-1].results} == {Result.SENT}
    *looks, write = paced.asked()
    assert (write, len(looks) < 7 * 3) == ("PATCH", True)
