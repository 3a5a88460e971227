"""Signing in and out. A token is checked, named, and goes to the keychain; nowhere else."""

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from enum import Enum
from functools import partial
from typing import Protocol
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from wfdesk.api.webflow import Webflow
from wfdesk.domain.accounts import (
    PRACTICE,
    READ_CMS,
    READ_SITES,
    WEBFLOW_URL,
    WRITE_CMS,
    WRITE_SITES,
    Account,
)
from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.errors import (
    KeychainError,
    MissingItemError,
    NotAuthorizedError,
    NotFoundError,
    NotWebflowError,
    WfdeskError,
)
from wfdesk.domain.ids import AccountId, SiteId
from wfdesk.domain.schema import Site
from wfdesk.services.feed import ChangeFeed
from wfdesk.store.accounts import AccountsRepository
from wfdesk.store.database import Connection, Database
from wfdesk.store.localized import take_in_sites
from wfdesk.store.sites import SitesRepository
from wfdesk.sync.connections import Connections
from wfdesk.system.keychain import Keychain

_ABILITIES = (
    (READ_SITES, "see the site", "it cannot list sites (sites:read)"),
    (READ_CMS, "read collections and items", "it cannot read content (cms:read)"),
    (WRITE_CMS, "send and publish changes", "it cannot send changes (cms:write): read-only"),
    (WRITE_SITES, "publish the whole site", "it cannot publish the whole site (sites:write)"),
)

_FORGOTTEN = "This site's token was forgotten. Sign in again to go on: your edits are kept."
_REFUSED = (
    "Webflow no longer accepts this site's token. Sign in again with a new one: your edits are"
    " kept."
)
_AGAIN = "Sign in again: your edits are kept."
_STOPPED = "The practice site has stopped. Your edits are kept."
_LOST = f"The site's token is not in the keychain. {_AGAIN}"
_MAY_BE_THERE = (
    "The token is forgotten here. If it was ever kept in the keychain, it may still be there:"
    " revoke it in Webflow."
)
_NOT_ACCEPTED = (
    "Webflow does not accept this token. It may have been revoked, or cut short when it was copied."
    " Make a new one in the site's settings and paste it."
)
_DECLINED = "The token you had stays in use. The new one was stored nowhere."


class SignedIn(Struct, frozen=True):
    account: Account
    sites: tuple[Site, ...]
    is_stored: bool
    """Whether the token is in the keychain; if not, ``note`` says why and until when it works."""
    note: str = ""


class AccountRow(Struct, frozen=True):
    account: Account
    sites: tuple[str, ...]
    is_signed_in: bool
    note: str = ""


class Remedy(Enum):
    """What would let a site refresh and send again."""

    NONE = "none"
    SIGN_IN = "sign in"
    START_PRACTICE = "start the practice site"


class Standing(Struct, frozen=True):
    """How a site stands with its token."""

    may_write: bool = True
    hindrance: str = ""
    """Why nothing can be refreshed or sent; empty when all is well."""
    remedy: Remedy = Remedy.NONE


class Replacement(Struct, frozen=True):
    """A token that would take the place of another one, which is in use."""

    sites: tuple[str, ...]
    lost: tuple[str, ...]
    """What the old one may and the new one may not, as phrases."""
    is_for_good: bool


MayReplace = Callable[[Replacement], Awaitable[bool]]


class Practice(Protocol):
    """Starts the practice server and stops it with the program."""

    async def start(self) -> tuple[str, str]:
        """Start the server, if it is not running; return its address and a token."""
        ...

    @property
    def is_running(self) -> bool: ...


def abilities(account: Account) -> tuple[tuple[str, bool], ...]:
    """What the token may do and may not, each as a phrase with whether it may."""
    return tuple(
        (granted if account.may(scope) else refused, account.may(scope))
        for scope, granted, refused in _ABILITIES
    )


