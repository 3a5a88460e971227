"""What was typed and is not on disk when its item goes: it can be brought back all the same."""

import pytest

from tests.unit.services.undoing import BIG, A, B, Desk
from wfdesk.domain.errors import DiskFullError
from wfdesk.domain.ids import NAME
from wfdesk.domain.values import Value
from wfdesk.services.unwritten import Edited
from wfdesk.store.database import Connection
from wfdesk.store.history import HistoryRepository
from wfdesk.store.remote import take_out
from wfdesk.store.works import WorksRepository

TYPED = f"typed {BIG}"


async def kept(desk: Desk) -> list[Value]:
    """All values that can be brought back: those that are unsent, and the history."""

    def read(rows: Connection) -> list[Value]:
        edits = [edit for work in WorksRepository(rows).all() for edit in work.edits.values()]
        return [each.value for each in (*edits, *HistoryRepository(rows).latest(1000))]

    return await desk._database.read(read)


async def delete_in_webflow(desk: Desk) -> None:
    await desk._database.write(lambda rows: take_out(rows, [A]))


async def type_in_vain(desk: Desk) -> None:
    """Have the disk refuse what is typed into an item that is deleted with an edit on it."""
    await desk.set_field(A, NAME, "mine")
    await delete_in_webflow(desk)
    await desk.fill_disk()
    with pytest.raises(DiskFullError):
        await desk.set_field(A, NAME, TYPED)


@pytest.mark.parametrize("decide", [Desk.give_up_gone, Desk.recreate, Desk.discard])
async def test_what_the_disk_has_refused_goes_with_the_item(desk: Desk, decide) -> None:
    await type_in_vain(desk)
    await desk.make_room()  # and nobody has tried again yet

    await decide(desk, [A])

    assert TYPED in await kept(desk)


async def test_no_new_item_is_made_without_what_the_disk_refuses_still(desk: Desk) -> None:
    await type_in_vain(desk)

    with pytest.raises(DiskFullError):
        await desk.recreate([A])

    assert (await desk.work(A)).is_gone
    assert desk.unwritten.values(A) == {NAME: TYPED}


@pytest.mark.parametrize("give_up", [Desk.give_up_gone, Desk.discard])
async def test_what_the_disk_refuses_takes_nothing_else_along(desk: Desk, give_up) -> None:
    for key in (A, B):
        await desk.set_field(key, NAME, "mine")
    await desk._database.write(lambda rows: take_out(rows, [A, B]))
    await desk.fill_disk()
    with pytest.raises(DiskFullError):
        await desk.set_field(A, NAME, TYPED)
    desk.keep(B, Edited(NAME, "short"))

    await give_up(desk, [A, B])

    assert "short" in await kept(desk)
