"""A run that waits is held at once when the user pauses it, and looks again when it goes on."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.unit.api.conftest import Naps
from tests.unit.sync.conftest import Desk, opened
from wfdesk.api.pace import Pace
from wfdesk.api.webflow import Webflow
from wfdesk.domain.ids import NAME, ItemKey
from wfdesk.domain.plan import Goal
from wfdesk.services.publishing import PublishingService
from wfdesk.sync.progress import Phase, Progress, Result
from wfdesk.sync.publish import Publisher

LIMIT = 60


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(tmp_path, 120) as made:
        yield made


class Held:
    """A run of what is unsent, in a time of its own, that is paused the first time it waits."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.naps = desk, Naps()
        self.pace = Pace(limit=LIMIT, clock=self.naps.clock, sleep=self.naps.sleep)
        publisher = Publisher(
            desk.database,
            desk.connections,
            desk.feed.publish,
            sleep=self.naps.sleep,
            clock=self.naps.clock,
        )
        self._publishing = PublishingService(desk.database, desk.browsing, publisher)
        self._settled = asyncio.Event()
        self._is_paused = False
        self.heard: list[Progress] = []

    async def connect(self) -> None:
        [old] = self.desk.connections.all()
        practice = self.desk.practice
        webflow = Webflow(practice.url, practice.tokens["full"], pace=self.pace)
        await self.desk.connections.add(old.account, webflow)

    @asynccontextmanager
    async def paused(self) -> AsyncIterator[Callable[[], None]]:
        """While the run is held; it goes on with what this gives, and ends with it."""
        plan = await self._publishing.plan(None, Goal.SEND)
        run = self._publishing.start(plan, self._hear)
        self._run = run
        going = asyncio.create_task(run.go())
        await self._settled.wait()
        assert self.heard[-1].phase is Phase.PAUSED
        self.naps.now += 600
        yield run.resume
        await going

    def _hear(self, progress: Progress) -> None:
        self.heard.append(progress)
        if progress.phase in {Phase.PAUSED, Phase.FINISHED}:
            self._settled.set()
        elif progress.pause_left and not self._is_paused:
            self._is_paused = True
            self._run.pause()
            assert self.heard[-1].phase is Phase.PAUSED  # At once, not after the second that runs.

    def asked(self) -> list[str]:
        return [entry["method"] for entry in self.desk.practice.log()]


async def use_up(pace: Pace) -> None:
    for _ in range(LIMIT):
        async with pace.slot():
            pass


async def edited(desk: Desk) -> ItemKey:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Mine")
    desk.practice.control("DELETE", "log")
    return key


async def test_who_pauses_a_run_that_waits_for_its_turn_has_nothing_asked_until_it_goes_on(
    desk: Desk,
) -> None:
    await edited(desk)
    held = Held(desk)
    await held.connect()
    await use_up(held.pace)

    async with held.paused() as resume:
        assert held.asked() == []
        resume()

    assert [each.result for each in held.heard[-1].results] == [Result.SENT]
    assert held.asked() == ["GET", "PATCH"]


async def test_what_was_looked_at_before_a_pause_is_looked_at_again_after_it(desk: Desk) -> None:
    """Webflow has asked for a pause when it was to be written, and the user pauses in that."""
    key = await edited(desk)
    held = Held(desk)
    await held.connect()
    late = {"do": "429", "method": "PATCH", "path": "items", "seconds": 20}
    desk.practice.control("POST", "faults", late)

    async with held.paused() as resume:
        assert held.asked() == ["GET", "PATCH"]
        [work] = await desk.works()
        assert work.reason == "Webflow asks for a pause."  # No number that would stand still.
        desk.colleague_edits(key, NAME, "Theirs")
        resume()

    assert [each.result for each in held.heard[-1].results] == [Result.CONFLICT]
    assert desk.on_server(key)["fieldData"]["name"] == "Theirs"


async def test_what_was_lost_is_not_looked_up_while_the_run_is_paused(desk: Desk) -> None:
    await edited(desk)
    held = Held(desk)
    await held.connect()
    desk.practice.control(
        "POST", "faults", {"method": "PATCH", "path": "items", "do": "reset_after"}
    )

    async with held.paused() as resume:
        assert held.asked() == ["GET", "PATCH"]
        resume()

    assert [each.result for each in held.heard[-1].results] == [Result.SENT]
    assert "GET" in held.asked()[2:]


async def test_who_cancels_what_is_paused_while_it_waits_has_nothing_sent(desk: Desk) -> None:
    await edited(desk)
    held = Held(desk)
    await held.connect()
    await use_up(held.pace)

    async with held.paused():
        held._run.cancel()

    assert [each.result for each in held.heard[-1].results] == [Result.NOT_SENT]
    assert held.asked() == []
