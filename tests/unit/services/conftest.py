"""What the tests of undo share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.unit.services.undoing import Desk, fill
from wfdesk.services.feed import ChangeFeed
from wfdesk.store.database import Database


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    database = await Database.open(tmp_path / "copy.sqlite3")
    await database.write(fill)
    yield Desk(database, ChangeFeed())
    await database.close()
