"""What is taken back from its notice, when another field was typed in since, hides nothing new."""

from tests.unit.sync.conftest import Desk
from wfdesk.domain.ids import NAME, FieldSlug
from wfdesk.services.history import HistoryService

BODY = FieldSlug("biography")


async def test_what_is_taken_back_late_leaves_what_a_colleague_wrote_since(desk: Desk) -> None:
    """Restored, and undone from its notice when another field was typed in and both were sent."""
    [key] = await desk.keys(1)
    history = HistoryService(desk.database, desk.editing)
    await desk.editing.set_field(key, NAME, "Mine")
    await desk.editing.discard([key])
    [item] = (await history.of(key)).items
    step = await history.restore(item.values[0].past)
    assert step is not None
    await desk.editing.set_field(key, BODY, "<p>Mine</p>")
    await desk.send()
    desk.colleague_edits(key, NAME, "Theirs")
    await desk.refreshing.refresh_all()

    await desk.editing.take_back(step)

    assert (await desk.browsing.work(key)).conflicts == {NAME: "Theirs"}
    await desk.send()
    assert desk.on_server(key)["fieldData"]["name"] == "Theirs"
