"""The server as the client meets it: requests travel, meet their fate, are counted and answered."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache, partial
from random import Random
from typing import Any

import msgspec

from tests.convergence.content import Content, Ways
from tests.convergence.faults import JSON, Fate, Faults, lost, offline, spoiled
from tests.convergence.virtual import Loop, World
from tests.convergence.wire import Request, Routes
from wfdesk.api.transport import Call, Reply
from wfdesk.domain.errors import ApiError

NO_CONNECTION = -1
"""The status of a request that never left the computer."""


@dataclass(slots=True)
class Seen:
    """One request, from when it left the client."""

    number: int
    life: int
    session: int
    """A client knows what it has asked for, and nothing of what an earlier one has."""
    left: float
    request: Request
    fate: Fate
    served: float | None = None
    delivered: float | None = None
    status: int = 0
    notes: dict[str, Any] = field(default_factory=dict)
    """What the judge of writes noted when it left."""


class Server:
    """Holds the content and outlives every life of the client."""

    def __init__(self, world: World, rng: Random, ways: Ways, faults: Faults) -> None:
        self.world, self.faults, self.ways = world, faults, ways
        self._rng = rng
        self.content = Content(lambda: world.now, self._stamp, ways)
        self._routes = Routes(self.content)
        self._ticks = 0.0
        self._recent: deque[float] = deque()
        self.seen: list[Seen] = []
        self.life = self.session = 0
        self.is_revoked = False
        self.offline_until = 0.0
        self.on_leaving: Callable[[Seen], None] = lambda _seen: None
        self.on_arrival: Callable[[Seen], None] = lambda _seen: None
        """Just before the server does it: the colleague may be faster."""
        self.on_write: Callable[[Seen], None] = lambda _seen: None
        """Right before it is done; whatever was to come between has come."""
        self.on_delivered: Callable[[Seen, Any], None] = lambda _seen, _body: None

    def begin_as(self, other: "Server") -> None:
        """Hold what the other one holds, in which nobody has done anything yet."""
        self.content.begin_as(other.content)
        self._ticks = other._ticks

    def _stamp(self) -> str:
        """The server's own time; no two changes share a moment, unless its clock is coarse."""
        step = self.ways.clock_step
        self._ticks = max(self._ticks + (0.001 if step < 1 else 0.0), self.world.now)
        moment = self.world.moment(self._ticks - self.world.now)
        if step >= 1:
            moment = moment.replace(microsecond=0)
        return moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"

    def send(self, loop: Loop, call: Call) -> asyncio.Future[Reply]:
        """A request leaves the client; the future is its answer."""
        request = Request.of(call)
        fate = self.faults.draw(request.verb)
        seen = Seen(len(self.seen), self.life, self.session, self.world.now, request, fate)
        self.seen.append(seen)
        self.on_leaving(seen)
        answer: asyncio.Future[Reply] = loop.create_future()
        if self.world.now < self.offline_until or fate.answer == "offline":
            seen.status = NO_CONNECTION
            answer.set_exception(offline())
            return answer
        trip = self._rng.uniform(0.05, 0.4)
        if fate.arrives:
            self.world.at(trip + fate.lag, partial(self._serve, seen, answer))
        if fate.answer == "lost now" or not fate.arrives:
            reply = spoiled(fate, Reply(200, JSON)) if fate.answer == "page" else lost()
            self.world.at(trip + fate.late, partial(self._deliver, seen, answer, reply, None))
        return answer

    def _serve(self, seen: Seen, answer: asyncio.Future[Reply]) -> None:
        self.on_arrival(seen)
        seen.served = self.world.now
        status, body, headers = self._answer(seen)
        seen.status = status
        if seen.fate.answer == "lost now":
            return
        encoded = b"" if body is None else msgspec.json.encode(body)
        date = _date(self.world.moment().replace(microsecond=0))
        reply = Reply(status, {**JSON, **headers, "date": date}, encoded)
        back = self._rng.uniform(0.02, 0.3) + seen.fate.late
        heard = spoiled(seen.fate, reply)
        self.world.at(back, partial(self._deliver, seen, answer, heard, body))

    def _answer(self, seen: Seen) -> tuple[int, Any, Mapping[str, str]]:
        fate = seen.fate
        if fate.status == 429:
            return 429, _said("too_many_requests"), {"retry-after": fate.wait} if fate.wait else {}
        while self._recent and self._recent[0] <= self.world.now - 60:
            self._recent.popleft()
        left = self.ways.limit - len(self._recent)
        if left <= 0:
            seen.notes["over"] = True
            wait = f"{self._recent[0] + 61 - self.world.now:.0f}"
            return 429, _said("too_many_requests"), {"retry-after": wait}
        self._recent.append(self.world.now)
        headers = {
            "x-ratelimit-limit": str(self.ways.limit),
            "x-ratelimit-remaining": str(left - 1),
        }
        if self.is_revoked or fate.status == 401:
            return 401, _said("not_authorized"), headers
        if fate.status == 403:
            return 403, _said("missing_scopes"), headers
        if fate.status:
            return fate.status, _said("internal_error"), {}
        if seen.request.is_write:
            self.on_write(seen)
        status, body = self._routes.answer(seen.request)
        return status, body, headers

    def _deliver(
        self, seen: Seen, answer: asyncio.Future[Reply], heard: Reply | ApiError, body: Any
    ) -> None:
        if seen.life != self.life or answer.done():
            return
        seen.delivered = self.world.now
        if isinstance(heard, ApiError):
            answer.set_exception(heard)
            return
        if not seen.fate.answer:
            self.on_delivered(seen, body)
        answer.set_result(heard)


class Wire:
    """A connection of the client's transport, with the server at its other end."""

    def __init__(self, server: Server, loop: Loop) -> None:
        self._server, self._loop = server, loop

    async def exchange(self, call: Call) -> Reply:
        if not self._loop.touch():
            return await self._loop.create_future()
        answer = self._server.send(self._loop, call)
        reply = await answer
        if not self._loop.touch():
            return await self._loop.create_future()
        return reply

    async def aclose(self) -> None:
        pass


@lru_cache(4096)
def _date(second: datetime) -> str:
    return format_datetime(second, usegmt=True)


def _said(code: str) -> Mapping[str, str]:
    return {"message": code, "code": code}
