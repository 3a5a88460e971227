"""The end of being offline is noticed without anybody asking, and nothing is sent by it."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from wfdesk.domain.errors import DiskFullError
from wfdesk.sync.status import StatusBoard
from wfdesk.sync.watch import Watch


class World:
    """A network that comes back at the given try, and a clock that does not wait."""

    def __init__(self, back_at: int) -> None:
        self.board = StatusBoard()
        self.back_at = back_at
        self.tries = 0
        self.slept: list[float] = []

    async def connect(self) -> None:
        self.tries += 1
        self.board.set_online(self.tries >= self.back_at)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)

    async def watch_until(self, condition: Callable[[], bool]) -> None:
        watch = Watch(self.board, self.connect, pauses=(1.0, 2.0), sleep=self.sleep)
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
    await world.watch_until(lambda: world.board.status.is_online is True)
    assert world.tries == 4
    assert world.slept == [1.0, 2.0, 2.0, 2.0]


async def test_it_goes_on_after_a_failure_of_another_kind() -> None:
    world = World(back_at=2)
    world.board.set_online(False)

    async def full_disk_first() -> None:
        await World.connect(world)
        if world.tries == 1:
            raise DiskFullError("The disk is full.")

    world.connect = full_disk_first
    await world.watch_until(lambda: world.board.status.is_online is True)
    assert world.tries == 2


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
    await world.watch_until(lambda: world.board.status.is_online is True)
    world.board.set_online(False)
    await world.watch_until(lambda: world.board.status.is_online is True)
    assert world.tries == 2


async def test_it_asks_nothing_while_online_or_not_yet_tried() -> None:
    world = World(back_at=1)
    turns = iter(range(20))
    await world.watch_until(lambda: next(turns, None) is None)
    assert world.tries == 0
