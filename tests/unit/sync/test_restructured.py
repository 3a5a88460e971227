"""Fields that change between the plan and the request: what a refresh would do is done at once."""

from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.doubles.practice import Practice, start
from tests.unit.sync.conftest import Desk, joined
from wfdesk.domain.blockers import ALL_PARKED
from wfdesk.domain.edits import SendState, Work
from wfdesk.domain.ids import NAME, CollectionId, FieldSlug, ItemKey, LocaleId
from wfdesk.domain.plan import Goal
from wfdesk.domain.tables import Query
from wfdesk.sync.progress import Progress, Result

KEPT = FieldSlug("subtitle")


@pytest.fixture(scope="module")
def practice() -> Iterator[Practice]:
    with closing(start("--items", "150", "--rate-limit", "0")) as practice:
        yield practice


@pytest.fixture
def lost(practice: Practice) -> FieldSlug:
    """A field of the recipes that the test may take away."""
    made = practice.ask(
        "POST",
        f"/collections/{practice.collection('recipes')}/fields",
        json={"type": "PlainText", "displayName": "Lost"},
    )
    return FieldSlug(made.json()["slug"])


@pytest.fixture
async def desk(tmp_path: Path, practice: Practice, lost: FieldSlug) -> AsyncIterator[Desk]:
    async with joined(tmp_path, practice) as desk:
        desk.collection = CollectionId(practice.collection("recipes"))
        yield desk
        practice.control("DELETE", "faults")


def lose(desk: Desk, lost: FieldSlug) -> None:
    """Nobody here is told."""
    desk.colleague("schema", collection=desk.collection, field=lost, delete=True)
    desk.practice.control("DELETE", "log")


def asked(desk: Desk) -> list[str]:
    """The writes of the run, and what was asked about the collection itself."""
    own = f"/v2/collections/{desk.collection}"
    log = desk.practice.log()
    return [each["method"] for each in log if each["method"] != "GET" or each["path"] == own]


async def left(desk: Desk) -> dict[ItemKey, Work]:
    return {work.key: work for work in await desk.works()}


async def test_f57_what_a_field_held_that_is_gone_is_parked_and_the_others_are_sent(
    desk: Desk,
    lost: FieldSlug,
) -> None:
    both, other = await desk.keys(2)
    await desk.editing.set_field(both, lost, "Kept here")
    await desk.editing.set_field(both, KEPT, "Goes")
    await desk.editing.set_field(other, KEPT, "Goes too")
    lose(desk, lost)

    results = await desk.send()

    assert {each.result for each in results.values()} == {Result.SENT}
    assert desk.on_server(both)["fieldData"][KEPT] == "Goes"
    assert asked(desk) == ["PATCH", "GET", "PATCH"]
    work = (await left(desk))[both]
    assert (list(work.edits), work.edits[lost].value) == ([lost], "Kept here")
    assert (work.state, work.refused_fields) == (SendState.SAVED, {})
    [item] = (await desk.reviewing.review()).items
    assert [(each.label, each.is_parked) for each in item.fields] == [("Lost", True)]


async def test_f57_an_edit_of_nothing_else_is_not_sent_and_not_refused(
    desk: Desk, lost: FieldSlug
) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, lost, "Kept here")
    lose(desk, lost)

    result = (await desk.send())[key]

    assert (result.result, result.reason) == (Result.NOT_SENT, ALL_PARKED)
    assert (await left(desk))[key].state is SendState.SAVED
    assert asked(desk) == ["PATCH", "GET"]
    plan = await desk.publishing.plan(None, Goal.SEND)
    assert [each.sentence for each in plan.blockers] == [ALL_PARKED]


async def test_f57_nor_is_webflow_said_to_have_it_when_a_refresh_came_in_between(
    desk: Desk, lost: FieldSlug
) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, lost, "Kept here")
    planned = await desk.publishing.plan(None, Goal.SEND)
    lose(desk, lost)
    await desk.refreshing.refresh_collection(desk.collection)
    heard: list[Progress] = []

    await desk.publishing.start(planned, heard.append).go()

    [result] = heard[-1].results
    assert (result.result, result.reason) == (Result.NOT_SENT, ALL_PARKED)
    assert desk.writes() == []


