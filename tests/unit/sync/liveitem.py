"""A live item with an edit, and a run of it."""

from tests.unit.sync.conftest import Desk
from wfdesk.domain.ids import NAME, SLUG, ItemKey
from wfdesk.domain.plan import Goal, Plan
from wfdesk.sync.progress import ItemResult, Progress


async def live_item(desk: Desk) -> ItemKey:
    """A live item that nothing refers to, with an edit of its name."""
    [like] = await desk.browsing.works(await desk.keys(1))
    fields = {slug: value for slug, value in like.fields.items() if slug != SLUG}
    local = await desk.editing.create(desk.collection, desk.locale, {**fields, NAME: "Newcomer"})
    key = (await desk.send(Goal.PUBLISH))[local].new_key
    assert key is not None
    await desk.refreshing.refresh_all()
    await desk.editing.set_field(key, NAME, "Mine")
    return key


async def go(desk: Desk, plan: Plan) -> ItemResult:
    heard: list[Progress] = []
    await desk.publishing.start(plan, heard.append).go()
    [result] = heard[-1].results
    return result
