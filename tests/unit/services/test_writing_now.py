"""What is written while nothing else may go on: the system ends the program."""

import asyncio
import threading
from pathlib import Path

import pytest

from tests.unit.services.undoing import A, B, Desk, fill
from wfdesk.domain.errors import DiskFullError
from wfdesk.domain.ids import NAME
from wfdesk.services.feed import ChangeFeed
from wfdesk.services.unwritten import Edited
from wfdesk.store.database import Database
from wfdesk.store.items import ItemsRepository
from wfdesk.store.works import WorksRepository


async def test_what_was_typed_is_on_disk_before_the_loop_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "copy.sqlite3"
    database = await Database.open(path)
    await database.write(fill)
    desk = Desk(database, ChangeFeed())
    desk.keep(A, Edited(NAME, "last words"))
    desk.keep(B, Edited(NAME, "of two items"))
    desk.write_now(seconds=5.0)
    await database.close()
    again = await Database.open(path)
    works = await again.read(lambda connection: WorksRepository(connection).all())
    assert [work.name for work in works] == ["last words", "of two items"]
    await again.close()


async def test_an_item_that_is_gone_does_not_take_the_others_along(desk: Desk) -> None:
    await desk._database.write(lambda rows: ItemsRepository(rows).delete([A]))
    desk.keep(A, Edited(NAME, "of nothing"))
    desk.keep(B, Edited(NAME, "last words"))
    desk.write_now(seconds=5.0)
    assert await desk.name(B) == "last words"


async def test_what_the_disk_refuses_at_the_last_moment_is_said(desk: Desk) -> None:
    await desk.fill_disk()
    desk.keep(A, Edited(NAME, "x" * 100_000))
    with pytest.raises(DiskFullError):
        desk.write_now(seconds=5.0)


async def test_a_disk_that_is_busy_is_waited_for_no_longer_than_told(desk: Desk) -> None:
    going_on = threading.Event()
    busy = asyncio.create_task(desk._database.read(lambda _rows: going_on.wait(60)))
    await asyncio.sleep(0)
    desk.keep(A, Edited(NAME, "last words"))
    with pytest.raises(TimeoutError):
        desk.write_now(seconds=0.01)
    assert not busy.done()
    going_on.set()
    await busy
    assert await desk.name(A) == "last words"  # it was in the line
