"""A copy is made of what the form shows, also of what the disk has refused."""

import pytest

from tests.unit.services.undoing import BIG, A, B, Desk
from wfdesk.domain.errors import DiskFullError
from wfdesk.domain.ids import NAME
from wfdesk.store.works import WorksRepository


async def type_in_vain(desk: Desk) -> None:
    await desk.fill_disk()
    with pytest.raises(DiskFullError):
        await desk.set_field(A, NAME, BIG)


async def test_what_the_disk_refused_is_part_of_the_copy(desk: Desk) -> None:
    await type_in_vain(desk)
    await desk.make_room()  # and nobody has tried again yet

    step = await desk.duplicate([A])

    assert await desk.name(step.first) == f"{BIG} (copy)"
    assert await desk.name(A) == BIG
    assert not list(desk.unwritten)


async def test_no_copy_is_made_without_what_the_disk_refuses_still(desk: Desk) -> None:
    await type_in_vain(desk)

    with pytest.raises(DiskFullError):
        await desk.duplicate([A, B])

    assert desk.unwritten.values(A) == {NAME: BIG}
    await desk.make_room()
    assert await desk._database.read(lambda rows: WorksRepository(rows).all()) == []


async def test_what_the_disk_refuses_of_another_item_stands_in_no_ones_way(desk: Desk) -> None:
    await type_in_vain(desk)
    await desk.make_room()

    step = await desk.duplicate([B])

    assert await desk.name(step.first) == "old (copy)"
    assert desk.unwritten.values(A) == {NAME: BIG}
