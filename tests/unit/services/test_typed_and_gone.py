"""What was typed and is not on disk when its item goes: it can be brought back all the same."""

import pytest

from tests.unit.services.undoing import BIG, POSTS, A, B, Desk
from wfdesk.domain.errors import DiskFullError, LateEditError, MissingItemError
from wfdesk.domain.ids import NAME, SLUG, FieldSlug, SiteId
from wfdesk.domain.values import Value
from wfdesk.services.history import HistoryService
from wfdesk.services.unwritten import Edited
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.database import Connection
from wfdesk.store.history import HistoryRepository
from wfdesk.store.remote import take_out
from wfdesk.store.works import WorksRepository

TYPED = f"typed {BIG}"


async def kept(desk: Desk) -> list[Value]:
    """All values that can be brought back: those that are unsent, and the history."""

    def read(rows: Connection) -> list[Value]:
        edits = [edit for work in WorksRepository(rows).all() for edit in work.edits.values()]
        return [each.value for each in (*edits, *HistoryRepository(rows).latest(1000))]

    return await desk._database.read(read)


async def delete_in_webflow(desk: Desk) -> None:
    await desk._database.write(lambda rows: take_out(rows, [A]))


async def type_in_vain(desk: Desk) -> None:
    """Have the disk refuse what is typed into an item that is deleted with an edit on it."""
    await desk.set_field(A, NAME, "mine")
    await delete_in_webflow(desk)
    await desk.fill_disk()
    with pytest.raises(DiskFullError):
        await desk.set_field(A, NAME, TYPED)


@pytest.mark.parametrize("decide", [Desk.give_up_gone, Desk.recreate, Desk.discard])
async def test_what_the_disk_has_refused_goes_with_the_item(desk: Desk, decide) -> None:
    await type_in_vain(desk)
    await desk.make_room()  # and nobody has tried again yet

    await decide(desk, [A])

    assert TYPED in await kept(desk)


async def test_no_new_item_is_made_without_what_the_disk_refuses_still(desk: Desk) -> None:
    await type_in_vain(desk)

    with pytest.raises(DiskFullError):
        await desk.recreate([A])

    assert (await desk.work(A)).is_gone
    assert desk.unwritten.values(A) == {NAME: TYPED}


@pytest.mark.parametrize("give_up", [Desk.give_up_gone, Desk.discard])
async def test_what_the_disk_refuses_takes_nothing_else_along(desk: Desk, give_up) -> None:
    for key in (A, B):
        await desk.set_field(key, NAME, "mine")
    await desk._database.write(lambda rows: take_out(rows, [A, B]))
    await desk.fill_disk()
    with pytest.raises(DiskFullError):
        await desk.set_field(A, NAME, TYPED)
    desk.keep(B, Edited(NAME, "short"))

    await give_up(desk, [A, B])

    assert "short" in await kept(desk)


@pytest.mark.parametrize("is_the_end", [False, True])
async def test_what_is_typed_into_an_item_that_has_just_gone_is_kept(
    desk: Desk, is_the_end: bool
) -> None:
    edit = desk.keep(A, Edited(NAME, "typed"))
    await delete_in_webflow(desk)

    if is_the_end:
        desk.write_now(seconds=5.0)
    else:
        with pytest.raises(LateEditError, match="among the discarded values"):
            await desk.write(edit)

    assert await kept(desk) == ["typed"]


async def test_a_new_item_is_made_of_all_that_was_typed_into_the_one_that_went(desk: Desk) -> None:
    await desk.set_field(A, SLUG, "edited")
    await delete_in_webflow(desk)
    await desk.give_up_gone([A])
    for field, value in ((NAME, "typ"), (NAME, "typed"), (FieldSlug("body"), "as well")):
        with pytest.raises(LateEditError):
            await desk.set_field(A, field, value)

    [item] = (await HistoryService(desk._database, desk).all()).items

    assert item.can_be_made_anew
    assert {each.past.field: each.past.value for each in item.last_given_up} == {
        NAME: "typed",
        SLUG: "edited",
        "body": "as well",
    }


async def test_a_new_item_is_called_as_the_one_that_went_unedited(desk: Desk) -> None:
    """Webflow asks for a name, and of such an item nothing else is known."""
    await delete_in_webflow(desk)
    for field, called in ((SLUG, "Bread"), (FieldSlug("body"), "Bread as typed")):
        edit = desk.keep(A, Edited(field, "typed", item_name=called))
        with pytest.raises(LateEditError) as caught:
            await desk.write(edit)
        assert (caught.value.key, caught.value.name) == (A, called)

    [item] = (await HistoryService(desk._database, desk).all()).items

    assert (item.name, len(item.last_given_up)) == ("Bread", 3)


async def test_the_last_of_what_is_typed_at_the_end_is_what_a_new_item_is_made_of(
    desk: Desk,
) -> None:
    await delete_in_webflow(desk)
    for value in ("typ", "typed"):
        desk.keep(A, Edited(NAME, value))
    desk.write_now(seconds=5.0)

    [item] = (await HistoryService(desk._database, desk).all()).items

    assert [each.past.value for each in item.last_given_up] == ["typed"]


async def test_what_was_discarded_before_the_item_went_is_not_taken_for_a_part_of_it(
    desk: Desk,
) -> None:
    await desk.set_field(A, SLUG, "given up")
    await desk.discard([A])
    await delete_in_webflow(desk)
    with pytest.raises(LateEditError):
        await desk.set_field(A, NAME, "typed")

    [item] = (await HistoryService(desk._database, desk).all()).items

    assert [each.past.value for each in item.last_given_up] == ["typed"]


async def test_what_is_typed_into_a_gone_item_waits_for_room_on_the_disk(desk: Desk) -> None:
    await delete_in_webflow(desk)
    await desk.fill_disk()
    edit = desk.keep(A, Edited(NAME, TYPED))
    with pytest.raises(DiskFullError):
        await desk.write(edit)
    await desk.make_room()
    with pytest.raises(LateEditError):
        await desk.write(edit)

    assert await kept(desk) == [TYPED]
    assert not list(desk.unwritten)


@pytest.mark.parametrize("is_the_end", [False, True])
async def test_nothing_comes_back_of_a_collection_that_was_forgotten(
    desk: Desk, is_the_end: bool
) -> None:
    edit = desk.keep(A, Edited(NAME, "typed"))
    await desk._database.write(lambda rows: CollectionsRepository(rows).forget(POSTS))

    if is_the_end:
        desk.write_now(seconds=5.0)
    else:
        with pytest.raises(MissingItemError) as caught:
            await desk.write(edit)
        assert "kept" not in caught.value.summary

    assert await kept(desk) == []


async def test_what_is_typed_into_a_collection_that_went_in_webflow_is_kept(desk: Desk) -> None:
    edit = desk.keep(A, Edited(NAME, "typed"))
    site = SiteId("site")
    await desk._database.write(lambda rows: CollectionsRepository(rows).replace_all(site, []))

    with pytest.raises(LateEditError):
        await desk.write(edit)

    assert await kept(desk) == ["typed"]
