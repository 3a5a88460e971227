"""What did not go for want of a network is tried again at one click. With what a refresh has
brought since, or the user has typed, the sheet asks first.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.unit.sync.conftest import Desk, opened
from tests.unit.sync.test_rich_text_found import BIO
from wfdesk.domain.edits import Action
from wfdesk.domain.ids import NAME, ItemId, ItemKey
from wfdesk.domain.plan import Goal, Plan
from wfdesk.sync.progress import ItemResult, Result
from wfdesk.ui.changes.sending import Offer, SendController
from wfdesk.ui.toolkit.tasks import TaskScope


async def tried(desk: Desk, sending: SendController, plan: Plan, fault: dict) -> ItemResult:
    """Send or publish the one item, which a fault prevents."""
    ended: list[Sequence[ItemResult]] = []
    sending.run_finished.connect(ended.append)
    desk.practice.control("POST", "faults", fault)
    sending.start(plan)
    await sending.ended()
    [[result]] = ended
    assert not result.is_good
    desk.practice.control("DELETE", "faults")
    return result


async def asked(sending: SendController, result: ItemResult, tasks: TaskScope) -> list[str]:
    """Try again; return what the sheet says before that goes."""
    offers: list[Offer] = []
    sending.offered.connect(offers.append)
    sending.retry([result])
    async with asyncio.timeout(20):
        while tasks._running:
            await asyncio.sleep(0.01)
    assert len(offers) == 1
    return [each.sentence for each in offers[0].plan.cautions]


async def draft(desk: Desk) -> ItemKey:
    made = desk.practice.make("authors", name="There", slug="there", email="a@example.org")
    await desk.refreshing.refresh_all()
    return ItemKey(desk.collection, ItemId(made["id"]), desk.locale)


THEIRS = "<p>Not yet for the public</p>"
SAID = "A colleague changed Biography meanwhile"


@pytest.mark.parametrize("fault", [{"do": "status", "status": 401}, {"do": "reset_before"}])
async def test_what_a_refresh_has_brought_since_the_run_does_not_go_live(
    qtbot: object, tmp_path: Path, tasks: TaskScope, fault: dict
) -> None:
    """The store knew that nobody had seen it, and would not have gone on with it."""
    async with opened(tmp_path, 40) as desk:
        [key] = await desk.keys(1)
        await desk.editing.set_field(key, NAME, "Mine")
        sending = SendController(desk.publishing, desk.editing, tasks)
        plan = await desk.publishing.plan([key], Goal.PUBLISH)
        result = await tried(desk, sending, plan, {"method": "POST", "path": "publish", **fault})
        assert result.result is Result.NOT_PUBLISHED
        desk.colleague_edits(key, BIO, THEIRS)
        await desk.refreshing.refresh_all()
        assert f"{SAID}, which goes live too." in await asked(sending, result, tasks)
        live = desk.practice.get(f"/collections/{key.collection}/items/{key.item}/live")
        assert live["fieldData"].get(BIO) != THEIRS


async def test_nor_is_it_deleted(qtbot: object, tmp_path: Path, tasks: TaskScope) -> None:
    async with opened(tmp_path, 40) as desk:
        key = await draft(desk)
        await desk.editing.set_action([key], Action.DELETE)
        sending = SendController(desk.publishing, desk.editing, tasks)
        fault = {"method": "DELETE", "path": "items", "do": "status", "status": 401}
        result = await tried(desk, sending, await desk.publishing.plan([key], Goal.SEND), fault)
        desk.colleague_edits(key, BIO, THEIRS)
        await desk.refreshing.refresh_all()
        assert await asked(sending, result, tasks) == [f"{SAID}."]
        assert desk.on_server(key)["fieldData"][BIO] == THEIRS


UNSENT = {"method": "PATCH", "path": "items", "do": "status", "status": 401}


async def test_nor_does_it_go_live_with_what_was_not_even_sent(
    qtbot: object, tmp_path: Path, tasks: TaskScope
) -> None:
    """A draft: of what waits in one nothing was said anywhere."""
    async with opened(tmp_path, 40) as desk:
        key = await draft(desk)
        await desk.editing.set_field(key, NAME, "Mine")
        sending = SendController(desk.publishing, desk.editing, tasks)
        plan = await desk.publishing.plan([key], Goal.PUBLISH)
        result = await tried(desk, sending, plan, UNSENT)
        desk.colleague_edits(key, BIO, THEIRS)
        await desk.refreshing.refresh_all()
        assert await asked(sending, result, tasks) == [f"{SAID}, which goes live too."]
        assert desk.on_server(key)["lastPublished"] is None


async def test_what_was_typed_since_the_run_does_not_go_live(
    qtbot: object, tmp_path: Path, tasks: TaskScope
) -> None:
    """A text that is half written: it was in no sheet."""
    async with opened(tmp_path, 40) as desk:
        key = await draft(desk)
        await desk.editing.set_field(key, NAME, "Mine")
        sending = SendController(desk.publishing, desk.editing, tasks)
        plan = await desk.publishing.plan([key], Goal.PUBLISH)
        result = await tried(desk, sending, plan, UNSENT)
        await desk.editing.set_field(key, BIO, "<p>And then we</p>")
        said = await asked(sending, result, tasks)
        assert said == ["Biography was edited since it was tried, which goes live too."]
        assert desk.on_server(key)["lastPublished"] is None


async def test_what_is_as_it_was_goes_at_one_click(
    qtbot: object, tmp_path: Path, tasks: TaskScope
) -> None:
    async with opened(tmp_path, 40) as desk:
        key = await draft(desk)
        await desk.editing.set_field(key, NAME, "Mine")
        sending = SendController(desk.publishing, desk.editing, tasks)
        plan = await desk.publishing.plan([key], Goal.PUBLISH)
        result = await tried(desk, sending, plan, UNSENT)
        await desk.refreshing.refresh_all()
        offers: list[Offer] = []
        sending.offered.connect(offers.append)
        ended = asyncio.Event()
        sending.run_finished.connect(lambda _results: ended.set())
        sending.retry([result])
        async with asyncio.timeout(20):
            await ended.wait()
        assert not offers
        assert desk.on_server(key)["lastPublished"] is not None
