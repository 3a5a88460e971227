"""A new item that Webflow may have already: what is asked, and what each answer comes to."""

import pytest

from tests.unit.sync.conftest import Desk
from tests.unit.sync.test_creating import EMAIL, arrives, attempt_that_seems_lost, named
from wfdesk.domain.edits import SendState, Work
from wfdesk.domain.errors import MissingItemError
from wfdesk.domain.ids import NAME, SLUG, FieldSlug, ItemKey
from wfdesk.domain.plan import Goal
from wfdesk.services.undo import AnotherStep
from wfdesk.store.remote import take_out
from wfdesk.store.works import WorksRepository
from wfdesk.sync.progress import Result

JOINED = FieldSlug("joined")


async def asked_about(desk: Desk, name: str = "Theirs", slug: str = "once-only") -> ItemKey:
    """A new item whose lost attempt has arrived, and was taken in hand by a colleague."""
    key = await attempt_that_seems_lost(desk)
    arrives(desk, name, slug)
    assert (await desk.send())[key].result is Result.NOT_SENT
    return key


def patch(desk: Desk, called: str, **fields: str) -> None:
    """Have a colleague change the item of that name."""
    path = f"/collections/{desk.collection}/items"
    [item] = desk.practice.get(path, name=called)["items"]
    changed = desk.practice.ask("PATCH", f"{path}/{item['id']}", json={"fieldData": fields})
    assert changed.status_code == 200, changed.text


async def the_work(desk: Desk) -> Work:
    [work] = await desk.works()
    return work


async def lose(desk: Desk) -> None:
    """Send, and lose the request on its way."""
    lost = {"method": "POST", "path": "bulk", "do": "reset_before"}
    desk.practice.control("POST", "faults", lost)
    assert {each.result for each in (await desk.send()).values()} == {Result.NOT_SENT}


async def test_a_question_that_the_item_has_lost_is_asked_again(desk: Desk) -> None:
    """The journal keeps it as well: damage may have taken the item's state."""
    key = await asked_about(desk)
    question = (await the_work(desk)).reason
    patch(desk, "Theirs", name="Called Otherwise", slug="and-elsewhere")

    await desk.database.write(lambda rows: WorksRepository(rows).answer(key))

    assert (await desk.send())[key].reason == question
    assert (await the_work(desk)).is_asked_about
    assert named(desk, "Once Only") == []
    assert await desk.editing.questions.suspect(key) is not None


async def test_nobody_but_the_user_answers(desk: Desk) -> None:
    key = await asked_about(desk)
    await desk.ledger.hold_back(key, SendState.REFUSED, "Another item already has the slug.")
    assert (await the_work(desk)).is_asked_about


async def test_what_came_into_question_after_it_was_planned_is_not_sent(desk: Desk) -> None:
    key = await desk.editing.create(desk.collection, desk.locale, {NAME: "Once Only"})
    [batch] = (await desk.publishing.plan(None, Goal.SEND)).batches
    await desk.database.write(
        lambda rows: WorksRepository(rows).set_state(key, SendState.IN_QUESTION, "Is it there?")
    )

    assert await desk.ledger.journal("late", batch.operations, {}) == []


async def test_the_holder_of_the_slug_is_suspected_also_where_the_list_is_too_long_to_read(
    desk: Desk,
) -> None:
    key = await attempt_that_seems_lost(desk)
    arrives(desk, "Renamed", "once-only")
    path = f"/collections/{desk.collection}/items/bulk"
    for block in range(3):
        fields = [
            {"name": f"{block} {number}", "slug": f"n-{block}-{number}"} for number in range(100)
        ]
        made = desk.practice.ask("POST", path, json={"fieldData": fields})
        assert made.status_code == 202, made.text

    assert "“Renamed” there looks like it" in (await desk.send())[key].reason


async def test_another_own_item_of_the_same_slug_is_no_suspect(desk: Desk) -> None:
    key = await attempt_that_seems_lost(desk)
    other = await desk.editing.create(
        desk.collection, desk.locale, {NAME: "Its Sister", SLUG: "once-only"}
    )
    plan = await desk.publishing.plan([other], Goal.SEND)
    await desk.publishing.start(plan, lambda _progress: None).go()

    result = (await desk.send())[key]

    assert (result.result, named(desk, "Once Only")) == (Result.SENT, ["once-only-2"])


