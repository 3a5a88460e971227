"""What stands before the operations: it reads, records, disturbs and sends."""

from functools import partial
from typing import Final, Protocol

from starlette.types import Receive, Scope, Send

from wfdesk.practice.cms.logbook import Logbook
from wfdesk.practice.cms.refused import RefusedError
from wfdesk.practice.web.access import Token
from wfdesk.practice.web.answer import Answer, refused
from wfdesk.practice.web.connections import Connections, Line
from wfdesk.practice.web.faults.moments import UnableError
from wfdesk.practice.web.faults.orders import Faults, Order
from wfdesk.practice.web.faults.struck import Ask, Met
from wfdesk.practice.web.log import entry_of, weight_of
from wfdesk.practice.web.waits import StoppingError

UNABLE = 599
"""The status that says: what was ordered of this request could not be done."""
_MOST: Final = 32 * 2**20
"""Bytes that are kept of a body; nothing that is allowed is so large. All of it is read."""


class Served(Protocol):
    """What the gate stands before."""

    def token(self, scope: Scope) -> Token | None: ...
    def is_logged(self, scope: Scope) -> bool: ...
    def taken(self, scope: Scope, body: bytes) -> bytes: ...
    async def answer(self, scope: Scope, body: bytes, number: int) -> Answer: ...


class Gate:
    """An application around what is served."""

    def __init__(
        self, served: Served, faults: Faults, log: Logbook, connections: Connections
    ) -> None:
        self._served = served
        self._faults = faults
        self._log = log
        self._connections = connections

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await _read(receive)
        if body is None:
            return
        line = Line(scope, receive, send, self._connections)
        try:
            answer = await self._answer(self._met(scope, body))
            await answer.send(line)
        except StoppingError:
            await line.reset()

    def _met(self, scope: Scope, body: bytes) -> Met:
        body = self._served.taken(scope, body)
        token = self._served.token(scope)
        entry = entry_of(scope, body, token.name if token else None)
        if self._served.is_logged(scope):
            entry = self._log.add(entry, weight_of(entry, body))
        return Met(scope, body, entry)

    async def _answer(self, met: Met) -> Answer:
        orders = self._faults.strike(met)
        met.entry["faults"] = [order.do for order in orders]
        ask: Ask = partial(self._asked, met)
        for order in reversed(orders):
            ask = _disturbed(order, met, ask)
        try:
            answer = await ask()
        except UnableError as error:
            answer = refused(RefusedError(UNABLE, "internal_error", str(error)))
        met.entry["status"] = answer.status or None
        return answer

    async def _asked(self, met: Met, body: bytes | None = None) -> Answer:
        """Have the request done; no fault has touched this answer yet."""
        given = met.body if body is None else body
        answer = await self._served.answer(met.scope, given, met.entry["number"])
        met.entry["applied"] = answer.status < 300
        return answer


def _disturbed(order: Order, met: Met, ask: Ask) -> Ask:
    """Ask through a fault. Those that alter the body are the last on the way: none comes here."""

    async def asked(body: bytes | None = None) -> Answer:
        return await order.disturb(met, ask)

    return asked


async def _read(receive: Receive) -> bytes | None:
    """The whole body. None when the client hung up before it was there: nothing was asked."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")[: _MOST - len(body)]
        if not message.get("more_body"):
            return bytes(body)
