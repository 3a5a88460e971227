import sqlite3
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from wfdesk.store.database import Database
from wfdesk.store.opening import connect


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "wfdesk.sqlite3"


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A connection as the store opens it. No test leaves a transaction open."""
    opened = connect(tmp_path / "direct.sqlite3")
    yield opened
    was_open = opened.in_transaction
    opened.close()
    assert not was_open


@pytest.fixture
async def database(path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(path)
    yield opened
    await opened.close()
