"""A complete answer, and how it is handed over."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Message, Scope

from wfdesk.practice.cms.refused import RefusedError
from wfdesk.practice.web.connections import Line

WITHOUT_A_BODY: Final = frozenset({204, 304})


@dataclass(slots=True)
class Answer:
    """What the client is told, before it is sent. It can still be changed or withheld."""

    status: int = 500
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    deliver: "Delivery | None" = None
    """Another way to hand it over than whole and at once."""

    async def take(self, message: Message) -> None:
        """Stand in for the network."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            raw = {key.decode(): value.decode() for key, value in message.get("headers", [])}
            self.headers.update({k: v for k, v in raw.items() if k != "content-length"})
        else:
            self.body += message.get("body", b"")

    async def send(self, line: Line) -> None:
        await (self.deliver or whole)(line, self)


Delivery = Callable[[Line, Answer], Awaitable[None]]
Witness = Callable[[Scope, bytes, Answer], None]
"""Is shown each request with its body, and the API's answer before any fault disturbs it."""


async def whole(line: Line, answer: Answer) -> None:
    is_bare = answer.status in WITHOUT_A_BODY
    await line.head(answer.status, answer.headers, None if is_bare else len(answer.body))
    await line.body(b"" if is_bare else answer.body, more=False)


def refused(refusal: RefusedError, headers: Mapping[str, str] | None = None) -> Answer:
    body = json.dumps(refusal.body).encode()
    return Answer(refusal.status, body, {"content-type": "application/json", **(headers or {})})


async def refusal(_request: Request, error: Exception) -> Response:
    """What an application says where one of its operations refused."""
    if not isinstance(error, RefusedError):
        raise error
    return JSONResponse(error.body, error.status)
