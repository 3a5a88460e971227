"""What is unsent stands in a second file as well, and is taken from there where it is lost."""

import random
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from tests.unit.store.samples import item, key, local
from tests.unit.store.test_damage import edits, fill, read_with_one_restart, smash, spoil
from wfdesk.domain.edits import Action
from wfdesk.domain.errors import StoreError
from wfdesk.domain.ids import NAME, FieldSlug
from wfdesk.store import opening, secondcopy
from wfdesk.store.database import Connection, Database
from wfdesk.store.failures import mark_of
from wfdesk.store.items import ItemsRepository
from wfdesk.store.localids import LocalIdsRepository
from wfdesk.store.opening import connect
from wfdesk.store.secondcopy import SecondCopy, second_of
from wfdesk.store.works import WorksRepository

BODY = FieldSlug("body")
SECRET = "given up for good"
RESTORED = 42
"""41 edits and a mark."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "wfdesk.sqlite3"


def more(connection: Connection) -> None:
    fill(connection)
    WorksRepository(connection).set_action(key("i3"), Action.DELETE)


async def filled(path: Path) -> dict:
    database = await Database.open(path)
    await database.write(more)
    before = await database.read(edits)
    await database.close()
    return before


async def found(path: Path) -> tuple[dict, Database]:
    """What a start finds, and the database that it had open."""
    database = await Database.open(path)
    after = await database.read(edits)
    await database.close()
    return after, database


def held(path: Path) -> list[tuple[str, str]]:
    """What the second copy has an edit of."""
    with closing(sqlite3.connect(second_of(path))) as file:
        return list(file.execute("SELECT item, field FROM edits ORDER BY item"))


def without(path: Path) -> None:
    """The local copy is gone, with all that belongs to it."""
    for each in path.parent.iterdir():
        if each != second_of(path):
            each.unlink()


async def test_it_follows_within_a_moment_and_is_for_its_owner_alone(path: Path) -> None:
    database = await Database.open(path, tidy_seconds=0.0)
    second = SecondCopy(path)
    await database.write(more)
    await database.read(second.keep_up)
    assert len(held(path)) == 41
    await database.write(lambda rows: WorksRepository(rows).discard(key("i4")))
    await database.write(lambda rows: WorksRepository(rows).stage(key("i5"), NAME, "new", None))
    await database.read(second.keep_up)
    assert ("i4", "body") not in held(path)
    assert ("i5", "name") in held(path)
    for said in ("n", "ne", "new again"):  # as often as one likes between two looks
        await database.write(
            lambda rows, said=said: WorksRepository(rows).stage(key("i5"), NAME, said, None)
        )
        await database.write(
            lambda rows: WorksRepository(rows).set_action(key("i5"), Action.ARCHIVE)
        )
    await database.read(second.keep_up)
    second.close()
    with closing(sqlite3.connect(second_of(path))) as file:
        assert file.execute(
            "SELECT value FROM edits WHERE field = 'name' AND item = 'i5'"
        ).fetchone() == ('"new again"',)
        assert file.execute("SELECT action FROM marks WHERE item = 'i5'").fetchone()
    await database.close()
    assert stat.S_IMODE(second_of(path).stat().st_mode) == 0o600


async def test_where_nothing_is_unsent_there_is_none(path: Path) -> None:
    database = await Database.open(path)
    await database.write(lambda rows: ItemsRepository(rows).upsert([item("a")]))
    await database.close()
    assert [each.name for each in path.parent.iterdir()] == [path.name]


async def test_what_is_typed_without_a_break_does_not_put_it_off(path: Path) -> None:
    database = await Database.open(path, tidy_seconds=3600.0)
    due = database._timer
    await database.write(more)
    assert due is not None
    assert database._timer is due
    assert not due.cancelled()
    await database.close()


@pytest.mark.parametrize("is_emptied", [False, True])
async def test_all_comes_back_where_the_file_is_gone(path: Path, is_emptied: bool) -> None:
    before = await filled(path)
    without(path)
    if is_emptied:
        path.touch()  # noqa: ASYNC240
    after, database = await found(path)
    assert after == before
    assert (database.restored, database.damage, database.quarantined) == (RESTORED, None, 0)
    again, database = await found(path)
    assert (again, database.restored) == (before, 0)


async def test_also_where_the_first_start_after_that_was_cut_short(path: Path) -> None:
    before = await filled(path)
    without(path)
    connect(path).close()  # the tables are made, and nothing is in them
    after, database = await found(path)
    assert (after, database.restored) == (before, RESTORED)


async def test_who_holds_it_meanwhile_does_not_empty_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await filled(path)
    without(path)
    monkeypatch.setattr(secondcopy, "_PATIENCE", 0.0)
    with closing(sqlite3.connect(second_of(path), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError):
            await Database.open(path)
    after, database = await found(path)
    assert (after, database.restored) == (before, RESTORED)


async def test_a_mark_that_comes_back_alone_is_told(path: Path) -> None:
    database = await Database.open(path)
    await database.write(lambda rows: ItemsRepository(rows).upsert([item("i3")]))
    await database.write(lambda rows: WorksRepository(rows).set_action(key("i3"), Action.DELETE))
    await database.close()
    without(path)
    _after, database = await found(path)
    assert database.restored == 1


async def test_a_file_whose_damage_shows_at_the_first_question_is_let_go_of(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever holds the error, such as a log, held the connection with it, and that the lock."""
    await filled(path)
    met: list[sqlite3.DatabaseError] = []
    ask = opening._is_blank

    def damaged(connection: sqlite3.Connection) -> bool:
        if met:
            return ask(connection)
        error = sqlite3.DatabaseError("database disk image is malformed")
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        met.append(error)
        raise error

    monkeypatch.setattr(opening, "_is_blank", damaged)
    _after, database = await found(path)
    assert database.damage
    with closing(sqlite3.connect(database.damage, timeout=0.0, isolation_level=None)) as aside:
        aside.execute("BEGIN EXCLUSIVE")


