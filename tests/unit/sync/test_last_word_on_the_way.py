"""What the user decides while a run is under way is no less their word than what they type."""

import asyncio

import pytest

from tests.unit.sync.conftest import Desk
from tests.unit.sync.test_back_on_the_way import edited
from wfdesk.domain.edits import Action
from wfdesk.domain.plan import Goal


@pytest.mark.parametrize("mark", [Action.ARCHIVE, Action.UNPUBLISH, Action.DELETE])
async def test_what_is_marked_to_come_down_does_not_go_live_after_that(
    desk: Desk, mark: Action
) -> None:
    """Its change is on its way then, and it was to be published next."""
    key, _ = await edited(desk)
    held = {"method": "PATCH", "path": "items", "do": "delay", "seconds": None, "when": "after"}
    desk.practice.control("POST", "faults", held)
    sending = asyncio.create_task(desk.send(Goal.PUBLISH))
    while not any(entry["applied"] for entry in desk.writes()):
        await asyncio.wait({sending}, timeout=0.02)

    await desk.editing.set_action([key], mark)
    desk.practice.control("POST", "release")
    await sending

    assert not any(entry["path"].endswith("/publish") for entry in desk.writes())
