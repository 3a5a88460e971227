"""A value that is restored takes the place of one that the disk refused: that is kept as well."""

import pytest

from tests.unit.services.undoing import BIG, A
from wfdesk.domain.errors import StoreError
from wfdesk.domain.ids import NAME
from wfdesk.services.history import HistoryService


async def test_what_the_disk_refused_is_in_the_history(desk) -> None:
    await desk.set_field(A, NAME, "First")
    await desk.discard([A])
    await desk.fill_disk()
    with pytest.raises(StoreError):
        await desk.set_field(A, NAME, BIG)
    await desk.make_room()
    history = HistoryService(desk._database, desk)
    [item] = (await history.of(A)).items

    await history.restore(item.values[0].past)

    [item] = (await history.of(A)).items
    assert BIG in [each.past.value for each in item.values]
