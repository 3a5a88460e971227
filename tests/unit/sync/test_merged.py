"""A field that a colleague has changed as well, in another place: both changes are kept."""

from tests.unit.sync.conftest import Desk
from wfdesk.domain.edits import Edit
from wfdesk.domain.ids import FieldSlug, ItemKey
from wfdesk.domain.plan import Goal
from wfdesk.store.history import HistoryRepository
from wfdesk.sync.progress import Result

BIOGRAPHY = FieldSlug("biography")
OLD = "<p>a</p><p>b</p><p>c</p>"
MINE, THEIRS = OLD.replace("a", "mine"), OLD.replace("c", "theirs")
BOTH = "<p>mine</p><p>b</p><p>theirs</p>"


async def both_edited(desk: Desk) -> ItemKey:
    [key] = await desk.keys(1)
    desk.colleague_edits(key, BIOGRAPHY, OLD)
    await desk.refreshing.refresh_all()
    await desk.editing.set_field(key, BIOGRAPHY, MINE)
    desk.colleague_edits(key, BIOGRAPHY, THEIRS)
    return key


async def test_what_both_changed_in_different_places_is_sent_as_one(desk: Desk) -> None:
    key = await both_edited(desk)

    result = (await desk.send())[key]

    assert result.result is Result.SENT
    assert "Biography" in result.reason
    assert desk.on_server(key)["fieldData"][BIOGRAPHY] == BOTH
    assert await desk.works() == []


async def test_what_a_colleague_wrote_in_the_same_field_does_not_go_live_unseen(
    desk: Desk,
) -> None:
    key = await both_edited(desk)
    path = f"/collections/{key.collection}/items/{key.item}/live"
    before = desk.practice.get(path)["fieldData"]

    result = (await desk.send(Goal.PUBLISH))[key]

    assert result.result is Result.NOT_PUBLISHED
    assert "Biography" in result.reason
    assert desk.on_server(key)["fieldData"][BIOGRAPHY] == BOTH
    assert desk.practice.get(path)["fieldData"] == before


async def test_what_a_colleague_added_to_our_own_change_does_not_go_live_unseen(
    desk: Desk,
) -> None:
    key = await both_edited(desk)
    desk.colleague_edits(key, BIOGRAPHY, BOTH)

    result = (await desk.send(Goal.PUBLISH))[key]

    assert result.result is Result.NOT_PUBLISHED
    assert await desk.works() == []


async def test_a_merge_whose_answer_was_lost_is_found_and_not_sent_again(desk: Desk) -> None:
    key = await both_edited(desk)
    fault = {"method": "PATCH", "path": "items", "do": "reset_after"}
    desk.practice.control("POST", "faults", fault)

    assert (await desk.send())[key].result is Result.SENT

    assert len(desk.writes()) == 1
    assert desk.on_server(key)["fieldData"][BIOGRAPHY] == BOTH
    assert await desk.works() == []


async def test_the_value_from_before_the_merge_is_kept_in_the_history(desk: Desk) -> None:
    key = await both_edited(desk)
    await desk.send()
    kept = await desk.database.read(lambda rows: HistoryRepository(rows).of(key))
    assert MINE in [each.value for each in kept]


async def test_what_was_edited_again_while_it_was_merged_is_left_alone(desk: Desk) -> None:
    key = await both_edited(desk)
    [work] = await desk.works()
    merged = {BIOGRAPHY: Edit(BIOGRAPHY, BOTH, THEIRS)}
    await desk.editing.set_field(key, BIOGRAPHY, "<p>mine again</p>")
    assert not await desk.ledger.rebase(key, merged, work.edits)
    [work] = await desk.works()
    assert work.edits[BIOGRAPHY] == Edit(BIOGRAPHY, "<p>mine again</p>", OLD)


async def test_what_was_held_back_since_the_plan_is_merged_and_not_sent(desk: Desk) -> None:
    key = await both_edited(desk)
    plan = await desk.publishing.plan([key], Goal.SEND)
    await desk.editing.hold(key, BIOGRAPHY, is_held=True)

    await desk.publishing.start(plan, lambda _: None).go()

    assert desk.writes() == []
    [work] = await desk.works()
    assert work.edits[BIOGRAPHY].is_held
