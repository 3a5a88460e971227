"""An edit that a decision puts back may refer to a new item that Webflow has got meanwhile."""

from tests.unit.sync.conftest import Desk
from wfdesk.domain.ids import NAME, CollectionId, FieldSlug, ItemKey
from wfdesk.domain.tables import Query
from wfdesk.services.undo import GoneStep, Step

AUTHOR = FieldSlug("author")


async def recipe_by_a_new_author(desk: Desk) -> tuple[ItemKey, ItemKey]:
    """The recipe, and the author whom only this computer knows."""
    recipes = CollectionId(desk.practice.collection("recipes"))
    key = (await desk.browsing.find(recipes, desk.locale, Query()))[0]
    new = await desk.editing.create(desk.collection, desk.locale, {NAME: "New Author"})
    await desk.editing.set_field(key, AUTHOR, new.item)
    return key, new


async def send_the_author(desk: Desk, new: ItemKey) -> ItemKey:
    made = (await desk.send())[new].new_key
    assert made is not None
    return made


async def delete_there(desk: Desk, key: ItemKey) -> None:
    desk.colleague("delete", collection=key.collection, item=key.item)
    await desk.refreshing.refresh_collection(key.collection, is_full=True)
    assert (await desk.browsing.work(key)).is_gone


async def test_an_edit_that_was_given_up_and_comes_back_is_sent(desk: Desk) -> None:
    key, new = await recipe_by_a_new_author(desk)
    await desk.editing.discard_field(key, AUTHOR)
    made = await send_the_author(desk, new)

    await desk.editing.take_back_decision()
    await desk.send()

    assert desk.on_server(key)["fieldData"]["author"] == made.item


async def refers_to(desk: Desk, step: Step | None, gone: ItemKey) -> object:
    """What the item that was made in the place of one refers to."""
    assert isinstance(step, GoneStep)
    new = step.made[gone]
    assert new is not None
    return (await desk.browsing.work(new.key)).fields[AUTHOR]


async def test_what_was_given_up_of_an_item_that_is_gone_comes_back_and_is_made_anew(
    desk: Desk,
) -> None:
    key, new = await recipe_by_a_new_author(desk)
    await delete_there(desk, key)
    await desk.editing.give_up_gone([key])
    made = await send_the_author(desk, new)

    await desk.editing.take_back_decision()
    step = await desk.editing.recreate([key])

    assert await refers_to(desk, step, key) == made.item


async def test_what_is_made_anew_once_more_refers_to_what_webflow_has(desk: Desk) -> None:
    """It was taken back, and the author was sent without it."""
    key, new = await recipe_by_a_new_author(desk)
    await delete_there(desk, key)
    await desk.editing.recreate([key])
    await desk.editing.take_back_decision()
    made = await send_the_author(desk, new)

    step = await desk.editing.decide_again()

    assert await refers_to(desk, step, key) == made.item
