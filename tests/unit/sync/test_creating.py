"""A new item is made once, also where the server does not say what is new, or says it late."""

import asyncio

import pytest

from tests.unit.sync.conftest import Desk
from wfdesk.domain.edits import SendState
from wfdesk.domain.ids import NAME, SLUG, FieldSlug, ItemKey
from wfdesk.domain.journal import MAYBE_THERE
from wfdesk.domain.plan import Goal
from wfdesk.store.database import Connection
from wfdesk.sync.lookup import Lookup
from wfdesk.sync.progress import Phase, Progress, Result

EMAIL = FieldSlug("email")


def is_unknown_filter(desk: Desk) -> None:
    """As with a server that does not know ``lastUpdated``."""
    desk.practice.control("PATCH", "behaviour", {"late_queries": "refused"})


def named(desk: Desk, name: str) -> list[str]:
    """The slugs of all items on the server that have the name."""
    path = f"/collections/{desk.collection}/items"
    found = desk.practice.get(path, name=name, limit=100)["items"]
    return [item["fieldData"]["slug"] for item in found]


def arrives(desk: Desk, name: str, slug: str) -> None:
    """Make an item past wfdesk."""
    path = f"/collections/{desk.collection}/items/bulk"
    made = desk.practice.ask("POST", path, json={"fieldData": {"name": name, "slug": slug}})
    assert made.status_code == 202, made.text


async def test_a_slug_that_a_colleague_took_meanwhile_is_found_without_the_filter(
    desk: Desk,
) -> None:
    arrives(desk, "Another Name", "same-name")
    key = await desk.editing.create(desk.collection, desk.locale, {NAME: "Same Name"})
    is_unknown_filter(desk)
    desk.practice.control("DELETE", "log")

    assert (await desk.send())[key].result is Result.SENT

    assert named(desk, "Same Name") == ["same-name-2"]
    assert [entry["status"] for entry in desk.writes()] == [202]


async def test_a_text_that_looks_like_a_local_id_is_a_text(desk: Desk) -> None:
    new = await desk.editing.create(desk.collection, desk.locale, {NAME: "Us", SLUG: "local-bread"})
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, SLUG, "local-hero")

    results = await desk.send()

    assert [results[each].result for each in (new, key)] == [Result.SENT] * 2
    assert named(desk, "Us") == ["local-bread"]
    assert desk.on_server(key)["fieldData"]["slug"] == "local-hero"


async def test_a_slug_of_ones_own_that_is_taken_is_refused_before_it_is_sent(desk: Desk) -> None:
    arrives(desk, "Theirs", "wanted")
    fields = {NAME: "Mine", SLUG: "wanted"}
    key = await desk.editing.create(desk.collection, desk.locale, fields)
    is_unknown_filter(desk)
    desk.practice.control("DELETE", "log")

    assert (await desk.send())[key].result is Result.REFUSED

    assert desk.writes() == []
    [work] = await desk.works()
    assert set(work.refused_fields) == {SLUG}


async def test_for_many_new_items_the_collection_is_read_once(desk: Desk) -> None:
    for number in range(30):
        await desk.editing.create(desk.collection, desk.locale, {NAME: f"New {number}"})
    is_unknown_filter(desk)
    desk.practice.control("DELETE", "log")

    results = await desk.send()

    assert all(result.result is Result.SENT for result in results.values())
    total = len(desk.practice.control("GET", "log").json())
    assert total == 3  # the filter is refused, the one page of authors, the write


async def attempt_that_seems_lost(desk: Desk) -> ItemKey:
    """Send a new item; the request is lost, and Webflow does not have it when it is looked up."""
    key = await desk.editing.create(desk.collection, desk.locale, {NAME: "Once Only"})
    lost = {"method": "POST", "path": "bulk", "do": "reset_before"}
    desk.practice.control("POST", "faults", lost)
    assert (await desk.send())[key].result is Result.NOT_SENT
    return key


@pytest.mark.parametrize("is_refreshed", [False, True])
async def test_an_attempt_that_arrives_late_is_taken_over_and_not_made_again(
    desk: Desk, is_refreshed: bool
) -> None:
    key = await attempt_that_seems_lost(desk)
    arrives(desk, "Once Only", "once-only")  # it has arrived
    if is_refreshed:
        await desk.refreshing.refresh_all()

    result = (await desk.send())[key]

    assert result.result is Result.SENT
    assert desk.on_server(result.new_key)["fieldData"]["slug"] == "once-only"
    assert named(desk, "Once Only") == ["once-only"]
    assert await desk.works() == []


async def test_what_was_edited_since_a_late_attempt_stays_an_edit_of_the_same_item(
    desk: Desk,
) -> None:
    key = await attempt_that_seems_lost(desk)
    arrives(desk, "Once Only", "once-only")
    await desk.editing.set_field(key, EMAIL, "since@example.org")

    result = (await desk.send())[key]

    assert result.result is Result.NOT_SENT
    [work] = await desk.works()
    assert (work.key, work.is_new) == (result.new_key, False)
    assert (await desk.send())[work.key].result is Result.SENT
    assert desk.on_server(work.key)["fieldData"]["email"] == "since@example.org"
    assert named(desk, "Once Only") == ["once-only"]


