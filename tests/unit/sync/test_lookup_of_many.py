"""What became of many writes is read from lists, where asking for each takes more requests.

Webflow's own log says how many. Who is in no list is asked for alone, and so is who is listed as
it was before what is known of it.
"""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from tests.unit.sync.conftest import Desk, opened
from wfdesk.domain.edits import BOTH_CHANGED, GONE, Action, SendState
from wfdesk.domain.ids import NAME, CollectionId, ItemKey
from wfdesk.domain.journal import NOT_LIVE, NOT_STORED
from wfdesk.domain.plan import Goal
from wfdesk.sync.progress import Phase, Progress, Result

LIST, MANY = "stories", "recipes"
"""Collections: sixty items are one page of a list, and some hundreds are five."""
LOST = {"do": "status", "method": "PATCH", "status": 502, "applied": True}
"""It is done, and the answer says nothing about that."""


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(tmp_path, 600) as desk:
        yield desk


async def edited(desk: Desk, slug: str, count: int = 30) -> list[ItemKey]:
    desk.collection = CollectionId(desk.practice.collection(slug))
    keys = await desk.keys(count)
    assert len(keys) == count
    for key in keys:
        await desk.editing.set_field(key, NAME, sent_to(key))
    return keys


def sent_to(key: ItemKey) -> str:
    return f"Sent to {key.item}"


async def killed(
    desk: Desk, goal: Goal = Goal.SEND, chosen: Sequence[ItemKey] | None = None
) -> None:
    """Write down that all is being sent, as it stands when wfdesk is killed just then."""
    *_, batch = (await desk.publishing.plan(chosen, goal)).batches
    keys = [each.key for each in batch.operations]
    await desk.ledger.journal("killed", batch.operations, await desk.ledger.items(keys))
    desk.practice.control("DELETE", "log")


async def looked_up(desk: Desk) -> dict[ItemKey, tuple[Result, str]]:
    heard: list[Progress] = []
    await desk.lookup.look(heard.append)
    assert heard[-1].done == len(asked(desk))
    return {each.key: (each.result, each.reason) for each in heard[-1].results}


def asked(desk: Desk, since: str = "") -> list[str]:
    """What was asked of items since such a request, or at all: the ends of the paths."""
    log = desk.practice.log()
    first = max((n for n, entry in enumerate(log, 1) if entry["method"] == since), default=0)
    return [entry["path"].rpartition("/")[2] for entry in log[first:]]


def arrive(desk: Desk, keys: Sequence[ItemKey]) -> None:
    """Do at the server what was sent to these items."""
    for key in keys:
        desk.colleague_edits(key, NAME, sent_to(key))


@pytest.mark.parametrize("slug", [LIST, MANY])
async def test_what_arrived_is_found_in_one_list(desk: Desk, slug: str) -> None:
    await edited(desk, slug)
    desk.practice.control("POST", "faults", LOST)
    results = await desk.send()
    assert {each.result for each in results.values()} == {Result.SENT}
    assert asked(desk, "PATCH") == ["items"]
    assert await desk.works() == []
    assert len(desk.writes()) == 1


@pytest.mark.parametrize(("slug", "most"), [(LIST, 2), (MANY, 7)])
@pytest.mark.parametrize("late_queries", ["served", "refused", "ignored"])
async def test_what_is_there_after_a_kill_and_what_is_not_is_found_by_few_requests(
    desk: Desk, slug: str, most: int, late_queries: str
) -> None:
    keys = await edited(desk, slug)
    desk.practice.control("PATCH", "behaviour", {"late_queries": late_queries})
    await killed(desk)
    arrive(desk, keys[::2])

    results = await looked_up(desk)

    assert len(asked(desk)) <= most
    assert {results[key] for key in keys[::2]} == {(Result.SENT, "")}
    assert {results[key] for key in keys[1::2]} == {(Result.NOT_SENT, NOT_STORED)}
    works = {work.key: work for work in await desk.works()}
    assert {key: work.edits[NAME].value for key, work in works.items()} == {
        key: sent_to(key) for key in keys[1::2]
    }
    assert {work.state for work in works.values()} == {SendState.SAVED}


async def test_a_few_are_asked_for_one_by_one(desk: Desk) -> None:
    keys = await edited(desk, LIST, 2)
    await killed(desk)
    assert {each for each, _ in (await looked_up(desk)).values()} == {Result.NOT_SENT}
    assert sorted(asked(desk)) == sorted(key.item for key in keys)