class AccountsService:
    """``on_standing`` is told when a token was refused, or is accepted again."""

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
        self._urls: frozenset[str] = frozenset()
        """Where tokens are used in this run; empty until ``restore`` has looked for them."""
        self._digests: dict[AccountId, str] = {}
        """Of the tokens in use, to know one that is pasted again."""
        self._session: dict[AccountId, Account] = {}
        """What tokens may do that are used in this run only; the kept one may do otherwise."""
        self.on_standing: Callable[[], None] | None = None
        connections.on_accepted = self._on_accepted

    async def sign_in(
        self, token: str, api_url: str = WEBFLOW_URL, may_replace: MayReplace | None = None
    ) -> SignedIn:
        """Check the token, remember its account, put it into the keychain.

        ``may_replace`` is asked before it takes the place of one in use. Raises ``BadTokenError``,
        an ``ApiError``, or ``WfdeskError`` when that is declined; then nothing was remembered.
        """
        return await self._sign_in(token.strip(), api_url, keep=True, may_replace=may_replace)

    async def sign_in_once(
        self, token: str, api_url: str = WEBFLOW_URL, may_replace: MayReplace | None = None
    ) -> SignedIn:
        """Sign in for this run only: the token is stored nowhere."""
        return await self._sign_in(token.strip(), api_url, keep=False, may_replace=may_replace)

    async def start_practice(self) -> SignedIn:
        """Start the practice site and sign in to it. Its token is made anew at each start."""
        api_url, token = await self._practice.start()
        return await self._sign_in(token, api_url, keep=False, is_practice=True)

    async def restore(self, api_url: str = WEBFLOW_URL) -> None:
        """Open a connection for every account whose token the keychain still has. No request.

        A token that was signed in at another address stays where it is: who listens there today
        is not known.
        """
        urls = frozenset({WEBFLOW_URL, api_url})
        for account in await self._accounts():
            if self._connections.has(account.id):
                continue
            if account.is_practice:
                await self._restore_practice(account)
            elif account.api_url not in urls:
                self._notes[account.id] = (
                    f"It was signed in at {account.api_url}. Start wfdesk with --api-url to use it."
                )
            else:
                await self._restore_token(account)
        self._urls = urls

    async def rows(self) -> list[AccountRow]:
        def read(connection: Connection) -> list[tuple[Account, tuple[str, ...]]]:
            sites = SitesRepository(connection).all()
            return [
                (each, tuple(site.display_name for site in sites if site.account == each.id))
                for each in AccountsRepository(connection).all()
            ]

        return [
            AccountRow(
                self._session.get(account.id, account),
                sites,
                not note and self._connections.has(account.id),
                note,
            )
            for account, sites in await self._database.read(read)
            for note in (self._note(account.id),)
        ]

    async def account_of(self, site: SiteId) -> Account | None:
        """The account that opens a site; None when it was forgotten."""

        def read(connection: Connection) -> Account | None:
            home = SitesRepository(connection).get(site).account
            accounts = AccountsRepository(connection).all()
            return next((each for each in accounts if each.id == home), None)

        account = await self._database.read(read)
        return account and self._session.get(account.id, account)

    async def may_write(self, site: SiteId) -> bool:
        """Whether edits of the site's items could ever be sent with its token."""
        account = await self.account_of(site)
        return account is None or account.may(WRITE_CMS)

    async def standing(self, site: SiteId) -> Standing:
        """Whether the site can be refreshed and sent to; while tokens are still looked for, yes."""
        try:
            account = await self.account_of(site)
        except MissingItemError:  # just forgotten, with all that was read of it
            return Standing()
        if account is None:
            return Standing(hindrance=_FORGOTTEN, remedy=Remedy.SIGN_IN)
        may_write = account.may(WRITE_CMS)
        note = self._note(account.id)
        if account.is_practice and self._connections.has(account.id):
            note = note or ("" if self._practice.is_running else _STOPPED)
        if not self._urls or (self._connections.has(account.id) and not note):
            return Standing(may_write)
        return Standing(may_write, note or _LOST, self._remedy(account))

    def _remedy(self, account: Account) -> Remedy:
        if account.is_practice:
            return Remedy.START_PRACTICE
        return Remedy.SIGN_IN if account.api_url in self._urls else Remedy.NONE

    async def forget(self, account: AccountId, *, with_content: bool) -> None:
        """Sign out: forget the account, its token and, if asked, the site's local copy.

        Unsent edits are never deleted by this. A KeychainError says that the token may still be in
        the keychain; the account is forgotten all the same.
        """
        is_practice = any(each.is_practice for each in await self._accounts() if each.id == account)
        await self._connections.drop(account)
        for known in (self._notes, self._digests, self._session):
            known.pop(account, None)
        self._feed.publish(
            await self._database.write(
                lambda connection: AccountsRepository(connection).delete(
                    account, with_content=with_content
                )
            )
        )
        if not is_practice:
            await self._take_out(account)

    async def _sign_in(
        self,
        token: str,
        api_url: str,
        *,
        keep: bool,
        is_practice: bool = False,
        may_replace: MayReplace | None = None,
    ) -> SignedIn:
        webflow = self._connections.make_client(api_url, token)
        try:
            account, sites = await _ask(webflow, api_url, is_practice=is_practice)
            replaced = [] if is_practice else await self._in_use(account, sites, token)
            if replaced and may_replace:
                await _agree(_replacement(replaced, account, is_for_good=keep), may_replace)
        except BaseException:
            await webflow.aclose()
            raise
        note = await self._keep_token(account.id, token) if keep else ""
        is_stored = keep and not note
        await self._connections.add(account, webflow)
        self._notes.pop(account.id, None)
        self._digests[account.id] = _digest(token)
        if is_stored or is_practice:
            self._session.pop(account.id, None)
        else:
            self._session[account.id] = account
        remember = partial(_remember, account, sites, is_stored or is_practice)
        change = await self._database.write(remember)
        # Whoever shows what a token may do looks again, even if nothing of it was written.
        self._feed.publish(change | ChangeSet(has_new_structure=True))
        if is_stored:
            await self._forget_emptied(account.id, [old.id for old, _ in replaced])
        return SignedIn(account, tuple(sites), is_stored=is_stored, note=note)

    async def _in_use(
        self, account: Account, sites: Sequence[Site], token: str
    ) -> list[tuple[Account, tuple[str, ...]]]:
        """The accounts that open one of the sites now with another token; with the sites' names."""

        def owners(connection: Connection) -> dict[SiteId, AccountId]:
            return {site.id: site.account for site in SitesRepository(connection).all()}

        owner_of = await self._database.read(owners)
        found = [
            (old, tuple(site.display_name for site in sites if owner_of.get(site.id) == old.id))
            for each in self._connections.all()
            for old in (self._session.get(each.account.id, each.account),)
            if not self._note(old.id) and self._digests.get(old.id) != _digest(token)
        ]
        return [(old, names) for old, names in found if names or old.id == account.id]

    async def _forget_emptied(self, account: AccountId, replaced: Sequence[AccountId]) -> None:
        """Forget the accounts that have lost all their sites to the new one."""

        def used(connection: Connection) -> set[AccountId]:
            return {site.account for site in SitesRepository(connection).all()}

        for old in set(replaced) - {account} - await self._database.read(used):
            await self.forget(old, with_content=False)

    def _note(self, account: AccountId) -> str:
        """Why the account's token is of no use; empty if it is."""
        if account in self._connections.refused:
            return _REFUSED
        return self._notes.get(account, "")

    def _on_accepted(self) -> None:
        if self.on_standing:
            self.on_standing()

    async def _take_out(self, account: AccountId) -> None:
        try:
            await self._keychain.forget(account)
        except KeychainError as error:
            raise KeychainError(f"{error.summary} {_MAY_BE_THERE}", error.detail) from error

    async def _keep_token(self, account: AccountId, token: str) -> str:
        """Put the token into the keychain; return why it is not there, if it is not."""
        try:
            await self._keychain.store(account, token)
        except KeychainError as error:
            return f"{error.summary} The token works until wfdesk is closed."
        return ""

    async def _restore_token(self, account: Account) -> None:
        try:
            token = await self._keychain.load(account.id)
        except KeychainError as error:
            self._notes[account.id] = f"{error.summary} {_AGAIN}"
            return
        if token is None:
            self._notes[account.id] = _LOST
            return
        self._digests[account.id] = _digest(token)
        await self._connections.add(account, self._connections.make_client(account.api_url, token))

    async def _restore_practice(self, account: Account) -> None:
        try:
            await self.start_practice()
        except WfdeskError as error:
            self._notes[account.id] = error.summary

    async def _accounts(self) -> Sequence[Account]:
        return await self._database.read(lambda connection: AccountsRepository(connection).all())


