"""What was held because a colleague changed it does not go live by trying all the rest again.

The sheet asks first, and says what the colleague has changed.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.unit.sync.conftest import opened
from tests.unit.sync.test_unpublished import BIO, half_published
from wfdesk.domain.edits import Action
from wfdesk.domain.ids import NAME, ItemId, ItemKey
from wfdesk.domain.plan import Goal
from wfdesk.sync.progress import ItemResult
from wfdesk.ui.changes.sending import Offer, SendController
from wfdesk.ui.toolkit.tasks import TaskScope


async def asked(
    sending: SendController, results: Sequence[ItemResult], tasks: TaskScope
) -> list[str]:
    """Try again, and return what the sheet has to say before that goes."""
    offers: list[Offer] = []
    sending.offered.connect(offers.append)
    sending.retry(results)
    async with asyncio.timeout(10):
        while tasks._running:
            await asyncio.sleep(0.01)
    [offer] = offers
    return [each.sentence for each in offer.plan.cautions]


@pytest.mark.parametrize("has_edit", [False, True])
async def test_nobody_has_seen_it_when_it_is_tried_again(
    qtbot: object, tmp_path: Path, tasks: TaskScope, has_edit: bool
) -> None:
    """The reason says: look at it, then do this again. No sheet asks before it goes live."""
    async with opened(tmp_path, 40) as desk:
        [key] = await half_published(desk, {"do": "status", "status": 401}, count=1)
        desk.practice.control("DELETE", "faults")
        await desk.publishing.forget_interrupted()
        if has_edit:
            await desk.editing.set_field(key, NAME, "Mine")
        sending = SendController(desk.publishing, desk.editing, tasks)
        ended: list[Sequence[ItemResult]] = []
        sending.run_finished.connect(ended.append)
        plan = await desk.publishing.plan([key], Goal.PUBLISH)
        desk.colleague_edits(key, BIO, "<p>Theirs, which nobody here has seen</p>")
        sending.start(plan)
        await sending.ended()
        [[result]] = ended
        assert not result.is_good
        assert desk.on_server(key)["isDraft"]
        told = await asked(sending, [result], tasks)
        assert desk.on_server(key)["isDraft"]
        assert f"A colleague changed {BIO} meanwhile, which goes live too." in told


async def test_what_a_colleague_goes_on_with_is_not_deleted_when_it_is_tried_again(
    qtbot: object, tmp_path: Path, tasks: TaskScope
) -> None:
    async with opened(tmp_path, 40) as desk:
        made = desk.practice.make("authors", name="There", slug="there", email="a@example.org")
        await desk.refreshing.refresh_all()
        key = ItemKey(desk.collection, ItemId(made["id"]), desk.locale)
        await desk.editing.set_action([key], Action.DELETE)
        sending = SendController(desk.publishing, desk.editing, tasks)
        ended: list[Sequence[ItemResult]] = []
        sending.run_finished.connect(ended.append)
        plan = await desk.publishing.plan([key], Goal.SEND)
        desk.colleague_edits(key, BIO, "<p>Theirs, which nobody here has seen</p>")
        sending.start(plan)
        await sending.ended()
        [[result]] = ended
        assert not result.is_good
        told = await asked(sending, [result], tasks)
        assert desk.on_server(key).get("id") == key.item
        assert told == [f"A colleague changed {BIO} meanwhile."]