async def test_f57_a_new_item_is_made_without_it(desk: Desk, lost: FieldSlug) -> None:
    new = await desk.editing.create(desk.collection, desk.locale, {NAME: "New", lost: "Kept"})
    lose(desk, lost)

    result = (await desk.send())[new]

    assert result.result is Result.SENT
    assert result.new_key is not None
    assert (await left(desk))[result.new_key].edits[lost].value == "Kept"
    assert asked(desk) == ["POST", "GET", "POST"]


async def test_the_fields_are_read_once_a_run_and_heeded_by_all_that_follows(
    desk: Desk, lost: FieldSlug
) -> None:
    keys = await desk.keys(120)
    for key in keys:
        await desk.editing.set_field(key, lost, "Kept here")
        await desk.editing.set_field(key, KEPT, "All of them go")
    lose(desk, lost)

    results = await desk.send()

    assert {each.result for each in results.values()} == {Result.SENT}
    assert asked(desk) == ["PATCH", "GET", "PATCH", "PATCH"]
    assert set(await left(desk)) == set(keys)


async def test_f59_a_choice_that_is_gone_keeps_its_item_back_alone(desk: Desk) -> None:
    key, other = await desk.keys(2)
    difficulty = FieldSlug("difficulty")
    known = await desk.browsing.collection(desk.collection)
    held = (await desk.browsing.work(key)).fields.get(difficulty)
    chosen = next(each.id for each in known.find_field(difficulty).choices if each.id != held)
    await desk.editing.set_field(key, difficulty, chosen)
    await desk.editing.set_field(other, KEPT, "Goes all the same")
    desk.colleague("schema", collection=desk.collection, field=difficulty, removeOption=chosen)

    results = await desk.send()

    assert (results[other].result, results[key].result) == (Result.SENT, Result.NOT_SENT)
    assert results[key].reason.startswith("Difficulty: This choice no longer exists")
    work = (await left(desk))[key]
    assert (work.state, work.edits[difficulty].value) == (SendState.SAVED, chosen)


async def test_a_refusal_that_the_fields_do_not_explain_stays_one(desk: Desk) -> None:
    """Asked about once, though each of the items is refused for it."""
    keys = await desk.keys(3)
    for key in keys:
        await desk.editing.set_field(key, KEPT, "Never taken")
    detail = {"param": KEPT, "description": "Field not described in schema: undefined"}
    answer = {"message": "Validation Error", "code": "validation_error", "details": [detail]}
    refuse = {"do": "status", "method": "PATCH", "status": 400, "answer": answer}
    assert desk.practice.control("POST", "faults", {**refuse, "times": "always"}).is_success
    desk.practice.control("DELETE", "log")

    results = await desk.send()

    assert {each.result for each in results.values()} == {Result.REFUSED}
    assert asked(desk).count("GET") == 1
    assert {work.state for work in (await left(desk)).values()} == {SendState.REFUSED}


async def test_where_the_fields_cannot_be_read_the_refusal_is_shown(
    desk: Desk, lost: FieldSlug
) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, lost, "Kept here")
    lose(desk, lost)
    broken = {"do": "status", "method": "GET", "path": f"{desk.collection}$", "status": 403}
    assert desk.practice.control("POST", "faults", broken).is_success

    assert (await desk.send())[key].result is Result.REFUSED
    assert (await left(desk))[key].edits[lost].value == "Kept here"


async def test_what_another_locale_held_in_the_field_goes_with_the_next_refresh(
    desk: Desk,
    lost: FieldSlug,
) -> None:
    [key] = await desk.keys(1)
    french = LocaleId(desk.practice.locales["secondary"][0]["cmsLocaleId"])
    [variant, *_] = await desk.browsing.find(desk.collection, french, Query())
    await desk.editing.set_field(variant, lost, "Perdu")
    await desk.send()
    await desk.editing.set_field(key, lost, "Kept here")
    lose(desk, lost)
    await desk.send()

    await desk.refreshing.refresh_collection(desk.collection)

    assert lost not in (await desk.browsing.work(variant)).fields
