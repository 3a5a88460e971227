"""A switch that is off may be left out of what Webflow holds: nobody's hand was on it."""

from tests.unit.sync.conftest import Desk
from tests.unit.sync.test_back_on_the_way import lose_both
from wfdesk.domain.ids import FieldSlug, ItemKey
from wfdesk.domain.schema import FieldType
from wfdesk.sync.progress import Result


async def a_switch(desk: Desk) -> tuple[ItemKey, FieldSlug]:
    """An item with a switch that is on."""
    for collection in await desk.browsing.collections():
        desk.collection = collection
        found, _ = await desk.ledger.home(collection)
        for field in found.fields:
            if field.type is FieldType.SWITCH:
                [key] = await desk.keys(1)
                desk.colleague_edits(key, field.slug, True)
                await desk.refreshing.refresh_all()
                return key, field.slug
    raise AssertionError


async def test_that_it_was_turned_off_is_found(desk: Desk) -> None:
    key, slug = await a_switch(desk)
    await desk.editing.set_field(key, slug, False)
    lose_both(desk)
    assert (await desk.send())[key].result is Result.UNKNOWN
    desk.colleague_edits(key, slug, None)
    await desk.publishing.look_up(lambda _progress: None)
    assert await desk.works() == []
    assert (await desk.browsing.work(key)).fields.get(slug) is None