async def test_no_more_pages_are_read_than_there_are_items_to_be_asked_for(desk: Desk) -> None:
    keys = await edited(desk, MANY, 4)
    await killed(desk)
    assert {each for each, _ in (await looked_up(desk)).values()} == {Result.NOT_SENT}
    assert asked(desk)[0] == "items"  # Of what was changed. All that there is takes five pages.
    assert sorted(asked(desk)[1:]) == sorted(key.item for key in keys)


@pytest.mark.parametrize("slug", [LIST, MANY])
async def test_what_a_colleague_has_deleted_is_asked_for_alone(desk: Desk, slug: str) -> None:
    keys = await edited(desk, slug)
    await killed(desk)
    arrive(desk, keys[1:])
    desk.colleague("delete", collection=desk.collection, item=keys[0].item)

    results = await looked_up(desk)

    assert asked(desk) == ["items", keys[0].item]
    assert results.pop(keys[0]) == (Result.CONFLICT, GONE)
    assert set(results.values()) == {(Result.SENT, "")}
    [work] = await desk.works()
    assert (work.key, work.is_gone, work.edits[NAME].value) == (keys[0], True, sent_to(keys[0]))


async def test_what_a_colleague_has_written_is_told_or_asked_about(desk: Desk) -> None:
    same, other, *rest = await edited(desk, LIST)
    slug = next(
        each.slug
        for each in (await desk.browsing.collection(desk.collection)).fields
        if each.type.value == "PlainText" and each.slug not in {NAME, "slug"}
    )
    await killed(desk)
    arrive(desk, [other, *rest])
    desk.colleague_edits(same, NAME, "Theirs")
    desk.colleague_edits(other, slug, "Theirs")

    results = await looked_up(desk)

    assert asked(desk) == ["items"]
    assert results.pop(same)[0] is Result.NOT_SENT
    result, reason = results.pop(other)
    assert (result, "A colleague changed" in reason) == (Result.SENT, True)
    assert set(results.values()) == {(Result.SENT, "")}
    [work] = await desk.works()
    assert (work.key, work.state, work.reason) == (same, SendState.CONFLICT, BOTH_CHANGED)


async def test_a_list_from_before_the_write_is_not_believed(desk: Desk) -> None:
    """It is no older than what is known. So one of those that are as they were is asked for."""
    keys = await edited(desk, LIST)
    page = desk.practice.get(f"/collections/{desk.collection}/items", limit=100)
    await killed(desk)
    arrive(desk, keys)
    behind = {"method": "GET", "path": "items", "do": "wrong_json", "answer": page}
    desk.practice.control("POST", "faults", behind)

    results = await looked_up(desk)

    assert len(asked(desk)) == 1 + len(keys)
    assert set(results.values()) == {(Result.SENT, "")}


async def test_who_is_listed_in_an_older_state_than_is_known_is_asked_for_alone(
    desk: Desk,
) -> None:
    """By a page from before a colleague's change what is wanted would be there already."""
    keys = await edited(desk, LIST)
    arrive(desk, keys)
    page = desk.practice.get(f"/collections/{desk.collection}/items", limit=100)
    for key in keys:
        desk.colleague_edits(key, NAME, "Theirs")
    await desk.refreshing.refresh_collection(desk.collection)
    for key in keys:
        await desk.editing.discard([key])
        await desk.editing.set_field(key, NAME, sent_to(key))
    await killed(desk)
    behind = {"method": "GET", "path": "items", "do": "wrong_json", "answer": page}
    desk.practice.control("POST", "faults", behind)

    results = await looked_up(desk)

    assert len(asked(desk)) == 1 + len(keys)
    assert set(results.values()) == {(Result.NOT_SENT, NOT_STORED)}
    assert len(await desk.works()) == len(keys)


async def found(desk: Desk, slug: str, count: int, *, is_live: bool) -> list[ItemKey]:
    desk.collection = CollectionId(desk.practice.collection(slug))
    works = await desk.browsing.works(await desk.keys(1_000))
    keys = [work.key for work in works if work.item and work.item.is_live is is_live][:count]
    assert len(keys) == count
    return keys


async def test_what_went_live_is_found_in_one_list_and_what_did_not_by_few_requests(
    desk: Desk,
) -> None:
    keys = await found(desk, MANY, 40, is_live=True)
    for key in keys:
        await desk.editing.set_field(key, NAME, sent_to(key))
    assert {each.result for each in (await desk.send()).values()} == {Result.SENT}
    await killed(desk, Goal.PUBLISH, keys)
    path = f"/collections/{desk.collection}/items/publish"
    half = {"itemIds": [key.item for key in keys[::2]]}
    went = set(desk.practice.ask("POST", path, json=half).json()["publishedItemIds"])
    assert len(went) > 10  # Not those that refer to what is not live.
    desk.practice.control("DELETE", "log")

    results = await looked_up(desk)

    assert len(asked(desk)) <= 7
    assert {key.item for key, said in results.items() if said == (Result.PUBLISHED, "")} == went
    assert {said for key, said in results.items() if key.item not in went} == {
        (Result.NOT_PUBLISHED, NOT_LIVE)
    }


