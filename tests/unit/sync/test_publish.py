"""What is sent, what is held back, and what becomes of an answer that is lost."""

import asyncio
from contextlib import suppress
from itertools import count, pairwise
from math import ceil

import pytest

from tests.unit.sync.conftest import Desk
from wfdesk.domain.accounts import Account
from wfdesk.domain.edits import BOTH_CHANGED, Action, Seen, SendState
from wfdesk.domain.errors import KeychainError
from wfdesk.domain.ids import NAME, SLUG, AccountId, CollectionId, FieldSlug, ItemId, ItemKey
from wfdesk.domain.plan import Goal
from wfdesk.sync.check import look_through
from wfdesk.sync.progress import Phase, Progress, Result

ACCENT, EMAIL = FieldSlug("accent"), FieldSlug("email")


async def test_a_sent_edit_is_on_the_server_and_no_edit_any_more(desk: Desk) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Sent by hand")
    results = await desk.send()
    assert results[key].result is Result.SENT
    assert desk.on_server(key)["fieldData"]["name"] == "Sent by hand"
    assert await desk.works() == []


async def test_only_the_changed_field_is_sent(desk: Desk) -> None:
    [key] = await desk.keys(1)
    before = desk.on_server(key)["fieldData"]
    await desk.editing.set_field(key, NAME, "Only this")
    await desk.send()
    assert desk.on_server(key)["fieldData"] == {**before, "name": "Only this"}


async def test_sending_a_live_item_leaves_the_live_copy_alone(desk: Desk) -> None:
    keys = await desk.keys(20)
    live = next(work.key for work in await desk.browsing.works(keys) if work.item.is_live)
    await desk.editing.set_field(live, NAME, "Not live yet")
    await desk.send()
    shown = desk.practice.get(f"/collections/{live.collection}/items/{live.item}/live")
    assert shown["fieldData"]["name"] != "Not live yet"
    assert desk.on_server(live)["isDraft"] is True


async def test_a_published_edit_is_live(desk: Desk) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Live now")
    results = await desk.send(Goal.PUBLISH)
    assert results[key].result is Result.PUBLISHED
    shown = desk.practice.get(f"/collections/{key.collection}/items/{key.item}/live")
    assert shown["fieldData"]["name"] == "Live now"


async def test_a_new_item_is_created_once_and_gets_its_id(desk: Desk) -> None:
    key = await desk.editing.create(desk.collection, desk.locale, {NAME: "Brand New Author"})
    results = await desk.send()
    new_key = results[key].new_key
    assert new_key is not None
    assert desk.on_server(new_key)["fieldData"]["slug"] == "brand-new-author"
    assert await desk.works() == []


async def test_many_edits_take_one_write(desk: Desk) -> None:
    keys = await desk.keys(12)
    for number, key in enumerate(keys):
        await desk.editing.set_field(key, NAME, f"Author {number}")
    await desk.send()
    assert len(desk.writes()) == 1


async def test_a_colleagues_value_is_never_overwritten_unseen(desk: Desk) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Mine")
    desk.colleague_edits(key, NAME, "Theirs")
    results = await desk.send()
    assert results[key].result is Result.CONFLICT
    assert desk.on_server(key)["fieldData"]["name"] == "Theirs"
    [work] = await desk.works()
    assert (work.edits[NAME].value, work.conflicts[NAME]) == ("Mine", "Theirs")
    assert work.reason == BOTH_CHANGED  # which says what is to be done


async def test_a_conflict_among_many_is_found_by_one_list_call(desk: Desk) -> None:
    keys = await desk.keys(8)
    for key in keys:
        await desk.editing.set_field(key, NAME, f"Mine {key.item}")
    desk.colleague_edits(keys[3], NAME, "Theirs")
    results = await desk.send()
    assert [key for key in keys if not results[key].is_good] == [keys[3]]
    assert desk.on_server(keys[3])["fieldData"]["name"] == "Theirs"


