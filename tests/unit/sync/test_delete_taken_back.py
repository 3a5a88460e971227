"""A delete that is taken back while nobody knows what became of it: all there was is kept."""

from tests.unit.sync.conftest import Desk
from wfdesk.domain.edits import Action
from wfdesk.domain.ids import NAME
from wfdesk.store.history import HistoryRepository
from wfdesk.sync.progress import Result


async def test_what_was_deleted_all_the_same_is_in_the_history(desk: Desk) -> None:
    """A refresh finds it gone before the lost answer could be looked up."""
    new = await desk.editing.create(desk.collection, desk.locale, {NAME: "Baker"})
    key = (await desk.send())[new].new_key
    assert key is not None
    await desk.editing.set_action([key], Action.DELETE)
    unreadable = {"path": f"items/{key.item}", "do": "html", "status": 200, "after": 1, "times": 3}
    orders = [
        {"method": "DELETE", "path": "items", "do": "reset_after"},
        {"method": "GET", **unreadable},
    ]
    desk.practice.control("POST", "faults", orders)
    assert (await desk.send())[key].result is Result.UNKNOWN

    await desk.editing.set_action([key], None)
    await desk.refreshing.refresh_all()
    await desk.refreshing.refresh_collection(key.collection, is_full=True)
    await desk.refreshing.refresh_all()

    assert await desk.lookup.count() == 0
    pasts = await desk.database.read(lambda rows: HistoryRepository(rows).of(key))
    assert (NAME, "Baker") in {(past.field, past.value) for past in pasts}