async def test_all_that_went_live_is_found_in_one_list(desk: Desk) -> None:
    keys = await found(desk, MANY, 40, is_live=True)
    for key in keys:
        await desk.editing.set_field(key, NAME, sent_to(key))
    desk.practice.control("POST", "faults", {**LOST, "method": "POST", "path": "publish"})
    results = await desk.send(Goal.PUBLISH)
    gone = [key for key, each in results.items() if each.result is Result.PUBLISHED]
    assert len(gone) > 20
    assert asked(desk, "POST")[0] == "items"
    assert len(asked(desk, "POST")) <= 6


async def test_what_came_off_the_site_is_found_in_one_list(desk: Desk) -> None:
    keys = await found(desk, LIST, 20, is_live=True)
    await desk.editing.set_action(keys, Action.UNPUBLISH)
    desk.practice.control("POST", "faults", {**LOST, "method": "DELETE"})
    results = await desk.send()
    assert {each.result for each in results.values()} == {Result.UNPUBLISHED}
    assert asked(desk, "DELETE") == ["items"]


async def test_what_was_deleted_is_asked_for_alone(desk: Desk) -> None:
    keys = await found(desk, LIST, 10, is_live=False)
    await desk.editing.set_action(keys, Action.DELETE)
    desk.practice.control("POST", "faults", {**LOST, "method": "DELETE"})
    results = await desk.send()
    assert {each.result for each in results.values()} == {Result.DELETED}
    assert sorted(asked(desk, "DELETE")) == sorted(key.item for key in keys)


async def test_what_was_not_deleted_is_found_in_one_list(desk: Desk) -> None:
    keys = await found(desk, LIST, 10, is_live=False)
    await desk.editing.set_action(keys, Action.DELETE)
    await killed(desk)
    first, last, *_ = [entry.key for entry in await desk.ledger.unfinished()]
    desk.colleague("delete", collection=desk.collection, item=last.item)
    results = await looked_up(desk)
    assert len(asked(desk)) == 4  # With one that is to show whether the list may be believed.
    assert asked(desk)[:2] == [first.item, "items"]
    assert results.pop(last) == (Result.DELETED, "")
    assert set(results.values()) == {(Result.NOT_SENT, NOT_STORED)}


@pytest.mark.parametrize("status", [403, 500])
async def test_where_no_list_is_shown_each_is_asked_for(desk: Desk, status: int) -> None:
    keys = await edited(desk, LIST, 5)
    await killed(desk)
    arrive(desk, keys)
    desk.practice.control("DELETE", "log")
    no_list = {"method": "GET", "path": "items", "query": "offset", "times": "always"}
    desk.practice.control("POST", "faults", {**no_list, "do": "status", "status": status})
    heard: list[Progress] = []
    await desk.lookup.look(heard.append)
    assert {each.result for each in heard[-1].results} == {Result.SENT}


async def test_a_locale_that_is_gone_is_found_out_once(desk: Desk) -> None:
    locale = desk.practice.locales["secondary"][0]
    desk.locale = locale["cmsLocaleId"]
    keys = await edited(desk, LIST, 5)
    await killed(desk)
    desk.colleague("locale", tag=locale["tag"], remove=True)
    await desk.refreshing.refresh_collection(desk.collection, is_asked=True)
    desk.practice.control("DELETE", "log")

    await desk.lookup.look(print)

    assert set(asked(desk)) <= {"items"}
    works = await desk.works()
    assert {work.key for work in works} == set(keys)
    assert all("no longer on the site" in work.reason for work in works)


async def test_who_cancels_while_a_list_is_read_has_no_further_one_asked_for(desk: Desk) -> None:
    desk.practice.control("PATCH", "behaviour", {"late_queries": "refused"})
    await edited(desk, MANY)
    desk.practice.control("POST", "faults", LOST)
    heard: list[Progress] = []

    def listen(progress: Progress) -> None:
        heard.append(progress)
        if progress.phase is Phase.LOOKING_UP and asked(desk, "PATCH")[1:]:
            run.cancel()

    run = desk.publishing.start(await desk.publishing.plan(None, Goal.SEND), listen)
    await run.go()

    assert len(asked(desk, "PATCH")) <= 3
    assert {each.result for each in heard[-1].results} <= {Result.SENT, Result.UNKNOWN}
    await desk.lookup.look(print)
    assert await desk.works() == []
    assert len(desk.writes()) == 1
