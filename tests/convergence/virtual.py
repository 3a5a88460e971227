"""Virtual time: one thread, one clock, and an event loop that jumps to whatever happens next.

The world goes on whether or not a program runs in it: what the server and the colleague do stands
in ``World`` and survives a crash of the client, whose event loop does not.
"""

import asyncio
import heapq
from asyncio.base_events import BaseEventLoop
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from math import inf
from typing import Any, TypeVar

T = TypeVar("T")

_LAST = 200_000.0
"""By then every scenario has come to its end, unless it has none."""
_START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


class StuckError(AssertionError):
    """Everything waits and nothing will ever happen."""


class World:
    """The clock, and all that happens by itself at a given moment."""

    def __init__(self) -> None:
        self.now = 0.0
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0

    def moment(self, skew: float = 0.0) -> datetime:
        return _START + timedelta(seconds=self.now + skew)

    def at(self, seconds: float, happens: Callable[[], None]) -> None:
        """Let something happen so many seconds from now. What is due together keeps its order."""
        self._count += 1
        heapq.heappush(self._due, (self.now + seconds, self._count, happens))

    @property
    def next(self) -> float:
        return self._due[0][0] if self._due else inf

    def go_to(self, moment: float) -> None:
        if moment > _LAST:
            raise StuckError("It goes on and on.")
        while self._due and self._due[0][0] <= moment:
            self.now, _, happens = heapq.heappop(self._due)
            happens()
        self.now = moment


class Crash(BaseException):
    """The program is gone, in the middle of whatever it did."""


class Loop(BaseEventLoop):
    """One life of the program. ``touch`` counts its steps to the world, and ends it at the last."""

    def __init__(self, world: World, touches_left: int | None = None) -> None:
        super().__init__()
        self.world = world
        self.is_dead = False
        self.slow_work: Callable[[], float] = lambda: 0.0
        """How long the next piece of work in a thread takes."""
        self.touches_left = touches_left
        self._selector = self  # the base class asks it what is ready
        self._tasks: list[asyncio.Task[Any]] = []
        self.set_exception_handler(lambda *_: None)

    def touch(self) -> bool:
        """Return whether the program is still there to do its next step."""
        if self.touches_left is not None and not self.is_dead:
            self.touches_left -= 1
            self.is_dead = self.touches_left <= 0
        return not self.is_dead

    def time(self) -> float:
        return self.world.now

    def select(self, timeout: float | None) -> list[Any]:
        if self.is_dead:
            raise Crash
        if timeout == 0:
            return []
        world = self.world
        alarm = inf if timeout is None else world.now + timeout
        while not self._ready and world.now < alarm:
            wakes = min(alarm, world.next)
            if wakes == inf:
                raise StuckError("Everything waits and nothing will ever happen.")
            world.go_to(wakes)
        return []

    def run_in_executor(
        self, _executor: object, work: Callable[..., T], *args: Any
    ) -> asyncio.Future[T]:
        """Do the work here and now; a crash comes before it or after it."""
        done: asyncio.Future[T] = self.create_future()
        if not self.touch():
            return done
        result, error = None, None
        try:
            result = work(*args)
        except Exception as failure:  # noqa: BLE001 - it is the future's
            error = failure
        if not self.touch():
            return done
        seconds = self.slow_work()
        if seconds:
            self.call_later(seconds, _settle, done, result, error)
        else:
            _settle(done, result, error)
        return done

    def create_task(self, coro: Any, **named: Any) -> asyncio.Task[Any]:
        """Remember the task: to ask asyncio for ours takes it through those of all scenarios."""
        task = super().create_task(coro, **named)
        self._tasks.append(task)
        return task

    def lives(self, main: Coroutine[Any, Any, object]) -> bool:
        """Run to the end; return whether the program did not crash on its way."""
        try:
            return self.goes_on(main)
        finally:
            self.end()

    def goes_on(self, act: Coroutine[Any, Any, object]) -> bool:
        """Do one thing; return whether the program did not crash meanwhile."""
        try:
            self.run_until_complete(act)
        except Crash:
            return False
        return not self.is_dead

    def end(self) -> None:
        """Let go of every task. None of them reaches the disk or the network any more."""
        self.is_dead = True
        self.select = lambda _timeout: []  # type: ignore[method-assign]
        for _ in range(30):
            left = [task for task in self._tasks if not task.done()]
            if not left:
                break
            for task in left:
                task.cancel()
            self.call_soon(self.stop)
            self.run_forever()
        self.close()

    def _process_events(self, event_list: list[Any]) -> None:
        """There are none: nothing here waits for a socket."""

    def _write_to_self(self) -> None:
        """Nobody calls from another thread."""


def _settle(future: asyncio.Future[Any], result: Any, error: Exception | None) -> None:
    if future.done():
        return
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)
