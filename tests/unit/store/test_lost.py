"""Somebody tidies up: the folder, the file or its log of writes goes, in use or after a crash."""

import asyncio
import shutil
import sys
from pathlib import Path

import pytest

from wfdesk.domain.errors import LostProfileError
from wfdesk.store.database import Connection, Database
from wfdesk.store.opening import open_file
from wfdesk.store.preferences import PreferencesRepository

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows lets nobody delete or move a file that is open"
)


def put(number: int) -> object:
    return lambda connection: PreferencesRepository(connection).put("number", number)


def get(connection: Connection) -> object:
    return PreferencesRepository(connection).get("number")


def replaced(path: Path) -> None:
    path.unlink()
    path.touch()


async def turns_of_the_loop() -> None:
    for _ in range(3):
        await asyncio.sleep(0)


def found_in(file: Path, folder: Path) -> object:
    """What the file alone holds, without its log of writes."""
    folder.mkdir()
    opened = open_file(Path(shutil.copy(file, folder)))
    number = get(opened.connection)
    opened.connection.close()
    return number


async def test_nothing_is_saved_into_a_folder_that_was_deleted(
    database: Database, path: Path
) -> None:
    shutil.rmtree(path.parent)
    with pytest.raises(LostProfileError, match="put the folder back, or copy the text"):
        await database.write(put(1))
    assert await database.read(get) is None


async def test_nothing_is_saved_beside_another_file_in_its_place(
    database: Database, path: Path
) -> None:
    replaced(path)
    with pytest.raises(LostProfileError):
        await database.write(put(1))


async def test_saving_goes_on_once_the_folder_is_back(database: Database, path: Path) -> None:
    elsewhere = path.parent.rename(path.parent.with_name("elsewhere"))
    with pytest.raises(LostProfileError):
        await database.write(put(1))
    elsewhere.rename(path.parent)
    await database.write(put(2))
    assert await database.read(get) == 2


async def test_without_its_log_of_writes_everything_goes_into_the_file(
    database: Database, path: Path, tmp_path: Path
) -> None:
    await database.write(put(1))
    path.with_name(f"{path.name}-wal").unlink()
    await database.write(put(2))
    assert found_in(path, tmp_path / "after a crash") == 2


async def test_a_log_of_writes_that_is_cleaned_away_after_a_crash_takes_little_along(
    path: Path, tmp_path: Path
) -> None:
    database = await Database.open(path, idle_seconds=0.0)
    await database.write(put(1))
    await turns_of_the_loop()
    assert await database.read(get) == 1  # in its turn, after the tidying
    assert found_in(path, tmp_path / "after a crash") == 1
    await database.close()


async def test_what_cannot_be_tidied_is_no_fault(path: Path) -> None:
    database = await Database.open(path, idle_seconds=0.0)
    await database.write(put(1))
    await database.read(lambda connection: connection.execute("BEGIN IMMEDIATE"))
    await turns_of_the_loop()
    await database.read(lambda connection: connection.execute("ROLLBACK"))
    assert await database.read(get) == 1
    await database.close()
