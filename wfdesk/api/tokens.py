"""Tokens: /token/introspect and /token/authorized_by."""

import msgspec
from msgspec import Struct

from wfdesk.api.client import Client
from wfdesk.api.wire import shaped
from wfdesk.domain.errors import MissingScopeError, NotAuthorizedError, NotFoundError


class TokenInfo(Struct, frozen=True):
    scopes: frozenset[str] | None
    """None when Webflow did not say."""
    rate_limit: int | None
    """Requests a minute."""
    label: str
    """The application's name, or empty."""


class Person(Struct, frozen=True):
    id: str
    email: str = ""
    name: str = ""


class Tokens:
    def __init__(self, client: Client) -> None:
        self._client = client

    async def introspect(self) -> TokenInfo:
        """What the token may do.

        Some kinds of token may not ask. When such a one can list sites it is good for work, and
        its scopes are None.
        """
        try:
            answer = await self._client.get("/token/introspect")
        except (NotAuthorizedError, MissingScopeError, NotFoundError):
            await self._client.get("/sites")
            return TokenInfo(None, None, "")
        wire = shaped(answer, _Introspection)
        said = wire.authorization
        label = (wire.application and wire.application.display_name) or ""
        scopes = None if said.scope is None else _scopes(said.scope)
        return TokenInfo(scopes, said.rate_limit, label)

    async def authorized_by(self) -> Person:
        """Who made the token. Needs the scope authorized_user:read."""
        wire = shaped(await self._client.get("/token/authorized_by"), _Person)
        name = f"{wire.first_name or ''} {wire.last_name or ''}".strip()
        return Person(wire.id, wire.email or "", name)


class _Authorization(msgspec.Struct, rename="camel"):
    scope: str | list[str] | None = None
    rate_limit: int | None = None


class _Application(msgspec.Struct, rename="camel"):
    display_name: str | None = None


class _Introspection(msgspec.Struct, rename="camel"):
    authorization: _Authorization
    application: _Application | None = None


class _Person(msgspec.Struct, rename="camel"):
    id: str
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None


def _scopes(said: str | list[str]) -> frozenset[str]:
    words = said.replace(",", " ").split() if isinstance(said, str) else said
    return frozenset(words)
