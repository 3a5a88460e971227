"""The power goes at any moment: what was acknowledged is there, and the file opens as if nothing.

``WFDESK_CUTS`` asks for more of it than a push has time for.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from random import Random

import pytest

from tests.convergence.powercut import Disk, Shim, library
from tests.unit.store.samples import item, key
from wfdesk.domain.edits import SendState
from wfdesk.domain.errors import StoreError
from wfdesk.domain.ids import FieldSlug
from wfdesk.domain.journal import Entry, Verb
from wfdesk.store.failures import mark_of
from wfdesk.store.items import ItemsRepository
from wfdesk.store.journal import JournalRepository
from wfdesk.store.opening import open_file
from wfdesk.store.preferences import PreferencesRepository
from wfdesk.store.transactions import transaction
from wfdesk.store.works import WorksRepository

CUTS = int(os.environ.get("WFDESK_CUTS", "200"))
COMMITS = 40
"""In a run whose power does not go before."""
OPERATIONS = 700
"""What SQLite asks of the disk in such a run, about."""
FIELDS = 5


@pytest.fixture(scope="module")
def shim() -> Shim:
    found = library()
    if found is None:
        pytest.skip("the SQLite of this Python is hidden inside of it and takes no other disk")
    return Shim(found)


@pytest.mark.timeout(60 + CUTS)
def test_what_was_acknowledged_survives_a_power_cut(shim: Shim, tmp_path: Path) -> None:
    template = tmp_path / "template.sqlite3"
    open_file(template).connection.close()
    for seed in range(CUTS):
        path = tmp_path / str(seed) / "wfdesk.sqlite3"
        path.parent.mkdir()
        random = Random(seed)
        if random.random() < 0.8:  # the others lose power while their tables are made
            shutil.copy(template, path)
        shim.disk = Disk(random)
        with shim.in_place():
            acknowledged = 0
            for _ in range(random.choice([1, 1, 2, 3])):
                acknowledged = max(acknowledged, _work_until_dark(shim.disk, path, random))
                shim.disk.restore()
            _check(path, acknowledged, seed)
        assert not mark_of(path).exists(), seed
        shutil.rmtree(path.parent)
    print(f"{CUTS} runs without power at their end")


def test_the_files_are_those_that_the_cuts_are_meant_for(shim: Shim, tmp_path: Path) -> None:
    shim.disk = Disk(Random(0))
    with shim.in_place(), closing(open_file(tmp_path / "wfdesk.sqlite3").connection) as connection:
        _commit(connection, 1)
    # A journal only turns a new file into one with a log; and no memory is shared.
    endings = ("", "-wal", "-journal")
    assert shim.disk.made == {f"wfdesk.sqlite3{ending}" for ending in endings}


def _work_until_dark(disk: Disk, path: Path, random: Random) -> int:
    """Commit on until the power goes; return the number of the last commit that came back."""
    disk.cut_in = random.randrange(OPERATIONS)
    last = 0
    with suppress(sqlite3.Error, StoreError), closing(open_file(path).connection) as connection:
        pages = random.choice([1_000, 30, 5])
        connection.execute(f"PRAGMA wal_autocheckpoint = {pages}")
        last = _last(connection)
        for _ in range(COMMITS):
            _commit(connection, last + 1)
            last += 1
        disk.is_off = True
    return last


def _commit(connection: sqlite3.Connection, number: int) -> None:
    """What the program writes: an edit, its journal, its answer, what a refresh brings."""
    at = key("a")
    with transaction(connection):
        ItemsRepository(connection).upsert([item("a"), item(f"i{number}", "Long" * (number * 50))])
        slug = FieldSlug(f"field-{number % FIELDS}")
        WorksRepository(connection).stage(at, slug, f"value {number}", None)
        JournalRepository(connection).write(
            [Entry(0, "batch", Verb.UPDATE, at, {slug: number}, {})]
        )
        JournalRepository(connection).mark([number - 1], SendState.ACKNOWLEDGED, "")
        PreferencesRepository(connection).put("number", number)


def _last(connection: sqlite3.Connection) -> int:
    return int(PreferencesRepository(connection).get("number") or 0)


def _check(path: Path, acknowledged: int, seed: int) -> None:
    """All of every acknowledged commit is there; of the one under way, all or nothing."""
    opened = open_file(path)
    assert (opened.damage, opened.quarantined) == (None, 0), seed
    with closing(opened.connection) as connection:
        assert [row[0] for row in connection.execute("PRAGMA quick_check")] == ["ok"], seed
        number = _last(connection)
        assert number in {acknowledged, acknowledged + 1}, (seed, acknowledged)
        work = WorksRepository(connection).find(key("a"))
        values = {edit.value for edit in work.edits.values()} if work else set()
        assert values == {f"value {each}" for each in _newest(number)}, seed
        entries = JournalRepository(connection).recent(1_000)
        assert [entry.id for entry in entries] == list(range(number, 0, -1)), seed


def _newest(number: int) -> Iterator[int]:
    yield from range(max(1, number - FIELDS + 1), number + 1)
