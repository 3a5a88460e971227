"""Where the server has no ``lastUpdated`` filter, nothing is missed and nothing is overwritten."""

import pytest

from tests.unit.sync.conftest import Desk
from wfdesk.domain.ids import NAME
from wfdesk.sync.progress import Result


@pytest.fixture(params=["refused", "ignored"])
def plain(desk: Desk, request: pytest.FixtureRequest) -> Desk:
    answer = desk.practice.control("PATCH", "behaviour", {"late_queries": request.param})
    assert answer.status_code == 200
    return desk


async def test_a_refresh_brings_what_colleagues_wrote(plain: Desk) -> None:
    [edited] = await plain.keys(1)
    plain.colleague_edits(edited, NAME, "Theirs")
    await plain.refreshing.refresh_all()
    [work] = await plain.browsing.works([edited])
    assert work.item is not None
    assert work.item.fields[NAME] == "Theirs"


async def test_a_full_refresh_notices_what_colleagues_deleted(plain: Desk) -> None:
    [deleted] = await plain.keys(1)
    body = {"collection": deleted.collection, "item": deleted.item}
    assert plain.practice.control("POST", "delete", body).status_code == 204
    await plain.refreshing.refresh_collection(plain.collection, is_full=True)
    assert deleted not in await plain.keys(99)


async def test_what_a_colleague_wrote_meanwhile_is_not_overwritten(plain: Desk) -> None:
    keys = await plain.keys(9)
    for key in keys:
        await plain.editing.set_field(key, NAME, "Mine")
    plain.colleague_edits(keys[3], NAME, "Theirs")
    results = await plain.send()
    assert results[keys[3]].result is Result.CONFLICT
    assert plain.on_server(keys[3])["fieldData"]["name"] == "Theirs"
    sent = [key for key in keys if results[key].result is Result.SENT]
    assert sent == [key for key in keys if key != keys[3]]


async def test_a_new_item_is_made_once(plain: Desk) -> None:
    key = await plain.editing.create(plain.collection, plain.locale, {NAME: "Once Only"})
    assert (await plain.send())[key].result is Result.SENT
    path = f"/collections/{plain.collection}/items"
    assert len(plain.practice.get(path, name="Once Only")["items"]) == 1
    assert await plain.works() == []
