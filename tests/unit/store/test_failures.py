"""What goes wrong on a real disk, with a real second process, as a real other user."""

import os
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.unit.store.child import said, start
from wfdesk.domain.errors import (
    AlreadyOpenError,
    DamagedProfileError,
    DiskFullError,
    NewerProfileError,
    ReadOnlyProfileError,
    StoreError,
)
from wfdesk.store import migrations
from wfdesk.store.database import Connection, Database
from wfdesk.store.failures import disk_full, lost, mark_of
from wfdesk.store.json import decode
from wfdesk.store.preferences import PreferencesRepository

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs limits and users of POSIX")


async def test_a_second_wfdesk_is_turned_away_at_once(database: Database, path: Path) -> None:
    begin = time.monotonic()
    with pytest.raises(AlreadyOpenError) as caught:
        await Database.open(path)
    assert caught.value.summary.startswith("wfdesk is already open with this local copy.")
    assert time.monotonic() - begin < 5
    await database.write(lambda connection: PreferencesRepository(connection).put("still", "ours"))


async def test_a_second_process_is_turned_away(database: Database, path: Path) -> None:
    body = """
    try:
        await Database.open(path)
    except AlreadyOpenError:
        print("turned away")
    """
    await database.read(lambda _: None)
    assert said(body, path) == ["turned away"]


@posix_only
async def test_turning_a_second_wfdesk_away_does_not_let_go_of_the_lock(
    database: Database, path: Path
) -> None:
    with pytest.raises(AlreadyOpenError):
        await Database.open(path)
    body = """
    try:
        await Database.open(path)
    except AlreadyOpenError:
        print("turned away")
    """
    assert said(body, path) == ["turned away"]
    await database.read(lambda _: None)


@posix_only
def test_a_full_disk_refuses_the_save_and_keeps_the_rest(path: Path) -> None:
    body = """
    import resource
    database = await Database.open(path)
    await database.write(put("before"))
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
    try:
        await database.write(put("big", "x" * 400_000))
    except DiskFullError as error:
        print(error.summary)
    print(await database.read(get("before")), await database.read(get("big")))
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    await database.write(put("big", "x" * 400_000))
    print(len(await database.read(get("big"))))
    await database.close()
    """
    assert said(body, path) == [
        "Not saved: the disk is full. Make room and try again.",
        "1 None",
        "400000",
    ]


async def test_a_file_that_may_not_grow_is_a_full_disk_too(database: Database) -> None:
    def limit(connection: Connection, pages: int) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    def grow(connection: Connection) -> None:
        PreferencesRepository(connection).put("big", "x" * 400_000)

    await database.read(lambda connection: limit(connection, 50))
    with pytest.raises(DiskFullError):
        await database.write(grow)
    await database.read(lambda connection: limit(connection, 100_000))
    await database.write(grow)


@posix_only
def test_a_disk_too_full_to_open_says_so(path: Path) -> None:
    body = """
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    try:
        await Database.open(path)
    except DiskFullError:
        print("full")
    """
    assert said(body, path) == ["full"]


