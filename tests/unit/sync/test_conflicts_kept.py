"""What is in conflict stays so until the user settles it, whatever becomes of the item's rest."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.unit.sync.conftest import Desk, opened
from wfdesk.domain.edits import SendState, Side, Work
from wfdesk.domain.ids import NAME, FieldSlug, ItemKey
from wfdesk.services.settling import Choice
from wfdesk.services.unwritten import Edited
from wfdesk.store.journal import JournalRepository

BIOGRAPHY, EMAIL = FieldSlug("biography"), FieldSlug("email")
OLD = "<p>a</p><p>b</p><p>c</p><p>d</p><p>e</p>"
MINE, THEIRS = OLD.replace("a", "mine"), OLD.replace(">e<", ">theirs<")
TYPED = MINE.replace(">e<", ">typed<")
"""Typed into what the form still showed, at the very place that the colleague's words came into."""


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(tmp_path, 30) as made:
        yield made


def strike(desk: Desk, **fault: object) -> None:
    """Let something happen to the next write."""
    answer = desk.practice.control("POST", "faults", {"method": "PATCH", **fault})
    assert answer.is_success, answer.text


async def typed_over(desk: Desk) -> ItemKey:
    """A colleague's words were put into an edit, and the user typed on without having seen them.

    The conflict is held back, and the item has another edit.
    """
    [key] = await desk.keys(1)
    desk.colleague_edits(key, BIOGRAPHY, OLD)
    await desk.refreshing.refresh_all()
    await desk.editing.set_field(key, BIOGRAPHY, MINE)
    desk.colleague_edits(key, BIOGRAPHY, THEIRS)
    strike(desk, do="reset_before")
    assert not (await desk.send())[key].is_good
    typed = desk.editing.keep(key, Edited(BIOGRAPHY, TYPED, before=MINE))
    await desk.editing.write(typed)
    await desk.editing.hold(key, BIOGRAPHY, is_held=True)
    await desk.editing.set_field(key, NAME, "Mine")
    assert await conflicts(desk) == {BIOGRAPHY: THEIRS}
    return key


async def the_work(desk: Desk) -> Work:
    [work] = await desk.works()
    return work


async def conflicts(desk: Desk) -> dict[FieldSlug, object]:
    return dict((await the_work(desk)).conflicts)


async def let_it_go(desk: Desk, key: ItemKey) -> None:
    """Have nothing held back any more, and send all there is."""
    await desk.editing.hold(key, None, is_held=False)
    await desk.send()


async def restarted(desk: Desk) -> None:
    """What a start makes of what an end at any time has left."""
    await desk.database.write(lambda rows: JournalRepository(rows).interrupt())


async def test_sending_its_neighbour_does_not_let_a_conflict_overwrite_a_colleague(
    desk: Desk,
) -> None:
    key = await typed_over(desk)

    assert (await desk.send())[key].is_good  # the name

    assert await conflicts(desk) == {BIOGRAPHY: THEIRS}
    await let_it_go(desk, key)
    assert (
        desk.on_server(key)["fieldData"] | {NAME: "Mine", BIOGRAPHY: THEIRS}
        == (desk.on_server(key)["fieldData"])
    )
    assert (await the_work(desk)).state is SendState.CONFLICT


@pytest.mark.parametrize(
    "fault",
    [
        {"do": "status", "status": 400},
        {"do": "status", "status": 401},
        {"do": "status", "status": 409},
        {"do": "reset_before"},
        {"do": "reset_after"},
        {"do": "wrong_json"},
    ],
    ids=lambda fault: "-".join(map(str, fault.values())),
)
async def test_whatever_becomes_of_its_neighbour_a_conflict_stays(
    desk: Desk, fault: dict[str, object]
) -> None:
    key = await typed_over(desk)

    strike(desk, **fault)
    await desk.send()

    assert await conflicts(desk) == {BIOGRAPHY: THEIRS}
    await let_it_go(desk, key)
    assert desk.on_server(key)["fieldData"][BIOGRAPHY] == THEIRS


async def test_a_conflict_outlives_an_end_while_its_neighbour_travels(desk: Desk) -> None:
    key = await typed_over(desk)
    strike(desk, do="delay", seconds=None)
    going = asyncio.create_task(desk.send())
    while (await the_work(desk)).state is not SendState.SENDING:
        await asyncio.sleep(0)
    assert await conflicts(desk) == {BIOGRAPHY: THEIRS}

    await restarted(desk)

    assert (await the_work(desk)).state is SendState.UNKNOWN
    assert await conflicts(desk) == {BIOGRAPHY: THEIRS}
    while not going.done():
        desk.practice.control("POST", "release")
        await asyncio.wait({going}, timeout=0.05)
    await let_it_go(desk, key)
    assert desk.on_server(key)["fieldData"][BIOGRAPHY] == THEIRS


async def test_typing_on_in_a_conflict_that_was_not_looked_at_does_not_settle_it(
    desk: Desk,
) -> None:
    key = await typed_over(desk)
    await desk.editing.set_field(key, BIOGRAPHY, TYPED.replace("b", "and more"))
    await let_it_go(desk, key)
    assert desk.on_server(key)["fieldData"][BIOGRAPHY] == THEIRS
    assert await conflicts(desk) == {BIOGRAPHY: THEIRS}


async def test_what_a_colleague_writes_on_stays_in_conflict_with_what_was_typed_over(
    desk: Desk,
) -> None:
    """It would go well together with what they wrote before, but nobody has seen that either."""
    key = await typed_over(desk)
    later = THEIRS.replace("c", "more")
    desk.colleague_edits(key, BIOGRAPHY, later)
    await desk.refreshing.refresh_all()
    assert await conflicts(desk) == {BIOGRAPHY: later}
    await let_it_go(desk, key)
    assert desk.on_server(key)["fieldData"][BIOGRAPHY] == later


async def test_a_conflict_that_was_kept_is_settled_like_any_other(desk: Desk) -> None:
    key = await typed_over(desk)
    await desk.send()
    await desk.editing.settle([Choice(key, BIOGRAPHY, Side.MINE)])
    await let_it_go(desk, key)
    assert desk.on_server(key)["fieldData"][BIOGRAPHY] == TYPED
    assert await desk.works() == []


async def test_a_refusal_of_an_edit_that_is_held_back_outlives_the_others(desk: Desk) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, EMAIL, "nobody@example.org")
    refusal = {"message": "No.", "code": "validation_error"}
    refusal |= {"details": [{"param": EMAIL, "description": "Not an address"}]}
    strike(desk, do="status", status=400, answer=refusal)
    await desk.send()
    assert (await the_work(desk)).refused_fields.keys() == {EMAIL}
    await desk.editing.hold(key, EMAIL, is_held=True)
    await desk.editing.set_field(key, NAME, "Mine")

    assert (await desk.send())[key].is_good

    work = await the_work(desk)
    assert (work.state, work.refused_fields.keys()) == (SendState.REFUSED, {EMAIL})
    assert "Not an address" in work.reason
