"""The seam to the HTTP library. A request in flight is cancelled only together with its client.

httpx loses a place in its pool for good when a request is cancelled (measured, and known
upstream), so every request runs in a task of its own. Who stops waiting leaves it running. What
has taken too long is cut off, so that nothing of it comes later, and the next request gets a new
client.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol
from urllib.parse import quote, urlencode, urlsplit

from wfdesk.api.address import WEBFLOW_HOSTS, checked_address
from wfdesk.api.wire import encoded
from wfdesk.domain.errors import BadAddressError, OfflineError, TimedOutError
from wfdesk.domain.values import Value

_ASLEEP = 30.0
"""Seconds by which the time of day goes ahead when the computer has slept, not less."""


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A request, ready to go."""

    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | None = field(repr=False)

    @property
    def label(self) -> str:
        """What a log may say of it: method and path."""
        return f"{self.method} {urlsplit(self.url).path}"


class PoolExhaustedError(OfflineError):
    """No connection came free; nothing was sent. The client is replaced and the call repeated."""


class Connection(Protocol):
    """A client of the HTTP library. Raises nothing but ``ApiError``s."""

    async def exchange(self, call: Call) -> Reply: ...

    async def aclose(self) -> None: ...


class SleepWatch:
    """Notices that the computer has slept: the time of day went on without the running clock.

    That the time of day was set looks the same, and costs no more than a new connection.
    """

    def __init__(
        self,
        wall: Callable[[], float] = time.time,
        running: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wall, self._running = wall, running
        self._apart = wall() - running()

    def has_slept(self) -> bool:
        """Whether it has, since this was asked last."""
        before, self._apart = self._apart, self._wall() - self._running()
        return abs(self._apart - before) > _ASLEEP


class Transport:
    """Sends requests to one API, and lets none go on past its deadline, whoever still waits.

    The client is built on the first request, in ``executor``: its TLS context takes some 100 ms.
    """

    def __init__(
        self,
        base_url: str,
        *,
        executor: Executor | None = None,
        hosts: frozenset[str] = WEBFLOW_HOSTS,
        connect: Callable[[str], Connection] | None = None,
        sleep_watch: "SleepWatch | None" = None,
    ) -> None:
        self.base_url = checked_address(base_url, hosts)
        self._executor = executor
        self._connect = connect or _connect
        self._line: _Line | None = None
        self._lines: set[_Line] = set()
        self._closers: set[asyncio.Task[None]] = set()
        self._building = asyncio.Lock()
        self._is_closed = False
        self._sleep_watch = sleep_watch or SleepWatch()

    async def send(  # noqa: PLR0913 - the parts of one request, and who follows it
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str | int] | None = None,
        json: Value = None,
        headers: Mapping[str, str] | None = None,
        deadline: float,
        on_start: Callable[[asyncio.Task[Reply]], None] | None = None,
    ) -> Reply:
        """Send and wait for the whole answer, at most ``deadline`` seconds.

        ``on_start`` is told the request itself, which goes on if nobody waits for it any more.
        """
        self._check(url)
        query = "?" + urlencode(params, quote_via=quote) if params else ""
        sent = dict(headers or {})
        body = None
        if json is not None:
            body = encoded(json)
            sent["content-type"] = "application/json"
        call = Call(method, url + query, sent, body)
        try:
            return await self._exchange(call, deadline, on_start)
        except PoolExhaustedError:
            return await self._exchange(call, deadline, on_start)

    async def aclose(self, grace: float = 2.0) -> None:
        """Close for good. What somebody waits for, and any write, has ``grace`` seconds to end."""
        self._is_closed = True
        self._line = None
        closers = list(self._closers)
        for closer in closers:
            closer.cancel()
        await asyncio.gather(*closers, return_exceptions=True)
        lines = list(self._lines)
        await asyncio.gather(
            *(self._close(line, line.tasks - line.abandoned, grace) for line in lines)
        )

    def _check(self, url: str) -> None:
        """Never send a token to another place than the one this transport was made for."""
        if not url.startswith(self.base_url + "/"):
            raise BadAddressError(
                "wfdesk refused to send the token to another address.", urlsplit(url).netloc
            )

    async def _exchange(
        self,
        call: Call,
        deadline: float,
        on_start: Callable[[asyncio.Task[Reply]], None] | None,
    ) -> Reply:
        line = await self._open_line()
        task = asyncio.create_task(line.connection.exchange(call), name=call.label)
        line.tasks.add(task)
        end = asyncio.get_running_loop().call_later(deadline, self._cut_off, line, task)
        task.add_done_callback(partial(_ended, line, end))
        if on_start is not None:
            on_start(task)
        # Unlike wait_for, asyncio.wait cancels nothing when we are cancelled.
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError:
            if call.method == "GET":
                line.abandoned.add(task)
            raise
        if task.cancelled():
            raise TimedOutError(
                "Webflow did not answer in time. Check the connection and try again.",
                f"{call.label}: no answer within {deadline:g} s",
            )
        if isinstance(task.exception(), PoolExhaustedError):
            self._retire(line)
        return task.result()

    async def _open_line(self) -> "_Line":
        slept = self._sleep_watch.has_slept()
        async with self._building:
            if slept and self._line is not None:
                self._retire(self._line)  # Its sockets are dead, and nobody has told them.
            self._check_open()
            if self._line is None:
                loop = asyncio.get_running_loop()
                connection = await loop.run_in_executor(
                    self._executor, self._connect, self.base_url
                )
                try:
                    self._check_open()  # It may have been closed meanwhile.
                except OfflineError:
                    await connection.aclose()
                    raise
                self._line = _Line(connection)
                self._lines.add(self._line)
            return self._line

    def _check_open(self) -> None:
        if self._is_closed:
            raise OfflineError("The connection to Webflow is closed. Sign in again.")

    def _cut_off(self, line: "_Line", task: asyncio.Task[Reply]) -> None:
        """Give a request up with its connection. Its client takes no other one from now on."""
        self._retire(line)
        task.cancel()

    def _retire(self, line: "_Line") -> None:
        """Let the next request have a new client; close this one once its stragglers ended.

        None of them goes on past its deadline.
        """
        if self._line is not line:
            return
        self._line = None
        closing = self._close(line, line.tasks)
        closer = asyncio.create_task(closing, name="close an old client")
        self._closers.add(closer)
        closer.add_done_callback(self._closers.discard)

    async def _close(
        self, line: "_Line", awaited: set[asyncio.Task[Reply]], grace: float | None = None
    ) -> None:
        if awaited:
            await asyncio.wait(awaited, timeout=grace)
        await line.connection.aclose()
        self._lines.discard(line)
        if line.tasks:
            # Their sockets are closed, so they end now; the pool they could harm is gone.
            await asyncio.wait(line.tasks, timeout=1.0)
        for task in line.tasks:
            task.cancel()  # Nothing is left in it but our own waiting.


class _Line:
    """A client and the requests that are on it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.tasks: set[asyncio.Task[Reply]] = set()
        self.abandoned: set[asyncio.Task[Reply]] = set()
        """Those of ``tasks`` whose answer nobody needs any more."""


def _ended(line: _Line, end: asyncio.TimerHandle, task: asyncio.Task[Reply]) -> None:
    end.cancel()
    line.tasks.discard(task)
    line.abandoned.discard(task)
    if not task.cancelled():
        task.exception()  # Nobody may be waiting for it any more.


def _connect(base_url: str) -> Connection:
    # Imported here, in the executor's thread: httpx costs some 200 ms that no start should pay.
    from wfdesk.api.connection import connect  # noqa: PLC0415

    return connect(base_url)
