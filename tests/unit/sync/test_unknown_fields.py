"""A colleague has made a field since the fields were read, and written into it: I3, I9."""

from tests.unit.sync.conftest import Desk
from tests.unit.sync.liveitem import go, live_item
from wfdesk.domain.edits import Action
from wfdesk.domain.ids import FieldSlug, ItemKey
from wfdesk.domain.plan import Goal
from wfdesk.sync.progress import Result

EMBARGOED = "Not yet for the public"


def adds_a_field(desk: Desk, key: ItemKey) -> None:
    add = {"type": "PlainText", "displayName": "Embargoed"}
    desk.colleague("schema", collection=key.collection, add=add)
    desk.colleague("site")


def writes_into_a_new_field(desk: Desk, key: ItemKey) -> None:
    adds_a_field(desk, key)
    desk.colleague_edits(key, FieldSlug("embargoed"), EMBARGOED)


async def test_what_stands_in_it_does_not_go_live_unseen(desk: Desk) -> None:
    key = await live_item(desk)
    plan = await desk.publishing.plan([key], Goal.PUBLISH)
    writes_into_a_new_field(desk, key)
    result = await go(desk, plan)
    assert result.result is Result.NOT_PUBLISHED
    assert "a colleague changed embargoed meanwhile" in result.reason
    live = desk.practice.get(f"/collections/{key.collection}/items/{key.item}/live")
    assert EMBARGOED not in live["fieldData"].values()


async def test_nor_is_it_deleted_unseen(desk: Desk) -> None:
    key = await live_item(desk)
    await desk.editing.set_action([key], Action.DELETE)
    plan = await desk.publishing.plan([key], Goal.SEND)
    writes_into_a_new_field(desk, key)
    assert (await go(desk, plan)).result is Result.NOT_SENT
    assert desk.on_server(key)["fieldData"]["embargoed"] == EMBARGOED


async def test_a_field_that_nobody_has_written_into_holds_nothing_up(desk: Desk) -> None:
    key = await live_item(desk)
    plan = await desk.publishing.plan([key], Goal.PUBLISH)
    adds_a_field(desk, key)
    assert (await go(desk, plan)).result is Result.PUBLISHED
