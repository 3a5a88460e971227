import asyncio
import logging
import stat
import sys
import threading
from pathlib import Path

import pytest

from tests.unit.store.samples import item, key
from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.errors import AlreadyOpenError, StoreError
from wfdesk.domain.ids import NAME
from wfdesk.store import database as database_module
from wfdesk.store.database import Connection, Database
from wfdesk.store.items import ItemsRepository
from wfdesk.store.opening import Opened, open_file
from wfdesk.store.preferences import PreferencesRepository
from wfdesk.store.works import WorksRepository


def put(name: str) -> object:
    return lambda connection: PreferencesRepository(connection).put(name, 1)


def has(name: str) -> object:
    return lambda connection: PreferencesRepository(connection).get(name) == 1


async def test_what_was_written_is_there_after_closing_and_opening(path: Path) -> None:
    first = await Database.open(path)
    await first.write(lambda connection: ItemsRepository(connection).upsert([item("a")]))
    await first.close()
    second = await Database.open(path)
    stored = await second.read(lambda connection: ItemsRepository(connection).get(key("a")))
    await second.close()
    assert stored == item("a")
    assert (second.damage, second.quarantined) == (None, 0)


async def test_a_write_gives_back_what_its_work_returns(database: Database) -> None:
    change = await database.write(
        lambda connection: ItemsRepository(connection).upsert([item("a")])
    )
    assert change == ChangeSet(frozenset({key("a")}), frozenset({key("a").collection}))


async def test_a_write_that_fails_leaves_nothing_behind(database: Database) -> None:
    def half_done(connection: Connection) -> None:
        PreferencesRepository(connection).put("first", 1)
        raise ValueError("half done")

    with pytest.raises(ValueError, match="half done"):
        await database.write(half_done)
    assert not await database.read(has("first"))


async def test_every_work_runs_on_the_same_thread_and_not_on_ours(database: Database) -> None:
    threads = {
        await database.read(lambda _: threading.get_ident()),
        await database.write(lambda _: threading.get_ident()),
    }
    assert len(threads) == 1
    assert threading.get_ident() not in threads


async def test_a_save_outlives_the_wait_for_it(database: Database) -> None:
    goes_on = threading.Event()

    def slow(connection: Connection) -> None:
        goes_on.wait(10)
        PreferencesRepository(connection).put("saved", 1)

    saving = asyncio.ensure_future(database.write(slow))
    await asyncio.sleep(0)
    saving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await saving
    goes_on.set()
    assert await database.read(has("saved"))


async def test_a_save_that_fails_unheard_is_logged(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    goes_on = threading.Event()

    def fails(_: Connection) -> None:
        goes_on.wait(10)
        raise StoreError("No.")

    saving = asyncio.ensure_future(database.write(fails))
    await asyncio.sleep(0)
    saving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await saving
    goes_on.set()
    with caplog.at_level(logging.ERROR):
        await database.read(lambda _: None)
    assert "after its caller was gone: No." in caplog.text


async def test_closing_waits_for_what_was_submitted(path: Path) -> None:
    database = await Database.open(path)
    saving = asyncio.ensure_future(database.write(put("last words")))
    await asyncio.sleep(0)
    await database.close()
    await saving
    again = await Database.open(path)
    is_there = await again.read(has("last words"))
    await again.close()
    assert is_there


async def test_closing_twice_does_nothing(path: Path) -> None:
    database = await Database.open(path)
    await database.close()
    await database.close()


async def test_whoever_gives_up_opening_leaves_no_lock(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on, is_open = threading.Event(), threading.Event()

    def slow(path: Path) -> Opened:
        goes_on.wait(10)
        opened = open_file(path)
        is_open.set()
        return opened

    with monkeypatch.context() as patch:
        patch.setattr(database_module, "open_file", slow)
        opening = asyncio.ensure_future(Database.open(path))
        await asyncio.sleep(0)
        opening.cancel()
        with pytest.raises(asyncio.CancelledError):
            await opening
    goes_on.set()
    await asyncio.to_thread(is_open.wait, 10)
    async with asyncio.timeout(10):
        while (database := await opened_or_none(path)) is None:
            await asyncio.sleep(0.001)
    await database.close()


async def opened_or_none(path: Path) -> Database | None:
    try:
        return await Database.open(path)
    except AlreadyOpenError:
        return None


async def test_whoever_gives_up_an_opening_that_fails_hears_of_it_no_more(
    database: Database, path: Path
) -> None:
    opening = asyncio.ensure_future(Database.open(path))
    await asyncio.sleep(0)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    await database.write(put("still ours"))


@pytest.mark.parametrize("error", [SystemExit, KeyboardInterrupt, GeneratorExit, StopIteration])
async def test_nothing_that_work_raises_leaves_its_caller_waiting(
    database: Database, error: type[BaseException]
) -> None:
    def work(_: Connection) -> None:
        raise error

    async with asyncio.timeout(5):
        with pytest.raises(RuntimeError, match=f"ended with {error.__name__}"):
            await database.write(work)
    assert not await database.read(has("anything"))


async def test_half_a_character_is_refused_with_a_sentence(database: Database) -> None:
    await database.write(lambda connection: ItemsRepository(connection).upsert([item("a")]))
    with pytest.raises(StoreError, match="half a character"):
        await database.write(
            lambda connection: WorksRepository(connection).stage(
                key("a"), NAME, "Bread \ud83d", "Bread"
            )
        )
    work = await database.read(lambda connection: WorksRepository(connection).get(key("a")))
    assert work.is_empty


async def test_half_a_character_in_a_query_is_refused_too(database: Database) -> None:
    with pytest.raises(StoreError, match="half a character"):
        await database.read(lambda connection: connection.execute("SELECT ?", ("\ud83d",)))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
async def test_only_the_owner_can_look_into_the_profile(database: Database, path: Path) -> None:
    await database.write(put("theme"))
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    assert modes == {"wfdesk.sqlite3": 0o600, "wfdesk.sqlite3-wal": 0o600}


async def test_commits_are_synced_and_the_lock_is_held(database: Database) -> None:
    names = ("journal_mode", "synchronous", "locking_mode")
    settings = [
        await database.read(
            lambda connection, name=name: connection.execute(f"PRAGMA {name}").fetchone()[0]
        )
        for name in names
    ]
    assert settings == ["wal", 2, "exclusive"]