@pytest.mark.parametrize(
    ("name", "slug"), [("Called Otherwise", "once-only"), ("Once Only", "moved")]
)
async def test_what_may_be_a_lost_attempt_under_another_name_is_made_when_the_user_says_so(
    desk: Desk, name: str, slug: str
) -> None:
    """It has arrived, and a colleague has worked on it before anybody looked."""
    key = await attempt_that_seems_lost(desk)
    arrives(desk, name, slug)
    desk.practice.control("DELETE", "log")

    result = (await desk.send())[key]

    assert (result.result, result.reason) == (Result.NOT_SENT, MAYBE_THERE.format(name))
    assert desk.writes() == []
    [work] = await desk.works()
    assert (work.state, work.reason) == (SendState.IN_QUESTION, result.reason)

    plan = await desk.publishing.plan(None, Goal.SEND)
    assert plan.batches == ()
    assert [(each.key, each.sentence) for each in plan.blockers] == [(key, result.reason)]

    await desk.editing.make_another(key)
    assert (await desk.send())[key].result is Result.SENT


async def test_nothing_is_asked_about_while_the_attempt_may_still_be_on_its_way(
    desk: Desk,
) -> None:
    key = await desk.editing.create(desk.collection, desk.locale, {NAME: "Once Only"})
    await desk.editing.set_field(key, SLUG, "once-only")
    [batch] = (await desk.publishing.plan(None, Goal.SEND)).batches
    await desk.ledger.journal("killed", batch.operations, {})
    arrives(desk, "A Stranger's", "once-only")
    lookup = Lookup(desk.ledger, desk.connections, sleep=asyncio.sleep, quiet_seconds=30.0)

    assert not await lookup.look(lambda _progress: None)

    [work] = await desk.works()
    assert (work.state, await lookup.count()) == (SendState.SENDING, 1)


async def test_an_item_renamed_before_its_lost_answer_was_looked_up_is_asked_about(
    desk: Desk,
) -> None:
    key = await desk.editing.create(desk.collection, desk.locale, {NAME: "Once Only"})
    lost = {"method": "POST", "path": "bulk", "do": "reset_after"}
    desk.practice.control("POST", "faults", lost)
    heard: list[Progress] = []

    def listen(progress: Progress) -> None:
        if progress.phase is Phase.LOOKING_UP and heard[-1].phase is not Phase.LOOKING_UP:
            there = desk.practice.get(f"/collections/{desk.collection}/items", slug="once-only")
            [item] = there["items"]
            made = ItemKey(desk.collection, item["id"], desk.locale)
            desk.colleague_edits(made, NAME, "Theirs")
        heard.append(progress)

    await desk.publishing.start(await desk.publishing.plan(None, Goal.SEND), listen).go()

    [result] = heard[-1].results
    assert (result.key, result.reason) == (key, MAYBE_THERE.format("Theirs"))


async def test_a_stranger_with_the_slug_of_a_lost_attempt_is_not_taken_for_it(desk: Desk) -> None:
    key = await attempt_that_seems_lost(desk)
    arrives(desk, "Somebody Else", "once-only")

    await desk.send()  # It asks.
    await desk.editing.make_another(key)
    assert (await desk.send())[key].result is Result.SENT

    assert named(desk, "Once Only") == ["once-only-2"]
    assert named(desk, "Somebody Else") == ["once-only"]


async def test_where_it_cannot_be_asked_nothing_is_sent_again(desk: Desk) -> None:
    key = await attempt_that_seems_lost(desk)
    login_page = {"method": "GET", "path": "items", "do": "html", "status": 200, "times": 9}
    desk.practice.control("POST", "faults", login_page)
    desk.practice.control("DELETE", "log")

    result = (await desk.send())[key]

    assert (result.result, bool(result.reason)) == (Result.NOT_SENT, True)
    assert desk.writes() == []
    [work] = await desk.works()
    assert (work.is_new, work.state) == (True, SendState.SAVED)


async def test_an_item_whose_slug_was_taken_back_is_found_when_its_answer_is_lost(
    desk: Desk,
) -> None:
    key = await desk.editing.create(desk.collection, desk.locale, {NAME: "Made Once"})
    await desk.editing.set_field(key, SLUG, "mine")
    await desk.editing.undo(key)
    desk.practice.control(
        "POST", "faults", {"method": "POST", "path": "items/bulk", "do": "reset_after"}
    )

    assert (await desk.send())[key].result is Result.SENT

    assert named(desk, "Made Once") == ["made-once"]
    assert await desk.works() == []


async def test_a_doubtful_attempt_of_long_ago_is_not_forgotten(desk: Desk) -> None:
    """As long as its item is unsent, or the computer's clock was set far ahead meanwhile."""
    key = await attempt_that_seems_lost(desk)
    arrives(desk, "Once Only", "once-only")

    def age(rows: Connection) -> None:
        rows.execute("UPDATE journal SET updated_at = updated_at - 91 * 24 * 3600 * 1000")

    await desk.database.write(age)
    [other] = await desk.keys(1)
    await desk.editing.set_field(other, NAME, "Somebody Else")
    plan = await desk.publishing.plan([other], Goal.SEND)
    await desk.publishing.start(plan, print).go()
    assert (await desk.send())[key].is_good
    assert named(desk, "Once Only") == ["once-only"]
