"""The end of being offline is noticed without anybody asking, and nothing is sent by it."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

import pytest

from tests.unit.api.virtualtime import now, run_virtually
from wfdesk.domain.errors import DiskFullError, OfflineError
from wfdesk.sync.status import StatusBoard
from wfdesk.sync.watch import PAUSES, Watch


class World:
    """A network that comes back at the given try, and a clock that does not wait."""

    def __init__(self, back_at: int) -> None:
        self.board = StatusBoard()
        self.back_at = back_at
        self.tries = 0
        self.connected = 0
        self.slept: list[float] = []

    async def reach(self) -> bool:
        self.tries += 1
        self.board.set_online(self.tries >= self.back_at)
        return self.tries >= self.back_at

    async def connect(self) -> None:
        self.connected += 1

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)

    async def watch_until(self, condition: Callable[[], bool]) -> None:
        watch = Watch(self.board, self.reach, self.connect, pauses=(4.0, 8.0), sleep=self.sleep)
        watching = asyncio.create_task(watch.run())
        async with asyncio.timeout(5):
            while not condition():
                await asyncio.sleep(0)
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching


async def test_it_tries_ever_more_slowly_until_webflow_answers() -> None:
    world = World(back_at=4)
    world.board.set_online(False)
    await world.watch_until(lambda: world.connected)
    assert world.tries == 4 + 2  # it holds
    assert world.slept == [4.0, 8.0, 8.0, 8.0, 1.0, 1.0, 1.0]


async def test_it_goes_on_after_a_failure_of_another_kind() -> None:
    world = World(back_at=2)
    world.board.set_online(False)

    async def full_disk_first() -> bool:
        is_reached = await World.reach(world)
        if world.tries == 1:
            raise DiskFullError("The disk is full.")
        return is_reached

    world.reach = full_disk_first
    await world.watch_until(lambda: world.connected)
    assert world.tries == 1 + 3


async def test_it_asks_nothing_once_somebody_else_was_answered() -> None:
    world = World(back_at=1)
    world.board.set_online(False)

    async def answered(seconds: float) -> None:
        world.board.set_online(True)
        await World.sleep(world, seconds)

    world.sleep = answered
    await world.watch_until(lambda: len(world.slept) == 1)
    assert world.tries == 0


async def test_it_watches_again_after_the_next_time() -> None:
    world = World(back_at=1)
    world.board.set_online(False)
    await world.watch_until(lambda: world.connected == 1)
    world.board.set_online(False)
    await world.watch_until(lambda: world.connected == 2)
    assert world.tries == 2 * 3


class Flapping:
    """A network that is there for two seconds, gone for two, and so on; for good from ``steady``.

    Each request takes a tenth of a second, and reading all anew takes thirty of them.
    """

    def __init__(self, steady: float) -> None:
        self.board = StatusBoard()
        self.steady = steady
        self.asked: list[float] = []
        self.begun: list[float] = []
        self.done: list[float] = []
        """When all was to be read anew, and when it was."""

    @property
    def is_there(self) -> bool:
        return now() % 4 < 2 or now() >= self.steady

    async def ask(self) -> bool:
        self.asked.append(now())
        await asyncio.sleep(0.1)
        self.board.set_online(self.is_there)
        return self.is_there

    async def read_all(self) -> None:
        self.begun.append(now())
        for _ in range(30):
            if not await self.ask():
                raise OfflineError("There is no network.")
        self.done.append(now())


@pytest.mark.parametrize("begin", [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5])
def test_a_connection_that_comes_and_goes_is_not_read_through_until_it_stays(begin: float) -> None:
    """Else it would begin anew each time, and be cut off in the middle."""

    async def flap() -> Flapping:
        network = Flapping(steady=3600)
        await asyncio.sleep(begin)
        network.board.set_online(False)
        watching = asyncio.create_task(Watch(network.board, network.ask, network.read_all).run())
        await asyncio.sleep(3600 + 65)
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        return network

    network = run_virtually(flap())
    assert len([at for at in network.asked if at < 3600]) < 3 * (3600 / 60 + len(PAUSES))
    assert len(network.begun) == len(network.done) == 1
    assert network.begun[0] >= 3600


async def test_it_asks_nothing_while_online_or_not_yet_tried() -> None:
    world = World(back_at=1)
    turns = iter(range(20))
    await world.watch_until(lambda: next(turns, None) is None)
    assert world.tries == 0


async def test_whether_somebody_answers_costs_one_request_and_takes_nothing_in(desk) -> None:
    desk.practice.control("DELETE", "log")
    heard: list[object] = []
    desk.feed.subscribe(heard.append)
    assert await desk.refreshing.reach()
    assert [(each["method"], each["path"]) for each in desk.practice.log()] == [
        ("GET", "/v2/sites")
    ]
    assert heard == []


async def test_who_refuses_is_there(desk) -> None:
    desk.practice.control("POST", "faults", {"do": "status", "status": 403})
    assert await desk.refreshing.reach()


async def test_a_page_to_sign_in_to_a_network_is_not_webflow(desk) -> None:
    desk.practice.control("POST", "faults", {"do": "html", "status": 200})
    assert not await desk.refreshing.reach()
    assert "not from Webflow" in desk.board.status.trouble


async def test_nobody_is_there_where_nobody_answers(desk) -> None:
    desk.practice.close()
    assert not await desk.refreshing.reach()
    assert "refused the connection" in desk.board.status.trouble
