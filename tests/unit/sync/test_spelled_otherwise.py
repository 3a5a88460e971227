"""An edit that only spells a value otherwise, and whose request is lost before it arrives."""

from tests.unit.sync.conftest import Desk
from tests.unit.sync.test_creating import EMAIL
from wfdesk.sync.progress import Result


async def test_what_only_looks_alike_is_not_taken_for_what_was_sent(desk: Desk) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, EMAIL, "Anna@Example.com")
    await desk.send()
    await desk.editing.set_field(key, EMAIL, "anna@example.com")
    lost = {"method": "PATCH", "path": "items", "do": "reset_before"}
    desk.practice.control("POST", "faults", lost)

    result = (await desk.send())[key].result

    assert desk.on_server(key)["fieldData"]["email"] == "Anna@Example.com"
    assert result is Result.NOT_SENT
    assert (await desk.browsing.work(key)).fields[EMAIL] == "anna@example.com"
