"""What a colleague wrote under an edit, of an item that is deleted then, is kept."""

from tests.unit.sync.conftest import Desk
from wfdesk.domain.ids import NAME, FieldSlug, ItemKey
from wfdesk.store.history import HistoryRepository

BODY = FieldSlug("biography")
THEIRS = "<p>Theirs</p>"


async def edited(desk: Desk) -> ItemKey:
    """An item with a text of mine over one of a colleague's, which is shown as a conflict."""
    new = await desk.editing.create(desk.collection, desk.locale, {NAME: "Baker"})
    key = (await desk.send())[new].new_key
    assert key is not None
    await desk.editing.set_field(key, BODY, "<p>Mine</p>")
    desk.colleague_edits(key, BODY, THEIRS)
    await desk.refreshing.refresh_all()
    assert (await desk.browsing.work(key)).conflicts == {BODY: THEIRS}
    return key


async def gone(desk: Desk) -> ItemKey:
    key = await edited(desk)
    desk.colleague("delete", collection=key.collection, item=key.item)
    await desk.refreshing.refresh_collection(key.collection, is_full=True)
    return key


async def kept(desk: Desk, *keys: ItemKey) -> list[object]:
    def read(rows) -> list[object]:
        return [past.value for key in keys for past in HistoryRepository(rows).of(key)]

    return await desk.database.read(read)


async def test_it_is_kept_where_the_work_on_a_gone_item_is_given_up(desk: Desk) -> None:
    key = await gone(desk)
    await desk.editing.give_up_gone([key])
    assert THEIRS in await kept(desk, key)


async def test_it_is_kept_where_a_gone_item_is_made_anew(desk: Desk) -> None:
    key = await gone(desk)
    step = await desk.editing.recreate([key])
    new = step.made[key]
    assert new is not None
    assert THEIRS in await kept(desk, key, new.key)
