"""Fields and collections that go while it is not known what became of a write to them: F57, F63."""

from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.doubles.practice import Practice, start
from tests.unit.sync.conftest import Desk, joined
from wfdesk.domain.edits import SendState
from wfdesk.domain.ids import NAME, CollectionId, FieldSlug, ItemKey, LocaleId
from wfdesk.domain.plan import Batch, Goal, Plan
from wfdesk.store.collections import CollectionsRepository
from wfdesk.sync.progress import Progress, Result
from wfdesk.sync.results import Results

HOTLINE = FieldSlug("hotline")


@pytest.fixture(scope="module")
def practice() -> Iterator[Practice]:
    with closing(start("--items", "60", "--rate-limit", "0")) as practice:
        yield practice


@pytest.fixture
async def desk(tmp_path: Path, practice: Practice) -> AsyncIterator[Desk]:
    async with joined(tmp_path, practice) as desk:
        yield desk
        practice.control("DELETE", "faults")


async def planned(desk: Desk, slug: str, **edits: object) -> tuple[ItemKey, Batch]:
    """An item of the collection with these edits, and what is to be sent of it."""
    desk.collection = CollectionId(desk.practice.collection(slug))
    [key] = await desk.keys(1)
    for field, value in edits.items():
        await desk.editing.set_field(key, FieldSlug(field), value)
    [batch] = (await desk.publishing.plan([key], Goal.SEND)).batches
    return key, batch


async def lose(desk: Desk, batch: Batch) -> None:
    """Have it on its way when the program ends; then see what has become of it."""
    await desk.ledger.journal("killed", batch.operations, {})
    await desk.lookup.look(lambda _progress: None, is_patient=True)


async def test_f57_what_was_lost_on_its_way_to_a_field_that_is_gone_is_kept(desk: Desk) -> None:
    key, batch = await planned(desk, "recipes", hotline="+49 555 0100", name="Both")
    desk.colleague_edits(key, NAME, "Both")
    desk.colleague("schema", collection=desk.collection, field=HOTLINE, delete=True)

    await desk.refreshing.refresh_collection(desk.collection, is_asked=True)

    await lose(desk, batch)

    work = await desk.browsing.work(key)
    assert {slug: edit.value for slug, edit in work.edits.items()} == {HOTLINE: "+49 555 0100"}
    assert (work.state, await desk.lookup.count()) == (SendState.SAVED, 0)


async def test_f63_what_was_lost_on_its_way_to_a_collection_that_is_gone_is_kept(
    desk: Desk,
) -> None:
    key, batch = await planned(desk, "categories", name="Kept")
    desk.colleague("schema", collection=desk.collection, delete=True)

    await desk.refreshing.refresh_collection(desk.collection, is_asked=True)

    await lose(desk, batch)

    assert await desk.lookup.count() == 0
    [work] = await desk.works()
    assert (work.key, work.edits[NAME].value, work.state) == (key, "Kept", SendState.SAVED)
    assert "no longer on the site" in work.reason


@pytest.mark.parametrize("how", [{"enabled": False}, {"remove": True}], ids=["off", "removed"])
async def test_f62_what_was_lost_on_its_way_to_a_locale_that_is_not_there_is_kept(
    desk: Desk, how: dict[str, bool]
) -> None:
    locale = desk.practice.locales["secondary"][0]
    desk.locale = LocaleId(locale["cmsLocaleId"])
    key, batch = await planned(desk, "places", name="Gardé")
    desk.colleague("locale", tag=locale["tag"], **how)
    await desk.refreshing.refresh_collection(desk.collection, is_asked=True)

    await lose(desk, batch)

    assert await desk.lookup.count() == 0
    [work] = await desk.works()
    assert (work.key, work.edits[NAME].value, work.state) == (key, "Gardé", SendState.SAVED)
    [blocker] = (await desk.publishing.plan(None, Goal.SEND)).blockers
    assert "The edits are kept" in blocker.sentence
    desk.colleague("locale", tag=locale["tag"])


async def test_a_collection_that_is_forgotten_during_a_look_keeps_nobody_else_waiting(
    desk: Desk,
) -> None:
    key, batch = await planned(desk, "places", name="Kept")
    sent = await desk.ledger.journal("killed", batch.operations, {})
    place = await desk.lookup.place(key)
    refusal = {"method": "GET", "path": key.item, "do": "status", "status": 400}
    desk.practice.control("POST", "faults", refusal)
    await desk.database.write(lambda rows: CollectionsRepository(rows).forget(key.collection))
    heard: list[Progress] = []

    assert await desk.lookup.settle(place, sent, Results(Plan.nothing(), heard.append))

    assert [each.result for each in heard[-1].results] == [Result.UNKNOWN]
    assert await desk.lookup.count() == 1
