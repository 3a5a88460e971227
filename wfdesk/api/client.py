"""One token's conversation with the API: pace, retry, translation. Resources speak through it."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from functools import partial

from wfdesk.api.address import checked_token
from wfdesk.api.clock import seconds_ahead
from wfdesk.api.pace import Pace, Priority, Slot
from wfdesk.api.refusals import error_of, retry_after
from wfdesk.api.transport import Reply, Transport
from wfdesk.api.wire import decoded, not_webflow
from wfdesk.domain.errors import (
    NotWebflowError,
    OfflineError,
    RateLimitedError,
    ServerTroubleError,
    TimedOutError,
)
from wfdesk.domain.values import Value

READ_DEADLINE, WRITE_DEADLINE = 30.0, 60.0

_TRIES = 4
_FIRST_BACKOFF, _LONGEST_BACKOFF = 0.5, 20.0
_LONG_BODY = 256 * 1024
_WRITE_PATIENCE = 1.0
"""A write waits no longer for its turn: what was checked before it would be stale."""
_READ_PATIENCE = {
    Priority.INTERACTIVE: 90.0,
    Priority.RUN: 0.0,
    Priority.PATIENT_RUN: 600.0,
    Priority.BULK: 600.0,
}

Params = Mapping[str, str | int]


class Client:
    """Sends one request at a time per call and returns decoded JSON.

    A read is repeated up to four times while it does no harm; a write is sent once and never
    again, whatever happens. Who catches a write's ``ApiError`` asks its ``outcome``.
    """

    def __init__(
        self,
        transport: Transport,
        token: str,
        pace: Pace,
        *,
        executor: Executor | None = None,
    ) -> None:
        self.pace = pace
        self.on_online: Callable[[bool], None] | None = None
        self.on_accepted: Callable[[bool], None] | None = None
        self.on_clock: Callable[[float], None] | None = None
        self.deadlines = (READ_DEADLINE, WRITE_DEADLINE)
        self._transport = transport
        self._token = checked_token(token)
        self._executor = executor

    async def get(
        self,
        path: str,
        params: Params | None = None,
        *,
        priority: Priority = Priority.INTERACTIVE,
    ) -> Value:
        for attempt in range(1, _TRIES):
            try:
                return await self._read(path, params, priority)
            except RateLimitedError as error:
                if error.retry_after > _READ_PATIENCE[priority]:
                    raise
                # The pace is paused and holds back the next try.
            except ServerTroubleError:
                limit = min(_LONGEST_BACKOFF, _FIRST_BACKOFF * 2**attempt)
                await self.pace.sleep(limit * self.pace.jitter())
        return await self._read(path, params, priority)

    async def send(
        self,
        method: str,
        path: str,
        json: Value,
        *,
        params: Params | None = None,
        priority: Priority = Priority.INTERACTIVE,
    ) -> Value:
        """Write, once. Raises RateLimitedError, unsent, rather than wait for long."""
        async with self.pace.slot(priority, patience=_WRITE_PATIENCE) as slot:
            return await self._exchange(slot, method, path, params, json)

    async def _read(self, path: str, params: Params | None, priority: Priority) -> Value:
        async with self.pace.slot(priority) as slot:
            return await self._exchange(slot, "GET", path, params, None)

    async def _exchange(
        self, slot: Slot, method: str, path: str, params: Params | None, json: Value
    ) -> Value:
        is_reached: bool | None = None
        label, requests = f"{method} {path}", list[asyncio.Task[Reply]]()

        def started(request: asyncio.Task[Reply]) -> None:
            slot.hold_for(request)
            requests.append(request)

        try:
            reply = await self._transport.send(
                method,
                self._transport.base_url + path,
                params=params,
                json=json,
                headers={"authorization": f"Bearer {self._token}"},
                deadline=self.deadlines[method != "GET"],
                on_start=started,
            )
            is_reached = True
            return await self._understood(label, reply)
        except asyncio.CancelledError:
            for request in requests:
                request.add_done_callback(partial(self._hear_unawaited, label))
            raise
        except (OfflineError, TimedOutError, NotWebflowError):
            is_reached = False
            raise
        finally:
            # An answer that broke off says neither.
            if is_reached is not None and self.on_online:
                self.on_online(is_reached)

    def _hear_unawaited(self, label: str, request: asyncio.Task[Reply]) -> None:
        """Heed a pause that is asked for by an answer which nobody waits for any more."""
        if request.cancelled() or request.exception() is not None:
            return
        reply = request.result()
        if reply.status == 429:
            self.pace.learn(reply.headers, is_held_back=True)
            self._hold_back(label, reply)

    async def _understood(self, label: str, reply: Reply) -> Value:
        self.pace.learn(reply.headers, is_held_back=reply.status == 429)
        if self.on_clock and (ahead := seconds_ahead(reply.headers)) is not None:
            self.on_clock(ahead)
        is_good = 200 <= reply.status < 300
        if self.on_accepted and (is_good or reply.status == 401):
            self.on_accepted(is_good)
        if not is_good:
            wait = self._hold_back(label, reply) if reply.status == 429 else 0.0
            raise error_of(label, reply, self._token, wait=wait)
        self.pace.flow()
        kind = reply.headers.get("content-type", "application/json")
        if reply.body and "json" not in kind:
            raise not_webflow(f"{label}: {reply.status} {kind[:80]}")
        if len(reply.body) <= _LONG_BODY:
            return decoded(reply.body)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, decoded, reply.body)

    def _hold_back(self, label: str, reply: Reply) -> float:
        """Pause this token after a 429; return the seconds.

        A site may be published once a minute whatever the token's limit, so that refusal holds
        nothing else back while the token has requests left.
        """
        told = retry_after(reply.headers)
        is_publish = label.startswith("POST /sites/") and label.endswith("/publish")
        if is_publish and reply.headers.get("x-ratelimit-remaining", "0") != "0":
            return 60.0 if told is None else told
        return self.pace.pause(told)
