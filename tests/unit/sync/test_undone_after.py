"""Undo leads back from what was done here. What a colleague wrote after it was sent stays: I3."""

from tests.unit.sync.conftest import Desk
from tests.unit.sync.liveitem import live_item
from wfdesk.domain.edits import Edit, SendState
from wfdesk.domain.ids import NAME, FieldSlug, ItemKey
from wfdesk.sync.progress import Result

BODY = FieldSlug("biography")
PORTRAIT = FieldSlug("portrait")
_CLASS = 'class="w-richtext-figure-type-image w-richtext-align-center"'
_INNER = '<div><img src="https://cdn.example/rye.png" alt="" loading="lazy"></div></figure>'
FULL = f'<figure id="" {_CLASS} data-rt-type="image" data-rt-align="center">{_INNER}'
SMALL = (
    f'<figure id="" {_CLASS} style="max-width:240px" data-rt-type="image" data-rt-align="center"'
    f' data-rt-max-width="240px">{_INNER}'
)
"""The same picture, which somebody has made smaller in the Designer."""


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


async def test_a_picture_that_a_colleague_made_smaller_since_stays_so(desk: Desk) -> None:
    """It looked like what Webflow makes of a text by itself, and was written over unseen."""
    key = await live_item(desk)
    for words in ("Bake.", "Bake it."):
        await desk.editing.set_field(key, BODY, f"<p>{words}</p>{FULL}")
        await desk.send()
    assert desk.on_server(key)["fieldData"][BODY] == f"<p>Bake it.</p>{FULL}"  # just as it was sent
    await colleague_writes(desk, key, f"<p>Bake it.</p>{SMALL}", BODY)

    await desk.editing.undo(key)
    await desk.send()

    is_told = bool((await desk.browsing.work(key)).conflicts)
    assert is_told or "240px" in desk.on_server(key)["fieldData"][BODY]


async def test_also_where_it_was_found_so_after_its_answer_was_lost(desk: Desk) -> None:
    """What a look finds is no answer: a colleague may have been there first."""
    key = await live_item(desk)
    await desk.editing.set_field(key, BODY, f"<p>Bake.</p>{FULL}")
    orders = [
        {"method": "PATCH", "path": "items", "do": "reset_after"},
        {"method": "GET", "path": f"items/{key.item}", "do": "html", "status": 200, "after": 1},
    ]
    desk.practice.control("POST", "faults", orders)
    assert (await desk.send())[key].result is Result.UNKNOWN
    desk.colleague_edits(key, BODY, f"<p>Bake.</p>{SMALL}")
    await desk.publishing.look_up(lambda _progress: None)
    assert not await desk.works()

    await desk.editing.undo(key)
    await desk.send()

    is_told = bool((await desk.browsing.work(key)).conflicts)
    assert is_told or "240px" in desk.on_server(key)["fieldData"][BODY]


async def given_picture(desk: Desk) -> ItemKey:
    """An item whose picture was given by its address, and fetched by Webflow."""
    key = await live_item(desk)
    given = {"url": "https://elsewhere.example/rye.png", "alt": "Rye"}
    await desk.editing.set_field(key, PORTRAIT, given)
    await desk.send()
    return key


async def test_another_picture_of_the_same_name_stays(desk: Desk) -> None:
    """A better copy of it."""
    key = await given_picture(desk)
    ours = desk.on_server(key)["fieldData"]["portrait"]
    better = ours["url"].replace(ours["fileId"], "f" * 24)
    theirs = {"fileId": "f" * 24, "url": better, "alt": "Rye"}
    desk.colleague_edits(key, PORTRAIT, theirs)
    await desk.refreshing.refresh_all()

    await desk.editing.undo(key)
    await desk.send()

    is_told = bool((await desk.browsing.work(key)).conflicts)
    assert is_told or desk.on_server(key)["fieldData"]["portrait"] == theirs


async def test_what_webflow_has_made_of_it_is_nobody_elses(desk: Desk) -> None:
    key = await given_picture(desk)
    await desk.refreshing.refresh_all()

    await desk.editing.undo(key)

    assert (await desk.browsing.work(key)).conflicts == {}
    assert (await desk.send())[key].result is Result.SENT
    assert not await desk.works()