@posix_only
async def test_no_room_for_the_folder_is_a_full_disk(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", full)
    with pytest.raises(DiskFullError):
        await Database.open(path)


@pytest.fixture
def public(path: Path) -> Iterator[Path]:
    """A profile that everybody can reach, unlike those below pytest's own folder."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "profile" / "wfdesk.sqlite3"


_OPEN_AS_NOBODY = """
    if os.geteuid() == 0:
        os.setuid(65534)
    try:
        await Database.open(path)
    except ReadOnlyProfileError as error:
        print(error.summary[:41])
"""


@posix_only
def test_a_read_only_folder_is_named_as_such(public: Path) -> None:
    public.parent.mkdir(mode=0o555)
    assert said(_OPEN_AS_NOBODY, public) == ["wfdesk cannot write to its folder, so no "]
    public.parent.chmod(0o755)


@posix_only
def test_a_read_only_file_is_named_as_such(public: Path) -> None:
    said("    await (await Database.open(path)).close()", public)
    public.parent.chmod(0o555)
    public.chmod(0o444)
    assert said(_OPEN_AS_NOBODY, public) == ["wfdesk cannot write to its folder, so no "]
    public.parent.chmod(0o755)


@posix_only
def test_a_folder_without_room_for_the_log_of_writes_is_named_as_such(public: Path) -> None:
    said("    await (await Database.open(path)).close()", public)
    public.parent.chmod(0o555)
    public.chmod(0o666)
    assert said(_OPEN_AS_NOBODY, public) == ["wfdesk cannot write to its folder, so no "]
    public.parent.chmod(0o755)


async def test_a_file_that_lost_its_permission_is_named_as_such(database: Database) -> None:
    await database.read(lambda connection: connection.execute("PRAGMA query_only = ON"))
    with pytest.raises(ReadOnlyProfileError):
        await database.write(lambda connection: PreferencesRepository(connection).put("x", 1))


async def test_a_place_we_may_not_write_to_is_named_as_such(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # what root is never told
    with pytest.raises(ReadOnlyProfileError) as caught:
        await Database.open(path)
    assert "Make the folder writable or choose another one" in caught.value.summary


async def test_a_folder_that_is_a_file_is_named_as_such(path: Path) -> None:
    path.parent.write_text("not a folder")
    with pytest.raises(ReadOnlyProfileError):
        await Database.open(path)


def content(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir()}


async def test_a_newer_file_is_left_untouched(path: Path) -> None:
    await (await Database.open(path)).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = content(path.parent)
    with pytest.raises(NewerProfileError) as caught:
        await Database.open(path)
    assert caught.value.summary.startswith("Your local copy was written by a newer wfdesk.")
    assert content(path.parent) == before


@pytest.mark.parametrize("is_in_a_hurry", [False, True])
async def test_which_version_a_newer_file_needs_is_said(
    path: Path, monkeypatch: pytest.MonkeyPatch, is_in_a_hurry: bool
) -> None:
    """The newer wfdesk has noted itself when it changed the tables."""
    await (await Database.open(path)).close()
    left = path.with_name("left.sqlite3")
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as connection,
        monkeypatch.context() as newer,
    ):
        newer.setattr(migrations, "__version__", "9.5")
        migrations.migrate(connection, path, (*migrations.MIGRATIONS, "CREATE TABLE more (x)"))
        if is_in_a_hurry:  # it is in the log of writes alone
            for each in ("", "-wal"):
                shutil.copy(f"{path}{each}", f"{left}{each}")
    with pytest.raises(NewerProfileError) as caught:
        await Database.open(left if is_in_a_hurry else path)
    assert caught.value.summary == (
        "Your local copy was written by a newer wfdesk. Install wfdesk 9.5 or a newer one to open"
        " it; nothing was changed."
    )


@pytest.mark.parametrize("note", ["5", '"rm -rf /"', '""', "{"])
async def test_a_note_that_names_no_version_is_not_said(path: Path, note: str) -> None:
    await (await Database.open(path)).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(
            "UPDATE preferences SET value = ? WHERE name = 'tables.made_by'", (note,)
        )
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(NewerProfileError, match="Install the newest version to open it"):
        await Database.open(path)


@posix_only
async def test_a_newer_file_is_known_even_when_it_was_left_in_a_hurry(path: Path) -> None:
    body = """
    database = await Database.open(path)
    await database.read(lambda connection: connection.execute("PRAGMA user_version = 99"))
    os._exit(0)
    """
    said(body, path)
    with pytest.raises(NewerProfileError):
        await Database.open(path)


async def test_an_unknown_failure_says_what_to_try(database: Database) -> None:
    with pytest.raises(StoreError, match="Try again") as caught:
        await database.read(lambda connection: connection.execute("SELECT 1 FROM nowhere"))
    assert "nowhere" in caught.value.detail


async def test_damage_met_in_use_is_remembered_for_the_next_start(
    database: Database, path: Path
) -> None:
    def spoil(connection: Connection) -> None:
        connection.execute(
            "INSERT INTO journal VALUES (1,'','','','','','{','',0,0,'Unknown','',0,NULL,NULL,'[]')"
        )

    def load(connection: Connection) -> object:
        return decode(connection.execute("SELECT fields FROM journal").fetchone()["fields"])

    await database.write(spoil)
    with pytest.raises(DamagedProfileError) as caught:
        await database.read(load)
    assert "start it again" in caught.value.summary
    assert mark_of(path).exists()


@posix_only
def test_the_lock_ends_with_the_process_that_held_it(path: Path) -> None:
    body = """
    database = await Database.open(path)
    print("open", flush=True)
    sys.stdin.read()
    """
    with start(body, path) as process:
        assert process.stdout is not None
        process.stdout.readline()
        os.kill(process.pid, 9)
        process.wait(10)
    assert said("    await (await Database.open(path)).close()", path) == []


@pytest.mark.parametrize("failure", [disk_full("detail"), lost("detail")])
def test_what_cannot_be_saved_is_said_in_words_that_hold_without_a_window(failure) -> None:
    assert failure.summary.startswith("Not saved: ")
    assert "screen" not in failure.summary
