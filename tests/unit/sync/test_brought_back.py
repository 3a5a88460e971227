"""A copy of the profile that is brought back makes nothing again unsaid."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.doubles.practice import Practice, start
from tests.unit.sync.conftest import joined
from tests.unit.sync.liveitem import go
from tests.unit.sync.test_creating import arrives, named
from wfdesk.domain.ids import NAME, ItemKey
from wfdesk.domain.plan import Goal
from wfdesk.services.namesakes import NAMESAKE
from wfdesk.sync.progress import Progress, Result


@pytest.fixture
def practice() -> Iterator[Practice]:
    with closing(start("--items", "40", "--rate-limit", "0")) as practice:
        yield practice


async def test_what_was_sent_since_is_not_made_again_without_a_word(
    tmp_path: Path, practice: Practice
) -> None:
    profile, backup = tmp_path / "wfdesk.sqlite3", tmp_path / "backup"
    async with joined(tmp_path, practice) as desk:
        key = await desk.editing.create(desk.collection, desk.locale, {NAME: "Once Only"})
    shutil.copy(profile, backup)
    async with joined(tmp_path, practice) as desk:
        await desk.send()
        assert named(desk, "Once Only") == ["once-only"]
    for end in ("", "-wal", "-shm"):
        profile.with_name(f"{profile.name}{end}").unlink(missing_ok=True)
    shutil.copy(backup, profile)
    async with joined(tmp_path, practice) as desk:
        [caution] = (await desk.publishing.plan(None, Goal.SEND)).cautions
        assert (caution.key, caution.sentence) == (key, NAMESAKE)


async def test_nor_where_it_was_not_refreshed_before(tmp_path: Path, practice: Practice) -> None:
    async with joined(tmp_path, practice) as desk:
        key = await desk.editing.create(desk.collection, desk.locale, {NAME: "Once Only"})
        plan = await desk.publishing.plan(None, Goal.SEND)
        arrives(desk, "Once Only", "once-only")
        assert plan.cautions == ()
        result = (await desk.send())[key]
        assert (result.result, result.is_changed) == (Result.NOT_SENT, True)
        assert named(desk, "Once Only") == ["once-only"]
        [caution] = (await desk.publishing.plan(None, Goal.SEND)).cautions
        assert caution.sentence == NAMESAKE
        assert (await desk.send())[key].result is Result.SENT  # the user wants it


async def test_nor_where_a_refresh_behind_the_sheet_has_brought_it(
    tmp_path: Path, practice: Practice
) -> None:
    """It is known then, and nobody was told of it before they said that it may go."""
    async with joined(tmp_path, practice) as desk:
        key = await desk.editing.create(desk.collection, desk.locale, {NAME: "Once Only"})
        plan, heard = await desk.publishing.plan(None, Goal.SEND), list[Progress]()
        arrives(desk, "Once Only", "once-only")
        await desk.refreshing.refresh_all()
        await desk.publishing.start(plan, heard.append).go()
        [result] = heard[-1].results
        assert (result.key, result.result, result.is_changed) == (key, Result.NOT_SENT, True)
        assert named(desk, "Once Only") == ["once-only"]


async def test_what_was_made_here_is_no_namesake(tmp_path: Path, practice: Practice) -> None:
    async with joined(tmp_path, practice) as desk:
        for _ in range(2):
            await desk.editing.create(desk.collection, desk.locale, {NAME: "Once Only"})
            plan = await desk.publishing.plan(None, Goal.SEND)
            assert plan.cautions == ()
            await desk.send()
        assert len(named(desk, "Once Only")) == 2


async def test_a_namesake_that_is_known_is_told_beforehand(
    tmp_path: Path, practice: Practice
) -> None:
    async with joined(tmp_path, practice) as desk:
        arrives(desk, "Once Only", "once-only")
        await desk.refreshing.refresh_all()
        key = await desk.editing.create(desk.collection, desk.locale, {NAME: "Once Only"})
        [caution] = (await desk.publishing.plan(None, Goal.SEND)).cautions
        assert caution.sentence == NAMESAKE
        assert (await desk.send())[key].result is Result.SENT


async def test_nor_where_a_refresh_has_shown_it_after_it_was_planned(
    tmp_path: Path, practice: Practice
) -> None:
    """Whoever reads the sheet meanwhile reads nothing of it there."""
    async with joined(tmp_path, practice) as desk:
        key = await desk.editing.create(desk.collection, desk.locale, {NAME: "Once Only"})
        plan = await desk.publishing.plan(None, Goal.SEND)
        arrives(desk, "Once Only", "once-only")
        await desk.refreshing.refresh_all()
        heard: list[Progress] = []
        await desk.publishing.start(plan, heard.append).go()
        [result] = heard[-1].results
        assert (result.key, result.result, result.is_changed) == (key, Result.NOT_SENT, True)
        assert named(desk, "Once Only") == ["once-only"]
        assert (await desk.send())[key].result is Result.SENT  # the user wants it


async def test_one_that_was_there_all_along_is_not_said_to_be_there_by_now(
    tmp_path: Path, practice: Practice
) -> None:
    """Of two, which the sheet has told of, a colleague renames the younger one."""
    async with joined(tmp_path, practice) as desk:
        for slug in ("same-1", "same-2"):
            arrives(desk, "Same", slug)
        await desk.refreshing.refresh_all()
        await desk.editing.create(desk.collection, desk.locale, {NAME: "Same"})
        plan = await desk.publishing.plan(None, Goal.SEND)
        [caution] = plan.cautions
        assert caution.sentence == NAMESAKE
        path = f"/collections/{desk.collection}/items"
        [younger] = desk.practice.get(path, slug="same-2")["items"]
        desk.colleague_edits(ItemKey(desk.collection, younger["id"], desk.locale), NAME, "Other")
        assert (await go(desk, plan)).result is Result.SENT


async def test_one_more_is_seen_beside_one_that_was_told(
    tmp_path: Path, practice: Practice
) -> None:
    """It was made before the one that was: an old copy of the profile may not know that one."""
    async with joined(tmp_path, practice) as desk:
        arrives(desk, "Other", "older")
        arrives(desk, "Same", "told")
        await desk.refreshing.refresh_all()
        await desk.editing.create(desk.collection, desk.locale, {NAME: "Same"})
        plan = await desk.publishing.plan(None, Goal.SEND)
        path = f"/collections/{desk.collection}/items"
        [older] = desk.practice.get(path, slug="older")["items"]
        desk.colleague_edits(ItemKey(desk.collection, older["id"], desk.locale), NAME, "Same")
        result = await go(desk, plan)
        assert (result.result, result.is_changed) == (Result.NOT_SENT, True)
