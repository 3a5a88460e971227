"""What the user takes back while it travels, or while nobody knows what became of it, is no less
their word than what they typed before.
"""

import asyncio

from tests.unit.sync.conftest import Desk
from tests.unit.sync.test_creating import EMAIL
from wfdesk.domain.edits import Action, SendState
from wfdesk.domain.ids import NAME, CollectionId, FieldSlug, ItemKey
from wfdesk.store.journal import JournalRepository
from wfdesk.store.remote import compare_all
from wfdesk.sync.progress import Result


async def on_its_way(desk: Desk) -> asyncio.Task[object]:
    """Send; Webflow has done it, and its answer is not here yet."""
    held = {"method": "PATCH", "path": "items", "do": "delay", "seconds": None, "when": "after"}
    desk.practice.control("POST", "faults", held)
    sending = asyncio.create_task(desk.send())
    while not any(entry["applied"] for entry in desk.writes()):
        await asyncio.wait({sending}, timeout=0.02)
    return sending


async def edited(desk: Desk) -> tuple[ItemKey, object]:
    [key] = await desk.keys(1)
    before = (await desk.browsing.work(key)).fields[NAME]
    await desk.editing.set_field(key, NAME, "Mine")
    return key, before


def lose_both(desk: Desk) -> None:
    """Have the answer to what is sent next be lost, and that to the look at what became of it."""
    orders = [
        {"method": "PATCH", "path": "items", "do": "reset_after"},
        {"method": "GET", "path": "items/", "do": "html", "status": 200, "after": 1},
    ]
    desk.practice.control("POST", "faults", orders)


async def in_doubt(desk: Desk) -> tuple[ItemKey, object]:
    """Send; Webflow has it, and nobody here knows what became of it."""
    key, before = await edited(desk)
    lose_both(desk)
    assert (await desk.send())[key].result is Result.UNKNOWN
    return key, before


async def test_what_is_typed_back_while_it_travels_is_an_edit(desk: Desk) -> None:
    key, before = await edited(desk)
    sending = await on_its_way(desk)
    await desk.editing.set_field(key, NAME, before)
    desk.practice.control("POST", "release")
    await sending
    work = await desk.browsing.work(key)
    assert desk.on_server(key)["fieldData"]["name"] == "Mine"
    assert (work.fields[NAME], NAME in work.edits) == (before, True)
    await desk.send()
    assert desk.on_server(key)["fieldData"]["name"] == before


async def test_what_is_undone_while_it_travels_is_an_edit(desk: Desk) -> None:
    key, before = await edited(desk)
    sending = await on_its_way(desk)
    await desk.editing.undo(key)
    desk.practice.control("POST", "release")
    await sending
    assert (await desk.browsing.work(key)).fields[NAME] == before


async def test_what_is_typed_back_before_it_is_known_what_became_of_it_is_an_edit(
    desk: Desk,
) -> None:
    key, before = await in_doubt(desk)
    await desk.editing.set_field(key, NAME, before)
    await desk.publishing.look_up(lambda _progress: None)
    assert (await desk.browsing.work(key)).fields[NAME] == before


async def test_it_is_so_where_a_colleague_has_gone_on_from_what_was_sent(desk: Desk) -> None:
    """Webflow has neither then, and what was taken back is in what it has."""
    key, before = await in_doubt(desk)
    await desk.editing.set_field(key, NAME, before)
    desk.colleague_edits(key, NAME, "Mine and theirs")
    await desk.publishing.look_up(lambda _progress: None)
    work = await desk.browsing.work(key)
    assert (work.fields[NAME], work.conflicts) == (before, {NAME: "Mine and theirs"})
    await desk.refreshing.refresh_all()
    assert (await desk.browsing.work(key)).conflicts == {NAME: "Mine and theirs"}


async def test_what_webflow_spells_otherwise_is_no_colleagues(desk: Desk) -> None:
    """Another field of the request shows a colleague's hand; of this one it has what was sent."""
    key, _ = await edited(desk)
    before = (await desk.browsing.work(key)).fields[EMAIL]
    await desk.editing.set_field(key, EMAIL, "Mine@Example.org")
    lose_both(desk)
    assert (await desk.send())[key].result is Result.UNKNOWN
    await desk.editing.set_field(key, EMAIL, before)
    desk.colleague_edits(key, EMAIL, "mine@example.org")
    desk.colleague_edits(key, NAME, "Theirs")
    await desk.publishing.look_up(lambda _progress: None)
    work = await desk.browsing.work(key)
    assert (work.fields[EMAIL], set(work.conflicts)) == (before, {NAME})
    assert work.edits[EMAIL].base == "mine@example.org"


async def test_a_mark_that_is_taken_back_while_it_travels_leads_back(desk: Desk) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_action([key], Action.ARCHIVE)
    sending = await on_its_way(desk)
    await desk.editing.set_action([key], None)
    desk.practice.control("POST", "release")
    await sending
    work = await desk.browsing.work(key)
    assert work.item is not None
    assert (work.item.is_archived, work.action) == (True, Action.UNARCHIVE)


async def test_what_is_typed_back_before_webflow_asks_for_a_pause_does_not_go_after_it(
    desk: Desk,
) -> None:
    """It has not arrived, and nobody wants it any more: it went, and was to be sent back then."""
    key, before = await edited(desk)
    held = {"method": "PATCH", "do": "delay", "seconds": None, "when": "before"}
    pause = {"method": "PATCH", "do": "status", "status": 429, "headers": {"Retry-After": "1"}}
    desk.practice.control("POST", "faults", [held, pause])
    sending = asyncio.create_task(desk.send())
    while (await desk.browsing.work(key)).state is not SendState.SENDING:
        await asyncio.wait({sending}, timeout=0.02)
    await desk.editing.set_field(key, NAME, before)
    desk.practice.control("POST", "release")
    assert (await sending)[key].result is Result.NOT_SENT
    assert [entry["applied"] for entry in desk.writes()] == [False]
    assert await desk.works() == []