async def test_of_two_attempts_each_is_asked_about(desk: Desk) -> None:
    key = await attempt_that_seems_lost(desk)
    await desk.editing.set_field(key, SLUG, "second")
    await lose(desk)
    arrives(desk, "First Renamed", "once-only")
    arrives(desk, "Second Renamed", "second")
    asked = set()
    for _ in range(2):
        await desk.send()
        asked.add((await the_work(desk)).reason.partition("“")[2].partition("”")[0])
        await desk.editing.make_another(key)
    assert asked == {"First Renamed", "Second Renamed"}


async def test_the_same_is_asked_once_however_often_it_was_tried(desk: Desk) -> None:
    key = await attempt_that_seems_lost(desk)
    await lose(desk)
    arrives(desk, "Theirs", "once-only")
    await desk.send()
    await desk.editing.make_another(key)
    assert (await desk.send())[key].result is Result.SENT


async def test_a_question_stands_for_as_long_as_nobody_answers(desk: Desk) -> None:
    """Of other entries the journal keeps the last 90 days."""
    key = await asked_about(desk)
    await desk.database.write(lambda rows: rows.execute("UPDATE journal SET updated_at = 0"))
    [other] = await desk.keys(1)
    await desk.editing.set_field(other, EMAIL, "other@example.org")
    await desk.send()
    assert await desk.editing.questions.suspect(key) is not None


# Another one


async def test_that_another_one_is_made_can_be_taken_back_until_it_is(desk: Desk) -> None:
    key = await asked_about(desk)
    question = (await the_work(desk)).reason
    await desk.editing.make_another(key)

    await desk.editing.take_back_decision()

    work = await the_work(desk)
    assert (work.state, work.reason) == (SendState.IN_QUESTION, question)
    assert key not in await desk.send()
    await desk.editing.decide_again()
    assert (await desk.send())[key].result is Result.SENT


async def test_what_is_made_leaves_no_answer_to_take_back(desk: Desk) -> None:
    [other] = await desk.keys(1)
    await desk.editing.set_field(other, EMAIL, "held@example.org")
    await desk.editing.hold(other, EMAIL, is_held=True)
    key = await asked_about(desk)
    await desk.editing.make_another(key)
    result = (await desk.send())[key]
    desk.editing.follow(key, result.new_key)
    assert not isinstance(desk.editing.last_decided, AnotherStep)


async def test_what_is_discarded_leaves_no_answer_to_take_back(desk: Desk) -> None:
    key = await asked_about(desk)
    await desk.editing.make_another(key)
    await desk.editing.discard([key])
    assert desk.editing.last_decided is None


async def test_an_answer_is_taken_back_while_the_item_waits_for_its_turn(desk: Desk) -> None:
    key = await asked_about(desk)
    await desk.editing.make_another(key)
    plan = await desk.publishing.plan([key], Goal.SEND)
    await desk.ledger.begin_run(plan)

    assert isinstance(await desk.editing.take_back_decision(), AnotherStep)

    [batch] = plan.batches
    assert await desk.ledger.journal("late", batch.operations, {}) == []


async def test_an_answer_that_was_taken_back_answers_no_other_question(desk: Desk) -> None:
    key = await asked_about(desk)
    await desk.editing.make_another(key)
    await desk.editing.take_back_decision()
    await desk.editing.make_another(key)  # on the card
    assert desk.editing.last_undecided is None
    await desk.editing.take_back_decision()
    await desk.database.write(lambda rows: WorksRepository(rows).answer(key))
    await desk.database.write(
        lambda rows: WorksRepository(rows).set_state(key, SendState.IN_QUESTION, "Is this it?")
    )

    assert await desk.editing.decide_again() is None

    assert (await the_work(desk)).reason == "Is this it?"


async def test_undoing_the_making_and_redoing_it_keeps_the_question(desk: Desk) -> None:
    key = await asked_about(desk)
    while await desk.works():
        await desk.editing.undo(key)
    while await desk.editing.redo(key):
        pass
    assert (await the_work(desk)).is_asked_about


async def test_what_was_made_anew_and_tried_is_not_taken_back(desk: Desk) -> None:
    """Webflow may have it, and what is recreated once more would have another id here."""
    [old] = await desk.keys(1)
    await desk.editing.set_field(old, SLUG, "another")
    await desk.database.write(lambda rows: take_out(rows, [old]))
    await desk.editing.recreate([old])
    await lose(desk)

    assert await desk.editing.take_back_decision() is None

    assert (await the_work(desk)).is_new


# Taken over


