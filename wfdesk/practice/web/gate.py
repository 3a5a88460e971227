"""What stands before the operations: it reads, records, disturbs and sends."""

from functools import partial

from starlette.types import Receive, Scope, Send

from wfdesk.practice.cms.logbook import Logbook
from wfdesk.practice.cms.refused import RefusedError
from wfdesk.practice.magazine.media import PLACEHOLDER
from wfdesk.practice.web.answer import Answer, Witness, refused
from wfdesk.practice.web.api import Api
from wfdesk.practice.web.connections import Connections, Line
from wfdesk.practice.web.faults.moments import UnableError
from wfdesk.practice.web.faults.orders import Faults, Order
from wfdesk.practice.web.faults.struck import Ask, Met
from wfdesk.practice.web.log import entry_of
from wfdesk.practice.web.waits import StoppingError

UNABLE = 599
"""The status that says: what was ordered of this request could not be done."""


class Gate:
    """An application around the API."""

    def __init__(
        self, api: Api, faults: Faults, log: Logbook, connections: Connections, witness: Witness
    ) -> None:
        self._api = api
        self._faults = faults
        self._log = log
        self._connections = connections
        self._witness = witness

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
        here, anywhere = f"{_host(scope)}/assets/".encode(), f"{PLACEHOLDER}/assets/".encode()
        body = body.replace(here, anywhere)
        token = self._api.token(scope)
        entry = self._log.add(entry_of(scope, body, token.name if token else None), len(body))
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
        """Have the API answer; no fault has touched this yet."""
        given = met.body if body is None else body
        answer = await self._api.answer(met.scope, given, met.entry["number"])
        met.entry["applied"] = answer.status < 300
        self._witness(met.entry["method"], met.entry["path"], answer)
        answer.body = answer.body.replace(PLACEHOLDER.encode(), _host(met.scope).encode())
        return answer


def _disturbed(order: Order, met: Met, ask: Ask) -> Ask:
    """Ask through a fault. Those that alter the body are the last on the way: none comes here."""

    async def asked(body: bytes | None = None) -> Answer:
        return await order.disturb(met, ask)

    return asked


async def _read(receive: Receive) -> bytes | None:
    """The whole body. None when the client hung up before it was there: nothing was asked."""
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += bytes(message.get("body", b""))
        if not message.get("more_body"):
            return body


def _host(scope: Scope) -> str:
    host, port = scope["server"]
    return f"http://{host}:{port}"
