"""Static pages are listed when somebody looks for one, and known without a network from then on."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from msgspec import Struct
from msgspec.structs import replace

from tests.doubles.practice import Practice, start
from wfdesk.api.webflow import Webflow
from wfdesk.domain.accounts import Account
from wfdesk.domain.ids import AccountId, PageId, SiteId
from wfdesk.domain.pages import StaticPage
from wfdesk.services.pages import PagesService
from wfdesk.store.accounts import AccountsRepository
from wfdesk.store.database import Database
from wfdesk.store.pages import PagesRepository
from wfdesk.store.sites import SitesRepository
from wfdesk.sync.connections import Connections

ME = AccountId("me")
OLD = StaticPage(PageId("old"), "Old", "/old")


class Desk(Struct):
    practice: Practice
    database: Database
    connections: Connections
    site: SiteId
    now: float = 1000.0

    @property
    def service(self) -> PagesService:
        return PagesService(self.database, self.connections, lambda: self.now)

    async def sign_in(self, url: str, scopes: frozenset[str] | None = None) -> None:
        account = Account(ME, "Me", url, scopes=scopes)
        await self.connections.add(account, Webflow(url, self.practice.tokens["full"]))

    @property
    def asked(self) -> int:
        return sum(each["path"].endswith("/pages") for each in self.practice.log())


@pytest.fixture(scope="module")
def practice() -> Iterator[Practice]:
    practice = start("--items", "20", "--rate-limit", "0")
    yield practice
    practice.close()


@pytest.fixture
async def desk(tmp_path: Path, practice: Practice) -> AsyncIterator[Desk]:
    database = await Database.open(tmp_path / "copy.sqlite3")
    connections = Connections(Webflow)
    client = Webflow(practice.url, practice.tokens["full"])
    [site] = await client.sites.all(ME)
    await client.aclose()

    def fill(connection) -> None:
        AccountsRepository(connection).put(Account(ME, "Me", practice.url))
        SitesRepository(connection).replace_all(ME, [site])
        PagesRepository(connection).replace_all(site.id, [OLD])

    await database.write(fill)
    desk = Desk(practice, database, connections, site.id)
    await desk.sign_in(practice.url)
    yield desk
    await connections.close()
    await database.close()


async def test_the_pages_of_the_site_are_listed_and_known_from_then_on(desk: Desk) -> None:
    assert await desk.service.refresh(desk.site) == ""
    await desk.connections.close()
    known = {page.path: page.title for page in await desk.service.all(desk.site)}
    assert known["/about"] == "About us"
    assert "/old" not in known
    assert not any(path.startswith("/detail_") for path in known)


async def test_nobody_asks_again_for_what_was_just_listed(desk: Desk) -> None:
    service, before = desk.service, desk.asked
    await service.refresh(desk.site)
    desk.now += 299
    await service.refresh(desk.site)
    assert desk.asked == before + 1
    desk.now += 1
    await service.refresh(desk.site)
    assert desk.asked == before + 2


async def test_a_token_without_the_scope_asks_nothing_and_says_so(desk: Desk) -> None:
    await desk.sign_in(desk.practice.url, frozenset({"cms:read"}))
    before = desk.asked
    assert "pages:read" in await desk.service.refresh(desk.site)
    assert desk.asked == before
    assert await desk.service.all(desk.site) == [OLD]


async def test_who_cannot_be_asked_leaves_what_is_known(desk: Desk) -> None:
    await desk.sign_in("http://127.0.0.1:9/v2")
    assert "out of date" in await desk.service.refresh(desk.site)
    assert await desk.service.all(desk.site) == [OLD]


async def test_a_site_that_nobody_is_signed_in_to_leaves_what_is_known(desk: Desk) -> None:
    await desk.connections.drop(ME)
    assert "out of date" in await desk.service.refresh(desk.site)
    assert await desk.service.all(desk.site) == [OLD]


async def test_the_pages_of_a_site_go_with_its_account(desk: Desk) -> None:
    other = SiteId("other")

    def forget(connection) -> None:
        PagesRepository(connection).replace_all(other, [replace(OLD, title="Other")])
        AccountsRepository(connection).delete(ME, with_content=True)

    await desk.database.write(forget)
    assert await desk.service.all(desk.site) == []
    assert [page.title for page in await desk.service.all(other)] == ["Other"]


async def test_who_signs_in_anew_gets_a_list_anew(desk: Desk) -> None:
    service = desk.service
    await service.refresh(desk.site)
    await desk.database.write(lambda rows: PagesRepository(rows).forget(desk.site))
    await desk.sign_in(desk.practice.url)
    await service.refresh(desk.site)
    assert await service.all(desk.site)


async def test_nothing_is_kept_of_a_site_whose_account_went_while_it_was_asked(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = desk.connections.get(ME).webflow.pages
    ask = pages.all

    async def sign_out_meanwhile(site: SiteId) -> list[StaticPage]:
        listed = await ask(site)
        await desk.database.write(
            lambda rows: AccountsRepository(rows).delete(ME, with_content=True)
        )
        return listed

    monkeypatch.setattr(pages, "all", sign_out_meanwhile)
    await desk.service.refresh(desk.site)
    assert await desk.service.all(desk.site) == []
