"""A new item alone in its request, which is refused and in Webflow all the same.

A gateway between here and Webflow has sent it twice, and the answer is that of the second one; or
it has given up waiting in its own words.
"""

from collections.abc import Callable

import pytest

from tests.unit.sync.conftest import Desk
from tests.unit.sync.test_creating import EMAIL, arrives, named
from tests.unit.sync.test_questions import patch
from tests.unit.sync.test_rich_text_found import BIO
from wfdesk.domain.edits import SendState
from wfdesk.domain.ids import NAME, SLUG, ItemKey
from wfdesk.domain.journal import MAYBE_THERE
from wfdesk.domain.plan import Goal
from wfdesk.sync.progress import ItemResult, Phase, Progress, Result

TAKEN = {
    "message": "Validation Error",
    "code": "validation_error",
    "details": [
        {"param": "slug", "description": "Unique value is already in database: 'once-only'"}
    ],
}
WORDS = "Webflow refused this. Slug: Another item already has “once-only”."


def refuses(desk: Desk, status: int = 400, *, applied: bool) -> None:
    order = {"method": "POST", "path": "bulk", "do": "status", "status": status}
    desk.practice.control("POST", "faults", {**order, "applied": applied, "answer": TAKEN})


async def once_only(desk: Desk) -> ItemKey:
    return await desk.editing.create(desk.collection, desk.locale, {NAME: "Once Only"})


async def send(desk: Desk, meanwhile: Callable[[], None]) -> ItemResult:
    """Send the one item; something happens between the look and the write."""
    heard: list[Progress] = []

    def listen(progress: Progress) -> None:
        if progress.phase is Phase.WRITING and heard[-1].phase is not Phase.WRITING:
            meanwhile()
        heard.append(progress)

    await desk.publishing.start(await desk.publishing.plan(None, Goal.SEND), listen).go()
    [result] = heard[-1].results
    return result


@pytest.mark.parametrize("status", [400, 408, 409, 422])
async def test_it_is_taken_over_and_not_made_again(desk: Desk, status: int) -> None:
    key = await once_only(desk)
    refuses(desk, status, applied=True)
    desk.practice.control("DELETE", "log")

    result = (await desk.send())[key]

    assert result.result is Result.SENT
    assert desk.on_server(result.new_key)["fieldData"][SLUG] == "once-only"
    assert [entry["status"] for entry in desk.writes()] == [status]
    assert await desk.works() == []
    assert await desk.send() == {}
    assert named(desk, "Once Only") == ["once-only"]


async def test_where_it_cannot_be_asked_it_is_found_before_it_is_sent_again(desk: Desk) -> None:
    key = await once_only(desk)
    refuses(desk, applied=True)

    def fail() -> None:
        lost = {"method": "GET", "path": "items", "do": "html", "status": 200}
        desk.practice.control("POST", "faults", lost)

    result = await send(desk, fail)

    assert (result.result, result.reason) == (Result.REFUSED, WORDS)
    [work] = await desk.works()
    assert (work.state, set(work.refused_fields)) == (SendState.REFUSED, {SLUG})
    assert (await desk.send())[key].result is Result.SENT
    assert named(desk, "Once Only") == ["once-only"]


async def test_what_is_not_there_is_refused_after_one_look(desk: Desk) -> None:
    key = await once_only(desk)
    refuses(desk, applied=False)
    desk.practice.control("DELETE", "log")

    result = (await desk.send())[key]

    assert (result.result, result.reason) == (Result.REFUSED, WORDS)
    asked = [entry["method"] for entry in desk.practice.log()]
    assert asked[asked.index("POST") :] == ["POST", "GET"]
    [entry] = await desk.ledger.not_stored([key])
    assert entry.state is SendState.REFUSED  # for certain, as far as its slug tells


async def test_an_old_item_that_was_given_the_slug_is_not_taken_for_it(desk: Desk) -> None:
    await once_only(desk)
    [old] = await desk.keys(1)

    def rename() -> None:
        desk.colleague_edits(old, NAME, "Once Only")
        desk.colleague_edits(old, SLUG, "once-only")

    result = await send(desk, rename)

    assert (result.result, result.reason) == (Result.REFUSED, WORDS)
    [work] = await desk.works()
    assert (work.is_new, work.state) == (True, SendState.REFUSED)


