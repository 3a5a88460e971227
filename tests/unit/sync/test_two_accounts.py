"""Sites of two tokens in one run: what stops the one does not stop the other."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.doubles.practice import Practice, start
from tests.unit.sync.conftest import Desk, joined
from wfdesk.domain.edits import SendState
from wfdesk.domain.ids import NAME, CollectionId, ItemKey
from wfdesk.domain.plan import Goal
from wfdesk.sync.progress import Progress, Result


@pytest.fixture(scope="module")
def practices() -> Iterator[list[Practice]]:
    """Of different seeds, so that no two things have the same id."""
    with (
        closing(start("--items", "20", "--rate-limit", "0", "--seed", "1")) as one,
        closing(start("--items", "20", "--rate-limit", "0", "--seed", "2")) as two,
    ):
        yield [one, two]


async def edited(desk: Desk, practice: Practice, name: str) -> list[ItemKey]:
    """An item of two of its collections: two batches."""
    found: list[ItemKey] = []
    for slug in ("authors", "places"):
        desk.collection = CollectionId(practice.collection(slug))
        desk.locale = (await desk.browsing.site_of(desk.collection)).primary_locale
        [key] = await desk.keys(1)
        await desk.editing.set_field(key, NAME, name)
        found.append(key)
    return found


@pytest.mark.parametrize("number", [0, 1])
async def test_a_token_that_is_revoked_stops_its_own_sites_alone(
    tmp_path: Path, practices: list[Practice], number: int
) -> None:
    revoked, other = practices[number], practices[1 - number]
    async with joined(tmp_path, revoked) as desk:
        await desk.accounts.sign_in_once(other.tokens["full"], other.url)
        await desk.refreshing.refresh_all()
        stopped = await edited(desk, revoked, f"Stays {number}")
        sent = await edited(desk, other, f"Goes {number}")
        assert revoked.control("POST", "token", {"token": "full", "revoked": True}).is_success
        revoked.control("DELETE", "log")
        heard: list[Progress] = []

        plan = await desk.publishing.plan(None, Goal.SEND)
        await desk.publishing.start(plan, heard.append).go()

        results = {each.key: each for each in heard[-1].results}
        assert [results[key].result for key in sent] == [Result.SENT] * 2
        assert [results[key].result for key in stopped] == [Result.NOT_SENT] * 2
        assert {results[key].reason for key in stopped} == {heard[-1].sentence}
        assert "Paste a new one" in heard[-1].sentence
        assert len(revoked.log()) == 1  # It is asked once, and not for each batch.
        assert {work.state for work in await desk.works()} == {SendState.SAVED}
        assert revoked.control("POST", "token", {"token": "full"}).is_success


async def test_a_run_that_was_paused_ends_when_nothing_more_of_it_can_go(
    tmp_path: Path, practices: list[Practice]
) -> None:
    practice = practices[0]
    async with joined(tmp_path, practice) as desk:
        keys = await edited(desk, practice, "Paused")
        assert practice.control("POST", "token", {"token": "full", "revoked": True}).is_success
        plan = await desk.publishing.plan(None, Goal.SEND)
        heard: list[Progress] = []

        def hear(progress: Progress) -> None:
            heard.append(progress)
            run.pause()

        run = desk.publishing.start(plan, hear)
        async with asyncio.timeout(10):
            await run.go()

        assert {each.key for each in heard[-1].results} == set(keys)
        assert {each.result for each in heard[-1].results} == {Result.NOT_SENT}
        assert practice.control("POST", "token", {"token": "full"}).is_success
