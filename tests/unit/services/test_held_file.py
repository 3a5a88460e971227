"""Another program holds the file for a while, as one that looks for viruses does."""

from pathlib import Path
from random import Random

import pytest

from tests.convergence.powercut import Disk, Shim, library
from tests.unit.services.undoing import A, Desk, fill
from wfdesk.domain.errors import StoreError
from wfdesk.domain.ids import NAME
from wfdesk.services.feed import ChangeFeed
from wfdesk.services.unwritten import Edited
from wfdesk.store.database import Database


async def test_a_file_that_somebody_holds_refuses_the_save_and_nothing_is_lost(
    tmp_path: Path,
) -> None:
    found = library()
    if found is None:
        pytest.skip("the SQLite of this Python is hidden inside of it and takes no other disk")
    shim = Shim(found)
    shim.disk = Disk(Random(0))
    with shim.in_place():
        database = await Database.open(tmp_path / "copy.sqlite3")
        await database.write(fill)
        desk = Desk(database, ChangeFeed())
        typed = desk.keep(A, Edited(NAME, "typed"))
        shim.disk.is_off = True
        with pytest.raises(StoreError):
            await desk.write(typed)
        assert [each.value for each in desk.unwritten] == ["typed"]
        shim.disk.is_off = False
        assert await desk.write(typed)
        assert await desk.name(A) == "typed"
        await database.close()
    assert database.damage is None
