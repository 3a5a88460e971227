"""What was given up is found again, and comes back as an edit or as a new item."""

import pytest

from tests.unit.services.undoing import POSTS, A, B
from wfdesk.domain.edits import Action
from wfdesk.domain.history import Reason
from wfdesk.domain.ids import NAME, SLUG, FieldSlug, LocaleId, new_local_id
from wfdesk.domain.items import Item
from wfdesk.domain.schema import Collection, Field, FieldType
from wfdesk.services.history import HistoryService
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.history import HistoryRepository
from wfdesk.store.items import ItemsRepository
from wfdesk.store.localids import LocalIdsRepository


@pytest.fixture
def history(desk) -> HistoryService:
    return HistoryService(desk._database, desk)


async def keep(desk, key, value, reason=Reason.DISCARDED) -> None:
    await desk._database.write(
        lambda connection: HistoryRepository(connection).keep(key, NAME, value, reason)
    )


async def test_of_an_item_it_is_told_what_was_given_up_newest_first(desk, history) -> None:
    await keep(desk, A, "first")
    await keep(desk, A, "second")
    await keep(desk, B, "another")
    [item] = (await history.of(A)).items
    assert [value.past.value for value in item.values] == ["second", "first"]
    assert (item.name, item.is_there, item.values[0].label) == ("old", True, "Name")


async def test_what_was_given_up_twice_for_the_same_reason_is_told_once(desk, history) -> None:
    for value in ("same", "other", "same"):
        await keep(desk, A, value)
    [item] = (await history.of(A)).items
    assert [value.past.value for value in item.values] == ["same", "other"]


async def test_a_reference_to_a_new_item_follows_it(desk, history) -> None:
    local, author = new_local_id(), FieldSlug("author")

    def work(connection) -> None:
        HistoryRepository(connection).keep(A, author, [local], Reason.DISCARDED)
        LocalIdsRepository(connection).put(local, B.item)

    await desk._database.write(work)
    [item] = (await history.of(A)).items
    assert [value.past.value for value in item.values] == [[B.item]]


async def test_a_restored_value_is_an_edit_again_and_can_be_undone(desk, history) -> None:
    await keep(desk, A, "once")
    [item] = (await history.of(A)).items
    step = await history.restore(item.values[0].past)
    assert await desk.name(A) == "once"
    await desk.take_back(step)
    assert await desk.name(A) == "old"


async def test_the_edit_that_gives_way_to_an_earlier_value_is_kept(desk, history) -> None:
    await keep(desk, A, "once")
    await desk.set_field(A, NAME, "now")
    [item] = (await history.of(A)).items
    await history.restore(item.values[0].past)
    [item] = (await history.of(A)).items
    assert (item.values[0].past.value, item.values[0].past.reason) == ("now", Reason.REPLACED)


async def test_restoring_what_is_there_already_is_no_step(desk, history) -> None:
    await desk.set_field(A, NAME, "once")
    await keep(desk, A, "once")
    [item] = (await history.of(A)).items
    assert await history.restore(item.values[0].past) is None


async def test_a_discarded_new_item_is_found_and_made_anew(desk, history) -> None:
    key = await desk.create(POSTS, LocaleId(""), {NAME: "Rolls"})
    await desk.set_action([key], Action.DELETE)
    [item] = (await history.all()).items
    assert (item.name, item.can_be_made_anew) == ("Rolls", True)

    made = await history.make_anew([each.past for each in item.last_given_up])

    work = await desk.work(made)
    assert (work.name, work.is_new) == ("Rolls", True)
    assert made != key


async def test_an_item_made_anew_gets_a_slug_that_is_free(desk, history, slugged) -> None:
    key = await desk.create(POSTS, LocaleId(""), {NAME: "Rolls", SLUG: "taken"})
    await desk.discard([key])
    [item] = (await history.all()).items
    made = await history.make_anew([each.past for each in item.last_given_up])
    assert (await desk.work(made)).fields[SLUG] == "taken-2"


async def test_only_what_went_last_is_made_anew(desk, history) -> None:
    key = await desk.create(POSTS, LocaleId(""), {NAME: "Rolls"})
    await keep(desk, key, "an older name", Reason.THEIRS_TAKEN)
    await desk.discard([key])
    [item] = (await history.all()).items
    assert [each.past.value for each in item.last_given_up] == ["Rolls"]


async def test_of_an_item_without_a_past_there_is_nothing_to_tell(desk, history) -> None:
    [item] = (await history.of(A)).items
    assert (item.values, item.can_be_made_anew) == ((), False)


@pytest.fixture
async def slugged(desk) -> None:
    """The slug of A is taken, and the collection has a field for it."""
    fields = tuple(
        Field(str(place), slug, slug.title(), FieldType.PLAIN_TEXT)
        for place, slug in enumerate((NAME, SLUG))
    )

    def fill(connection) -> None:
        CollectionsRepository(connection).put(
            Collection(POSTS, "site", "Posts", "Post", "posts", fields)
        )
        ItemsRepository(connection).upsert([Item(A, {NAME: "old", SLUG: "taken"})])

    await desk._database.write(fill)
