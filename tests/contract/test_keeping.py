"""What was answered is kept: in few bytes, whatever the size of the site, and never by half."""

import io
import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from wfdesk.practice.assets.writes import Librarian
from wfdesk.practice.cms import keeping
from wfdesk.practice.cms.keeping import Keeper
from wfdesk.practice.cms.model import World
from wfdesk.practice.cms.structure import Structure
from wfdesk.practice.magazine.content import world_of

ITEMS = 40
_COLLECTION = (
    *("id", "display_name", "singular_name", "slug", "created", "updated", "fields"),
    *("restructured", "retired"),
)


@pytest.fixture
def world() -> World:
    return world_of(1, ITEMS)


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "state.json"


@pytest.fixture
def kept(world, path) -> Keeper:
    keeper = Keeper(path)
    keeper.keep(world)
    yield keeper
    keeper.close()


def in_one_piece(world: World) -> dict:
    """The world as it was kept before there were lines, and as it can be compared."""
    return {
        "site": world.site,
        "collections": [
            {name: getattr(entry, name) for name in _COLLECTION}
            | {"items": [asdict(each) for each in entry.variants()]}
            for entry in world.collections.values()
        ],
        "pages": [asdict(entry) for entry in world.pages.values()],
        "components": [asdict(entry) for entry in world.components.values()],
    }


def read(path: Path) -> World:
    keeper = Keeper(path)
    world = keeper.load()
    keeper.close()
    assert world is not None
    return world


def recipes(world):
    return next(each for each in world.collections.values() if each.slug == "recipes")


def change(world, name, place=0):
    """Call a recipe something else; return its id."""
    variant = list(recipes(world).variants())[place]
    fields = {**variant.fields, "name": name}
    recipes(world).put(replace(variant, fields=fields, updated=world.clock.tick()))
    return variant.id


def name_of(world, item):
    return recipes(world).find(world.primary, item).fields["name"]


def test_the_whole_comes_back_as_it_was(world, path, kept):
    assert in_one_piece(read(path)) == in_one_piece(world)


def test_a_file_from_before_there_were_lines_is_read_and_written_on(world, path):
    path.write_text(json.dumps(in_one_piece(world)), encoding="utf-8")
    keeper = Keeper(path)
    again = keeper.load()
    assert in_one_piece(again) == in_one_piece(world)
    item = change(again, "Later")
    keeper.keep(again)
    keeper.close()
    assert name_of(read(path), item) == "Later"
    assert in_one_piece(read(path))["pages"] == in_one_piece(world)["pages"]


def test_every_kind_of_change_is_kept(world, path, kept):
    structure = Structure(world)
    change(world, "Changed")
    gone = change(world, "Deleted", 5)
    recipes(world).drop(world.primary, gone)
    kept.keep(world)
    structure.delete_field(recipes(world), "subtitle")
    kept.keep(world)
    made = structure.make_collection({"displayName": "Ovens", "singularName": "Oven"})
    kept.keep(world)
    made.put(replace(next(recipes(world).variants()), fields={"name": "Old", "slug": "old"}))
    world.site["lastPublished"] = world.clock.tick()
    kept.keep(world)
    stories = next(each for each in world.collections.values() if each.slug == "stories")
    structure.delete_collection(stories)
    page = next(iter(world.pages.values()))
    page.nodes.put("a locale", {**page.nodes.primary[0], "text": {"html": "x", "text": "x"}})
    kept.keep(world)
    Librarian(world).delete(next(iter(world.library.assets.values())))
    kept.keep(world)
    assert in_one_piece(read(path)) == in_one_piece(world)
    assert read(path).library.gone == world.library.gone != set()


def test_a_change_adds_a_line_of_its_own_and_writes_nothing_else(world, path, kept):
    before = path.read_bytes()
    change(world, "Changed")
    kept.keep(world)
    after = path.read_bytes()
    assert after.startswith(before)
    assert len(after) - len(before) < len(before) / 10
    assert after.count(b"\n") == before.count(b"\n") + 1


def test_what_changed_nothing_writes_nothing(world, path, kept):
    before = path.read_bytes()
    kept.keep(world)
    assert path.read_bytes() == before


def test_a_line_that_was_cut_off_takes_no_other_with_it(world, path, kept):
    item = change(world, "First")
    kept.keep(world)
    change(world, "Second")
    kept.keep(world)
    path.write_bytes(path.read_bytes()[:-20])
    keeper = Keeper(path)
    again = keeper.load()
    assert name_of(again, item) == "First"
    other = change(again, "Third", 3)
    keeper.keep(again)
    keeper.close()
    assert name_of(read(path), other) == "Third"


class Full(io.FileIO):
    """A file on a disk that is full after the next half of a line."""

    def write(self, data):
        super().write(bytes(data)[: len(data) // 2])
        raise OSError(28, "No space left on device")


def test_half_a_line_on_a_full_disk_does_not_spoil_the_next(world, path, kept):
    kept._file.close()
    kept._file = Full(path, "ab")
    item = change(world, "Changed")
    with pytest.raises(OSError, match="No space"):
        kept.keep(world)
    kept.keep(world)
    assert name_of(read(path), item) == "Changed"
    kept._file.close()
    kept._file = Full(path, "ab")
    change(world, "Changed again")
    with pytest.raises(OSError, match="No space"):
        kept.keep(world)
    later = change(world, "And later")
    kept.keep(world)
    assert name_of(read(path), later) == "And later"
    assert in_one_piece(read(path)) == in_one_piece(world)


def test_many_lines_are_made_few_at_the_next_start(world, path, kept, monkeypatch):
    monkeypatch.setattr(keeping, "_MOST_LINES", 20)
    for number in range(21):
        change(world, f"Name {number}")
        kept.keep(world)
    before = in_one_piece(world)
    assert in_one_piece(read(path)) == before
    assert path.read_bytes().count(b"\n") < 20


def test_what_items_share_they_share_again(world, path, kept):
    again = read(path)
    held = list(recipes(again).variants())
    assert len({id(each.fields["photo"]) for each in held}) < len(held)
    assert any(each.live is each.fields for each in held)


def test_the_file_is_written_anew_before_what_was_added_outweighs_it(world, path, kept):
    whole = path.stat().st_size
    for number in range(400):
        change(world, f"Again {number}")
        kept.keep(world)
        assert path.stat().st_size < 2.5 * whole
    assert in_one_piece(read(path)) == in_one_piece(world)


@pytest.mark.parametrize("what", ["published", "restructured"])
def test_whatever_happens_after_a_restart_is_later_than_all_before(world, path, what):
    """Also where this computer's clock was set back meanwhile."""
    later = "2999-01-01T00:00:00.000Z"
    if what == "published":
        world.site["lastPublished"] = later
    else:
        next(iter(world.collections.values())).restructured = later
    keeper = Keeper(path)
    keeper.keep(world)
    keeper.close()
    assert read(path).clock.tick() > later