def _no_api(api_url: str) -> str:
    """What to say where not even the list of sites is found: there the address is wrong."""
    said = f"No Webflow API was found at {api_url}."
    if urlsplit(api_url).path.strip("/"):
        return f"{said} Check the address: Webflow's own is {WEBFLOW_URL}."
    return f"{said} Its address ends with /v2: try {api_url.rstrip('/')}/v2."


async def _ask(webflow: Webflow, api_url: str, *, is_practice: bool) -> tuple[Account, list[Site]]:
    """Ask Webflow what the token opens. The account is named by its sites, not by its token."""
    try:
        info = await webflow.tokens.introspect()
    except NotAuthorizedError as error:
        raise NotAuthorizedError(_NOT_ACCEPTED, error.detail) from error
    except NotFoundError as error:
        raise NotWebflowError(_no_api(api_url), error.detail) from error
    found = await webflow.sites.all(AccountId(""))
    if not found:
        raise NotAuthorizedError(
            "The token is valid but opens no site. Make a site token in the site's settings."
        )
    ids = " ".join(sorted(site.id for site in found))
    name = PRACTICE if is_practice else _digest(f"{api_url} {ids}")
    account = Account(
        AccountId(name[:24]),
        ", ".join(site.display_name for site in found),
        api_url,
        is_practice,
        info.scopes,
        info.rate_limit,
    )
    return account, [replace(site, account=account.id) for site in found]


async def _agree(replacement: Replacement, may_replace: MayReplace) -> None:
    if not await may_replace(replacement):
        raise WfdeskError(_DECLINED)


def _replacement(
    replaced: Sequence[tuple[Account, tuple[str, ...]]], new: Account, *, is_for_good: bool
) -> Replacement:
    names = [name for _, sites in replaced for name in sites]
    lost = [
        phrase
        for scope, phrase, _ in _ABILITIES
        if not new.may(scope) and any(old.scopes and scope in old.scopes for old, _ in replaced)
    ]
    return Replacement(tuple(names), tuple(lost), is_for_good)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _remember(
    account: Account, sites: Sequence[Site], is_kept: bool, connection: Connection
) -> ChangeSet:
    """What a token of this run only may do is not written over what the kept one may."""
    accounts = AccountsRepository(connection)
    is_known = any(each.id == account.id for each in accounts.all())
    change = accounts.put(account) if is_kept or not is_known else ChangeSet()
    return change | take_in_sites(connection, account.id, sites)
