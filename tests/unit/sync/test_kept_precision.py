"""What Webflow keeps less exactly than it was typed is the user's own still, undone or lost."""

from decimal import Decimal

import pytest

from tests.unit.sync.conftest import Desk
from wfdesk.domain.edits import SendState
from wfdesk.domain.ids import CollectionId, FieldSlug
from wfdesk.domain.plan import Goal
from wfdesk.domain.values import Value

CASES = [
    ("goes-online", "2026-05-01T10:00:00.123456Z"),
    ("cost", Decimal("0.12345678901234567891")),
]


@pytest.mark.parametrize("fate", ["heard", "lost", "refreshed"])
@pytest.mark.parametrize(("slug", "value"), CASES, ids=["date", "number"])
async def test_it_is_in_conflict_with_nobody(
    desk: Desk, slug: str, value: Value, fate: str
) -> None:
    desk.collection = CollectionId(desk.practice.collection("recipes"))
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, FieldSlug(slug), value)
    [caution] = (await desk.publishing.plan(None, Goal.SEND)).cautions
    if fate == "lost":
        fault = {"method": "PATCH", "path": "items", "do": "reset_after"}
        desk.practice.control("POST", "faults", fault)
    result = (await desk.send())[key]
    if fate == "refreshed":
        await desk.refreshing.refresh_all()

    assert result.is_good, result.reason
    assert await desk.works() == []
    assert "Webflow keeps " in caution.sentence

    assert await desk.editing.undo(key)
    assert [work.state for work in await desk.works()] == [SendState.SAVED]
    assert (await desk.send())[key].is_good
    await desk.editing.redo(key)
    assert [work.state for work in await desk.works()] == [SendState.SAVED]
