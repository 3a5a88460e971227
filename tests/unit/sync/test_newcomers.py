"""A new item that was lost, and that a colleague has given another name and another slug."""

from datetime import UTC, datetime
from functools import partial

import pytest
from msgspec.structs import replace

from tests.unit.sync.conftest import Desk
from tests.unit.sync.test_creating import EMAIL, arrives, named
from tests.unit.sync.test_questions import lose, patch, the_work
from wfdesk.domain.edits import SendState
from wfdesk.domain.ids import NAME, SLUG, FieldSlug, ItemKey, new_local_id
from wfdesk.domain.journal import NOT_FOUND, Entry, Verb
from wfdesk.domain.plan import Goal
from wfdesk.store.database import Connection
from wfdesk.store.items import ItemsRepository
from wfdesk.store.journal import JournalRepository
from wfdesk.sync.newcomers import suspicion
from wfdesk.sync.progress import ItemResult, Progress, Result


async def taken_in_hand(desk: Desk, **more: str) -> ItemKey:
    """Send a new item, lose the answer; a colleague gives it another name and another slug."""
    fields = {NAME: "Once Only", SLUG: "once-only", EMAIL: "once@example.com"}
    key = await desk.editing.create(desk.collection, desk.locale, fields)
    orders = [
        {"method": "POST", "path": "bulk", "do": "reset_after"},
        {"method": "GET", "path": "items", "query": "slug=once-only", "do": "html", "status": 200},
    ]
    desk.practice.control("POST", "faults", orders)
    assert (await desk.send())[key].result is Result.UNKNOWN
    patch(desk, "Once Only", name="Renamed", slug="moved", **more)
    await desk.publishing.look_up(print)
    assert (await the_work(desk)).reason == NOT_FOUND
    return key


@pytest.mark.parametrize("late_queries", ["served", "refused"])
async def test_what_a_colleague_gave_another_name_and_slug_is_not_made_again_unasked(
    desk: Desk, late_queries: str
) -> None:
    key = await taken_in_hand(desk)
    desk.practice.control("PATCH", "behaviour", {"late_queries": late_queries})

    result = (await desk.send())[key]

    assert (result.result, "“Renamed” there looks like it" in result.reason) == (
        Result.NOT_SENT,
        True,
    )
    assert [entry["method"] for entry in desk.writes()].count("POST") == 1
    taken = await desk.editing.questions.take_over(key)
    assert desk.on_server(taken)["fieldData"]["name"] == "Renamed"
    assert await desk.works() == []


async def test_what_came_since_and_is_something_else_is_no_suspect(desk: Desk) -> None:
    key = await taken_in_hand(desk, email="other@example.com")
    assert (await desk.send())[key].result is Result.SENT


async def test_what_was_there_before_is_no_suspect(desk: Desk) -> None:
    arrives(desk, "Older", "older")
    await desk.refreshing.refresh_all()
    key = await desk.editing.create(desk.collection, desk.locale, {NAME: "Once Only"})
    await lose(desk)
    assert (await desk.send())[key].result is Result.SENT


async def test_of_two_that_were_lost_one_is_asked_about_what_came_since(desk: Desk) -> None:
    for name in ("First", "Second"):
        await desk.editing.create(desk.collection, desk.locale, {NAME: name})
    await lose(desk)
    arrives(desk, "Somebody", "somebody")
    results = [each.result for each in (await desk.send()).values()]
    assert results == [Result.NOT_SENT] * 2
    for _ in range(2):  # It is neither of them.
        [asked] = [work.key for work in await desk.works() if work.is_asked_about]
        await desk.editing.make_another(asked)
        said = await desk.send()
    assert [each.result for each in said.values()] == [Result.SENT]


async def send_only(desk: Desk, key: ItemKey, fate: str = "") -> ItemResult:
    """Send that item alone; with a fate, the answer is lost, and the first look for it is, too."""
    if fate:
        slug = (await desk.browsing.work(key)).fields[SLUG]
        login_page = {"method": "GET", "path": "items", "query": f"slug={slug}", "do": "html"}
        lost = {"method": "POST", "path": "bulk", "do": fate}
        desk.practice.control("POST", "faults", [lost, {**login_page, "status": 200}])
    plan, heard = await desk.publishing.plan([key], Goal.SEND), list[Progress]()
    await desk.publishing.start(plan, heard.append).go()
    return next(each for each in heard[-1].results if each.key == key)


async def first_and_second(desk: Desk, **more: str) -> tuple[ItemKey, ItemKey]:
    """Two new items that were lost; the second has arrived, and a colleague has renamed it."""
    fields = {FieldSlug(slug): value for slug, value in more.items()}
    first, second = [
        await desk.editing.create(
            desk.collection, desk.locale, {NAME: name, SLUG: name.lower(), **fields}
        )
        for name in ("First", "Second")
    ]
    await send_only(desk, first, "reset_before")
    await send_only(desk, second, "reset_after")
    patch(desk, "Second", name="Renamed", slug="moved")
    await desk.publishing.look_up(print)
    return first, second


