"""Pictures given by their address get another one in Webflow: they are the same pictures still."""

from tests.unit.sync.conftest import Desk
from wfdesk.domain.ids import CollectionId, FieldSlug, ItemKey
from wfdesk.domain.tables import Query
from wfdesk.domain.values import Value
from wfdesk.sync.progress import Result

GALLERY = FieldSlug("gallery")
MINE = {"url": "https://example.org/mine.png"}


async def recipe(desk: Desk) -> tuple[ItemKey, list[Value]]:
    """With one picture in its gallery, and mine behind it."""
    recipes = CollectionId(desk.practice.collection("recipes"))
    key = (await desk.browsing.find(recipes, desk.locale, Query()))[0]
    await desk.editing.set_field(key, GALLERY, [{"url": "https://example.org/first.png"}])
    await desk.send()
    first = (await desk.browsing.work(key)).fields[GALLERY]
    assert isinstance(first, list)
    await desk.editing.set_field(key, GALLERY, [*first, MINE])
    return key, first


async def lose_the_answer(desk: Desk, key: ItemKey) -> None:
    """Send; Webflow has it, and nobody here knows."""
    orders = [
        {"method": "PATCH", "path": "items", "do": "reset_after"},
        {"method": "GET", "path": f"items/{key.item}", "do": "html", "status": 200, "after": 1},
    ]
    desk.practice.control("POST", "faults", orders)
    assert (await desk.send())[key].result is Result.UNKNOWN


async def colleague_adds_one(desk: Desk, key: ItemKey) -> None:
    there = desk.on_server(key)["fieldData"]["gallery"]
    desk.colleague_edits(key, GALLERY, [*there, {"url": "https://example.org/theirs.png"}])
    await desk.publishing.look_up(lambda _progress: None)
    await desk.refreshing.refresh_all()


def pictures(desk: Desk, key: ItemKey) -> list[str]:
    there = desk.on_server(key)["fieldData"]["gallery"]
    return [each["url"].rpartition("_")[2] for each in there]


async def is_settled(desk: Desk, key: ItemKey, *wanted: str) -> bool:
    """Whether it is so in Webflow; else it is asked about, and not forgotten."""
    work = await desk.browsing.work(key)
    return bool(work.conflicts) or pictures(desk, key) == list(wanted)


async def test_one_whose_answer_was_lost_is_not_there_twice(desk: Desk) -> None:
    key, _ = await recipe(desk)
    await lose_the_answer(desk, key)
    await colleague_adds_one(desk, key)

    await desk.send()

    assert pictures(desk, key).count("mine.png") == 1


async def test_one_that_is_undone_after_it_was_sent_goes_beside_a_colleagues(desk: Desk) -> None:
    key, _ = await recipe(desk)
    await desk.send()
    await colleague_adds_one(desk, key)

    await desk.editing.undo(key)
    await desk.send()

    assert await is_settled(desk, key, "first.png", "theirs.png")


async def test_one_that_is_taken_out_before_its_fate_is_known_goes(desk: Desk) -> None:
    key, first = await recipe(desk)
    await lose_the_answer(desk, key)
    await desk.editing.set_field(key, GALLERY, first)
    await colleague_adds_one(desk, key)

    await desk.send()

    assert await is_settled(desk, key, "first.png", "theirs.png")


async def test_one_put_in_the_place_of_another_of_the_same_name_goes_beside_a_colleagues(
    desk: Desk,
) -> None:
    key, _ = await recipe(desk)
    await desk.send()
    [first, mine] = desk.on_server(key)["fieldData"]["gallery"]
    await desk.editing.set_field(key, GALLERY, [first, {"url": "https://example.net/mine.png"}])
    await colleague_adds_one(desk, key)

    await desk.send()

    assert await is_settled(desk, key, "first.png", "mine.png", "theirs.png")
    files = [each["fileId"] for each in desk.on_server(key)["fieldData"]["gallery"]]
    assert mine["fileId"] not in files
