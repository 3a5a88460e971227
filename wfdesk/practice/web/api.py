"""The operations, for those who may ask them and do not ask too often."""

from collections.abc import Callable

from starlette.types import ASGIApp, Message, Scope

from wfdesk.practice.cms.changes import Changes
from wfdesk.practice.cms.refused import RefusedError
from wfdesk.practice.web.access import Access, Token, no_token, too_many
from wfdesk.practice.web.answer import Answer, refused


class Api:
    """Answers a request as Webflow does, and lets what it changed be kept."""

    def __init__(
        self, operations: ASGIApp, access: Access, changes: Changes, keep: Callable[[], None]
    ) -> None:
        self._operations = operations
        self._access = access
        self._changes = changes
        self._keep = keep

    def token(self, scope: Scope) -> Token | None:
        headers: dict[bytes, bytes] = dict(scope["headers"])
        return self._access.token(headers.get(b"authorization", b"").decode("latin-1"))

    async def answer(self, scope: Scope, body: bytes, number: int) -> Answer:
        """Answer the request of that number in the log."""
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
            answer = await self._asked(inner, body)
        if answer.status == 429:
            answer.headers["Retry-After"] = "60"
        answer.headers.update(headers)
        return answer

    async def _asked(self, scope: Scope, body: bytes) -> Answer:
        answer = Answer()

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        await self._operations(scope, receive, answer.take)
        if scope["method"] != "GET" and answer.status < 300:
            self._keep()
        return answer
