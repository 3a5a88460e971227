"""Files that were damaged: nothing false is shown or sent, and what is sound is taken over."""

import random
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.unit.store.child import said
from tests.unit.store.samples import item, key, local
from wfdesk.domain.accounts import Account
from wfdesk.domain.edits import Edit, SendState
from wfdesk.domain.errors import DamagedProfileError, DiskFullError, ReadOnlyProfileError
from wfdesk.domain.ids import NAME, AccountId, FieldSlug, ItemKey
from wfdesk.domain.journal import DAMAGED, Entry, Verb
from wfdesk.store import opening, salvage
from wfdesk.store.accounts import AccountsRepository
from wfdesk.store.carving import carve_edits
from wfdesk.store.database import Connection, Database
from wfdesk.store.failures import mark_of
from wfdesk.store.history import HistoryRepository
from wfdesk.store.items import ItemsRepository
from wfdesk.store.journal import JournalRepository
from wfdesk.store.migrations import VERSION_1, VERSION_4
from wfdesk.store.preferences import PreferencesRepository
from wfdesk.store.secondcopy import second_of
from wfdesk.store.works import WorksRepository

A = key("a")
ME = Account(AccountId("me"), "Bakery", "https://api.example.com/v2")
BODY = FieldSlug("body")


def fill(connection: Connection) -> None:
    """An account, 40 items, an edit of each, a new item, one request under way."""
    AccountsRepository(connection).put(ME)
    ItemsRepository(connection).upsert([item(f"i{n}", body="text " * 200) for n in range(40)])
    works = WorksRepository(connection)
    for n in range(40):
        is_as_shown = n != 9  # what must not be sent must not be sent after that either
        value = f"edit {n} " * 200
        works.stage(key(f"i{n}"), BODY, value, "text " * 200, is_as_shown=is_as_shown)
    works.create(local(), {NAME: "Rolls"})
    works.set_state(key("i7"), SendState.SENDING, "")
    JournalRepository(connection).write([Entry(0, "batch", Verb.UPDATE, key("i7"), {}, {})])
    HistoryRepository(connection).keep(A, NAME, "Rye", "discarded")
    PreferencesRepository(connection).put("theme", "dark")


def edits(connection: Connection) -> dict[ItemKey, dict[FieldSlug, Edit]]:
    return {work.key: dict(work.edits) for work in WorksRepository(connection).all()}


async def filled(path: Path) -> dict[ItemKey, dict[FieldSlug, Edit]]:
    """A file with all that, and no second copy beside it; return its edits."""
    database = await Database.open(path)
    await database.write(fill)
    before = await database.read(edits)
    await database.close()
    second_of(path).unlink()
    return before


