"""A refresh and a run that cross: what is older does not take the place of what is newer."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.unit.sync.conftest import Desk, opened
from tests.unit.sync.test_forgetting import HeldBack
from wfdesk.api.transport import Transport
from wfdesk.api.webflow import Webflow
from wfdesk.domain.errors import NotAuthorizedError
from wfdesk.domain.ids import NAME, ItemKey
from wfdesk.domain.plan import Goal


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(tmp_path, 30) as made:
        yield made


async def hold_back(desk: Desk, end: str, method: str) -> HeldBack:
    """From now on, keep the answers to such requests."""
    [old] = desk.connections.all()
    held = HeldBack(end, method)
    transport = Transport(desk.practice.url, connect=held.connect)
    webflow = Webflow(desk.practice.url, desk.practice.tokens["full"], transport=transport)
    await desk.connections.add(old.account, webflow)
    return held


async def name_here(desk: Desk, key: ItemKey) -> object:
    return (await desk.ledger.items([key]))[key].fields[NAME]


async def test_a_page_that_was_read_before_a_write_does_not_take_it_back(desk: Desk) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Mine")
    held = await hold_back(desk, "/items", "GET")
    async with asyncio.timeout(20):
        refreshing = asyncio.create_task(
            desk.refreshing.refresh_collection(desk.collection, is_full=True)
        )
        await held.is_here.wait()
        assert (await desk.send())[key].is_good
        held.may_arrive.set()
        await refreshing
    assert await name_here(desk, key) == "Mine"


async def test_what_a_colleague_wrote_while_it_was_published_stays_known(desk: Desk) -> None:
    [key] = await desk.keys(1)
    held = await hold_back(desk, "/publish", "POST")
    async with asyncio.timeout(20):
        plan = await desk.publishing.plan([key], Goal.PUBLISH)
        going = asyncio.create_task(desk.publishing.start(plan, lambda _progress: None).go())
        await held.is_here.wait()
        desk.colleague_edits(key, NAME, "Theirs")
        await desk.refreshing.refresh_collection(desk.collection)
        held.may_arrive.set()
        await going
    assert await name_here(desk, key) == "Theirs"


async def test_what_is_older_because_a_backup_was_restored_is_believed(desk: Desk) -> None:
    [key] = await desk.keys(1)
    await desk.database.write(
        lambda rows: rows.execute("UPDATE items SET slug = 'later', last_updated = 9e12")
    )
    await desk.refreshing.refresh_collection(desk.collection, is_full=True)
    [item] = (await desk.ledger.items([key])).values()
    assert (item.slug, item.fields) != ("later", {})
    assert item.last_updated is not None
    assert item.last_updated.year < 2100


async def test_what_an_old_token_is_answered_says_nothing_of_the_new_one(desk: Desk) -> None:
    """It was asked for something when it was revoked, and the user has pasted another one since."""
    held = await hold_back(desk, "/sites", "GET")
    [old] = desk.connections.all()
    desk.colleague("token", token="full", revoked=True)
    async with asyncio.timeout(20):
        asking = asyncio.create_task(old.webflow.sites.all(old.account.id))
        await held.is_here.wait()
        desk.colleague("token", token="full")
        new = Webflow(desk.practice.url, desk.practice.tokens["full"])
        adding = asyncio.create_task(desk.connections.add(old.account, new))
        while desk.connections.get(old.account.id).webflow is not new:
            await asyncio.sleep(0)
        held.may_arrive.set()
        await adding
        with pytest.raises(NotAuthorizedError):
            await asking

    assert desk.connections.refused == frozenset()
