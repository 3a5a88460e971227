"""How much longer a long run takes than the rate limit forces, in virtual time."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from tests.convergence.content import Item, Ways
from tests.convergence.desk import Desk, made, virtual_time
from tests.convergence.faults import Faults
from tests.convergence.server import Server
from tests.convergence.virtual import Loop, World
from wfdesk.domain.ids import NAME, CollectionId
from wfdesk.domain.plan import Goal
from wfdesk.domain.tables import Query
from wfdesk.domain.values import format_date
from wfdesk.services.publishing import Progress, Result

ITEMS, EDITS = 10_000, 1_000
POSTS = CollectionId("posts")
_AT_FIRST = datetime(2026, 1, 1, tzinfo=UTC)
_MORE = 1.03
_TRIP = 0.02
"""Seconds there and back: with next to none, what is left is the limit."""


class Quick(Random):
    def uniform(self, _low: float, _high: float) -> float:
        return _TRIP / 2


def forced(requests: int, limit: int) -> float:
    """Seconds before which the last of so many requests cannot leave."""
    return 60.0 * ((requests - 1) // limit)


@pytest.mark.parametrize("limit", [60, 120])
def test_a_first_refresh_and_a_publish_are_as_quick_as_the_limit_lets_them(limit: int) -> None:
    world = World()
    server = Server(world, Quick(), Ways(limit=limit), Faults(Random(0), 0.0))
    for number in range(ITEMS):
        fields = {"name": f"Post {number}", "slug": f"post-{number}", "marker": str(number)}
        moment = format_date(_AT_FIRST + timedelta(minutes=number))
        item = Item(POSTS, f"item{number:06}", fields, moment, moment, moment, live=fields)
        server.content.items[item.id] = item
    loop = Loop(world)
    took: list[float] = []

    async def refresh_and_publish() -> None:
        desk = Desk(server, loop, made())
        await desk.sign_in()
        await desk.refreshing.refresh_all()
        took.append(world.now)
        keys = (await desk.browsing.find(POSTS, _locale(desk), Query()))[:EDITS]
        for key in keys:
            await desk.editing.set_field(key, NAME, f"{key.item} again")
        plan = await desk.publishing.plan(None, Goal.PUBLISH)
        heard: list[Progress] = []
        await desk.publishing.start(plan, heard.append).go()
        took.append(world.now)
        assert {result.result for result in heard[-1].results} == {Result.PUBLISHED}
        assert len(heard[-1].results) == EDITS
        await desk.connections.close()

    with virtual_time(world, Random(0)):
        assert loop.lives(refresh_and_publish())

    requests = len(server.seen)
    print(f"{limit} a minute: {requests} requests, {took} s, forced {forced(requests, limit)} s")
    assert not any(seen.status == 429 for seen in server.seen)
    assert took[-1] <= forced(requests, limit) * _MORE


def _locale(desk: Desk):
    return desk.rows.execute("SELECT DISTINCT locale FROM items").fetchone()["locale"]