async def test_marks_and_new_items_come_back_as_well(path: Path) -> None:
    await filled(path)
    without(path)
    database = await Database.open(path)
    marked = await database.read(lambda rows: WorksRepository(rows).get(key("i3")))
    made = await database.read(lambda rows: WorksRepository(rows).get(local()))
    await database.close()
    assert (marked.action, made.is_new) == (Action.DELETE, True)


@pytest.mark.parametrize("seed", range(40))
async def test_no_random_damage_takes_an_edit_away(path: Path, seed: int) -> None:
    before = await filled(path)
    chance = random.Random(seed)
    size = path.stat().st_size  # noqa: ASYNC240
    for _ in range(1 + seed % 4):
        smash(path, chance.randrange(size - 512), chance.randbytes(512))
    after, _ = await read_with_one_restart(path)
    assert after == before


async def test_an_edit_that_says_something_else_is_put_back(path: Path) -> None:
    before = await filled(path)
    spoil(path, "UPDATE edits SET value = '\"somebody else''s\"' WHERE item IN ('i3', 'i5')")
    after, database = await found(path)
    assert after == before
    assert (database.restored, database.quarantined) == (2, 0)


@pytest.mark.parametrize("column", ["collection", "item", "locale", "field"])
async def test_also_where_damage_has_touched_what_it_was_of(path: Path, column: str) -> None:
    before = await filled(path)
    spoil(path, f"UPDATE edits SET {column} = 'other' WHERE item = 'i5'")  # noqa: S608 - ours
    after, database = await found(path)
    assert after == before
    assert (database.restored, database.quarantined) == (1, 0)
    assert ("i5", "body") in held(path)


async def test_what_both_have_damaged_is_set_apart(path: Path) -> None:
    before = await filled(path)
    for each in (path, second_of(path)):
        spoil(each, "UPDATE edits SET value = '1' WHERE item = 'i3'")
    after, database = await found(path)
    assert after.keys() == before.keys()
    assert after[key("i3")] == {}
    assert (database.restored, database.quarantined) == (0, 1)


