"""Tokens that follow one another for the same site, that are refused, that are forgotten."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.doubles.keychain import FakeBackend, RaisingBackend
from tests.doubles.practice import Practice, start
from wfdesk.api.webflow import Webflow
from wfdesk.assembly.practice import PracticeSite
from wfdesk.domain.accounts import PRACTICE, Account
from wfdesk.domain.errors import KeychainError, NotAuthorizedError, WfdeskError
from wfdesk.domain.ids import NAME, AccountId, ItemKey, SiteId
from wfdesk.domain.schema import Site
from wfdesk.domain.tables import Query
from wfdesk.services.accounts import AccountsService, Remedy, Replacement, Standing
from wfdesk.services.browsing import BrowsingService
from wfdesk.services.editing import EditingService
from wfdesk.services.feed import ChangeFeed
from wfdesk.services.refreshing import RefreshingService
from wfdesk.services.reviewing import ReviewingService
from wfdesk.store.accounts import AccountsRepository
from wfdesk.store.database import Connection, Database
from wfdesk.store.sites import SitesRepository
from wfdesk.sync.connections import Connections
from wfdesk.sync.publish import Publisher
from wfdesk.sync.refresh import Refresher
from wfdesk.sync.status import StatusBoard
from wfdesk.system.keychain import Keychain


@dataclass
class Run:
    """One run of the lower half. Profile and keychain outlive it."""

    practice: Practice
    database: Database
    accounts: AccountsService
    connections: Connections
    refreshing: RefreshingService
    feed: ChangeFeed
    answer: bool = True
    asked: list[Replacement] = field(default_factory=list)

    async def may_replace(self, replacement: Replacement) -> bool:
        self.asked.append(replacement)
        return self.answer

    async def sign_in(self, token: str, *, keep: bool = True) -> None:
        sign_in = self.accounts.sign_in if keep else self.accounts.sign_in_once
        await sign_in(self.practice.tokens.get(token, token), self.practice.url, self.may_replace)

    async def restore(self) -> None:
        await self.accounts.restore(self.practice.url)

    async def site(self) -> SiteId:
        [node] = (await BrowsingService(self.database).tree()).sites
        return node.site.id

    async def account(self) -> AccountId:
        [row] = await self.accounts.rows()
        return row.account.id

    async def standing(self) -> Standing:
        return await self.accounts.standing(await self.site())

    async def edit(self) -> ItemKey:
        browsing = BrowsingService(self.database)
        [site] = (await browsing.tree()).sites
        posts = next(node.collection.id for node in site.collections if node.items)
        key = (await browsing.find(posts, site.site.primary_locale, Query()))[0]
        await EditingService(self.database, self.feed).set_field(key, NAME, "Typed")
        return key


@pytest.fixture(scope="module")
def practice() -> Iterator[Practice]:
    practice = start("--items", "20", "--rate-limit", "0")
    yield practice
    practice.close()


@pytest.fixture
def backend() -> FakeBackend:
    return FakeBackend()


@pytest.fixture
def kept(backend: FakeBackend, practice: Practice):
    """The names of the tokens in the keychain."""
    names = {token: name for name, token in practice.tokens.items()}
    return lambda: [names[token] for token in backend.kept.values()]


@asynccontextmanager
async def running(home: Path, practice: Practice, backend: FakeBackend) -> AsyncIterator[Run]:
    database = await Database.open(home / "wfdesk.sqlite3")
    feed, board, connections = ChangeFeed(), StatusBoard(), Connections(Webflow)
    keychain = Keychain(lambda: backend)
    refresher = Refresher(database, connections, board, feed.publish)
    lookup = Publisher(database, connections, feed.publish).lookup
    refreshing = RefreshingService(refresher, lookup, board)
    accounts = AccountsService(database, feed, keychain, connections, None)
    yield Run(practice, database, accounts, connections, refreshing, feed)
    await connections.close()
    keychain.close()
    await database.close()


@pytest.fixture
async def run(tmp_path, practice, backend) -> AsyncIterator[Run]:
    async with running(tmp_path, practice, backend) as run:
        await run.restore()
        yield run


async def test_a_first_token_is_asked_about_by_nobody(run, kept) -> None:
    await run.sign_in("full")
    assert (run.asked, kept()) == ([], ["full"])


async def test_the_same_token_again_is_no_other(run) -> None:
    await run.sign_in("full")
    await run.sign_in("full")
    assert run.asked == []


async def test_a_second_token_is_asked_about_and_what_it_may_not_is_named(run, kept) -> None:
    await run.sign_in("full")
    await run.sign_in("read_only")
    [asked] = run.asked
    assert len(asked.sites) == 1
    assert asked.lost == ("send and publish changes", "publish the whole site")
    assert asked.is_for_good
    assert kept() == ["read_only"]
    assert not (await run.standing()).may_write


async def test_a_second_token_that_may_more_loses_nothing(run) -> None:
    await run.sign_in("read_only")
    await run.sign_in("full")
    assert [each.lost for each in run.asked] == [()]
    assert (await run.standing()).may_write


async def test_a_declined_token_leaves_everything_as_it_was(run, kept) -> None:
    await run.sign_in("full")
    before = run.connections.get(await run.account()).webflow
    run.answer = False
    with pytest.raises(WfdeskError, match="stays in use"):
        await run.sign_in("read_only")
    assert kept() == ["full"]
    assert run.connections.get(await run.account()).webflow is before
    assert await run.standing() == Standing(may_write=True)


async def test_a_token_of_one_run_changes_nothing_of_the_next(tmp_path, practice, backend) -> None:
    async with running(tmp_path, practice, backend) as run:
        await run.sign_in("full")
    async with running(tmp_path, practice, backend) as run:
        await run.sign_in("read_only", keep=False)
        await run.restore()
        assert not (await run.standing()).may_write
        [row] = await run.accounts.rows()
        assert not row.account.may("cms:write")
    async with running(tmp_path, practice, backend) as run:
        await run.restore()
        assert await run.standing() == Standing(may_write=True)


async def test_every_sign_in_is_told_to_whoever_shows_rights(run) -> None:
    await run.sign_in("full")
    told: list[bool] = []
    run.feed.subscribe(lambda change: told.append(change.has_new_structure))
    await run.sign_in("read_only", keep=False)
    await run.sign_in("read_only", keep=False)
    assert told == [True, True]


async def test_edits_and_content_outlive_a_token_that_may_less(run) -> None:
    await run.sign_in("full")
    await run.refreshing.refresh_all()
    key = await run.edit()
    await run.sign_in("read_only")
    work = await BrowsingService(run.database).work(key)
    assert work.item is not None
    assert not work.is_empty


async def test_an_account_that_lost_all_its_sites_is_forgotten_with_its_token(run, kept) -> None:
    await run.sign_in("full")
    first = await run.account()
    elsewhere = run.practice.url.replace("127.0.0.1", "localhost")
    await run.accounts.sign_in(run.practice.tokens["read_only"], elsewhere, run.may_replace)
    assert len(run.asked) == 1
    assert kept() == ["read_only"]
    assert await run.account() != first
    assert not run.connections.has(first)


async def test_a_token_of_one_run_takes_no_other_out_of_the_keychain(run, kept) -> None:
    await run.sign_in("full")
    elsewhere = run.practice.url.replace("127.0.0.1", "localhost")
    await run.accounts.sign_in_once(run.practice.tokens["read_only"], elsewhere, run.may_replace)
    assert not run.asked[0].is_for_good
    assert kept() == ["full"]
    assert len(await run.accounts.rows()) == 2


async def test_a_refused_token_is_said_until_one_is_accepted(run) -> None:
    told: list[bool] = []
    run.accounts.on_standing = lambda: told.append(True)
    await run.sign_in("full")
    await run.refreshing.refresh_all()
    refuse = {"do": "status", "status": 401, "path": "/sites", "times": 1}
    run.practice.control("POST", "faults", refuse)

    await run.refreshing.refresh_all()

    standing = await run.standing()
    assert "no longer accepts this site's token" in standing.hindrance
    assert standing.remedy is Remedy.SIGN_IN
    [row] = await run.accounts.rows()
    assert not row.is_signed_in
    await run.refreshing.refresh_all()
    assert await run.standing() == Standing()
    assert len(told) == 2


async def test_a_refused_token_is_replaced_unasked(run, kept) -> None:
    await run.sign_in("read_only")
    refuse = {"do": "status", "status": 401, "path": "/sites", "times": 1}
    run.practice.control("POST", "faults", refuse)
    await run.refreshing.refresh_all()
    await run.sign_in("full")
    assert (run.asked, kept()) == ([], ["full"])
    assert await run.standing() == Standing()


async def test_nothing_is_said_while_tokens_are_still_looked_for(
    tmp_path, practice, backend
) -> None:
    async with running(tmp_path, practice, backend) as run:
        await run.sign_in("full")
    backend.kept.clear()
    async with running(tmp_path, practice, backend) as run:
        assert await run.standing() == Standing()
        await run.restore()
        standing = await run.standing()
    assert standing.hindrance == (
        "The site's token is not in the keychain. Sign in again: your edits are kept."
    )
    assert standing.remedy is Remedy.SIGN_IN


async def test_a_locked_keychain_is_said_and_another_token_helps(
    tmp_path, practice, backend
) -> None:
    async with running(tmp_path, practice, backend) as run:
        await run.sign_in("full")
    async with running(tmp_path, practice, RaisingBackend()) as run:
        await run.restore()
        assert "locked or refused" in (await run.standing()).hindrance
        await run.sign_in("full", keep=False)
        assert await run.standing() == Standing()


async def test_a_token_of_another_address_has_no_remedy_here(tmp_path, practice, backend) -> None:
    async with running(tmp_path, practice, backend) as run:
        await run.sign_in("full")
        await run.accounts.restore()  # a connection that is open stays
    async with running(tmp_path, practice, backend) as run:
        await run.accounts.restore()
        standing = await run.standing()
    assert "Start wfdesk with --api-url" in standing.hindrance
    assert standing.remedy is Remedy.NONE


async def test_what_a_token_may_not_do_is_no_refusal_of_it(run) -> None:
    await run.sign_in("full")
    for status in (403, 404, 500):
        fault = {"do": "status", "status": status, "path": "/sites", "times": 1}
        run.practice.control("POST", "faults", fault)
        await run.refreshing.refresh_all()
        assert await run.standing() == Standing()


class NoPractice:
    """A practice site that cannot start."""

    is_running = False

    async def start(self) -> tuple[str, str]:
        raise WfdeskError("The practice site could not be started.")


async def test_a_practice_site_that_cannot_start_may_be_started_again(run) -> None:
    def remember(connection: Connection) -> None:
        site = Site(SiteId("p"), PRACTICE, "Crumb")
        AccountsRepository(connection).put(
            Account(PRACTICE, "Crumb", "http://127.0.0.1:1/v2", True)
        )
        SitesRepository(connection).replace_all(PRACTICE, [site])

    await run.database.write(remember)
    run.accounts._practice = NoPractice()
    await run.restore()
    standing = await run.accounts.standing(SiteId("p"))
    assert standing.hindrance == "The practice site could not be started."
    assert standing.remedy is Remedy.START_PRACTICE


async def test_a_practice_site_that_died_is_offered_to_be_started(run, tmp_path) -> None:
    site = PracticeSite(tmp_path, 20)
    run.accounts._practice = site
    try:
        await run.accounts.start_practice()
        assert (await run.standing()).hindrance == ""

        site._child._process.kill()
        site._child._process.wait()
        standing = await run.standing()
        assert standing.hindrance == "The practice site has stopped. Your edits are kept."
        assert standing.remedy is Remedy.START_PRACTICE

        await run.accounts.start_practice()
        assert (await run.standing()).hindrance == ""
    finally:
        await site.stop()


async def test_a_wrong_token_is_said_to_be_wrong_and_not_to_have_been_right(run) -> None:
    with pytest.raises(NotAuthorizedError) as caught:
        await run.sign_in("0" * 64)
    assert caught.value.summary.startswith("Webflow does not accept this token. ")


async def test_a_forgotten_token_is_gone_and_what_was_read_and_typed_is_not(run, kept) -> None:
    await run.sign_in("full")
    await run.refreshing.refresh_all()
    key = await run.edit()

    await run.accounts.forget(await run.account(), with_content=False)

    assert kept() == []
    assert run.connections.all() == ()
    assert await run.accounts.rows() == []
    assert (await BrowsingService(run.database).work(key)).item is not None
    standing = await run.standing()
    assert "was forgotten" in standing.hindrance
    assert standing.remedy is Remedy.SIGN_IN


async def test_forgetting_with_content_keeps_unsent_edits_for_the_next_sign_in(run) -> None:
    await run.sign_in("full")
    await run.refreshing.refresh_all()
    key = await run.edit()
    site = await run.site()

    await run.accounts.forget(await run.account(), with_content=True)

    assert await run.accounts.standing(site) == Standing()
    assert (await BrowsingService(run.database).tree()).sites == ()
    assert (await BrowsingService(run.database).work(key)).item is None
    await run.sign_in("full")
    await run.refreshing.refresh_all()
    [review] = (await ReviewingService(run.database).review()).items
    assert review.work.key == key
    assert review.work.fields[NAME] == "Typed"


async def test_forgetting_in_the_middle_of_a_refresh_says_nothing_of_the_network(run) -> None:
    await run.sign_in("full")
    webflow = run.connections.get(await run.account()).webflow
    seen: list[bool] = []
    webflow.on_online = seen.append
    slow = {"do": "delay", "seconds": 5, "path": "/sites", "times": 1}
    run.practice.control("POST", "faults", slow)
    refresh = asyncio.create_task(run.refreshing.refresh_all())
    while run.practice.control("GET", "faults").json():
        await asyncio.sleep(0.01)

    await run.accounts.forget(await run.account(), with_content=True)

    await refresh
    assert False not in seen


async def test_a_keychain_that_keeps_a_forgotten_token_is_said(run, backend) -> None:
    await run.sign_in("full")
    backend.delete_password = lambda *_: None
    with pytest.raises(KeychainError, match=r"did not let go .* revoke it in Webflow"):
        await run.accounts.forget(await run.account(), with_content=False)
    assert await run.accounts.rows() == []
