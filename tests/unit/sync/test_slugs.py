"""A new item gets a slug that nobody has, and finding it takes no longer the more there are."""

from typing import cast

from wfdesk.api.items import Items
from wfdesk.domain.ids import CollectionId, LocaleId
from wfdesk.sync.slugs import Slugs


class Asked(set[str]):
    """Counts how often it is asked."""

    count = 0

    def __contains__(self, slug: object) -> bool:
        self.count += 1
        return super().__contains__(slug)


def slugs_beside(taken: set[str]) -> Slugs:
    nobody = cast(Items, None)  # Nothing is asked of Webflow.
    return Slugs(nobody, CollectionId("c"), LocaleId("l"), taken, list, asks=False)


async def test_items_of_the_same_name_are_numbered_without_counting_from_the_start() -> None:
    taken = Asked({"untitled", "untitled-3"})
    slugs, found = slugs_beside(taken), list[str]()
    for _ in range(1_000):
        found.append(await slugs.free_for("Untitled"))
        slugs.take(found[-1])
    assert found[:3] == ["untitled-2", "untitled-4", "untitled-5"]
    assert len(set(found)) == 1_000
    assert taken.count < 10_000


async def test_a_slug_that_nobody_took_is_free_for_the_next_one() -> None:
    slugs = slugs_beside({"rye"})
    assert [await slugs.free_for("Rye") for _ in range(2)] == ["rye-2", "rye-2"]
