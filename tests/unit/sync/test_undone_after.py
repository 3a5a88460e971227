"""Undo leads back from what was done here. What a colleague wrote after it was sent stays: I3."""

from tests.unit.sync.conftest import Desk
from wfdesk.domain.edits import Edit, SendState
from wfdesk.domain.ids import NAME, FieldSlug, ItemKey
from wfdesk.sync.progress import Result

BODY = FieldSlug("biography")


async def sent(desk: Desk) -> tuple[ItemKey, object]:
    """An item whose name was sent, and the name that it had before."""
    [key] = await desk.keys(1)
    [work] = await desk.browsing.works([key])
    await desk.editing.set_field(key, NAME, "Mine")
    await desk.send()
    return key, work.fields[NAME]


async def colleague_writes(desk: Desk, key: ItemKey, value: str, field: FieldSlug = NAME) -> None:
    """A refresh shows it in the table."""
    desk.colleague_edits(key, field, value)
    await desk.refreshing.refresh_all()


async def test_what_a_colleague_wrote_since_is_in_conflict_with_what_comes_back(desk: Desk) -> None:
    key, old = await sent(desk)
    await colleague_writes(desk, key, "Theirs")

    await desk.editing.undo(key)

    [work] = await desk.works()
    assert work.edits[NAME] == Edit(NAME, old, "Mine")
    assert (work.state, work.conflicts) == (SendState.CONFLICT, {NAME: "Theirs"})
    assert (await desk.send()).get(key) is None
    assert desk.on_server(key)["fieldData"]["name"] == "Theirs"


async def test_also_when_another_field_was_edited_since(desk: Desk) -> None:
    """A notice takes back what was restored, whatever was done after it."""
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Mine")
    step = desk.editing.last_step(key)
    assert step is not None
    await desk.editing.set_field(key, BODY, "<p>Mine</p>")
    await desk.send()
    await colleague_writes(desk, key, "Theirs")

    await desk.editing.take_back(step)

    assert (await desk.browsing.work(key)).conflicts == {NAME: "Theirs"}


async def test_also_when_it_was_taken_back_and_is_done_again(desk: Desk) -> None:
    key, old = await sent(desk)
    await desk.editing.undo(key)
    await desk.send()
    await colleague_writes(desk, key, "Theirs")

    await desk.editing.redo(key)

    [work] = await desk.works()
    assert work.edits[NAME] == Edit(NAME, "Mine", old)
    assert work.conflicts == {NAME: "Theirs"}


async def test_what_is_there_as_it_was_sent_is_taken_back(desk: Desk) -> None:
    key, old = await sent(desk)
    await desk.refreshing.refresh_all()

    await desk.editing.undo(key)

    assert (await desk.send())[key].result is Result.SENT
    assert desk.on_server(key)["fieldData"]["name"] == old


async def test_a_conflict_that_is_undone_and_redone_leaves_the_colleagues_value(desk: Desk) -> None:
    key, _ = await sent(desk)
    await colleague_writes(desk, key, "Theirs")
    await desk.editing.undo(key)

    await desk.editing.redo(key)

    assert await desk.works() == []
    [work] = await desk.browsing.works([key])
    assert work.fields[NAME] == "Theirs"


async def test_a_rich_text_that_webflow_has_stored_in_its_own_way_is_taken_back(
    desk: Desk,
) -> None:
    [key] = await desk.keys(1)
    before = (await desk.browsing.work(key)).fields.get(BODY)
    await desk.editing.set_field(key, BODY, "<p>Mine</p>")
    await desk.send()
    await colleague_writes(desk, key, '<p id="">Mine</p>', BODY)  # no hand was on it

    await desk.editing.undo(key)

    [work] = await desk.works()
    assert (work.state, work.edits[BODY].value) == (SendState.SAVED, before)