async def test_my_value_is_sent_once_the_conflict_is_settled(desk: Desk) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Mine")
    desk.colleague_edits(key, NAME, "Theirs")
    await desk.send()
    await desk.editing.take_mine(key, NAME)
    await desk.send()
    assert desk.on_server(key)["fieldData"]["name"] == "Mine"


async def test_a_third_value_settles_a_conflict_whose_sides_were_seen(desk: Desk) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Mine")
    desk.colleague_edits(key, NAME, "Theirs")
    await desk.send()

    await desk.editing.set_field(key, NAME, "Both", Seen("Theirs"))

    assert (await desk.send())[key].result is Result.SENT
    assert desk.on_server(key)["fieldData"]["name"] == "Both"


async def test_a_third_value_written_without_having_seen_theirs_settles_nothing(
    desk: Desk,
) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Mine")
    desk.colleague_edits(key, NAME, "Theirs")
    await desk.send()
    await desk.editing.set_field(key, NAME, "Both")
    [work] = await desk.works()
    assert (work.state, work.conflicts) == (SendState.CONFLICT, {NAME: "Theirs"})
    assert await desk.send() == {}
    assert desk.on_server(key)["fieldData"]["name"] == "Theirs"


async def test_a_colleagues_change_of_another_field_stays(desk: Desk) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Mine")
    desk.colleague_edits(key, EMAIL, "colleague@example.org")
    result = (await desk.send())[key]
    assert result.reason == "A colleague changed E-mail meanwhile. Both changes are kept."
    fields = desk.on_server(key)["fieldData"]
    assert (fields["name"], fields["email"]) == ("Mine", "colleague@example.org")


async def test_what_a_colleague_wrote_meanwhile_does_not_go_live_unseen(desk: Desk) -> None:
    [key] = await desk.keys(1)
    path = f"/collections/{key.collection}/items/{key.item}"
    before = desk.practice.get(f"{path}/live")["fieldData"]
    await desk.editing.set_field(key, NAME, "Mine")
    desk.colleague_edits(key, EMAIL, "half-done@example.org")

    result = (await desk.send(Goal.PUBLISH))[key]

    assert result.result is Result.NOT_PUBLISHED
    assert "E-mail" in result.reason
    assert desk.on_server(key)["fieldData"]["name"] == "Mine"
    assert desk.practice.get(f"{path}/live")["fieldData"] == before
    # Seen by now: it stands in the form.
    heard: list[Progress] = []
    again = await desk.publishing.plan([key], Goal.PUBLISH)
    await desk.publishing.start(again, heard.append).go()
    assert [each.result for each in heard[-1].results] == [Result.PUBLISHED]
    live = desk.practice.get(f"{path}/live")["fieldData"]
    assert (live["name"], live["email"]) == ("Mine", "half-done@example.org")


async def test_one_refused_item_does_not_stop_the_others(desk: Desk) -> None:
    keys = await desk.keys(6)
    for key in keys[1:]:
        await desk.editing.set_field(key, NAME, f"Good {key.item}")
    taken = desk.on_server(keys[1])["fieldData"]["slug"]
    await desk.editing.set_field(keys[0], SLUG, taken)
    results = await desk.send()
    assert results[keys[0]].result is Result.REFUSED
    assert all(results[key].is_good for key in keys[1:])
    [work] = await desk.works()
    assert work.state is SendState.REFUSED
    assert SLUG in work.refused_fields


async def test_an_answer_lost_after_the_change_is_found_and_not_sent_again(desk: Desk) -> None:
    key = await desk.editing.create(desk.collection, desk.locale, {NAME: "Once Only"})
    desk.practice.control("POST", "faults", {"method": "POST", "path": "bulk", "do": "reset_after"})
    results = await desk.send()
    assert results[key].result is Result.SENT
    found = desk.practice.get(f"/collections/{desk.collection}/items", slug="once-only")
    assert found["pagination"]["total"] == 1


async def test_a_request_lost_before_the_change_stays_an_edit(desk: Desk) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Lost on the way")
    desk.practice.control(
        "POST", "faults", {"method": "PATCH", "path": "items", "do": "reset_before"}
    )
    results = await desk.send()
    assert results[key].result is Result.NOT_SENT
    [work] = await desk.works()
    assert (work.state, work.edits[NAME].value) == (SendState.SAVED, "Lost on the way")