def spoil(path: Path, *statements: str) -> None:
    """Change rows behind the store's back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def content(path: Path) -> bytes:
    return path.read_bytes()


def modes(folder: Path) -> set[int]:
    return {stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()}


def smash(path: Path, start: int, noise: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(start)
        file.write(noise)


async def test_an_edit_that_says_something_else_is_set_apart(path: Path) -> None:
    await filled(path)
    spoil(path, "UPDATE edits SET value = '\"somebody else''s\"' WHERE item = 'i3'")
    database = await Database.open(path)
    work = await database.read(lambda connection: WorksRepository(connection).get(key("i3")))
    kept = await database.read(
        lambda connection: connection.execute("SELECT item, value FROM quarantine").fetchall()
    )
    await database.close()
    assert (database.quarantined, database.damage) == (1, None)
    assert dict(work.edits) == {}
    assert [tuple(row) for row in kept] == [("i3", '"somebody else\'s"')]


@pytest.mark.parametrize(
    "change",
    ["base = 'null'", "field = 'other'", "item = 'i99'", "locale = 'de'", "checksum = ''"],
)
async def test_the_checksum_covers_all_that_matters(path: Path, change: str) -> None:
    await filled(path)
    spoil(path, f"UPDATE edits SET {change} WHERE item = 'i3'")  # noqa: S608 - ours
    database = await Database.open(path)
    await database.close()
    assert database.quarantined == 1


async def test_a_damaged_edit_is_no_part_of_the_table_row(path: Path) -> None:
    await filled(path)
    spoil(path, "UPDATE edits SET value = '1' WHERE item = 'i3'")
    database = await Database.open(path)
    count = await database.read(lambda connection: WorksRepository(connection).count())
    await database.close()
    assert count == 40  # 39 edited and one new


WRITES: list[Callable[[WorksRepository], object]] = [
    lambda works: works.stage(A, NAME, "Rolls", "Bread"),
    lambda works: works.drop_field(A, NAME),
    lambda works: works.discard(A),
]


@pytest.mark.parametrize("write", WRITES)
def test_no_write_destroys_a_damaged_edit(
    connection: sqlite3.Connection, write: Callable[[WorksRepository], object]
) -> None:
    ItemsRepository(connection).upsert([item("a")])
    works = WorksRepository(connection)
    works.stage(A, NAME, "Rye", "Bread")
    connection.execute("UPDATE edits SET value = '\"damaged\"'")
    write(works)
    [row] = connection.execute("SELECT value FROM quarantine").fetchall()
    assert row["value"] == '"damaged"'


def test_a_damaged_edit_is_never_returned(connection: sqlite3.Connection) -> None:
    ItemsRepository(connection).upsert([item("a")])
    works = WorksRepository(connection)
    works.stage(A, NAME, "Rye", "Bread")
    connection.execute("UPDATE edits SET value = '\"damaged\"'")
    assert works.get(A).name == "Bread"
    assert works.all() == []


@pytest.mark.parametrize("column", ["action", "state", "refused", "conflicts"])
def test_garbage_on_an_items_work_is_read_as_nothing(
    connection: sqlite3.Connection, column: str
) -> None:
    ItemsRepository(connection).upsert([item("a")])
    works = WorksRepository(connection)
    works.stage(A, NAME, "Rye", "Bread")
    connection.execute(f"UPDATE works SET {column} = '{{garbage'")  # noqa: S608 - ours
    work = works.get(A)
    assert (work.action, work.state) == (None, SendState.SAVED)
    assert (work.refused_fields, work.conflicts) == ({}, {})


def test_what_is_no_object_is_read_as_no_conflicts(connection: sqlite3.Connection) -> None:
    ItemsRepository(connection).upsert([item("a")])
    works = WorksRepository(connection)
    works.stage(A, NAME, "Rye", "Bread")
    connection.execute("UPDATE works SET conflicts = '[1]'")
    assert works.get(A).conflicts == {}


async def test_edits_whose_items_row_is_lost_are_found_again(path: Path) -> None:
    before = await filled(path)
    spoil(path, "DELETE FROM works")
    database = await Database.open(path)
    after = await database.read(edits)
    new = await database.read(lambda connection: WorksRepository(connection).get(local()))
    await database.close()
    assert after == before
    assert new.is_new


async def test_a_file_that_is_no_database_is_put_aside(path: Path) -> None:
    await filled(path)
    smash(path, 0, b"garbage " * 64)
    database = await Database.open(path)
    await database.close()
    assert database.damage is not None
    moved = Path(database.damage)
    assert moved.name.startswith("wfdesk.sqlite3.damaged-")
    assert content(moved).startswith(b"garbage ")
    assert modes(path.parent) in ({0o600}, {0o666})  # the latter on Windows


async def test_damage_met_in_use_is_put_aside_at_the_next_start(path: Path) -> None:
    before = await filled(path)
    mark_of(path).touch()
    database = await Database.open(path)
    after = await database.read(edits)
    unknown = await database.read(lambda connection: WorksRepository(connection).get(key("i7")))
    accounts = await database.read(lambda connection: AccountsRepository(connection).all())
    theme = await database.read(lambda connection: PreferencesRepository(connection).get("theme"))
    past = await database.read(lambda connection: HistoryRepository(connection).latest(9))
    await database.close()
    assert database.damage is not None
    assert (after, accounts, theme, len(past)) == (before, [ME], "dark", 1)
    assert unknown.state is SendState.UNKNOWN
    again = await Database.open(path)
    await again.close()
    assert again.damage is None


async def test_what_was_not_yet_in_the_main_file_is_taken_over(path: Path) -> None:
    body = """
    from tests.unit.store.test_damage import fill
    database = await Database.open(path)
    await database.write(fill)
    os._exit(0)
    """
    said(body, path)
    mark_of(path).touch()
    database = await Database.open(path)
    after = await database.read(edits)
    await database.close()
    assert len(after) == 41


async def test_garbage_in_a_row_does_not_stop_the_takeover(path: Path) -> None:
    before = await filled(path)
    spoil(
        path,
        "UPDATE journal SET fields = '{garbage'",
        "UPDATE history SET value = 'garbage'",
        "UPDATE works SET reason = CAST(x'ff' AS TEXT) WHERE item = 'i1'",
        "UPDATE edits SET value = CAST(x'ff' AS TEXT) WHERE item = 'i2'",
    )
    database = await Database.open(path)
    after = await database.read(edits)
    recent = await database.read(lambda connection: JournalRepository(connection).recent(9))
    await database.close()
    assert database.damage is not None
    assert after == {at: fields for at, fields in before.items() if at != key("i2")}
    assert {(each.verb, each.reason) for each in recent} == {(Verb.CREATE, DAMAGED)}


def smash_schema(path: Path) -> None:
    name = b"CREATE TABLE accounts"
    smash(path, content(path).index(name), b"\xa6" * len(name))


async def test_edits_are_found_again_when_the_schema_is_damaged(path: Path) -> None:
    before = await filled(path)
    smash_schema(path)
    database = await Database.open(path)
    after = await database.read(edits)
    await database.close()
    assert after == before


@pytest.mark.parametrize("start", [b"garbage " * 12, b""])
async def test_edits_are_found_again_when_the_file_has_no_header(path: Path, start: bytes) -> None:
    before = await filled(path)
    smash(path, 0, start or bytes(100))
    database = await Database.open(path)
    after = await database.read(edits)
    await database.close()
    assert after == before


async def test_edits_from_before_a_column_was_added_are_found_again(path: Path) -> None:
    """SQLite leaves rows as they are when a column is added."""
    before = await filled(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE edits RENAME TO newer")
        [table] = [each for each in VERSION_1.split(";") if "TABLE edits" in each]
        connection.execute(table)
        columns = "id, collection, item, locale, field, value, base, is_held, checksum"
        connection.execute(f"INSERT INTO edits SELECT {columns} FROM newer")  # noqa: S608
        connection.execute("DROP TABLE newer")
        [column] = [each for each in VERSION_4.split(";") if "TABLE edits" in each]
        connection.execute(column)
        connection.commit()
        connection.execute("VACUUM")
    smash_schema(path)
    database = await Database.open(path)
    after = await database.read(edits)
    await database.close()
    assert after.keys() == before.keys()
    assert all(edit.is_as_shown for found in after.values() for edit in found.values())


async def test_the_journal_from_before_a_column_was_added_is_taken_over(path: Path) -> None:
    """What was under way stays so: the damage may be met while the file is brought up to date."""
    await filled(path)
    spoil(
        path,
        "ALTER TABLE journal DROP COLUMN suspect",
        "PRAGMA user_version = 4",
        "PRAGMA journal_mode = DELETE",
        "VACUUM",
    )
    with closing(sqlite3.connect(path)) as connection:
        [root] = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'items'"
        ).fetchone()
    smash(path, (root - 1) * 4096, b"\xa6" * 200)

    database = await Database.open(path)

    assert database.damage is not None
    unfinished = await database.read(lambda rows: JournalRepository(rows).unfinished())
    assert [entry.key for entry in unfinished] == [key("i7")]
    await database.close()


async def test_edits_of_any_length_are_found_again(path: Path) -> None:
    # The lengths around those at which a row leaves its page for pages of its own.
    lengths = [1, *range(1800, 2400, 7), *range(3900, 4400, 13), 20_000, 300_000]

    def stage(connection: Connection) -> None:
        for length in lengths:
            WorksRepository(connection).create(local(length), {BODY: "ü" * length, NAME: ""})

    database = await Database.open(path)
    await database.write(stage)
    await database.close()
    second_of(path).unlink()
    smash_schema(path)
    database = await Database.open(path)
    after = await database.read(edits)
    await database.close()
    assert {at: len(str(fields[BODY].value)) for at, fields in after.items()} == {
        local(length): length for length in lengths
    }


async def test_an_edit_whose_own_pages_are_damaged_is_not_found_again(path: Path) -> None:
    def stage(connection: Connection) -> None:
        works = WorksRepository(connection)
        works.create(local(1), {BODY: "needle" * 4000})
        works.create(local(2), {BODY: "short"})

    database = await Database.open(path)
    await database.write(stage)
    await database.close()
    second_of(path).unlink()
    smash_schema(path)
    whole = content(path)
    for start in range(0, len(whole), 4096):
        if b"needle" in whole[start + 4 : start + 20]:  # it holds what did not fit on the leaf
            smash(path, start, b"\xff" * 4)
    database = await Database.open(path)
    after = await database.read(edits)
    await database.close()
    assert after[local(2)][BODY].value == "short"
    assert local(1) not in after


async def test_edits_that_ended_are_not_found_again(path: Path) -> None:
    await filled(path)
    database = await Database.open(path)

    def discard(connection: Connection) -> None:
        for n in range(40):
            WorksRepository(connection).discard(key(f"i{n}"))

    await database.write(discard)
    await database.close()
    smash_schema(path)
    database = await Database.open(path)
    after = await database.read(edits)
    await database.close()
    assert list(after) == [local()]


async def test_edits_only_in_the_log_of_writes_are_found_again(path: Path) -> None:
    body = """
    from tests.unit.store.test_damage import fill
    database = await Database.open(path)
    await database.write(fill)
    os._exit(0)
    """
    said(body, path)
    wal = path.with_name(f"{path.name}-wal")
    smash(wal, content(wal).rindex(b"CREATE TABLE accounts"), b"\xa6" * 21)
    assert len(list(carve_edits(path))) == 41


def test_an_empty_file_holds_no_edits(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert list(carve_edits(tmp_path / "empty")) == []


def test_garbage_holds_no_edits(tmp_path: Path) -> None:
    chance = random.Random(7)
    page = b"\x0d" + chance.randbytes(4095)
    (tmp_path / "garbage").write_bytes(bytes(4096) + page * 20)
    (tmp_path / "garbage-wal").write_bytes(chance.randbytes(9000))
    assert list(carve_edits(tmp_path / "garbage")) == []


async def test_an_unreadable_unfinished_entry_counts_as_damage(path: Path) -> None:
    before = await filled(path)
    spoil(path, "UPDATE journal SET verb = 'dance'")
    database = await Database.open(path)
    after = await database.read(edits)
    await database.close()
    assert database.damage is not None
    assert after == before


async def test_a_takeover_that_was_cut_short_begins_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await filled(path)
    mark_of(path).touch()

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patch:
        patch.setattr(salvage, "salvage", full)
        with pytest.raises(Exception, match="disk I/O"):
            await Database.open(path)
    database = await Database.open(path)
    after = await database.read(edits)
    await database.close()
    assert after == before


async def test_damage_that_cannot_be_put_aside_is_reported(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await filled(path)
    mark_of(path).touch()

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(ReadOnlyProfileError):
        await Database.open(path)


async def test_an_error_that_is_no_damage_leaves_the_file_where_it_is(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await filled(path)

    def full(_: object, *, is_changed: bool) -> None:
        assert not is_changed
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr(opening, "give_back", full)
    with pytest.raises(DiskFullError):
        await Database.open(path)
    assert not mark_of(path).exists()


@pytest.mark.parametrize("seed", range(40))
async def test_no_random_damage_shows_an_edit_nobody_made(path: Path, seed: int) -> None:
    before = await filled(path)
    chance = random.Random(seed)
    size = path.stat().st_size  # noqa: ASYNC240 - a test may wait
    smash(path, chance.randrange(size - 512), chance.randbytes(512))
    after, is_reported = await read_with_one_restart(path)
    shown = {(at, slug): edit for at, fields in after.items() for slug, edit in fields.items()}
    made = {(at, slug): edit for at, fields in before.items() for slug, edit in fields.items()}
    assert shown.items() <= made.items()
    assert is_reported or shown == made


async def read_with_one_restart(path: Path) -> tuple[dict[ItemKey, dict[FieldSlug, Edit]], bool]:
    """Read the edits as a user would: start again when told to. Say whether damage was named."""
    is_reported = False
    for _ in range(2):
        database = await Database.open(path)
        is_reported = is_reported or database.damage is not None or database.quarantined > 0
        try:
            return await database.read(edits), is_reported
        except DamagedProfileError:
            is_reported = True
        finally:
            await database.close()
    raise AssertionError("A second start did not help.")
