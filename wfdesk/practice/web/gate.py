"""What stands before the operations: faults, tokens, the rate limit and the log."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote_plus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.refused import RefusedError
from wfdesk.practice.magazine.media import PLACEHOLDER
from wfdesk.practice.web.access import Access, no_token, too_many
from wfdesk.practice.web.faults import Fault, Faults

Hangup = Callable[[Scope], None]
Witness = Callable[[Scope, bytes, "Answer"], None]
"""Is shown each request with its body, and the API's answer before any fault disturbs it."""
_FORGED = frozenset({"status", "html", "429"})
"""Faults whose answer is not the API's own."""
_HTML = "<!DOCTYPE html><html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"


@dataclass(slots=True)
class Answer:
    """A complete answer, before it is sent."""

    status: int = 500
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    async def take(self, message: Message) -> None:
        """Stand in for the network, so that the answer can still be changed or withheld."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            raw = {key.decode(): value.decode() for key, value in message.get("headers", [])}
            self.headers.update({k: v for k, v in raw.items() if k != "content-length"})
        else:
            self.body += message.get("body", b"")


class Gate:
    """An application around the operations that counts, checks, disturbs and records."""

    def __init__(
        self,
        api: ASGIApp,
        access: Access,
        keep: Callable[[], None],
        hang_up: Hangup,
        witness: Witness,
    ) -> None:
        self.faults = Faults()
        self.log: list[Json] = []
        self._api = api
        self._access = access
        self._keep = keep
        self._hang_up = hang_up
        self._witness = witness

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        host = _host(scope).encode()
        body = (await _read(receive)).replace(host + b"/assets/", f"{PLACEHOLDER}/assets/".encode())
        method, path = scope["method"], scope["path"]
        entry = self._entry(scope, body)
        self.log.append(entry)
        fault = self.faults.take(method, path)
        if fault and fault.do == "reset_before":
            self._hang_up(scope)
            return
        answer = await self._answer(scope, body, fault)
        entry["status"] = answer.status
        if fault is None or fault.do not in _FORGED:
            self._witness(scope, body, answer)
        if fault and fault.do == "reset_after":
            self._hang_up(scope)
            return
        answer.body = answer.body.replace(PLACEHOLDER.encode(), host)
        await _send(send, answer)

    async def _answer(self, scope: Scope, body: bytes, fault: Fault | None) -> Answer:
        if fault and fault.do == "delay":
            await asyncio.sleep(fault.seconds)
        if fault and fault.do in _FORGED:
            return _faulty(fault, self._access.limit)
        token = self._access.token(_header(scope, b"authorization"))
        if token is None:
            return _refused(no_token())
        wait = self._access.count(token)
        headers = self._access.headers(token)
        if wait:
            return _refused(too_many(), {**headers, "Retry-After": str(wait)})
        try:
            self._access.check(token, scope["method"], scope["path"])
        except RefusedError as refusal:
            return _refused(refusal, headers)
        inner = {**scope, "practice.token": token.name, "practice.scopes": token.scopes}
        answer = await self._asked(inner, body)
        if answer.status == 429:
            answer.headers["Retry-After"] = "60"
        answer.headers.update(headers)
        return answer

    async def _asked(self, scope: Scope, body: bytes) -> Answer:
        answer = Answer()

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        await self._api(scope, receive, answer.take)
        if scope["method"] != "GET" and answer.status < 300:
            self._keep()
        return answer

    def _entry(self, scope: Scope, body: bytes) -> Json:
        token = self._access.token(_header(scope, b"authorization"))
        said = _said(body)
        return {
            "method": scope["method"],
            "path": scope["path"],
            "query": unquote_plus(scope["query_string"].decode("ascii", "replace")),
            "status": None,
            "token": token.name if token else None,
            "items": _items_in(said),
            "body": said,
        }


def _faulty(fault: Fault, limit: int) -> Answer:
    if fault.do == "429":
        headers = {"X-RateLimit-Limit": str(limit), "X-RateLimit-Remaining": "0"}
        return _refused(too_many(), {**headers, "Retry-After": f"{fault.seconds:.0f}"})
    if fault.do == "html":
        page = _HTML.format(f"{fault.status} from the edge").encode()
        return Answer(fault.status, page, {"content-type": "text/html; charset=utf-8"})
    known = {item.value: item.phrase for item in HTTPStatus}
    code = "internal_error" if fault.status >= 500 else "bad_request"
    return _refused(RefusedError(fault.status, code, known.get(fault.status, "Trouble")))


def _refused(refusal: RefusedError, headers: dict[str, str] | None = None) -> Answer:
    body = json.dumps(refusal.body).encode()
    return Answer(refusal.status, body, {"content-type": "application/json", **(headers or {})})


async def _read(receive: Receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if not message.get("more_body"):
            return body


async def _send(send: Send, answer: Answer) -> None:
    headers = [(key.lower().encode(), value.encode()) for key, value in answer.headers.items()]
    if answer.status != 204:
        headers.append((b"content-length", str(len(answer.body)).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})


def _host(scope: Scope) -> str:
    host, port = scope["server"]
    return f"http://{host}:{port}"


def _header(scope: Scope, name: bytes) -> str:
    headers: dict[bytes, bytes] = dict(scope["headers"])
    return headers.get(name, b"").decode("latin-1")


def _said(body: bytes) -> Any:
    """What the request says, as far as it is JSON."""
    try:
        return json.loads(body) if body else None
    except ValueError:
        return None


def _items_in(held: Any) -> int:
    if not isinstance(held, dict):
        return 0
    for name in ("items", "itemIds", "fieldData"):
        if isinstance(held.get(name), list):
            return len(held[name])
    return 1 if held else 0
