"""Signing in and out. A token is checked, named, and goes to the keychain; nowhere else."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from wfdesk.api.webflow import Webflow
from wfdesk.domain.accounts import (
    READ_CMS,
    READ_SITES,
    WEBFLOW_URL,
    WRITE_CMS,
    WRITE_SITES,
    Account,
)
from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.errors import KeychainError, NotAuthorizedError, WfdeskError
from wfdesk.domain.ids import AccountId, SiteId
from wfdesk.domain.schema import Site
from wfdesk.services.feed import ChangeFeed
from wfdesk.store.accounts import AccountsRepository
from wfdesk.store.database import Connection, Database
from wfdesk.store.sites import SitesRepository
from wfdesk.sync.connections import Connections
from wfdesk.system.keychain import Keychain

_ABILITIES = (
    (READ_SITES, "see the site", "it cannot list sites (sites:read)"),
    (READ_CMS, "read collections and items", "it cannot read content (cms:read)"),
    (WRITE_CMS, "send and publish changes", "it cannot send changes (cms:write): read-only"),
    (WRITE_SITES, "publish the whole site", "it cannot publish the whole site (sites:write)"),
)


@dataclass(frozen=True, slots=True)
class SignedIn:
    account: Account
    sites: tuple[Site, ...]
    is_stored: bool
    """Whether the token is in the keychain; if not, ``note`` says why and until when it works."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AccountRow:
    account: Account
    sites: tuple[str, ...]
    is_signed_in: bool
    note: str = ""


class Practice(Protocol):
    """Starts the practice server and stops it with the program."""

    async def start(self) -> tuple[str, str]:
        """Start the server, if it is not running; return its address and a token."""
        ...


def abilities(account: Account) -> tuple[tuple[str, bool], ...]:
    """What the token may do and may not, each as a phrase with whether it may."""
    return tuple(
        (granted if account.may(scope) else refused, account.may(scope))
        for scope, granted, refused in _ABILITIES
    )