async def test_a_deleted_item_is_gone(desk: Desk) -> None:
    key = await desk.editing.create(desk.collection, desk.locale, {NAME: "Short Lived"})
    new_key = (await desk.send())[key].new_key
    await desk.editing.set_action([new_key], Action.DELETE)
    results = await desk.send()
    assert results[new_key].result is Result.DELETED
    path = f"/collections/{new_key.collection}/items/{new_key.item}"
    assert desk.practice.ask("GET", path).status_code == 404


async def test_what_a_colleague_has_archived_already_is_not_to_be_archived_any_more(
    desk: Desk,
) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_action([key], Action.ARCHIVE)
    edit = {"collection": key.collection, "item": key.item, "isArchived": True}
    assert desk.practice.control("POST", "edit", edit).status_code == 200
    results = await desk.send()
    assert results[key].result is Result.NOTHING_TO_DO
    assert await desk.works() == []


async def test_an_edit_of_an_item_deleted_by_a_colleague_is_kept(desk: Desk) -> None:
    key = await desk.editing.create(desk.collection, desk.locale, {NAME: "Two Hands"})
    new_key = (await desk.send())[key].new_key
    await desk.editing.set_field(new_key, NAME, "Still mine")
    desk.practice.control(
        "POST", "delete", {"collection": new_key.collection, "item": new_key.item}
    )
    results = await desk.send()
    assert results[new_key].result is Result.CONFLICT
    [work] = await desk.works()
    assert work.edits[NAME].value == "Still mine"


async def test_offline_nothing_is_sent_and_nothing_is_lost(desk: Desk) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Typed on a plane")
    desk.practice.process.terminate()
    desk.practice.process.wait(10)
    results = await desk.send()
    assert results[key].result is Result.NOT_SENT
    [work] = await desk.works()
    assert work.edits[NAME].value == "Typed on a plane"


async def test_what_was_under_way_at_the_end_is_looked_up_and_never_sent(desk: Desk) -> None:
    applied, lost = await desk.keys(2)
    for key in (applied, lost):
        await desk.editing.set_field(key, NAME, "Under way")
    [batch] = (await desk.publishing.plan(None, Goal.SEND)).batches
    known = await desk.ledger.items([applied, lost])
    await desk.ledger.journal("killed", batch.operations, known)
    desk.colleague_edits(applied, NAME, "Under way")  # our own write, which did arrive
    await desk.lookup.look(lambda _: None)
    [work] = await desk.works()
    assert (work.key, work.state) == (lost, SendState.SAVED)
    assert desk.writes() == []
    assert await desk.lookup.count() == 0


@pytest.mark.parametrize("goal", Goal)
@pytest.mark.parametrize("count", [1, 2, 3, 12])
async def test_the_plan_tells_how_many_requests_a_run_takes(
    desk: Desk, count: int, goal: Goal
) -> None:
    desk.collection = CollectionId(desk.practice.collection("recipes"))
    for number, key in enumerate(await desk.keys(count)):
        await desk.editing.set_field(key, NAME, f"Recipe {number}")
    await _told_and_taken(desk, goal)


async def test_the_plan_tells_what_new_archived_and_deleted_items_take(desk: Desk) -> None:
    desk.collection = CollectionId(desk.practice.collection("stories"))
    keys = await desk.keys(8)
    works = await desk.browsing.works(keys)
    live = [work.key for work in works if work.item and work.item.is_live]
    await desk.editing.create(desk.collection, desk.locale, {NAME: "Made here"})
    await desk.editing.set_action(live[:1], Action.DELETE)
    await desk.editing.set_action(live[1:2], Action.UNPUBLISH)
    await desk.editing.set_action(live[2:3], Action.ARCHIVE)
    await _told_and_taken(desk, Goal.PUBLISH)


