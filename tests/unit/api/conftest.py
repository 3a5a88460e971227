from collections.abc import AsyncIterator

import pytest

from tests.unit.api.wireserver import WireServer
from wfdesk.api.pace import Pace
from wfdesk.api.webflow import Webflow

CANARY = "canary-0123456789-canary-0123456789"


class Naps:
    """Sleeps that take no time, written down."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.taken: list[float] = []

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.taken.append(seconds)
        self.now += seconds


@pytest.fixture
def naps() -> Naps:
    return Naps()


@pytest.fixture
async def wire() -> AsyncIterator[WireServer]:
    server = WireServer()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def webflow(wire: WireServer, naps: Naps) -> AsyncIterator[Webflow]:
    pace = Pace(clock=naps.clock, sleep=naps.sleep, jitter=lambda: 1.0)
    client = Webflow(wire.url, CANARY, pace=pace)
    yield client
    await client.aclose()
