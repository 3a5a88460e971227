"""What still arrives of an account that was forgotten meanwhile is kept nowhere."""

import asyncio

import pytest

from tests.unit.sync.conftest import Desk
from wfdesk.api.connection import connect
from wfdesk.api.transport import Call, Connection, Reply, Transport
from wfdesk.api.webflow import Webflow
from wfdesk.domain.ids import NAME
from wfdesk.domain.plan import Goal
from wfdesk.store.accounts import AccountsRepository


class HeldBack:
    """A real connection that keeps the answers to some requests until they may arrive."""

    def __init__(self, end: str, method: str = "GET") -> None:
        self._end, self._method = end, method
        self._inner: Connection | None = None
        self.is_here = asyncio.Event()
        self.may_arrive = asyncio.Event()

    def connect(self, url: str) -> "HeldBack":
        self._inner = connect(url)
        return self

    async def exchange(self, call: Call) -> Reply:
        reply = await self._inner.exchange(call)
        is_meant = call.method == self._method and call.url.partition("?")[0].endswith(self._end)
        if is_meant:
            self.is_here.set()
            await self.may_arrive.wait()
        return reply

    async def aclose(self) -> None:
        if self._inner is not None:
            await self._inner.aclose()


async def forget_before_it_arrives(desk: Desk, held: HeldBack, *, with_content: bool) -> None:
    """Refresh everything; the account is deleted while an answer is on its way to the store."""
    [old] = desk.connections.all()
    url = desk.practice.url
    transport = Transport(url, connect=held.connect)
    webflow = Webflow(url, desk.practice.tokens["full"], transport=transport)
    await desk.connections.add(old.account, webflow)
    async with asyncio.timeout(20):
        refreshing = asyncio.create_task(desk.refreshing.refresh_all())
        await held.is_here.wait()
        await desk.database.write(
            lambda rows: AccountsRepository(rows).delete(old.account.id, with_content=with_content)
        )
        held.may_arrive.set()
        await refreshing


async def count(desk: Desk, table: str) -> int:
    def read(rows) -> int:
        return rows.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - ours

    return await desk.database.read(read)


@pytest.mark.parametrize("end", ["/sites", "/collections", "/items"])
async def test_content_that_arrives_after_it_was_forgotten_does_not_come_back(
    desk: Desk, end: str
) -> None:
    await forget_before_it_arrives(desk, HeldBack(end), with_content=True)

    tables = ("accounts", "sites", "collections", "items", "table_rows", "refreshes")
    assert {table: await count(desk, table) for table in tables} == dict.fromkeys(tables, 0)
    assert desk.board.status.trouble == ""
    assert desk.board.status.activity == ""


async def test_what_was_read_before_the_account_was_forgotten_may_stay(desk: Desk) -> None:
    [key] = await desk.keys(1)
    before = await count(desk, "items")
    desk.colleague_edits(key, "name", "Written after the sign-out")

    await forget_before_it_arrives(desk, HeldBack("/items"), with_content=False)

    assert await count(desk, "items") == before
    assert (await desk.browsing.work(key)).item.fields["name"] != "Written after the sign-out"


async def test_what_a_run_still_hears_of_its_items_does_not_come_back_either(desk: Desk) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Under way")
    [batch] = (await desk.publishing.plan(None, Goal.SEND)).batches
    [(entry, _)] = await desk.ledger.journal(
        "one", batch.operations, await desk.ledger.items([key])
    )
    item = (await desk.browsing.work(key)).item
    collection = await desk.browsing.collection(key.collection)
    [connection] = desk.connections.all()
    await desk.database.write(
        lambda rows: AccountsRepository(rows).delete(connection.account.id, with_content=True)
    )

    await desk.ledger.store_seen((key.collection, key.locale), [item], is_list=False)
    assert await count(desk, "items") == 0
    await desk.ledger.acknowledge([(entry, item)])
    assert await count(desk, "items") == 0
    await desk.ledger.take_in_structure(collection)
    assert await count(desk, "collections") == 0
    assert await desk.lookup.count() == 0
