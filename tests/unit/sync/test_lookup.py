"""A write whose answer was lost is looked up with every refresh, and never sent again by that."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import pytest
from msgspec.structs import replace

from tests.unit.sync.conftest import Desk
from tests.unit.sync.test_creating import EMAIL
from tests.unit.sync.test_questions import JOINED, patch
from wfdesk.domain.edits import ANSWER_LOST, Action, SendState
from wfdesk.domain.ids import NAME, FieldSlug, ItemKey
from wfdesk.domain.journal import MAYBE_THERE
from wfdesk.domain.plan import Goal
from wfdesk.domain.values import Value
from wfdesk.services.history import HistoryService
from wfdesk.services.publishing import PublishingService
from wfdesk.sync.lookup import Lookup
from wfdesk.sync.progress import ItemResult, Phase, Progress, Result
from wfdesk.sync.publish import Publisher
from wfdesk.sync.watch import Watch

ARRIVED, LOST = "reset_after", "reset_before"


async def send_and_hear_nothing(desk: Desk, fate: str) -> ItemKey:
    """Send an edit whose answer is lost, and then the answer to the question what became of it."""
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Sent once")
    desk.practice.control("POST", "faults", {"method": "PATCH", "path": "items", "do": fate})
    heard: list[Progress] = []

    def listen(progress: Progress) -> None:
        if progress.phase is Phase.LOOKING_UP and heard[-1].phase is not Phase.LOOKING_UP:
            login_page = {"method": "GET", "path": key.item, "do": "html", "status": 200}
            desk.practice.control("POST", "faults", login_page)
        heard.append(progress)

    await desk.publishing.start(await desk.publishing.plan(None, Goal.SEND), listen).go()

    assert [result.result for result in heard[-1].results] == [Result.UNKNOWN]
    return key


async def journal_as_sent(desk: Desk, goal: Goal = Goal.SEND) -> ItemKey:
    """Write down that something is being sent, as it stands when wfdesk is killed just then."""
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Sent once")
    *_, batch = (await desk.publishing.plan(None, goal)).batches
    await desk.ledger.journal("killed", batch.operations, await desk.ledger.items([key]))
    return key


async def lose_a_new_item(desk: Desk, field: FieldSlug, value: str) -> Sequence[ItemResult]:
    """Its answer is lost, and before it is looked up a colleague writes in a field of it."""
    given: dict[FieldSlug, Value] = {NAME: "Once Only", EMAIL: "mine@example.org"}
    key = await desk.editing.create(desk.collection, desk.locale, given)
    made = replace(key, item="once-only")  # the practice server finds it by its slug as well
    desk.practice.control("POST", "faults", {"method": "POST", "path": "bulk", "do": ARRIVED})
    heard = list[Progress]()

    def listen(progress: Progress) -> None:
        if progress.phase is Phase.LOOKING_UP and Phase.LOOKING_UP not in {
            each.phase for each in heard
        }:
            desk.colleague_edits(made, field, value)
        heard.append(progress)

    await desk.publishing.start(await desk.publishing.plan([key], Goal.PUBLISH), listen).go()
    return heard[-1].results


async def refresh(desk: Desk, how: str) -> None:
    if how == "everything":
        await desk.refreshing.refresh_all()
    else:
        await desk.refreshing.refresh_collection(desk.collection)


async def test_an_item_whose_fate_is_unknown_says_what_happens_next(desk: Desk) -> None:
    await send_and_hear_nothing(desk, ARRIVED)
    [work] = await desk.works()
    assert (work.state, work.reason) == (SendState.UNKNOWN, ANSWER_LOST)
    [blocker] = (await desk.publishing.plan(None, Goal.SEND)).blockers
    assert blocker.sentence == ANSWER_LOST


@pytest.mark.parametrize("how", ["everything", "one collection"])
async def test_what_arrived_is_found_by_the_next_refresh(desk: Desk, how: str) -> None:
    await send_and_hear_nothing(desk, ARRIVED)
    await refresh(desk, how)
    assert await desk.works() == []
    assert len(desk.writes()) == 1
    assert desk.board.status.activity == ""


async def test_a_picture_that_webflow_fetched_is_found_though_its_address_is_another(
    desk: Desk,
) -> None:
    [key] = await desk.keys(1)
    new = {"url": "https://example.com/portraits/new%20face.png", "alt": "A new face"}
    await desk.editing.set_field(key, FieldSlug("portrait"), new)
    desk.practice.control("POST", "faults", {"method": "PATCH", "path": "items", "do": ARRIVED})
    assert (await desk.send())[key].result is Result.SENT
    assert await desk.works() == []
    assert len(desk.writes()) == 1


async def test_a_picture_that_was_there_before_is_not_taken_for_one_of_the_same_name(
    desk: Desk,
) -> None:
    [key] = await desk.keys(1)
    portrait = FieldSlug("portrait")
    await desk.editing.set_field(key, portrait, {"url": "https://one.example/face.png"})
    assert (await desk.send())[key].result is Result.SENT
    other = {"url": "https://two.example/face.png"}
    await desk.editing.set_field(key, portrait, other)
    desk.practice.control("POST", "faults", {"method": "PATCH", "path": "items", "do": LOST})
    assert (await desk.send())[key].result is Result.NOT_SENT
    [work] = await desk.works()
    assert work.edits[portrait].value == other


@pytest.mark.parametrize("how", ["everything", "one collection"])
async def test_what_was_lost_is_an_unsent_edit_after_the_next_refresh(desk: Desk, how: str) -> None:
    key = await send_and_hear_nothing(desk, LOST)
    await refresh(desk, how)
    [work] = await desk.works()
    assert (work.key, work.state, work.edits[NAME].value) == (key, SendState.SAVED, "Sent once")
    assert len(desk.writes()) == 1


async def test_what_was_deleted_meanwhile_is_not_waited_for_and_its_value_is_kept(
    desk: Desk,
) -> None:
    key = await send_and_hear_nothing(desk, LOST)
    desk.colleague("delete", collection=key.collection, item=key.item)
    await desk.refreshing.refresh_all()
    [work] = await desk.works()
    assert (work.state, work.is_gone) == (SendState.CONFLICT, True)
    assert work.edits[NAME].value == "Sent once"


async def test_it_is_looked_up_as_soon_as_the_connection_is_back(desk: Desk) -> None:
    await send_and_hear_nothing(desk, ARRIVED)
    is_settled = asyncio.Event()

    async def connect() -> None:
        await desk.refreshing.refresh_all()
        desk.board.set_online(True)
        is_settled.set()

    async def no_time(_seconds: float) -> None:
        await asyncio.sleep(0)

    desk.board.set_online(False)
    watch = Watch(desk.board, desk.refreshing.reach, connect, pauses=(0.0,), sleep=no_time)
    watching = asyncio.create_task(watch.run())
    async with asyncio.timeout(20):
        await is_settled.wait()
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching

    assert await desk.works() == []
    assert len(desk.writes()) == 1


async def test_what_is_being_sent_is_left_to_the_run(desk: Desk) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Slow")
    slow = {"method": "PATCH", "path": "items", "do": "delay", "seconds": 1}
    desk.practice.control("POST", "faults", slow)
    sending = asyncio.create_task(desk.send())
    async with asyncio.timeout(10):
        while not await desk.lookup.count():
            await asyncio.sleep(0)
    heard: list[Progress] = []

    await desk.lookup.look(heard.append)

    assert heard == []
    assert (await sending)[key].result is Result.SENT


class Clock:
    def __init__(self) -> None:
        self.slept: list[float] = []

    def now(self) -> float:
        return 1000.0 + sum(self.slept)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)


async def test_what_is_not_there_yet_may_still_come_and_is_waited_for(desk: Desk) -> None:
    await journal_as_sent(desk)
    clock = Clock()
    lookup = Lookup(desk.ledger, desk.connections, sleep=clock.sleep, quiet_seconds=30.0)

    assert not await lookup.look(lambda _: None)
    assert await lookup.count() == 1
    assert clock.slept == []

    assert await lookup.look(lambda _: None, is_patient=True)
    assert await lookup.count() == 0
    assert [round(seconds, -1) for seconds in clock.slept] == [30.0]
    [work] = await desk.works()
    assert work.state is SendState.SAVED


async def test_the_program_waits_half_a_minute_for_what_was_lost(desk: Desk) -> None:
    """Longer than Webflow, or a proxy before it, goes on with a request that nobody waits for."""
    clock = Clock()
    publisher = Publisher(
        desk.database, desk.connections, desk.feed.publish, sleep=clock.sleep, clock=clock.now
    )
    publishing = PublishingService(desk.database, desk.browsing, publisher)
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Sent once")
    desk.practice.control("POST", "faults", {"method": "PATCH", "path": "items", "do": LOST})
    await publishing.start(await publishing.plan(None, Goal.SEND), lambda _: None).go()
    assert sum(clock.slept) >= 30  # within a run

    await journal_as_sent(desk)
    clock.slept.clear()
    await publisher.lookup.look(lambda _: None, is_patient=True)
    assert sum(clock.slept) >= 30  # and after a start


async def test_what_is_lost_while_another_is_waited_for_may_still_come(desk: Desk) -> None:
    first, second = await desk.keys(2)

    async def lose(key: ItemKey) -> None:
        await desk.editing.set_field(key, NAME, "Sent once")
        [batch] = (await desk.publishing.plan([key], Goal.SEND)).batches
        await desk.ledger.journal("killed", batch.operations, await desk.ledger.items([key]))

    async def lose_another(_seconds: float) -> None:
        await lose(second)

    await lose(first)
    lookup = Lookup(desk.ledger, desk.connections, sleep=lose_another, quiet_seconds=30.0)
    assert not await lookup.look(lambda _: None, is_patient=True)
    states = {work.key: work.state for work in await desk.works()}
    assert (states[first], await lookup.count()) == (SendState.SAVED, 1)


async def test_how_long_it_may_still_come_does_not_hang_on_the_time_of_day(desk: Desk) -> None:
    await journal_as_sent(desk)
    await desk.database.write(  # as if the clock had been set two days forward since
        lambda rows: rows.execute("UPDATE journal SET updated_at = updated_at - 172800000")
    )
    running = [0.0]
    lookup = Lookup(
        desk.ledger,
        desk.connections,
        sleep=Clock().sleep,
        quiet_seconds=30.0,
        clock=lambda: running[0],
    )
    assert not await lookup.look(lambda _: None)
    running[0] = 29.0
    assert not await lookup.look(lambda _: None)
    running[0] = 30.0
    assert await lookup.look(lambda _: None)


async def test_what_is_there_already_is_waited_for_no_longer(desk: Desk) -> None:
    key = await journal_as_sent(desk)
    desk.colleague_edits(key, NAME, "Sent once")  # our own write, which did arrive
    clock = Clock()
    lookup = Lookup(desk.ledger, desk.connections, sleep=clock.sleep, quiet_seconds=30.0)

    await lookup.look(lambda _: None)

    assert await desk.works() == []
    assert clock.slept == []


async def test_whoever_is_out_of_reach_is_not_asked_for_each_item(desk: Desk) -> None:
    """After a list that came to nothing one item is asked for: a list may be too long."""
    for key in await desk.keys(3):
        await desk.editing.set_field(key, NAME, f"Sent {key.item}")
    [batch] = (await desk.publishing.plan(None, Goal.SEND)).batches
    keys = [each.key for each in batch.operations]
    sent = await desk.ledger.journal("one", batch.operations, await desk.ledger.items(keys))
    entries = [entry for entry, _ in sent]
    login_page = {"method": "GET", "path": "items", "do": "html", "status": 200, "times": 9}
    desk.practice.control("POST", "faults", login_page)
    desk.practice.control("DELETE", "log")

    await desk.lookup.look(lambda _: None)

    assert len(desk.practice.control("GET", "log").json()) == 2
    assert await desk.lookup.count() == len(entries)


async def test_a_publish_that_a_refresh_has_shown_meanwhile_is_known_to_have_happened(
    desk: Desk,
) -> None:
    key = await journal_as_sent(desk, Goal.PUBLISH)
    path = f"/collections/{key.collection}/items/publish"
    assert desk.practice.ask("POST", path, json={"itemIds": [key.item]}).status_code == 202
    shown = await desk.webflow.items.get(key)
    await desk.ledger.store_seen((key.collection, key.locale), [shown], is_list=False)
    heard: list[Progress] = []

    await desk.lookup.look(heard.append)

    assert [result.result for result in heard[-1].results] == [Result.PUBLISHED]


async def test_what_a_colleague_did_before_a_lost_answer_was_looked_up_does_not_go_live(
    desk: Desk,
) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Ours")
    desk.practice.control("POST", "faults", {"method": "PATCH", "path": "items", "do": ARRIVED})
    before, heard = desk.on_server(key), list[Progress]()

    def listen(progress: Progress) -> None:
        if progress.phase is Phase.LOOKING_UP and Phase.LOOKING_UP not in {
            each.phase for each in heard
        }:
            desk.colleague_edits(key, FieldSlug("email"), "theirs@example.org")
        heard.append(progress)

    await desk.publishing.start(await desk.publishing.plan(None, Goal.PUBLISH), listen).go()

    assert [result.result for result in heard[-1].results] == [Result.NOT_PUBLISHED]
    now = desk.on_server(key)
    assert now["fieldData"]["name"] == "Ours"
    assert now["lastPublished"] == before["lastPublished"]


async def test_what_a_colleague_wrote_in_a_new_item_before_it_was_looked_up_does_not_go_live(
    desk: Desk,
) -> None:
    """They have added to it: that all is there which was sent tells that it is ours."""
    [result] = await lose_a_new_item(desk, JOINED, "2024-05-01T00:00:00.000Z")
    assert result.result is Result.NOT_PUBLISHED
    assert "a colleague changed Joined meanwhile" in result.reason


async def test_a_new_item_that_a_colleague_has_written_over_is_asked_about(desk: Desk) -> None:
    [result] = await lose_a_new_item(desk, EMAIL, "theirs@example.org")
    assert (result.result, result.reason) == (Result.NOT_SENT, MAYBE_THERE.format("Once Only"))

    taken = await desk.editing.questions.take_over(result.key)

    assert await desk.works() == []
    [item] = (await HistoryService(desk.database, desk.editing).of(taken)).items
    assert [value.past.value for value in item.values] == ["mine@example.org"]


async def test_what_a_colleague_did_before_a_lost_answer_was_looked_up_is_not_deleted(
    desk: Desk,
) -> None:
    key = next(w.key for w in await desk.browsing.works(await desk.keys(20)) if w.item.is_live)
    await desk.editing.set_action([key], Action.DELETE)
    fault = {"method": "DELETE", "path": "items/live", "do": ARRIVED}
    desk.practice.control("POST", "faults", fault)
    heard = list[Progress]()

    def listen(progress: Progress) -> None:
        if progress.phase is Phase.LOOKING_UP and Phase.LOOKING_UP not in {
            each.phase for each in heard
        }:
            desk.colleague_edits(key, FieldSlug("email"), "theirs@example.org")
        heard.append(progress)

    await desk.publishing.start(await desk.publishing.plan([key], Goal.SEND), listen).go()

    assert [result.result for result in heard[-1].results] == [Result.NOT_SENT]
    assert desk.on_server(key)["fieldData"]["email"] == "theirs@example.org"


async def test_what_others_have_made_is_read_once_for_all_that_were_lost_together(
    desk: Desk,
) -> None:
    """A colleague has been at all of them since: so each may be another one that is called so."""
    names = ["First", "Second", "Third"]
    for name in names:
        await desk.editing.create(desk.collection, desk.locale, {NAME: name})
    orders = [
        {"method": "POST", "path": "bulk", "do": "reset_after"},
        {"method": "GET", "path": "items", "query": "slug=", "do": "html", "status": 200},
    ]
    desk.practice.control("POST", "faults", orders)
    assert {each.result for each in (await desk.send()).values()} == {Result.UNKNOWN}
    for name in names:
        patch(desk, name, email="theirs@example.org")
    desk.practice.control("DELETE", "log")

    heard: list[Progress] = []
    await desk.publishing.look_up(heard.append)

    assert await desk.works() == []
    assert sum("lastUpdated" in entry["query"] for entry in desk.practice.log()) == 1
    assert heard[-1].done == len(desk.practice.log())