async def test_what_is_taken_over_is_the_same_item_and_keeps_what_was_edited_since(
    desk: Desk,
) -> None:
    key = await asked_about(desk)
    await desk.editing.set_field(key, EMAIL, "since@example.org")
    steps = desk.editing.last_step(key)

    found = await desk.editing.questions.take_over(key)

    assert found is not None
    work = await the_work(desk)
    assert (work.key, work.is_new, set(work.edits)) == (found, False, {EMAIL})
    assert steps is desk.editing.last_step(found)
    assert (await desk.send())[found].result is Result.SENT
    on_server = desk.on_server(found)["fieldData"]
    assert (on_server["name"], on_server["email"]) == ("Theirs", "since@example.org")
    assert named(desk, "Once Only") == []


async def test_what_a_colleague_wrote_into_it_is_in_conflict_with_what_was_edited_since(
    desk: Desk,
) -> None:
    """Nobody has seen that: the edit started from what was sent."""
    key = await asked_about(desk)
    await desk.editing.set_field(key, NAME, "Once More")

    found = await desk.editing.questions.take_over(key)

    work = await the_work(desk)
    assert (work.key, work.state) == (found, SendState.CONFLICT)
    assert work.conflicts == {NAME: "Theirs"}


async def test_what_was_set_and_cleared_again_is_no_change_of_what_is_taken_over(
    desk: Desk,
) -> None:
    """It was shown as one, and sending it said that Webflow had it: it had a colleague's value."""
    key = await asked_about(desk)
    patch(desk, "Theirs", email="colleague@example.org")
    await desk.refreshing.refresh_all()
    await desk.editing.set_field(key, EMAIL, "since@example.org")
    await desk.editing.set_field(key, EMAIL, None)

    found = await desk.editing.questions.take_over(key)

    assert await desk.works() == []
    assert found is not None
    taken = await desk.database.read(lambda rows: WorksRepository(rows).get(found))
    assert taken.fields[EMAIL] == "colleague@example.org"


async def test_what_is_there_no_more_is_not_taken_over(desk: Desk) -> None:
    key = await asked_about(desk)
    suspect = await desk.editing.questions.suspect(key)
    await desk.database.write(lambda rows: take_out(rows, [suspect]))

    assert await desk.editing.questions.suspect(key) is None
    with pytest.raises(MissingItemError, match="not there any more"):
        await desk.editing.questions.take_over(key)

    assert (await the_work(desk)).is_asked_about


async def test_two_new_items_do_not_become_one(desk: Desk) -> None:
    keys = [
        await desk.editing.create(desk.collection, desk.locale, {NAME: "Twin", SLUG: slug})
        for slug in ("one", "two")
    ]
    await lose(desk)
    arrives(desk, "Twin", "moved")  # the one of them, and who knows which
    await desk.send()
    suspects = [await desk.editing.questions.suspect(key) for key in keys]
    assert suspects[0] == suspects[1] is not None

    assert await desk.editing.questions.take_over(keys[0]) == suspects[0]

    assert await desk.editing.questions.suspect(keys[1]) is None
    with pytest.raises(MissingItemError, match="another new item of yours"):
        await desk.editing.questions.take_over(keys[1])
    assert (await the_work(desk)).key == keys[1]


async def test_who_says_it_twice_hears_the_same(desk: Desk) -> None:
    key = await asked_about(desk)
    found = await desk.editing.questions.take_over(key)
    assert await desk.editing.questions.take_over(key) == found


async def test_what_has_edits_of_its_own_is_not_taken_over(desk: Desk) -> None:
    key = await asked_about(desk)
    suspect = await desk.editing.questions.suspect(key)
    await desk.editing.set_field(suspect, EMAIL, "there@example.org")
    with pytest.raises(MissingItemError, match="unsent work on what was found"):
        await desk.editing.questions.take_over(key)
    assert {work.key for work in await desk.works()} == {key, suspect}


@pytest.mark.parametrize("name", ["Renamed", "Once Only"])
async def test_what_the_attempt_that_arrived_did_not_have_yet_stays_an_edit(
    desk: Desk, name: str
) -> None:
    """Two were lost under one slug, and it was the first that arrived."""
    key = await attempt_that_seems_lost(desk)
    await desk.editing.set_field(key, EMAIL, "second@example.org")
    await lose(desk)
    arrives(desk, name, "once-only")
    await desk.send()
    if (await the_work(desk)).is_asked_about:
        await desk.editing.questions.take_over(key)
    work = await the_work(desk)
    assert (work.is_new, work.state, set(work.edits)) == (False, SendState.SAVED, {EMAIL})
    assert (await desk.send())[work.key].result is Result.SENT
    assert desk.on_server(work.key)["fieldData"]["email"] == "second@example.org"


