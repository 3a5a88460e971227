"""What a list costs: a page is cut out of an order, which no page and no write sorts anew."""

import pytest

from wfdesk.practice.cms.listing import listed
from wfdesk.practice.cms.model import Collection, Variant, World
from wfdesk.practice.magazine.content import world_of

ITEMS = 2000


class Counted(dict):
    """Values that count how often somebody looks at them."""

    looks = 0

    def get(self, key, default=None):
        Counted.looks += 1
        return super().get(key, default)


@pytest.fixture(scope="module")
def world() -> World:
    return world_of(1, 40)


@pytest.fixture
def held(world) -> Collection:
    held = Collection("c", "Loaves", "Loaf", "loaves", "", "", [])
    for number in range(ITEMS):
        held.put(variant(world, number, f"Loaf {number * 7 % ITEMS:04d}"))
    Counted.looks = 0
    return held


def variant(world, number, name, *, is_live=True) -> Variant:
    fields = Counted(name=name, slug=f"loaf-{number:04d}")
    when = f"2026-01-{1 + number % 28:02d}T00:00:00.000Z"
    live = fields if is_live else None
    return Variant(f"{number:024x}", world.primary, when, when, when, False, False, fields, live)


def names(world, held, *, live=False, **query) -> list[str]:
    found = listed(world, held, [*{"sortBy": "name", **query}.items()], live=live)
    return [item["fieldData"]["name"] for item in found["items"]]


@pytest.mark.parametrize("live", [False, True])
@pytest.mark.parametrize("order", ["asc", "desc"])
def test_a_list_is_sorted_once_for_all_its_pages(world, held, order, live):
    read = []
    for offset in range(0, ITEMS, 100):
        read += names(world, held, live=live, sortOrder=order, offset=str(offset))
    assert read == sorted(read, reverse=order == "desc")
    assert len(set(read)) == ITEMS
    assert Counted.looks == ITEMS


def test_a_write_moves_one_item_and_sorts_nothing(world, held):
    assert names(world, held, limit="1", sortOrder="asc") == ["Loaf 0000"]
    Counted.looks = 0
    held.put(variant(world, 0, "Zwieback"))
    assert names(world, held, limit="1") == ["Zwieback"]
    held.drop(world.primary, f"{0:024x}")
    assert names(world, held, limit="1") == [f"Loaf {ITEMS - 1:04d}"]
    assert Counted.looks < 100


def test_what_is_taken_off_the_live_site_leaves_only_the_live_list(world, held):
    before = names(world, held, live=True, limit="1")
    assert before == names(world, held, limit="1")
    last = next(each for each in held.variants() if each.fields["name"] == before[0])
    held.put(variant(world, int(last.id, 16), before[0], is_live=False))
    assert names(world, held, limit="1") == before
    assert names(world, held, live=True, limit="1") != before


def test_after_many_writes_that_nobody_looked_at_the_order_is_right(world, held):
    names(world, held)
    for number in range(ITEMS):
        held.put(variant(world, number, f"Bun {number:04d}"))
    assert names(world, held, limit="2", sortOrder="asc") == ["Bun 0000", "Bun 0001"]


@pytest.mark.parametrize("by", ["lastUpdated", "createdOn", "lastPublished", "name"])
def test_a_range_finds_the_same_whatever_is_sorted_by(world, held, by):
    held.put(variant(world, 3, "Now", is_live=False))
    bounds = {"lastUpdated[gte]": "2026-01-03", "lastUpdated[lte]": "2026-01-04T00:00:00Z"}
    found = listed(world, held, [("sortBy", by), *bounds.items()])
    days = {each.updated[:10] for each in held.variants()}
    assert {item["lastUpdated"][:10] for item in found["items"]} == {"2026-01-03", "2026-01-04"}
    assert len(days) > 2
    expected = sum("2026-01-03" <= each.updated[:10] <= "2026-01-04" for each in held.variants())
    assert found["pagination"]["total"] == expected


def test_a_moment_that_never_came_is_before_none(world, held):
    old = next(held.variants())
    old.published = None
    held.put(old)
    asked = {"lastPublished[lte]": "2030-01-01"}
    for by in ("lastPublished", "name"):
        assert (
            listed(world, held, [("sortBy", by), *asked.items()])["pagination"]["total"]
            == ITEMS - 1
        )


@pytest.mark.parametrize("live", [False, True])
def test_a_slug_is_found_and_not_searched_for(world, held, live):
    names(world, held, live=live, sortBy="slug")
    Counted.looks = 0
    assert names(world, held, live=live, slug="loaf-0005", sortBy="name") == ["Loaf 0035"]
    assert names(world, held, live=live, slug="loaf-x") == []
    assert Counted.looks < 100
