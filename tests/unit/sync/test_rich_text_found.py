"""A rich text whose answer was lost is known again in what Webflow has made of it."""

import pytest

from tests.unit.sync.conftest import Desk
from tests.unit.sync.liveitem import live_item
from wfdesk.domain.ids import NAME, FieldSlug
from wfdesk.domain.plan import Goal
from wfdesk.sync.progress import Result

BIO = FieldSlug("biography")
SENT, KEPT = '<p class="lead">I bake at night.</p>', "<p>I bake at night.</p>"


async def test_a_new_item_is_no_colleagues_work_and_goes_live(desk: Desk) -> None:
    [like] = await desk.browsing.works(await desk.keys(1))
    fields = {slug: value for slug, value in like.fields.items() if slug != "slug"}
    given = {**fields, NAME: "Newcomer", BIO: SENT}
    key = await desk.editing.create(desk.collection, desk.locale, given)
    desk.practice.control("POST", "faults", {"method": "POST", "path": "bulk", "do": "reset_after"})
    result = (await desk.send(Goal.PUBLISH))[key]
    assert (result.result, result.reason) == (Result.PUBLISHED, "")
    assert result.new_key is not None
    assert desk.on_server(result.new_key)["fieldData"][BIO] == KEPT


@pytest.mark.parametrize("theirs", [False, True])
async def test_an_update_is_found_to_be_sent(desk: Desk, theirs: bool) -> None:
    """What a colleague has written over it since is no such text."""
    key = await live_item(desk)
    await desk.editing.set_field(key, BIO, SENT)
    orders = [
        {"method": "PATCH", "path": "items", "do": "reset_after"},
        {"method": "GET", "path": "items/", "do": "html", "status": 200, "after": 1},
    ]
    desk.practice.control("POST", "faults", orders)
    assert (await desk.send())[key].result is Result.UNKNOWN
    assert desk.on_server(key)["fieldData"][BIO] == KEPT
    if theirs:
        desk.colleague_edits(key, BIO, "<p>I bake at night, and sleep by day.</p>")
    await desk.publishing.look_up(lambda _progress: None)
    assert [set(work.conflicts) for work in await desk.works()] == ([] if not theirs else [{BIO}])


async def test_what_is_typed_back_starts_from_it_and_is_in_no_conflict(desk: Desk) -> None:
    """A colleague has changed another field, so it cannot be said that all of it was stored."""
    key = await live_item(desk)
    before = (await desk.browsing.work(key)).fields[BIO]
    await desk.editing.set_field(key, BIO, SENT)
    orders = [
        {"method": "PATCH", "path": "items", "do": "reset_after"},
        {"method": "GET", "path": "items/", "do": "html", "status": 200, "after": 1},
    ]
    desk.practice.control("POST", "faults", orders)
    assert (await desk.send())[key].result is Result.UNKNOWN
    await desk.editing.set_field(key, BIO, before)
    desk.colleague_edits(key, NAME, "Theirs")
    await desk.publishing.look_up(lambda _progress: None, is_patient=True)
    [work] = await desk.works()
    assert set(work.conflicts) == {NAME}
    assert (work.edits[BIO].base, work.edits[BIO].value) == (KEPT, before)