async def test_what_arrives_late_is_only_one_of_two_that_are_called_the_same(desk: Desk) -> None:
    await desk.editing.create(desk.collection, desk.locale, {NAME: "Twin"})
    await lose(desk)
    second = await desk.editing.create(
        desk.collection, desk.locale, {NAME: "Twin", EMAIL: "second@example.org"}
    )
    lost = {"method": "POST", "path": "bulk", "do": "reset_before"}
    desk.practice.control("POST", "faults", lost)
    plan = await desk.publishing.plan([second], Goal.SEND)
    await desk.publishing.start(plan, lambda _progress: None).go()
    arrives(desk, "Twin", "twin")

    results = await desk.send()

    assert len({each.new_key for each in results.values()}) == 2
    assert sorted(named(desk, "Twin")) == ["twin", "twin-2"]
    assert await desk.works() == []


# What arrives late


async def test_the_true_one_is_taken_over_though_another_was_wanted_than_what_was_found(
    desk: Desk,
) -> None:
    key = await asked_about(desk, "Once Only", "moved")
    await desk.editing.make_another(key)
    arrives(desk, "Once Only", "once-only")  # it was only slow

    assert (await desk.send())[key].result is Result.SENT

    assert sorted(named(desk, "Once Only")) == ["moved", "once-only"]
    assert await desk.works() == []


async def test_what_the_user_said_no_to_is_not_suspected_again(desk: Desk) -> None:
    key = await asked_about(desk, "Once Only", "moved")
    await desk.editing.make_another(key)
    await lose(desk)

    assert (await desk.send())[key].result is Result.SENT

    assert sorted(named(desk, "Once Only")) == ["moved", "once-only"]


async def test_an_answer_is_none_for_what_is_tried_after_it(desk: Desk) -> None:
    key = await asked_about(desk, "Once Only", "moved")
    await desk.editing.make_another(key)
    await lose(desk)
    await desk.editing.take_back_decision()
    await desk.editing.decide_again()
    arrives(desk, "Once Only", "once-only")

    assert (await desk.send())[key].result is Result.SENT

    assert sorted(named(desk, "Once Only")) == ["moved", "once-only"]


async def test_of_two_called_the_same_the_one_that_is_like_it_has_what_arrived(desk: Desk) -> None:
    emails = ("first@example.org", "second@example.org")
    for email in emails:
        made = {NAME: "Twin", EMAIL: email}
        key = await desk.editing.create(desk.collection, desk.locale, made)
        lost = {"method": "POST", "path": "bulk", "do": "reset_before"}
        desk.practice.control("POST", "faults", lost)
        plan = await desk.publishing.plan([key], Goal.SEND)
        await desk.publishing.start(plan, lambda _progress: None).go()
    arrives(desk, "Twin", "twin")
    patch(desk, "Twin", email=emails[1])

    results = await desk.send()

    there = {desk.on_server(each.new_key)["fieldData"]["email"] for each in results.values()}
    assert there == set(emails)


@pytest.mark.parametrize("is_edited", [False, True])
async def test_what_arrives_late_goes_live_only_as_the_user_has_seen_it(
    desk: Desk, is_edited: bool
) -> None:
    """A colleague has added to it: that all is there which was sent tells that it is ours."""
    key = await desk.editing.create(
        desk.collection, desk.locale, {NAME: "Once Only", EMAIL: "once@example.org"}
    )
    await lose(desk)
    arrives(desk, "Once Only", "once-only")
    patch(desk, "Once Only", email="once@example.org", joined="2024-05-01T00:00:00.000Z")
    if is_edited:
        await desk.editing.set_field(key, JOINED, "2025-01-01T00:00:00.000Z")

    result = (await desk.send(Goal.PUBLISH))[key]

    assert result.result is (Result.CONFLICT if is_edited else Result.NOT_PUBLISHED)
    assert desk.on_server(result.new_key)["lastPublished"] is None


async def test_what_is_held_back_of_what_arrives_late_is_not_missed(desk: Desk) -> None:
    key = await attempt_that_seems_lost(desk)
    arrives(desk, "Once Only", "once-only")
    await desk.editing.set_field(key, EMAIL, "later@example.org")
    await desk.editing.hold(key, EMAIL, is_held=True)

    result = (await desk.send())[key]

    assert result.result is Result.SENT
    work = await the_work(desk)
    assert (work.key, set(work.edits), dict(work.accepted)) == (result.new_key, {EMAIL}, {})
