"""A look that shows an item as it was before our own last write of it."""

from tests.unit.sync.conftest import Desk
from wfdesk.domain.ids import NAME


async def test_what_an_older_copy_has_is_no_reason_to_drop_an_edit(desk: Desk) -> None:
    [key] = await desk.keys(1)
    old = desk.on_server(key)
    before = (await desk.browsing.work(key)).fields[NAME]
    await desk.editing.set_field(key, NAME, "Mine")
    await desk.send()
    await desk.editing.set_field(key, NAME, before)  # taken back, and sent at once
    behind = {"method": "GET", "path": f"items/{key.item}", "do": "wrong_json", "answer": old}
    desk.practice.control("POST", "faults", behind)

    await desk.send()

    is_there = desk.on_server(key)["fieldData"]["name"] == before
    assert is_there or NAME in (await desk.browsing.work(key)).edits
