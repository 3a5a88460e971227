"""What a colleague took off the site meanwhile is not put there again by a publish: I9."""

import pytest

from tests.unit.sync.conftest import Desk
from tests.unit.sync.liveitem import go, live_item
from wfdesk.domain.edits import Action
from wfdesk.domain.ids import ItemKey
from wfdesk.domain.plan import Goal
from wfdesk.sync.progress import Result


def is_up(desk: Desk, key: ItemKey) -> bool:
    """Whether visitors of the site see it."""
    return desk.practice.ask(
        "GET", f"/collections/{key.collection}/items/{key.item}/live"
    ).is_success


async def test_what_a_colleague_took_off_the_site_stays_off(desk: Desk) -> None:
    key = await live_item(desk)
    plan = await desk.publishing.plan([key], Goal.PUBLISH)
    desk.colleague("unpublish", collection=key.collection, item=key.item)
    result = await go(desk, plan)
    assert result.result is Result.NOT_PUBLISHED
    assert "a colleague changed its status (now “Draft”) meanwhile" in result.reason
    assert not is_up(desk, key)
    assert desk.on_server(key)["fieldData"]["name"] == "Mine"


async def test_also_where_nothing_is_to_be_sent(desk: Desk) -> None:
    """It is a draft before and after: only that it was live has changed."""
    key = await live_item(desk)
    await desk.send()
    plan = await desk.publishing.plan([key], Goal.PUBLISH)
    desk.colleague("unpublish", collection=key.collection, item=key.item)
    assert (await go(desk, plan)).result is Result.NOT_PUBLISHED
    assert not is_up(desk, key)


@pytest.mark.parametrize(
    ("flag", "status"), [("isDraft", "Draft changes"), ("isArchived", "Archived")]
)
async def test_what_a_colleague_put_aside_is_not_published(
    desk: Desk, flag: str, status: str
) -> None:
    key = await live_item(desk)
    plan = await desk.publishing.plan([key], Goal.PUBLISH)
    desk.colleague("edit", collection=key.collection, item=key.item, **{flag: True})
    result = await go(desk, plan)
    assert result.result is Result.NOT_PUBLISHED
    assert f"its status (now “{status}”)" in result.reason


async def test_once_that_was_seen_it_can_be_published(desk: Desk) -> None:
    key = await live_item(desk)
    plan = await desk.publishing.plan([key], Goal.PUBLISH)
    desk.colleague("unpublish", collection=key.collection, item=key.item)
    await go(desk, plan)
    again = await desk.publishing.plan([key], Goal.PUBLISH)
    assert (await go(desk, again)).result is Result.PUBLISHED
    assert is_up(desk, key)


async def test_what_is_only_sent_is_not_held_up(desk: Desk) -> None:
    key = await live_item(desk)
    plan = await desk.publishing.plan([key], Goal.SEND)
    desk.colleague("unpublish", collection=key.collection, item=key.item)
    result = await go(desk, plan)
    assert result.result is Result.SENT
    assert "its status (now “Draft”)" in result.reason


async def test_our_own_unpublishing_is_none_of_a_colleagues(desk: Desk) -> None:
    """A live item is taken down before it is deleted: the delete finds it as we have left it."""
    key = await live_item(desk)
    await desk.editing.set_action([key], Action.DELETE)
    plan = await desk.publishing.plan([key], Goal.SEND)
    assert (await go(desk, plan)).result is Result.DELETED
