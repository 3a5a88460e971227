"""A damaged file, put aside with what was noted of new items in it, makes nothing twice."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.doubles.practice import Practice, start
from tests.unit.sync.conftest import Desk, joined
from tests.unit.sync.test_creating import EMAIL, arrives, named
from wfdesk.domain.edits import SendState
from wfdesk.domain.ids import NAME, SLUG, ItemKey
from wfdesk.domain.journal import Entry, is_question
from wfdesk.domain.plan import Goal
from wfdesk.store.failures import mark_of
from wfdesk.sync.progress import Result


@pytest.fixture
def practice() -> Iterator[Practice]:
    with closing(start("--items", "40", "--rate-limit", "0")) as practice:
        yield practice


async def sent_and_unheard(desk: Desk) -> tuple[ItemKey, Entry]:
    """A new item that is written down as being sent."""
    key = await desk.editing.create(desk.collection, desk.locale, {NAME: "Once Only"})
    [batch] = (await desk.publishing.plan(None, Goal.SEND)).batches
    [operation] = batch.operations
    operation = replace(operation, fields={**operation.fields, SLUG: "once-only"})
    [(entry, _)] = await desk.ledger.journal("lost", [operation], {})
    return key, entry


async def test_a_damaged_entry_of_a_lost_create_makes_nothing_twice(
    tmp_path: Path, practice: Practice
) -> None:
    """The journal is damaged, so the item is an unsent one that nobody ever tried to make."""
    async with joined(tmp_path, practice) as desk:
        await sent_and_unheard(desk)
        arrives(desk, "Once Only", "once-only")
    with closing(sqlite3.connect(tmp_path / "wfdesk.sqlite3", isolation_level=None)) as raw:
        raw.execute("UPDATE journal SET fields = '{garbage'")
    async with joined(tmp_path, practice) as desk:
        assert desk.database.damage
        await desk.send()
        assert named(desk, "Once Only") == ["once-only"]


async def test_what_comes_back_from_the_second_copy_is_not_made_twice(
    tmp_path: Path, practice: Practice
) -> None:
    """The file is gone, and with it what was noted of the item's making."""
    async with joined(tmp_path, practice) as desk:
        await sent_and_unheard(desk)
        arrives(desk, "Once Only", "once-only")
    for each in tmp_path.glob("wfdesk.sqlite3*"):  # noqa: ASYNC240 - a test may wait
        if each.suffix != ".unsent":
            each.unlink()
    async with joined(tmp_path, practice) as desk:
        assert desk.database.restored
        await desk.refreshing.refresh_all()
        await desk.send()
        assert named(desk, "Once Only") == ["once-only"]
    async with joined(tmp_path, practice) as desk:
        await desk.send()
        assert named(desk, "Once Only") == ["once-only"]


async def test_an_earlier_attempt_that_can_be_read_is_not_taken_for_the_last(
    tmp_path: Path, practice: Practice
) -> None:
    """There was no connection at first; and of how it went after that nothing can be read."""
    async with joined(tmp_path, practice) as desk:
        _, first = await sent_and_unheard(desk)
        await desk.ledger.mark([first], SendState.SAVED, "No connection.")
        [batch] = (await desk.publishing.plan(None, Goal.SEND)).batches
        [operation] = batch.operations
        operation = replace(operation, fields={**operation.fields, SLUG: "once-only-2"})
        [(lost, _)] = await desk.ledger.journal("lost", [operation], {})
        arrives(desk, "Once Only", "once-only-2")
    with closing(sqlite3.connect(tmp_path / "wfdesk.sqlite3", isolation_level=None)) as raw:
        raw.execute("UPDATE journal SET fields = '{garbage' WHERE id = ?", (lost.id,))
    async with joined(tmp_path, practice) as desk:
        assert desk.database.damage
        await desk.refreshing.refresh_all()
        await desk.send()
        assert named(desk, "Once Only") == ["once-only-2"]


async def test_an_edit_whose_journal_is_damaged_is_sent_once(
    tmp_path: Path, practice: Practice
) -> None:
    async with joined(tmp_path, practice) as desk:
        [key] = await desk.keys(1)
        await desk.editing.set_field(key, NAME, "Mine")
        [batch] = (await desk.publishing.plan(None, Goal.SEND)).batches
        await desk.ledger.journal("lost", batch.operations, await desk.ledger.items([key]))
    with closing(sqlite3.connect(tmp_path / "wfdesk.sqlite3", isolation_level=None)) as raw:
        raw.execute("UPDATE journal SET pre_image = '{garbage'")
    async with joined(tmp_path, practice) as desk:
        [work] = await desk.works()
        assert work.edits[NAME].value == "Mine"
        assert (await desk.send())[key].is_good
        assert await desk.works() == []


async def test_a_lost_create_whose_work_is_lost_is_made_once(
    tmp_path: Path, practice: Practice
) -> None:
    async with joined(tmp_path, practice) as desk:
        await sent_and_unheard(desk)
        arrives(desk, "Once Only", "once-only")
    with closing(sqlite3.connect(tmp_path / "wfdesk.sqlite3", isolation_level=None)) as raw:
        raw.execute("DELETE FROM works")
    async with joined(tmp_path, practice) as desk:
        await desk.refreshing.look_up()
        await desk.send()
        assert named(desk, "Once Only") == ["once-only"]
        assert await desk.works() == []


async def test_a_colleagues_item_that_is_called_so_is_asked_about(
    tmp_path: Path, practice: Practice
) -> None:
    """Nobody knows whether ours was ever sent: theirs was taken for it, and ours was gone."""
    fields = {NAME: "Once Only", SLUG: "once-only", EMAIL: "mine@example.org"}
    async with joined(tmp_path, practice) as desk:
        key = await desk.editing.create(desk.collection, desk.locale, fields)
        arrives(desk, "Once Only", "once-only")
    mark_of(tmp_path / "wfdesk.sqlite3").write_text("", "utf-8")  # damage was met
    async with joined(tmp_path, practice) as desk:
        result = (await desk.send())[key]
        assert (result.result, is_question(result.reason)) == (Result.NOT_SENT, True)
        [work] = await desk.works()
        assert work.edits[EMAIL].value == "mine@example.org"


async def test_what_was_never_sent_is_made(tmp_path: Path, practice: Practice) -> None:
    async with joined(tmp_path, practice) as desk:
        await desk.editing.create(desk.collection, desk.locale, {NAME: "Once Only"})
    mark_of(tmp_path / "wfdesk.sqlite3").write_text("", "utf-8")  # damage was met
    async with joined(tmp_path, practice) as desk:
        assert desk.database.damage
        await desk.send()
        assert named(desk, "Once Only") == ["once-only"]
        assert await desk.works() == []