async def test_a_stranger_made_in_the_same_moment_is_asked_about(desk: Desk) -> None:
    key = await once_only(desk)

    result = await send(desk, lambda: arrives(desk, "Somebody Else", "once-only"))

    assert (result.result, result.reason) == (Result.NOT_SENT, MAYBE_THERE.format("Somebody Else"))
    await desk.editing.make_another(key)
    assert (await desk.send())[key].result is Result.SENT
    assert named(desk, "Once Only") == ["once-only-2"]


async def test_a_namesake_with_other_values_is_asked_about(desk: Desk) -> None:
    """Two who bring in the same list at the same time."""
    key = await once_only(desk)
    await desk.editing.set_field(key, EMAIL, "mine@example.org")

    result = await send(desk, lambda: arrives(desk, "Once Only", "once-only"))

    assert (result.result, result.reason) == (Result.NOT_SENT, MAYBE_THERE.format("Once Only"))
    [work] = await desk.works()
    assert work.edits[EMAIL].value == "mine@example.org"


@pytest.mark.parametrize("status", [401, 403, 429])
async def test_what_is_turned_away_and_there_is_not_made_again(desk: Desk, status: int) -> None:
    """The answer is that of the second one, which Webflow did not take any more."""
    await once_only(desk)
    order = {"method": "POST", "path": "bulk", "do": "status", "status": status, "applied": True}
    headers = {"headers": {"Retry-After": "6"}} if status == 429 else {}
    desk.practice.control("POST", "faults", {**order, **headers})
    await desk.send()
    await desk.send()
    assert named(desk, "Once Only") == ["once-only"]
    assert await desk.works() == []


@pytest.mark.parametrize("status", [401, 403])
async def test_what_was_turned_away_and_written_over_is_not_made_again(
    desk: Desk, status: int
) -> None:
    """A colleague is at it before it is looked for: that it is ours is for the user to say."""
    key = await once_only(desk)
    await desk.editing.set_field(key, EMAIL, "mine@example.org")
    order = {"method": "POST", "path": "bulk", "do": "status", "status": status, "applied": True}
    desk.practice.control("POST", "faults", order)
    await desk.send()
    patch(desk, "Once Only", email="theirs@example.org")

    result = (await desk.send())[key]

    assert (result.result, result.reason) == (Result.NOT_SENT, MAYBE_THERE.format("Once Only"))
    assert named(desk, "Once Only") == ["once-only"]


async def test_what_was_refused_with_others_and_is_stored_otherwise_is_not_made_again(
    desk: Desk,
) -> None:
    """Webflow empties code, and none of the values is left to know the item by."""
    for name in ("Once Only", "Other One"):
        await desk.editing.create(desk.collection, desk.locale, {NAME: name, BIO: "<pre>x</pre>"})
    order = {"method": "POST", "path": "bulk", "do": "status", "status": 400, "applied": True}
    desk.practice.control("POST", "faults", {**order, "answer": {**TAKEN, "details": []}})

    results = (await desk.send()).values()

    asked = {MAYBE_THERE.format(name) for name in ("Once Only", "Other One")}
    assert {each.reason for each in results} == asked
    assert named(desk, "Once Only") == ["once-only"]


@pytest.mark.parametrize("applied", [True, False], ids=["there", "not there"])
async def test_a_colleague_may_rename_it_in_the_pause(desk: Desk, applied: bool) -> None:
    """It holds what was sent still, and only that makes it likely: a newcomer alone does not."""
    key = await desk.editing.create(
        desk.collection, desk.locale, {NAME: "Once Only", EMAIL: "only@example.org"}
    )
    order = {"method": "POST", "path": "bulk", "do": "status", "status": 429, "applied": applied}
    desk.practice.control("POST", "faults", {**order, "headers": {"Retry-After": "6"}})

    def listen(progress: Progress) -> None:
        if progress.phase is not Phase.WAITING or named(desk, "Theirs"):
            return
        if not applied:
            arrives(desk, "Theirs", "theirs")
            return
        [made] = desk.practice.get(f"/collections/{desk.collection}/items", slug="once-only")[
            "items"
        ]
        fields = {NAME: "Theirs", SLUG: "theirs"}
        desk.colleague("edit", collection=desk.collection, item=made["id"], fieldData=fields)

    await desk.publishing.start(await desk.publishing.plan([key], Goal.SEND), listen).go()
    assert named(desk, "Theirs") == ["theirs"]
    assert named(desk, "Once Only") == ([] if applied else ["once-only"])
    assert [work.is_asked_about for work in await desk.works()] == [True] * applied
