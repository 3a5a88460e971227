"""A look that took long is old when it ends, however often it was taken: I3."""

import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from time import monotonic

import pytest

from tests.unit.sync.conftest import Desk, opened
from wfdesk.domain.ids import NAME, CollectionId, ItemKey
from wfdesk.domain.plan import Goal
from wfdesk.sync.progress import ItemResult, Progress, Result

SLOW, TOO_SLOW = 3.0, 6.0
"""Seconds that each answer takes."""
FIRST_SEEN_AGAIN = 11
"""Requests after which the first item was looked at for the second time."""


class Line:
    """A slow one. It counts the answers, each of which takes its time."""

    def __init__(self) -> None:
        self.answers, self.seconds, self._late = 0, SLOW, 0.0
        self.is_quick_from = sys.maxsize
        """The answer from which on it is a slow one no more."""

    def clock(self) -> float:
        return monotonic() + self._late

    def hear(self, progress: Progress) -> bool:
        """Say whether there is another answer."""
        is_more = progress.done > self.answers
        while self.answers < progress.done:
            self.answers += 1
            self._late += self.seconds if self.answers < self.is_quick_from else 0.0
        return is_more


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
async def slow(tmp_path: Path, line: Line) -> AsyncIterator[Desk]:
    """Without a filter, and in a large collection, a look asks for one item after the other."""
    async with opened(tmp_path, 2000, clock=line.clock) as desk:
        desk.practice.control("PATCH", "behaviour", {"late_queries": "refused"})
        desk.collection = CollectionId(desk.practice.collection("recipes"))
        yield desk


async def edited(desk: Desk) -> list[ItemKey]:
    keys = sorted((await desk.keys(2000))[-5:], key=lambda key: key.item)
    for key in keys:
        await desk.editing.set_field(key, NAME, f"Mine {key.item}")
    return keys


async def send(
    desk: Desk,
    line: Line,
    keys: Sequence[ItemKey],
    meddles_after: int = 0,
    goal: Goal = Goal.SEND,
) -> dict[ItemKey, ItemResult]:
    """A colleague changes the first of them after so many answers, if any."""
    heard: list[Progress] = []

    def listen(progress: Progress) -> None:
        heard.append(progress)
        if line.hear(progress) and line.answers == meddles_after:
            desk.colleague_edits(keys[0], NAME, "Theirs")

    plan = await desk.publishing.plan(keys, goal)
    await desk.publishing.start(plan, listen).go()
    return {each.key: each for each in heard[-1].results}


async def test_what_was_seen_too_long_ago_is_not_written_over(slow: Desk, line: Line) -> None:
    keys = await edited(slow)
    results = await send(slow, line, keys, FIRST_SEEN_AGAIN)
    assert line.answers >= FIRST_SEEN_AGAIN
    assert slow.on_server(keys[0])["fieldData"]["name"] == "Theirs"
    assert results[keys[0]].result is Result.CONFLICT
    assert {results[key].result for key in keys[1:]} == {Result.SENT}


async def test_what_cannot_be_seen_in_time_is_kept(slow: Desk, line: Line) -> None:
    line.seconds = TOO_SLOW
    keys = await edited(slow)
    results = await send(slow, line, keys)
    assert {each.result for each in results.values()} == {Result.NOT_SENT}
    assert "takes so long to answer" in results[keys[0]].reason
    assert slow.writes() == []
    # Two looks at all and two at the first: where that is too slow, the others are as well. A look
    # at all begins with a filter, which is refused, and with the first page of what there is.
    assert line.answers <= 2 * (len(keys) + 2) + 2

    line.seconds = 0.0
    again = await send(slow, line, keys)
    assert {each.result for each in again.values()} == {Result.SENT}


async def test_a_publish_that_cannot_be_seen_in_time_says_what_it_would_risk(
    slow: Desk, line: Line
) -> None:
    keys = await edited(slow)
    line.seconds = 0.0
    await send(slow, line, keys)
    line.seconds, line.answers = TOO_SLOW, 0
    results = await send(slow, line, keys, goal=Goal.PUBLISH)
    assert {each.result for each in results.values()} == {Result.NOT_PUBLISHED}
    assert "could go live unseen. Publish it again later." in results[keys[0]].reason


async def test_a_look_that_took_long_is_followed_by_another_one(slow: Desk, line: Line) -> None:
    line.seconds, line.is_quick_from = TOO_SLOW, 2
    [key, *_] = await edited(slow)
    slow.practice.control("DELETE", "log")
    results = await send(slow, line, [key])
    assert results[key].result is Result.SENT
    assert [entry["method"] for entry in slow.practice.log()] == ["GET", "GET", "PATCH"]