@pytest.mark.parametrize("more", [{}, {"email": "team@example.com"}], ids=["bare", "alike"])
async def test_who_is_not_asked_about_it_waits_until_the_other_is_answered(
    desk: Desk, more: dict[str, str]
) -> None:
    first, second = await first_and_second(desk, **more)

    results = await desk.send()

    assert {each.result for each in results.values()} == {Result.NOT_SENT}
    [asked] = [work.key for work in await desk.works() if work.is_asked_about]
    [other] = {first, second} - {asked}
    assert results[other].reason.startswith("It may have reached Webflow as “Renamed”")
    assert named(desk, "Second") == []


async def test_what_is_asked_of_a_discarded_item_is_open_for_another(desk: Desk) -> None:
    first, second = await first_and_second(desk)
    assert "“Renamed”" in (await send_only(desk, first)).reason
    await desk.editing.discard([first])

    assert "“Renamed” there looks like it" in (await send_only(desk, second)).reason
    assert named(desk, "Second") == []


async def test_after_one_no_the_next_that_came_is_asked_about(desk: Desk) -> None:
    fields = {NAME: "Once Only", SLUG: "once-only"}
    key = await desk.editing.create(desk.collection, desk.locale, fields)
    await send_only(desk, key, "reset_before")
    await desk.publishing.look_up(print)
    arrives(desk, "Somebody", "somebody")
    arrives(desk, "Once Only", "once-only")  # what was sent comes late, and a colleague sees it
    patch(desk, "Once Only", name="Renamed", slug="moved")

    for name in ("Somebody", "Renamed"):
        assert f"“{name}” there looks like it" in (await send_only(desk, key)).reason
        await desk.editing.make_another(key)
    assert (await send_only(desk, key)).result is Result.SENT


async def test_what_is_called_as_another_new_item_is_that_one(desk: Desk) -> None:
    first, second = [
        await desk.editing.create(desk.collection, desk.locale, {NAME: name, SLUG: name.lower()})
        for name in ("First", "Second")
    ]
    await send_only(desk, first, "reset_before")
    await desk.publishing.look_up(print)
    await send_only(desk, second, "reset_after")
    assert (await send_only(desk, first)).result is Result.SENT


@pytest.mark.parametrize("known", ["nothing", "not all"])
async def test_it_is_asked_about_also_where_little_is_known_of_the_collection(
    desk: Desk, known: str
) -> None:
    if known == "nothing":
        for key in await desk.keys(100):
            desk.colleague("delete", collection=key.collection, item=key.item)
        await desk.refreshing.refresh_all()
    else:
        await desk.database.write(lambda rows: ItemsRepository(rows).read_anew(desk.collection))
    key = await taken_in_hand(desk)
    assert (await desk.send())[key].result is Result.NOT_SENT


async def test_what_was_refused_of_others_is_not_read_for_each_new_item(desk: Desk) -> None:
    """With 10,000 of them a batch of a hundred held up the store for twelve seconds."""
    collection, _ = await desk.ledger.home(desk.collection)

    def refused(rows: Connection, count: int) -> Entry:
        at = ItemKey(desk.collection, new_local_id(), desk.locale)
        entry = Entry(0, "", Verb.CREATE, at, {NAME: "It"}, {}, since=datetime.now(UTC))
        others = [replace(entry, key=replace(at, item=new_local_id())) for _ in range(count)]
        written = JournalRepository(rows).write([entry, *others])
        JournalRepository(rows).mark([each.id for each in written], SendState.REFUSED, "No.")
        return replace(written[0], state=SendState.REFUSED)

    def steps(rows: Connection, count: int) -> int:
        """What SQLite does to judge one of so many more."""
        attempt, taken = refused(rows, count), list[None]()
        rows.set_progress_handler(partial(taken.append, None), 10)
        assert JournalRepository(rows).to_be_found([attempt.key]) != []
        assert suspicion(rows, collection, attempt, None) is None
        rows.set_progress_handler(None, 0)
        return len(taken)

    few, many = [await desk.database.write(partial(steps, count=count)) for count in (1, 500)]
    assert many < 2 * few


async def test_of_two_that_are_called_alike_each_is_taken_for_what_it_was_made_as(
    desk: Desk,
) -> None:
    first, second = [
        await desk.editing.create(
            desk.collection, desk.locale, {NAME: "Twin", SLUG: "twin", EMAIL: f"{name}@example.com"}
        )
        for name in ("first", "second")
    ]
    await send_only(desk, first, "reset_after")
    patch(desk, "Twin", name="Renamed", slug="moved")
    await send_only(desk, second, "reset_after")

    await desk.publishing.look_up(print)

    [left] = await desk.works()
    assert (left.key, left.is_asked_about) == (first, True)  # It was the other one's after all.
    await desk.editing.make_another(first)
    assert "“Renamed” there looks like it" in (await send_only(desk, first)).reason
    assert [entry["method"] for entry in desk.writes()].count("POST") == 2
