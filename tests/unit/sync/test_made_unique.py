"""A colleague was quicker with the slug of a new item, and the answer about ours is lost."""

from tests.unit.sync.conftest import Desk
from tests.unit.sync.test_creating import EMAIL, arrives, named
from tests.unit.sync.test_refused_and_there import send
from wfdesk.domain.ids import NAME
from wfdesk.domain.journal import MAYBE_THERE
from wfdesk.sync.progress import Result


async def lost(desk: Desk, name: str) -> None:
    """Webflow has it, under another slug than the one that is taken."""
    desk.practice.control("PATCH", "behaviour", {"duplicate_slugs": "suffixed"})
    fault = {
        "method": "POST",
        "path": "bulk",
        "do": "reset_after",
        "body": '"Once Only"',
        "after": 0,
    }

    def meanwhile() -> None:
        arrives(desk, name, "once-only")
        answer = desk.practice.control("POST", "faults", fault)
        assert answer.is_success, answer.text

    await send(desk, meanwhile)


async def test_it_is_made_once_where_the_other_is_called_otherwise(desk: Desk) -> None:
    key = await desk.editing.create(desk.collection, desk.locale, {NAME: "Once Only"})
    await lost(desk, "Theirs")
    await desk.refreshing.refresh_all()
    [work] = await desk.works()
    assert work.is_asked_about
    await desk.editing.make_another(key)
    await desk.send()
    await desk.send()
    assert len(named(desk, "Once Only")) == 1


async def test_the_colleagues_is_not_taken_for_it(desk: Desk) -> None:
    key = await desk.editing.create(
        desk.collection, desk.locale, {NAME: "Once Only", EMAIL: "mine@example.org"}
    )
    await lost(desk, "Once Only")
    [work] = await desk.works()
    assert work.is_asked_about, work
    taken = await desk.editing.questions.take_over(key)
    assert desk.on_server(taken)["fieldData"]["email"] == "mine@example.org"
    assert await desk.works() == []
    assert len(named(desk, "Once Only")) == 2


async def test_the_colleagues_is_not_taken_for_what_has_never_arrived(desk: Desk) -> None:
    """Nobody has changed it since it was made, and it is not as ours was sent."""
    key = await desk.editing.create(
        desk.collection, desk.locale, {NAME: "Once Only", EMAIL: "mine@example.org"}
    )

    def meanwhile() -> None:
        arrives(desk, "Once Only", "once-only")
        fault = {"method": "POST", "path": "bulk", "do": "reset_before"}
        desk.practice.control("POST", "faults", fault)

    result = await send(desk, meanwhile)
    assert (result.result, result.reason) == (Result.NOT_SENT, MAYBE_THERE.format("Once Only"))
    await desk.editing.make_another(key)
    assert (await desk.send())[key].result is Result.SENT
    assert await desk.works() == []
    assert len(named(desk, "Once Only")) == 2
