"""Who may ask what, and how often."""

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from wfdesk.practice.cms.ids import token_of
from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.refused import RefusedError

WINDOW: Final = 60.0
UNLIMITED: Final = 100_000
_ROOMS: Final = {
    "collections": "cms",
    "pages": "pages",
    "components": "components",
    "assets": "assets",
    "asset_folders": "assets",
}
"""By the word in the address; all else is the site's."""
_READ: Final = (
    *("authorized_user:read", "sites:read", "cms:read", "pages:read"),
    *("components:read", "assets:read"),
)
_WRITE: Final = ("sites:write", "cms:write", "pages:write", "components:write", "assets:write")
_SCOPES: Final = {"full": (*_READ, *_WRITE), "read_only": _READ}
"""The tokens there are, and what each may do."""


_READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(slots=True)
class Token:
    name: str
    scopes: tuple[str, ...]
    is_revoked: bool = False
    asked: deque[float] = field(default_factory=deque)

    def as_json(self) -> Json:
        return {"scopes": list(self.scopes), "revoked": self.is_revoked}


class Access:
    """The tokens and each one's requests of the last minute."""

    def __init__(self, seed: int, rate_limit: int) -> None:
        self.secrets = {name: token_of(seed, name) for name in _SCOPES}
        self.limit = rate_limit or UNLIMITED
        self._is_limited = rate_limit > 0
        self._tokens = {secret: Token(name, _SCOPES[name]) for name, secret in self.secrets.items()}

    def token(self, header: str) -> Token | None:
        """The token of a request, a revoked one too."""
        kind, _, secret = header.partition(" ")
        return self._tokens.get(secret.strip()) if kind.lower() == "bearer" else None

    def change(
        self, name: str, scopes: Sequence[str] | None, *, is_revoked: bool
    ) -> tuple[Json, Json]:
        """Give a token those scopes (None: its own), or take it away. How it was, and how it is."""
        token = self._tokens[self.secrets[name]]
        before = token.as_json()
        token.scopes = _SCOPES[name] if scopes is None else tuple(scopes)
        token.is_revoked = is_revoked
        return before, token.as_json()

    def headers(self, token: Token) -> dict[str, str]:
        used = len(self._recent(token)) if self._is_limited else 0
        left = str(max(0, self.limit - used))
        return {"X-RateLimit-Limit": str(self.limit), "X-RateLimit-Remaining": left}

    def count(self, token: Token) -> int:
        """Take note of a request. The seconds to wait if it is one too many, else 0."""
        if not self._is_limited:
            return 0
        recent = self._recent(token)
        if len(recent) >= self.limit:
            return max(1, int(recent[0] + WINDOW - time.monotonic()) + 1)
        recent.append(time.monotonic())
        return 0

    def check(self, token: Token, method: str, path: str) -> None:
        scope = _scope(method, path)
        if scope and scope not in token.scopes:
            text = f"OAuthForbidden: You are missing the following scopes - {scope}"
            raise RefusedError(403, "missing_scopes", text)

    def _recent(self, token: Token) -> deque[float]:
        start = time.monotonic() - WINDOW
        while token.asked and token.asked[0] <= start:
            token.asked.popleft()
        return token.asked


def _scope(method: str, path: str) -> str:
    """What a request needs; a token may always ask about itself."""
    if path == "/v2/token/introspect":
        return ""
    if path.startswith("/v2/token/"):
        return "authorized_user:read"
    room = next((scope for word, scope in _ROOMS.items() if f"/{word}" in path), "sites")
    return f"{room}:{'read' if method in _READING else 'write'}"


def no_token() -> RefusedError:
    return RefusedError(401, "not_authorized", "Request not authorized")


def too_many() -> RefusedError:
    return RefusedError(429, "too_many_requests", "Rate limit hit")