async def test_what_was_given_up_does_not_come_back_into_a_sound_file(path: Path) -> None:
    """The program ended before the second copy had followed."""
    await filled(path)
    stale = second_of(path).read_bytes()
    database = await Database.open(path)
    await database.write(lambda rows: WorksRepository(rows).discard(key("i4")))
    await database.close()
    second_of(path).write_bytes(stale)
    after, database = await found(path)
    assert key("i4") not in after
    assert database.restored == 0
    assert ("i4", "body") not in held(path)


async def test_a_new_item_that_webflow_has_by_now_is_not_made_once_more(path: Path) -> None:
    """It was made in the moment before the program ended, and the file is damaged elsewhere."""
    await filled(path)
    stale = second_of(path).read_bytes()
    database = await Database.open(path)
    await database.write(lambda rows: WorksRepository(rows).discard(local()))
    await database.write(lambda rows: LocalIdsRepository(rows).put(local().item, key("made").item))
    await database.close()
    second_of(path).write_bytes(stale)
    spoil(path, "UPDATE edits SET checksum = '' WHERE item = 'i3'")
    mark_of(path).touch()
    after, database = await found(path)
    assert (database.damage is not None, database.restored) == (True, 1)
    assert key("i3") in after
    assert local() not in after


async def test_what_was_given_up_is_not_to_be_read_in_it(path: Path) -> None:
    await filled(path)
    database = await Database.open(path)
    await database.write(lambda rows: WorksRepository(rows).stage(key("i5"), NAME, SECRET, None))
    await database.close()
    assert SECRET.encode() in second_of(path).read_bytes()
    database = await Database.open(path)
    await database.write(lambda rows: WorksRepository(rows).discard(key("i5")))
    await database.close()
    assert SECRET.encode() not in second_of(path).read_bytes()


async def test_a_local_copy_that_cannot_be_read_takes_nothing_out_of_it(path: Path) -> None:
    await filled(path)
    before = held(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute("DROP TABLE works")
        SecondCopy(path).keep_up(connection)
    assert held(path) == before


async def test_a_damaged_name_in_it_is_no_damage_of_the_local_copy(path: Path) -> None:
    """SQLite quotes it in its own message, which then is no text."""
    before = await filled(path)
    raw = second_of(path).read_bytes()
    spoilt = raw.replace(b"tablemarksmarks", b"table\xff\xfe\xff\xfe\xffmarks")
    assert spoilt != raw
    second_of(path).write_bytes(spoilt)
    for _ in range(2):
        after, database = await found(path)
        assert (after, database.damage) == (before, None)
        assert not mark_of(path).exists()
    assert len(held(path)) == 41


async def test_one_that_is_damaged_when_it_is_needed_is_put_aside(path: Path) -> None:
    before = await filled(path)
    without(path)
    pages = bytearray(second_of(path).read_bytes())
    pages[len(pages) // 2 : len(pages) // 2 + 4096] = b"\xff" * 4096
    second_of(path).write_bytes(pages)
    after, database = await found(path)
    assert 0 < database.restored < RESTORED
    assert after.items() <= before.items()
    aside = second_of(path).with_name(f"{second_of(path).name}.damaged")
    assert aside.read_bytes() == bytes(pages)


@pytest.mark.parametrize("noise", [b"no file of ours", b"SQLite format 3\0" + b"\xff" * 4080])
async def test_one_that_is_damaged_is_no_obstacle_and_is_made_anew(
    path: Path, noise: bytes
) -> None:
    before = await filled(path)
    second_of(path).write_bytes(noise)
    for _ in range(2):
        after, database = await found(path)
        assert (after, database.damage) == (before, None)
    assert len(held(path)) == 41


async def test_one_that_cannot_be_written_is_no_obstacle(path: Path) -> None:
    second_of(path).mkdir(parents=True)
    before = await filled(path)
    after, _ = await found(path)
    assert after == before
