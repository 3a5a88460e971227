"""A refresh says at once what colleagues did to items with unsent edits: F53 to F56."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.doubles.practice import Practice, start
from tests.unit.sync.conftest import Desk, joined
from wfdesk.domain.edits import GONE, Action, SendState, Work
from wfdesk.domain.ids import NAME, FieldSlug, ItemKey
from wfdesk.domain.items import ItemStatus
from wfdesk.domain.plan import Goal
from wfdesk.services.history import HistoryService
from wfdesk.services.unwritten import Edited
from wfdesk.store.database import Database
from wfdesk.sync.progress import Phase, Progress, Result

EMAIL = FieldSlug("email")


@pytest.fixture(scope="module")
def practice() -> Iterator[Practice]:
    with closing(start("--items", "40", "--rate-limit", "0")) as practice:
        yield practice


@pytest.fixture
async def desk(tmp_path: Path, practice: Practice) -> AsyncIterator[Desk]:
    async with joined(tmp_path, practice) as desk:
        yield desk


async def new_item(desk: Desk, name: str) -> ItemKey:
    """An item of this test alone, as Webflow has it."""
    key = await desk.editing.create(desk.collection, desk.locale, {NAME: name})
    made = (await desk.send())[key].new_key
    assert made is not None
    return made


async def refreshed(desk: Desk) -> Work | None:
    """The unsent work there is after a refresh that nobody asked for."""
    await desk.refreshing.refresh_collection(desk.collection)
    works = await desk.works()
    return works[0] if works else None


async def test_f53_an_edit_of_another_field_is_kept_and_sent(desk: Desk) -> None:
    key = await new_item(desk, "Fifty-three")
    await desk.editing.set_field(key, NAME, "Mine")
    desk.colleague_edits(key, EMAIL, "theirs@example.org")
    work = await refreshed(desk)
    assert (work.state, work.conflicts, work.fields[EMAIL]) == (
        SendState.SAVED,
        {},
        "theirs@example.org",
    )
    assert (await desk.send())[key].result is Result.SENT
    fields = desk.on_server(key)["fieldData"]
    assert (fields["name"], fields["email"]) == ("Mine", "theirs@example.org")


async def test_f54_an_edit_of_the_same_field_is_a_conflict_before_anything_is_sent(
    desk: Desk, tmp_path: Path
) -> None:
    key = await new_item(desk, "Fifty-four")
    await desk.editing.set_field(key, NAME, "Mine")
    desk.colleague_edits(key, NAME, "Theirs")
    work = await refreshed(desk)
    assert (work.state, work.conflicts) == (SendState.CONFLICT, {NAME: "Theirs"})
    [blocker] = (await desk.publishing.plan(None, Goal.SEND)).blockers
    assert (blocker.key, blocker.field) == (key, NAME)

    desk.colleague_edits(key, NAME, "Theirs again")
    assert (await refreshed(desk)).conflicts == {NAME: "Theirs again"}

    await desk.database.close()
    desk.database = await Database.open(tmp_path / "wfdesk.sqlite3")
    try:
        desk.reviewing._database = desk.database
        [again] = await desk.works()
        assert (again.state, again.conflicts) == (SendState.CONFLICT, {NAME: "Theirs again"})
    finally:
        await desk.database.close()


async def test_f54_a_conflict_ends_where_the_colleague_took_it_back(desk: Desk) -> None:
    key = await new_item(desk, "Fifty-four and a half")
    await desk.editing.set_field(key, NAME, "Mine")
    desk.colleague_edits(key, NAME, "Theirs")
    await refreshed(desk)
    desk.colleague_edits(key, NAME, "Fifty-four and a half")
    work = await refreshed(desk)
    assert (work.state, work.conflicts) == (SendState.SAVED, {})
    assert (await desk.send())[key].result is Result.SENT


async def test_f55_the_same_value_is_neither_a_conflict_nor_a_write(desk: Desk) -> None:
    key = await new_item(desk, "Fifty-five")
    await desk.editing.set_field(key, NAME, "Both the same")
    desk.colleague_edits(key, NAME, "Both the same")
    assert await refreshed(desk) is None
    desk.practice.control("DELETE", "log")
    assert await desk.send() == {}
    assert desk.writes() == []


async def test_f55_the_same_value_is_not_written_by_a_run_that_finds_it_there(desk: Desk) -> None:
    key = await new_item(desk, "Fifty-five at once")
    await desk.editing.set_field(key, NAME, "Both the same")
    desk.colleague_edits(key, NAME, "Both the same")
    desk.practice.control("DELETE", "log")
    assert (await desk.send())[key].is_good
    assert desk.writes() == []
    assert await desk.works() == []


async def test_f55_what_is_typed_on_while_an_edit_is_dropped_is_kept(desk: Desk) -> None:
    """It is not on disk yet when the refresh finds that the value before it is in Webflow."""
    key = await new_item(desk, "Fifty-five and a half")
    await desk.editing.set_field(key, NAME, "Both the same")
    desk.colleague_edits(key, NAME, "Both the same")
    typed = desk.editing.keep(key, Edited(NAME, "Both the same, and more"))
    await desk.refreshing.refresh_collection(desk.collection)
    await desk.editing.write(typed)
    [work] = await desk.works()
    assert work.edits[NAME].value == "Both the same, and more"
    assert (await desk.send())[key].result is Result.SENT
    assert desk.on_server(key)["fieldData"]["name"] == "Both the same, and more"


async def test_f55_what_is_typed_on_while_a_run_drops_an_edit_is_kept(desk: Desk) -> None:
    """The run was planned with the value before it, which Webflow has by now."""
    key = await new_item(desk, "Fifty-five and three quarters")
    await desk.editing.create(desk.collection, desk.locale, {NAME: "Goes first"})
    await desk.editing.set_field(key, NAME, "Both the same")
    desk.colleague_edits(key, NAME, "Both the same")
    typing: list[asyncio.Task[None]] = []

    def type_on(progress: Progress) -> None:
        if progress.phase is Phase.WRITING and not typing:
            saving = desk.editing.set_field(key, NAME, "And more")
            typing.append(asyncio.create_task(saving))

    plan = await desk.publishing.plan(None, Goal.SEND)
    await desk.publishing.start(plan, type_on).go()
    await asyncio.gather(*typing)
    [work] = await desk.works()
    assert (work.key, work.edits[NAME].value) == (key, "And more")


async def test_what_a_colleague_published_is_shown_as_that(desk: Desk) -> None:
    """To go live is no update of the item."""
    key = await new_item(desk, "Went live")
    await desk.refreshing.refresh_collection(desk.collection)
    desk.colleague("edit", collection=key.collection, item=key.item, fieldData={EMAIL: "a@b.org"})
    await desk.refreshing.refresh_collection(desk.collection)
    desk.colleague("publish", collection=key.collection, item=key.item)
    await desk.refreshing.refresh_collection(desk.collection, is_asked=True)
    assert (await desk.browsing.work(key)).item.status is ItemStatus.PUBLISHED


async def test_f56_a_deletion_is_noticed_without_being_asked_for(desk: Desk) -> None:
    edited, plain = await new_item(desk, "Fifty-six"), await new_item(desk, "Fifty-six b")
    await desk.editing.set_field(edited, NAME, "Still mine")
    await desk.refreshing.refresh_collection(desk.collection)
    for key in (edited, plain):
        desk.colleague("delete", collection=key.collection, item=key.item)

    await desk.refreshing.refresh_collection(desk.collection, is_asked=True)

    [work] = await desk.works()
    assert (work.key, work.is_gone, work.reason) == (edited, True, GONE)
    assert (work.state, work.edits[NAME].value) == (SendState.CONFLICT, "Still mine")
    assert work.item is not None
    assert work.item.fields[NAME] == "Fifty-six"
    assert await desk.browsing.works([plain]) == []
    [blocker] = (await desk.publishing.plan(None, Goal.SEND)).blockers
    assert blocker.sentence == GONE


async def test_f54_what_a_refresh_brings_while_one_writes_is_not_overwritten_unseen(
    desk: Desk,
) -> None:
    """The form shows the old value until the writing is done: the edit starts from that."""
    key = await new_item(desk, "Shown before")
    desk.colleague_edits(key, NAME, "Theirs, not shown yet")
    await desk.refreshing.refresh_collection(desk.collection)
    typed = desk.editing.keep(key, Edited(NAME, "Typed over it", before="Shown before"))
    await desk.editing.write(typed)
    [work] = await desk.works()
    assert (work.state, work.conflicts) == (SendState.CONFLICT, {NAME: "Theirs, not shown yet"})
    assert await desk.send() == {}
    assert desk.on_server(key)["fieldData"]["name"] == "Theirs, not shown yet"


async def test_a_conflict_that_is_held_back_is_still_one_when_the_other_edits_are_sent(
    desk: Desk,
) -> None:
    key = await new_item(desk, "Held")
    await desk.editing.set_field(key, NAME, "Mine")
    await desk.editing.set_field(key, EMAIL, "mine@example.org")
    desk.colleague_edits(key, EMAIL, "theirs@example.org")
    await refreshed(desk)
    await desk.editing.hold(key, EMAIL, is_held=True)
    assert (await desk.send())[key].result is Result.SENT
    [work] = await desk.works()
    assert (work.state, work.conflicts) == (SendState.CONFLICT, {EMAIL: "theirs@example.org"})


async def test_what_was_seen_while_an_answer_was_lost_is_said_when_it_was_looked_up(
    desk: Desk,
) -> None:
    key = await new_item(desk, "Lost")
    await desk.editing.set_field(key, NAME, "Mine")
    [batch] = (await desk.publishing.plan(None, Goal.SEND)).batches
    await desk.ledger.journal("killed", batch.operations, await desk.ledger.items([key]))
    desk.colleague_edits(key, NAME, "Theirs")
    # As a refresh does, while nobody knows yet what became of the write.
    await desk.ledger.store_seen(
        (key.collection, key.locale), [await desk.webflow.items.get(key)], is_list=False
    )
    await desk.lookup.look(lambda _: None)
    [work] = await desk.works()
    assert (work.state, work.conflicts) == (SendState.CONFLICT, {NAME: "Theirs"})


async def test_all_that_is_known_is_kept_of_an_item_that_both_sides_deleted(desk: Desk) -> None:
    key = await new_item(desk, "Both")
    desk.colleague_edits(key, EMAIL, "both@example.org")
    await refreshed(desk)
    await desk.editing.set_action([key], Action.DELETE)
    desk.colleague("delete", collection=key.collection, item=key.item)
    await desk.refreshing.refresh_collection(desk.collection, is_asked=True)
    assert await desk.works() == []
    [kept] = (await HistoryService(desk.database, desk.editing).of(key)).items
    assert {"Both", "both@example.org"} <= {value.past.value for value in kept.values}
