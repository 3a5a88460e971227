"""A site without localization, as most are: its items have no locale, and none is sent."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.unit.sync.conftest import Desk, opened
from wfdesk.domain.ids import NAME
from wfdesk.domain.plan import Goal
from wfdesk.sync.progress import Result


@pytest.fixture
async def plain(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(tmp_path, 120, "--no-localization") as desk:
        yield desk


def bodies(desk: Desk) -> str:
    return str([entry["body"] for entry in desk.writes()])


async def test_an_edit_is_sent_and_published(plain: Desk) -> None:
    [key] = await plain.keys(1)
    await plain.editing.set_field(key, NAME, "Mine")
    assert (await plain.send(Goal.PUBLISH))[key].result is Result.PUBLISHED
    held = plain.on_server(key)
    assert (held["fieldData"]["name"], held["isDraft"]) == ("Mine", False)
    assert "cmsLocaleId" not in bodies(plain)
    assert await plain.works() == []


async def test_a_new_item_is_made(plain: Desk) -> None:
    key = await plain.editing.create(plain.collection, plain.locale, {NAME: "Once Only"})
    result = (await plain.send())[key]
    assert result.result is Result.SENT
    assert plain.on_server(result.new_key)["fieldData"]["name"] == "Once Only"
    assert "cmsLocaleId" not in bodies(plain)


async def test_what_a_colleague_wrote_meanwhile_is_not_overwritten(plain: Desk) -> None:
    [key] = await plain.keys(1)
    await plain.editing.set_field(key, NAME, "Mine")
    plain.colleague_edits(key, NAME, "Theirs")
    assert (await plain.send())[key].result is Result.CONFLICT
    await plain.refreshing.refresh_all()
    [work] = await plain.works()
    assert work.item is not None
    assert work.item.fields[NAME] == "Theirs"
