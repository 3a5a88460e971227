"""What is to come off the site stays off it, whoever was quicker, and however often it is tried."""

import pytest

from tests.unit.sync.conftest import Desk
from wfdesk.domain.edits import Action
from wfdesk.domain.ids import NAME, ItemId, ItemKey
from wfdesk.domain.plan import Goal, Plan
from wfdesk.services.heldback import Tried, tried_in_vain
from wfdesk.sync.progress import Phase, Progress, Result

WITHOUT_ANSWER = {"method": "DELETE", "path": "live", "do": "reset_after"}


async def to_come_off(desk: Desk, *, is_edited: bool = False) -> ItemKey:
    """A live item to which nothing refers, with the wish to have it off the site."""
    made = desk.practice.make("authors", name="Live", slug="live", email="live@example.org")
    key = ItemKey(desk.collection, ItemId(made["id"]), desk.locale)
    desk.colleague("publish", collection=key.collection, item=key.item)
    await desk.refreshing.refresh_all()
    if is_edited:
        await desk.editing.set_field(key, NAME, "Mine")
    await desk.editing.set_action([key], Action.UNPUBLISH)
    return key


def is_live(desk: Desk, key: ItemKey) -> bool:
    return desk.on_server(key)["lastPublished"] is not None


async def run(desk: Desk, plan: Plan) -> Progress:
    heard: list[Progress] = []
    await desk.publishing.start(plan, heard.append).go()
    return heard[-1]


@pytest.mark.parametrize("is_edited", [False, True])
@pytest.mark.parametrize("goal", list(Goal))
async def test_it_is_done_when_a_colleague_was_quicker(
    desk: Desk, goal: Goal, is_edited: bool
) -> None:
    """It was said to be changed by others, and what was tried once more put it live again."""
    key = await to_come_off(desk, is_edited=is_edited)
    plan = await desk.publishing.plan(None, goal)
    desk.colleague("unpublish", collection=key.collection, item=key.item)
    [result] = (await run(desk, plan)).results
    assert (result.result, result.is_good) == (Result.NOTHING_TO_DO, True)
    assert not is_live(desk, key)
    assert desk.on_server(key)["fieldData"]["name"] == ("Mine" if is_edited else "Live")
    assert await desk.works() == []


async def test_what_a_colleague_changed_holds_it_as_long_as_it_is_live(desk: Desk) -> None:
    key = await to_come_off(desk)
    plan = await desk.publishing.plan(None, Goal.SEND)
    desk.colleague_edits(key, NAME, "Theirs")
    [result] = (await run(desk, plan)).results
    assert (result.result, result.is_changed) == (Result.NOT_SENT, True)
    assert is_live(desk, key)


async def tried(desk: Desk, key: ItemKey) -> tuple[Plan, Tried]:
    """It is tried, and the user does not wait for what became of it; it is looked up later."""
    desk.practice.control("POST", "faults", WITHOUT_ANSWER)
    plan, heard = await desk.publishing.plan(None, Goal.PUBLISH), list[Progress]()

    def listen(progress: Progress) -> None:
        heard.append(progress)
        if progress.phase is Phase.LOOKING_UP:
            going.cancel()

    going = desk.publishing.start(plan, listen)
    await going.go()
    assert [each.result for each in heard[-1].results] == [Result.UNKNOWN]
    assert await desk.publishing.look_up(lambda _: None, is_patient=True)
    assert await desk.works() == []
    assert not is_live(desk, key)
    return plan, tried_in_vain(plan, heard[-1].results)


async def test_trying_again_does_not_put_it_live(desk: Desk) -> None:
    key = await to_come_off(desk)
    plan, before = await tried(desk, key)
    again = await desk.publishing.plan([key], plan.goal, before)
    assert not again.batches


async def test_what_was_typed_since_does_not_put_it_live_unseen(desk: Desk) -> None:
    key = await to_come_off(desk)
    plan, before = await tried(desk, key)
    await desk.editing.set_field(key, NAME, "Typed since")
    again = await desk.publishing.plan([key], plan.goal, before)
    assert [each.sentence for each in again.cautions if each.key == key] == [
        "Name was edited since it was tried, which goes live too.",
        "It was to come off the site, and is off it by now. With this it goes live again.",
    ]
