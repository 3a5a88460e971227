"""What is decided about a colleague's change is what Webflow gets, once, and nothing is lost."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.unit.sync.conftest import Desk, opened
from wfdesk.domain.edits import Side
from wfdesk.domain.history import Reason
from wfdesk.domain.ids import NAME, SLUG, FieldSlug, ItemKey
from wfdesk.services.history import HistoryService
from wfdesk.services.settling import Choice
from wfdesk.sync.progress import Result

EMAIL = FieldSlug("email")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(tmp_path, 30) as made:  # few: most of the time goes into reading them
        yield made


async def deleted(
    desk: Desk, *, found_by_sending: bool = False, is_slug_free: bool = True
) -> ItemKey:
    """An author that was edited here and deleted in Webflow, which keeps its slug for a while."""
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Still mine")
    desk.colleague("delete", collection=key.collection, item=key.item)
    if is_slug_free:
        desk.colleague("site")
    if found_by_sending:
        assert (await desk.send())[key].result is Result.CONFLICT
    else:
        await desk.refreshing.refresh_collection(desk.collection, is_asked=True)
    return key


async def kept(desk: Desk, key: ItemKey) -> dict[str, object]:
    [item] = (await HistoryService(desk.database, desk.editing).of(key)).items
    return {f"{value.past.field}: {value.past.reason}": value.past.value for value in item.values}


async def test_f56_a_deleted_item_is_recreated_once_as_a_draft_with_all_it_had(
    desk: Desk,
) -> None:
    key = await deleted(desk)
    [work] = await desk.works()
    had = dict(work.item.fields)

    step = await desk.editing.recreate([key])
    results = await desk.send()

    [result] = results.values()
    assert (result.key, result.result) == (step.made[key].key, Result.SENT)
    made = desk.on_server(result.new_key)
    assert made["isDraft"] is True
    assert made["fieldData"]["name"] == "Still mine"
    assert made["fieldData"]["slug"] == had[SLUG]
    assert made["fieldData"]["email"] == had[EMAIL]
    assert await desk.works() == []


async def test_f56_while_webflow_keeps_the_slug_another_one_is_asked_for_and_nothing_is_lost(
    desk: Desk,
) -> None:
    key = await deleted(desk, is_slug_free=False)
    step = await desk.editing.recreate([key])
    [result] = (await desk.send()).values()
    assert result.result is Result.REFUSED

    [work] = await desk.works()
    assert SLUG in work.refused_fields
    await desk.editing.set_field(step.made[key].key, SLUG, "another-one")
    [result] = (await desk.send()).values()
    assert desk.on_server(result.new_key)["fieldData"]["name"] == "Still mine"


async def test_f56_what_was_sent_is_not_taken_back_by_undo(desk: Desk) -> None:
    key = await deleted(desk, found_by_sending=True)
    step = await desk.editing.recreate([key])
    [result] = (await desk.send()).values()
    desk.editing.follow(result.key, result.new_key)

    assert await desk.editing.take_back(step) is None

    assert await desk.works() == []
    assert (await desk.browsing.work(result.new_key)).name == "Still mine"


async def test_f56_discarded_edits_of_a_deleted_item_are_kept_and_nothing_is_sent(
    desk: Desk,
) -> None:
    key = await deleted(desk, found_by_sending=True)
    await desk.editing.give_up_gone([key])
    assert await desk.send() == {}
    assert desk.writes() == []
    assert (await kept(desk, key))[f"name: {Reason.DELETED_BY_OTHERS}"] == "Still mine"


async def test_f54_each_side_that_was_taken_is_what_webflow_has_and_the_other_is_kept(
    desk: Desk,
) -> None:
    mine, theirs = await desk.keys(2)
    for key in (mine, theirs):
        await desk.editing.set_field(key, NAME, f"Mine {key.item}")
        desk.colleague_edits(key, NAME, f"Theirs {key.item}")
    await desk.send()

    await desk.editing.settle([Choice(mine, NAME, Side.MINE), Choice(theirs, NAME, Side.THEIRS)])
    await desk.send()

    assert desk.on_server(mine)["fieldData"]["name"] == f"Mine {mine.item}"
    assert desk.on_server(theirs)["fieldData"]["name"] == f"Theirs {theirs.item}"
    assert await kept(desk, mine) == {f"name: {Reason.MINE_TAKEN}": f"Theirs {mine.item}"}
    assert await kept(desk, theirs) == {f"name: {Reason.THEIRS_TAKEN}": f"Mine {theirs.item}"}


async def test_f54_a_choice_that_was_taken_back_is_a_conflict_again_at_the_next_send(
    desk: Desk,
) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Mine")
    desk.colleague_edits(key, NAME, "Theirs")
    await desk.send()
    step = await desk.editing.settle([Choice(key, NAME, Side.MINE)])
    await desk.editing.take_back(step)
    assert await desk.send() == {}  # it stays behind, as before
    assert desk.on_server(key)["fieldData"]["name"] == "Theirs"