async def _told_and_taken(desk: Desk, goal: Goal) -> None:
    """The plan, the server's own log and the last word of the run all say the same number."""
    plan = await desk.publishing.plan(None, goal)
    desk.practice.control("DELETE", "log")
    heard: list = []
    await desk.publishing.start(plan, heard.append).go()
    assert all(result.is_good for result in heard[-1].results)
    assert len(desk.practice.control("GET", "log").json()) == plan.requests
    assert heard[-1].done == plan.requests


async def test_a_new_item_is_looked_for_even_where_nothing_is_known_yet(desk: Desk) -> None:
    """A colleague may have filled an empty collection meanwhile, with the same slug."""
    home = desk.collection, desk.locale
    told = count(1)
    seen = await look_through(desk.webflow.items, home, None, told.__next__, worth=100)
    assert seen.is_list
    assert seen.items
    assert next(told) - 1 == ceil(len(seen.items) / 100)


async def test_what_became_of_an_item_is_said_in_the_word_for_it(desk: Desk) -> None:
    desk.collection = CollectionId(desk.practice.collection("stories"))  # nothing refers to them
    works = await desk.browsing.works(await desk.keys(20))
    kept, archived, hidden, gone = [w.key for w in works if w.item and w.item.is_live][:4]
    await desk.editing.set_field(kept, NAME, "Kept")
    await desk.editing.set_action([archived], Action.ARCHIVE)
    await desk.editing.set_action([hidden], Action.UNPUBLISH)
    await desk.editing.set_action([gone], Action.DELETE)
    results = await desk.send()
    words = [results[key].result.value for key in (kept, archived, hidden, gone)]
    assert words == ["Sent", "Archived", "Unpublished", "Deleted"]
    await desk.editing.set_action([archived], Action.UNARCHIVE)
    assert (await desk.send())[archived].result is Result.RESTORED


async def test_a_refusal_names_fields_as_the_collection_does(desk: Desk) -> None:
    desk.collection = CollectionId(desk.practice.collection("recipes"))
    good, bad = await desk.keys(2)
    await desk.editing.set_field(good, ACCENT, "#112233")
    # A colour, but written in a way that Webflow does not list.
    await desk.editing.set_field(bad, ACCENT, "rgb(1 2 3)")
    results = await desk.send()
    assert results[good].result is Result.SENT
    reason = "Webflow refused this. Accent colour: Field must be a color."
    assert results[bad].reason == reason
    [work] = await desk.works()
    assert (work.reason, work.refused_fields[ACCENT]) == (reason, "Field must be a color.")


async def test_while_a_request_is_under_way_not_all_are_said_to_be_done(desk: Desk) -> None:
    keys = await desk.keys(4)
    for key in keys:
        await desk.editing.set_field(key, NAME, f"Bread {key.item}")
    bad = {"method": "PATCH", "body": keys[2].item, "times": "always"}
    desk.practice.control("POST", "faults", {**bad, "do": "status", "status": 400})
    plan = await desk.publishing.plan(None, Goal.SEND)
    heard: list[Progress] = []
    await desk.publishing.start(plan, heard.append).go()
    begun = [
        now for before, now in pairwise(heard) if now.phase is Phase.WRITING is not before.phase
    ]
    assert len(begun) > 3  # The refused one is searched for.
    assert all(each.done < each.total for each in begun)


async def test_a_run_cancelled_in_a_pause_ends_at_once_and_lets_its_items_go(desk: Desk) -> None:
    keys = await desk.keys(3)
    for key in keys:
        await desk.editing.set_field(key, NAME, f"Waiting {key.item}")
    desk.practice.control(
        "POST", "faults", {"method": "PATCH", "path": "items", "do": "429", "seconds": 600}
    )
    plan = await desk.publishing.plan(None, Goal.SEND)
    heard: list = []

    def listen(progress: Progress) -> None:
        heard.append(progress)
        if progress.phase is Phase.WAITING:
            run.cancel()

    run = desk.publishing.start(plan, listen)
    async with asyncio.timeout(10):
        await run.go()
    assert [result.result for result in heard[-1].results] == [Result.NOT_SENT] * 3
    assert {work.state for work in await desk.works()} == {SendState.SAVED}


