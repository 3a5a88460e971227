"""The operations, for those who may ask them and do not ask too often."""

import traceback
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Scope

from wfdesk.practice.cms.changes import Changes
from wfdesk.practice.cms.refused import RefusedError
from wfdesk.practice.magazine.media import PLACEHOLDER
from wfdesk.practice.web.access import Access, Token, no_token, too_many
from wfdesk.practice.web.answer import Answer, Witness, refused


class Api:
    """Answers a request as Webflow does, and lets what it changed be kept."""

    def __init__(
        self,
        operations: ASGIApp,
        access: Access,
        changes: Changes,
        keep: Callable[[], None],
        witness: Witness,
    ) -> None:
        self._operations = operations
        self._access = access
        self._changes = changes
        self._keep = keep
        self._witness = witness

    def token(self, scope: Scope) -> Token | None:
        headers: dict[bytes, bytes] = dict(scope["headers"])
        return self._access.token(headers.get(b"authorization", b"").decode("latin-1"))

    def is_logged(self, _scope: Scope) -> bool:
        return True

    def taken(self, scope: Scope, body: bytes) -> bytes:
        """Pictures are kept without the port that the server happens to have."""
        return body.replace(f"{_host(scope)}/assets/".encode(), f"{PLACEHOLDER}/assets/".encode())

    async def answer(self, scope: Scope, body: bytes, number: int) -> Answer:
        answer = await self._admitted(scope, body, number)
        self._witness(scope, body, answer)
        answer.body = answer.body.replace(PLACEHOLDER.encode(), _host(scope).encode())
        return answer

    async def _admitted(self, scope: Scope, body: bytes, number: int) -> Answer:
        token = self.token(scope)
        if token is None or token.is_revoked:
            return refused(no_token())
        wait = self._access.count(token)
        headers = self._access.headers(token)
        if wait:
            return refused(too_many(), {**headers, "Retry-After": str(wait)})
        try:
            self._access.check(token, scope["method"], scope["path"])
        except RefusedError as refusal:
            return refused(refusal, headers)
        inner = {**scope, "practice.token": token.name, "practice.scopes": token.scopes}
        with self._changes.by(token.name, number):
            answer = await asked(self._operations, inner, body)
        if scope["method"] not in {"GET", "HEAD"} and answer.status < 300:
            answer = self._kept(answer)
        if answer.status == 429:
            answer.headers["Retry-After"] = "60"
        answer.headers.update(headers)
        return answer

    def _kept(self, answer: Answer) -> Answer:
        """The answer, once what it says is on the disk."""
        try:
            self._keep()
        except OSError:
            traceback.print_exc()
            return refused(RefusedError(500, "internal_error", "It could not be kept"))
        return answer


class FileServer:
    """Answers who fetches a picture or sends a file: beside the API, and without a token."""

    def __init__(self, files: ASGIApp, changes: Changes) -> None:
        self._files = files
        self._changes = changes

    def token(self, _scope: Scope) -> Token | None:
        return None

    def is_logged(self, scope: Scope) -> bool:
        """A page of pictures would push everything else out of the log."""
        return scope["method"] not in {"GET", "HEAD"}

    def taken(self, _scope: Scope, body: bytes) -> bytes:
        return body

    async def answer(self, scope: Scope, body: bytes, number: int) -> Answer:
        with self._changes.by(UPLOAD, number):
            return await asked(self._files, scope, body)


UPLOAD = "upload"
"""Whose changes those are that come with a file."""


async def asked(app: ASGIApp, scope: Scope, body: bytes) -> Answer:
    """Have an application answer, with nobody listening yet."""
    answer = Answer()

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    try:
        await app(scope, receive, answer.take)
    except Exception:  # noqa: BLE001 - whatever it is, the client hears of it as Webflow says it
        traceback.print_exc()
        return refused(RefusedError(500, "internal_error", "Internal Server Error"))
    return answer


def _host(scope: Scope) -> str:
    host, port = scope["server"]
    return f"http://{host}:{port}"