async def test_a_mark_that_is_taken_back_and_set_again_before_it_is_known_stays(
    desk: Desk,
) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_action([key], Action.ARCHIVE)
    orders = [
        {"method": "PATCH", "path": "items", "do": "reset_before"},
        {"method": "GET", "path": "items/", "do": "html", "status": 200, "after": 1},
    ]
    desk.practice.control("POST", "faults", orders)
    assert (await desk.send())[key].result is Result.UNKNOWN
    await desk.editing.undo(key)
    await desk.editing.redo(key)
    await desk.publishing.look_up(lambda _progress: None)
    assert (await desk.browsing.work(key)).action is Action.ARCHIVE


async def test_what_has_arrived_before_the_pause_all_the_same_is_led_back(desk: Desk) -> None:
    """A gateway has sent it twice, and the pause is asked for by the answer to the second one."""
    key, before = await edited(desk)
    held = {"method": "PATCH", "do": "delay", "seconds": None, "when": "before"}
    pause = {"method": "PATCH", "do": "status", "status": 429, "headers": {"Retry-After": "1"}}
    desk.practice.control("POST", "faults", [held, {**pause, "applied": True}])
    sending = asyncio.create_task(desk.send())
    while (await desk.browsing.work(key)).state is not SendState.SENDING:
        await asyncio.wait({sending}, timeout=0.02)
    await desk.editing.set_field(key, NAME, before)
    desk.practice.control("POST", "release")
    await sending
    assert desk.on_server(key)["fieldData"]["name"] == "Mine"
    await desk.send()
    assert desk.on_server(key)["fieldData"]["name"] == before
    assert await desk.works() == []


async def arrived_and_cut_short(desk: Desk) -> tuple[ItemKey, object]:
    """Typed back on the way, arrived before a pause, and nobody could look after that."""
    key, before = await edited(desk)
    held = {"method": "PATCH", "do": "delay", "seconds": None, "when": "before"}
    pause = {"method": "PATCH", "do": "status", "status": 429, "headers": {"Retry-After": "1"}}
    refused = {"method": "GET", "path": "items/", "do": "status", "status": 401, "after": 1}
    desk.practice.control("POST", "faults", [held, {**pause, "applied": True}, refused])
    sending = asyncio.create_task(desk.send())
    while (await desk.browsing.work(key)).state is not SendState.SENDING:
        await asyncio.wait({sending}, timeout=0.02)
    await desk.editing.set_field(key, NAME, before)
    desk.practice.control("POST", "release")
    assert (await sending)[key].result is Result.NOT_SENT
    assert desk.on_server(key)["fieldData"]["name"] == "Mine"
    return key, before


async def test_what_has_arrived_before_the_pause_is_led_back_where_the_run_ended_in_it(
    desk: Desk,
) -> None:
    """The local copy is from before that. By it, nothing would be left to do."""
    key, before = await arrived_and_cut_short(desk)
    await desk.refreshing.refresh_all()
    await desk.send()
    assert desk.on_server(key)["fieldData"]["name"] == before
    assert await desk.works() == []


async def test_what_has_arrived_before_the_pause_is_led_back_after_a_change_of_the_fields(
    desk: Desk,
) -> None:
    """All unsent work is compared then with the local copy, which is from before that."""
    key, before = await arrived_and_cut_short(desk)
    await desk.database.write(lambda rows: compare_all(rows, desk.collection))
    await desk.send()
    assert desk.on_server(key)["fieldData"]["name"] == before


async def test_what_has_arrived_before_the_pause_is_led_back_where_the_program_ended_in_it(
    desk: Desk,
) -> None:
    key, before = await arrived_and_cut_short(desk)
    waiting = "UPDATE works SET state = ?"
    await desk.database.write(lambda rows: rows.execute(waiting, (SendState.QUEUED.value,)))
    await desk.database.write(lambda rows: JournalRepository(rows).interrupt())
    await desk.refreshing.refresh_all()
    await desk.send()
    assert desk.on_server(key)["fieldData"]["name"] == before


async def test_what_a_colleague_has_done_themselves_meanwhile_is_not_taken_back_with_it(
    desk: Desk,
) -> None:
    """The request was lost, and a colleague added just what the user did, and took out again."""
    desk.collection = CollectionId(desk.practice.collection("categories"))
    one, two = await desk.keys(2)
    desk.collection = CollectionId(desk.practice.collection("recipes"))
    [key] = await desk.keys(1)
    slug = FieldSlug("categories")
    desk.colleague_edits(key, slug, [one.item])
    await desk.refreshing.refresh_all()
    await desk.editing.set_field(key, slug, [two.item, one.item])
    orders = [
        {"method": "PATCH", "path": "items", "do": "reset_before"},
        {"method": "GET", "path": "items/", "do": "html", "status": 200, "after": 1},
    ]
    desk.practice.control("POST", "faults", orders)
    assert (await desk.send())[key].result is Result.UNKNOWN
    await desk.editing.set_field(key, slug, [one.item])
    desk.colleague_edits(key, slug, [one.item, two.item])
    await desk.publishing.look_up(lambda _progress: None, is_patient=True)
    [work] = await desk.works()
    assert work.conflicts == {slug: [one.item, two.item]}
    assert (await desk.send()) == {}
    assert desk.on_server(key)["fieldData"][slug] == [one.item, two.item]
