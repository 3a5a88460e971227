"""The accounts that are signed in, each with its own client and its own pace."""

from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

from msgspec import Struct

from wfdesk.api.webflow import Webflow
from wfdesk.domain.accounts import Account
from wfdesk.domain.errors import NotAuthorizedError
from wfdesk.domain.ids import AccountId

MakeClient = Callable[[str, str], Webflow]
"""Makes a client of an API address and a token."""


class Connection(Struct, frozen=True):
    account: Account
    webflow: Webflow


class Connections:
    """Opens and closes clients. Tokens pass through here and are not kept here."""

    def __init__(self, make_client: MakeClient) -> None:
        self._make_client = make_client
        self._open: dict[AccountId, Connection] = {}
        self.refused: frozenset[AccountId] = frozenset()
        """Those whose token Webflow refused when it was last used."""
        self.on_accepted: Callable[[], None] | None = None
        """Told when ``refused`` has changed."""

    def make_client(self, api_url: str, token: str) -> Webflow:
        """A client that belongs to nobody yet; the caller closes it or hands it to ``add``."""
        return self._make_client(api_url, token)

    async def add(self, account: Account, webflow: Webflow) -> None:
        before = self._open.get(account.id)
        webflow.on_accepted = partial(self._set_accepted, account.id)
        # At no moment there is none: a run that waits would take it for signed out.
        self._open[account.id] = Connection(account, webflow)
        self.refused -= {account.id}
        if before is not None:
            await _close(before)

    async def drop(self, account: AccountId) -> None:
        gone = self._open.pop(account, None)
        self.refused -= {account}
        if gone is not None:
            await _close(gone)

    def has(self, account: AccountId) -> bool:
        return account in self._open

    def all(self) -> tuple[Connection, ...]:
        return tuple(self._open.values())

    def origins(self) -> frozenset[str]:
        """Where the APIs that are signed in to are: scheme, host and port."""
        urls = [urlsplit(each.account.api_url) for each in self._open.values()]
        return frozenset(f"{url.scheme}://{url.netloc}" for url in urls)

    def get(self, account: AccountId) -> Connection:
        connection = self._open.get(account)
        if connection is None:
            raise NotAuthorizedError(
                "wfdesk has no token for this site in this session. Sign in again: your edits are"
                " kept."
            )
        return connection

    async def close(self) -> None:
        for account in tuple(self._open):
            await self.drop(account)

    def _set_accepted(self, account: AccountId, is_accepted: bool) -> None:
        before = self.refused
        self.refused = before - {account} if is_accepted else before | {account}
        if self.refused != before and self.on_accepted:
            self.on_accepted()


async def _close(gone: Connection) -> None:
    # What ends now with it says nothing of the network, nor of the next token.
    gone.webflow.on_online = gone.webflow.on_accepted = None
    await gone.webflow.aclose()