class AccountsService:
    def __init__(
        self,
        database: Database,
        feed: ChangeFeed,
        keychain: Keychain,
        connections: Connections,
        practice: Practice,
    ) -> None:
        self._database = database
        self._feed = feed
        self._keychain = keychain
        self._connections = connections
        self._practice = practice
        self._notes: dict[AccountId, str] = {}

    async def sign_in(self, token: str, api_url: str = WEBFLOW_URL) -> SignedIn:
        """Check the token, remember its account, put it into the keychain.

        Raises ``BadTokenError`` or an ``ApiError``; then nothing was remembered.
        """
        return await self._sign_in(token.strip(), api_url, keep=True)

    async def sign_in_once(self, token: str, api_url: str = WEBFLOW_URL) -> SignedIn:
        """Sign in for this run only: the token is stored nowhere."""
        return await self._sign_in(token.strip(), api_url, keep=False)

    async def start_practice(self) -> SignedIn:
        """Start the practice site and sign in to it. Its token is made anew at each start."""
        api_url, token = await self._practice.start()
        return await self._sign_in(token, api_url, keep=False, is_practice=True)

    async def restore(self, api_url: str = WEBFLOW_URL) -> None:
        """Open a connection for every account whose token the keychain still has. No request.

        A token that was signed in at another address stays where it is: who listens there today
        is not known.
        """
        for account in await self._accounts():
            if self._connections.has(account.id):
                continue
            if not account.is_practice and account.api_url not in {WEBFLOW_URL, api_url}:
                self._notes[account.id] = (
                    f"It was signed in at {account.api_url}. Start wfdesk with --api-url to use it."
                )
                continue
            if account.is_practice:
                await self._restore_practice(account)
                continue
            try:
                token = await self._keychain.load(account.id)
            except KeychainError as error:
                self._notes[account.id] = error.summary
                continue
            if token is None:
                self._notes[account.id] = "Its token is not in the keychain. Sign in again."
                continue
            await self._connections.add(
                account, self._connections.make_client(account.api_url, token)
            )

    async def rows(self) -> list[AccountRow]:
        def read(connection: Connection) -> list[tuple[Account, tuple[str, ...]]]:
            sites = SitesRepository(connection).all()
            return [
                (each, tuple(site.display_name for site in sites if site.account == each.id))
                for each in AccountsRepository(connection).all()
            ]

        return [
            AccountRow(
                account, sites, self._connections.has(account.id), self._notes.get(account.id, "")
            )
            for account, sites in await self._database.read(read)
        ]

    async def account_of(self, site: SiteId) -> Account | None:
        """The account that opens a site; None when it was forgotten."""

        def read(connection: Connection) -> Account | None:
            home = SitesRepository(connection).get(site).account
            accounts = AccountsRepository(connection).all()
            return next((each for each in accounts if each.id == home), None)

        return await self._database.read(read)

    async def may_write(self, site: SiteId) -> bool:
        """Whether edits of the site's items could ever be sent with its token."""
        account = await self.account_of(site)
        return account is None or account.may(WRITE_CMS)

    async def forget(self, account: AccountId, *, with_content: bool) -> None:
        """Sign out: forget the account, its token and, if asked, the site's local copy.

        Unsent edits are never deleted by this. A KeychainError says that the token may still be in
        the keychain; the account is forgotten all the same.
        """
        is_practice = any(each.is_practice for each in await self._accounts() if each.id == account)
        await self._connections.drop(account)
        self._notes.pop(account, None)
        self._feed.publish(
            await self._database.write(
                lambda connection: AccountsRepository(connection).delete(
                    account, with_content=with_content
                )
            )
        )
        if not is_practice:
            await self._keychain.forget(account)

    async def _sign_in(
        self, token: str, api_url: str, *, keep: bool, is_practice: bool = False
    ) -> SignedIn:
        webflow = self._connections.make_client(api_url, token)
        try:
            account, sites = await _ask(webflow, api_url, is_practice=is_practice)
        except BaseException:
            await webflow.aclose()
            raise
        note = await self._keep_token(account.id, token) if keep else ""
        await self._connections.add(account, webflow)
        self._notes.pop(account.id, None)
        self._feed.publish(await self._database.write(partial(_remember, account, sites)))
        return SignedIn(account, tuple(sites), is_stored=keep and not note, note=note)

    async def _keep_token(self, account: AccountId, token: str) -> str:
        """Put the token into the keychain; return why it is not there, if it is not."""
        try:
            await self._keychain.store(account, token)
        except KeychainError as error:
            return f"{error.summary} The token works until wfdesk is closed."
        return ""

    async def _restore_practice(self, account: Account) -> None:
        try:
            await self.start_practice()
        except WfdeskError as error:
            self._notes[account.id] = error.summary

    async def _accounts(self) -> Sequence[Account]:
        return await self._database.read(lambda connection: AccountsRepository(connection).all())


async def _ask(webflow: Webflow, api_url: str, *, is_practice: bool) -> tuple[Account, list[Site]]:
    """Ask Webflow what the token opens. The account is named by its sites, not by its token."""
    info = await webflow.tokens.introspect()
    nobody = AccountId("")
    found = await webflow.sites.all(nobody)
    if not found:
        raise NotAuthorizedError(
            "The token is valid but opens no site. Make a site token in the site's settings."
        )
    ids = " ".join(sorted(site.id for site in found))
    name = "practice" if is_practice else hashlib.sha256(f"{api_url} {ids}".encode()).hexdigest()
    account = Account(
        AccountId(name[:24]),
        ", ".join(site.display_name for site in found),
        api_url,
        is_practice,
        info.scopes,
        info.rate_limit,
    )
    return account, [replace(site, account=account.id) for site in found]


def _remember(account: Account, sites: Sequence[Site], connection: Connection) -> ChangeSet:
    change = AccountsRepository(connection).put(account)
    return change | SitesRepository(connection).replace_all(account.id, sites)
