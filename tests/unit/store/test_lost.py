"""Somebody tidies up: the folder, the file or its log of writes goes, in use or after a crash."""

import asyncio
import shutil
import sys
from errno import ENOENT
from pathlib import Path

import pytest

from wfdesk.domain.errors import LostProfileError, ReadOnlyProfileError
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


def modes(path: Path) -> list[int]:
    return [each.stat().st_mode & 0o777 for each in (path.parent, path)]


def inode(path: Path) -> int:
    return path.stat().st_ino


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
    with pytest.raises(LostProfileError, match="Put it back and try again"):
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


async def test_a_folder_that_was_deleted_is_made_anew_with_all_it_held(
    database: Database, path: Path, tmp_path: Path
) -> None:
    await database.write(put(1))
    shutil.rmtree(path.parent)
    with pytest.raises(LostProfileError):
        await database.write(put(2))

    await database.make_anew()

    assert await database.read(get) == 1
    await database.write(put(3))
    assert path.with_name(f"{path.name}-wal").exists()
    assert modes(path) == [0o700, 0o600]
    await database.close()
    assert found_in(path, tmp_path / "after the end") == 3
    assert [each.name for each in path.parent.iterdir()] == [path.name]


async def test_nothing_is_made_anew_over_another_file(database: Database, path: Path) -> None:
    replaced(path)
    somebodys = inode(path)
    with pytest.raises(LostProfileError):
        await database.make_anew()
    assert inode(path) == somebodys


async def test_nothing_is_made_anew_once_the_folder_is_back(database: Database, path: Path) -> None:
    elsewhere = path.parent.rename(path.parent.with_name("elsewhere"))
    elsewhere.rename(path.parent)
    before = inode(path)
    await database.make_anew()
    await database.write(put(2))
    assert inode(path) == before


async def test_where_no_folder_can_be_made_it_goes_on_with_what_it_has(
    database: Database, path: Path
) -> None:
    shutil.rmtree(path.parent)
    path.parent.write_text("a file in its place")
    with pytest.raises(ReadOnlyProfileError):
        await database.make_anew()
    assert await database.read(get) is None
    path.parent.unlink()
    await database.make_anew()
    await database.write(put(1))


async def test_nothing_is_let_go_of_before_the_new_file_is_in_its_place(
    database: Database, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await database.write(put(1))
    shutil.rmtree(path.parent)

    def gone_again(self: Path, _target: Path) -> None:
        shutil.rmtree(self.parent)
        raise FileNotFoundError(ENOENT, "No such file or directory")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", gone_again)
        with pytest.raises(ReadOnlyProfileError):
            await database.make_anew()
    assert await database.read(get) == 1

    await database.make_anew()

    assert await database.read(get) == 1
    await database.write(put(2))


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
    database = await Database.open(path, tidy_seconds=0.0)
    await database.write(put(1))
    await turns_of_the_loop()
    assert await database.read(get) == 1  # in its turn, after the tidying
    assert found_in(path, tmp_path / "after a crash") == 1
    await database.close()


async def test_what_cannot_be_tidied_is_no_fault(path: Path) -> None:
    database = await Database.open(path, tidy_seconds=0.0)
    await database.write(put(1))
    await database.read(lambda connection: connection.execute("BEGIN IMMEDIATE"))
    await turns_of_the_loop()
    await database.read(lambda connection: connection.execute("ROLLBACK"))
    assert await database.read(get) == 1
    await database.close()


async def test_nothing_written_waits_for_longer_than_a_second_to_be_in_the_file(
    database: Database,
) -> None:
    """As the program opens it."""
    loop = asyncio.get_running_loop()
    await database.write(put(1))
    assert database._timer is not None
    assert 0 < database._timer.when() - loop.time() <= 1