async def test_a_run_that_goes_offline_in_a_pause_lets_its_items_go(desk: Desk) -> None:
    for key in await desk.keys(2):
        await desk.editing.set_field(key, NAME, f"Waiting {key.item}")
    desk.practice.control("POST", "faults", {"method": "PATCH", "path": "items", "do": "429"})
    plan = await desk.publishing.plan(None, Goal.SEND)
    heard: list = []

    def listen(progress: Progress) -> None:
        heard.append(progress)
        if progress.phase is Phase.WAITING:
            desk.practice.process.kill()

    await desk.publishing.start(plan, listen).go()

    assert Phase.WAITING in {progress.phase for progress in heard}
    assert [result.result for result in heard[-1].results] == [Result.NOT_SENT] * 2
    assert {work.state for work in await desk.works()} == {SendState.SAVED}


async def test_letting_go_of_an_item_that_is_gone_is_no_fault(desk: Desk) -> None:
    await desk.ledger.unqueue([ItemKey(desk.collection, ItemId("gone"), desk.locale)])


@pytest.mark.parametrize("with_content", [False, True])
async def test_what_cannot_be_looked_up_without_a_token_waits_for_one(
    desk: Desk, with_content: bool
) -> None:
    """It keeps nothing else from being looked up or refreshed."""
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Under way")
    [batch] = (await desk.publishing.plan(None, Goal.SEND)).batches
    await desk.ledger.journal("killed", batch.operations, await desk.ledger.items([key]))
    [connection] = desk.connections.all()
    with suppress(KeychainError):  # where there is none
        await desk.accounts.forget(connection.account.id, with_content=with_content)
    heard: list = []

    await desk.lookup.look(heard.append)

    assert [result.result for result in heard[-1].results] == [Result.UNKNOWN]
    assert heard[-1].phase is Phase.FINISHED
    assert await desk.lookup.count() == 1


async def test_the_time_a_plan_takes_is_that_of_its_own_token(desk) -> None:
    """Another site's token that is faster says nothing of this one."""
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Other")
    other = Account(AccountId("0"), "Bakery", desk.practice.url)
    fast = desk.accounts._connections.make_client(desk.practice.url, "0" * 64)
    await desk.accounts._connections.add(other, fast)
    plan = await desk.publishing.plan(None, Goal.SEND)
    [own] = [each for each in desk.accounts._connections.all() if each.account != other]

    assert desk.publishing.seconds(plan) == 1
    fast.pace.pause(200)
    assert desk.publishing.seconds(plan) == 1
    own.webflow.pace.pause(100)
    assert 99 <= desk.publishing.seconds(plan) <= 101


async def test_letting_items_go_leaves_what_was_said_of_them(desk: Desk) -> None:
    waiting, refused = await desk.keys(2)
    for key in (waiting, refused):
        await desk.editing.set_field(key, NAME, "Typed")
    await desk.ledger.hold_back(waiting, SendState.QUEUED, "Webflow asks for a pause.")
    await desk.ledger.hold_back(refused, SendState.REFUSED, "Too long.")
    await desk.ledger.unqueue([waiting, refused])
    said = {work.key: (work.state, work.reason) for work in await desk.works()}
    assert said == {
        waiting: (SendState.SAVED, ""),
        refused: (SendState.REFUSED, "Too long."),
    }


async def test_an_item_that_a_colleague_refers_to_is_named_in_the_conflict(desk: Desk) -> None:
    author = FieldSlug("author")
    authors = [key.item for key in await desk.keys(9)]
    desk.collection = CollectionId(desk.practice.collection("recipes"))
    [key] = await desk.keys(1)
    before = (await desk.browsing.work(key)).fields[author]
    mine, theirs = [each for each in authors if each != before][:2]
    await desk.editing.set_field(key, author, mine)
    desk.colleague_edits(key, author, theirs)
    assert (await desk.send())[key].result is Result.CONFLICT

    review = await desk.reviewing.review()

    assert review.names.keys() == {before, mine, theirs}
