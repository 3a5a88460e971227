"""The status line says what is done about lost answers: mostly that is to wait."""

import asyncio

import pytest

from tests.unit.sync.conftest import Desk
from wfdesk.domain.ids import NAME
from wfdesk.domain.plan import Goal
from wfdesk.services.refreshing import RefreshingService
from wfdesk.sync.lookup import Lookup
from wfdesk.sync.refresh import Refresher


class Heard:
    """What the line says of lost answers, one after the other, and what it says in the wait."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.said: list[str] = []
        self.in_the_wait: list[str] = []
        desk.board.subscribe(self._on_status)

    def _on_status(self, status) -> None:
        if "lost" in status.activity and [status.activity] != self.said[-1:]:
            self.said.append(status.activity)

    async def sleep(self, _seconds: float) -> None:
        self.in_the_wait.append(self._desk.board.status.activity)
        await asyncio.sleep(0)

    async def refresh(self) -> None:
        desk = self._desk
        lookup = Lookup(desk.ledger, desk.connections, sleep=self.sleep, quiet_seconds=30.0)
        refresher = Refresher(desk.database, desk.connections, desk.board, desk.feed.publish)
        await RefreshingService(refresher, lookup, desk.board).refresh_all()


@pytest.fixture
async def heard(desk: Desk) -> Heard:
    """Two writes were under way when the program was killed."""
    for key in await desk.keys(2):
        await desk.editing.set_field(key, NAME, f"Sent {key.item}")
    [batch] = (await desk.publishing.plan(None, Goal.SEND)).batches
    keys = [each.key for each in batch.operations]
    await desk.ledger.journal("killed", batch.operations, await desk.ledger.items(keys))
    return Heard(desk)


async def test_as_long_as_nothing_is_asked_it_is_waited(desk: Desk, heard: Heard) -> None:
    await heard.refresh()
    waiting = "Waiting until 2 lost answers can be looked up"
    assert heard.in_the_wait == [waiting]
    assert heard.said == ["Looking up 2 lost answers", waiting, "Looking up 2 lost answers"]
    assert desk.board.status.activity == ""


async def test_off_line_nothing_is_looked_up(desk: Desk, heard: Heard) -> None:
    desk.board.set_online(False)
    desk.practice.close()
    await heard.refresh()
    assert set(heard.said) == {"Waiting until 2 lost answers can be looked up"}


async def test_without_a_token_nothing_is_said_of_it(desk: Desk, heard: Heard) -> None:
    [connection] = desk.connections.all()
    await desk.connections.drop(connection.account.id)
    await heard.refresh()
    assert heard.said == []
    assert await desk.lookup.count() == 2
