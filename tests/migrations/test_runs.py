"""What runs of earlier versions have left, which noted it as texts among the preferences."""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from wfdesk.domain.ids import CollectionId, ItemId, ItemKey
from wfdesk.domain.plan import Goal, InterruptedRun
from wfdesk.store.database import Database
from wfdesk.store.failures import mark_of
from wfdesk.store.runs import RunsRepository

BEFORE = Path(__file__).with_name("version_6.sql")
BREAD = ItemKey(CollectionId("posts"), ItemId("a"))
CAKE = ItemKey(CollectionId("posts"), ItemId("b"))
A, B = ["posts", "a", ""], ["posts", "b", ""]

LEFT = {"run.unpublished": {"every": [A, B], "left": [B], "moments": [0]}}
PUBLISHING = {"run.plan": {"goal": "Publish", "batches": [[A], [B], [A, B]]}, "run.done": 1}
SENDING = {"run.plan": {"goal": "Send", "batches": [[B], [A]]}, "run.done": 1}


async def found(path: Path, noted: Mapping[str, object], script: str = "") -> InterruptedRun | None:
    """Open a file of the version before, with what its runs have noted."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(BEFORE.read_text("utf-8") + script)
        texts = (
            (name, each if isinstance(each, str) else json.dumps(each))
            for name, each in noted.items()
        )
        connection.executemany("INSERT INTO preferences VALUES (?, ?)", texts)
        connection.commit()
    database = await Database.open(path)
    try:
        return await database.read(lambda rows: RunsRepository(rows).interrupted())
    finally:
        await database.close()


async def test_what_is_left_is_to_be_looked_at_once_more(tmp_path: Path) -> None:
    script = (
        "DELETE FROM journal; DELETE FROM edits; DELETE FROM works; UPDATE items SET is_draft = 1;"
    )
    run = await found(tmp_path / "wfdesk.sqlite3", LEFT, script)
    assert run == InterruptedRun(Goal.PUBLISH, 2, (), {CAKE: "Cake"}, is_over=True)


async def test_what_is_in_flight_is_kept_in_mind(tmp_path: Path) -> None:
    path = tmp_path / "wfdesk.sqlite3"
    assert await found(path, LEFT) is None
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT item, goal, is_sent, is_done, stage FROM run_items")
        assert set(rows) == {("b", "Publish", 1, 0, "over"), ("a", "Publish", 1, 1, "over")}


@pytest.mark.parametrize(("noted", "goal"), [(PUBLISHING, Goal.PUBLISH), (SENDING, Goal.SEND)])
async def test_a_run_that_was_cut_short_is_known_still(
    tmp_path: Path, noted: Mapping[str, object], goal: Goal
) -> None:
    run = await found(tmp_path / "wfdesk.sqlite3", noted)
    assert run is not None
    left = {BREAD, CAKE} if goal is Goal.PUBLISH else {BREAD}
    assert (run.goal, run.total, set(run.left)) == (goal, 2, left)


async def test_what_is_tried_again_is_not_done_for_having_been_tried(tmp_path: Path) -> None:
    """One of two that an earlier run had left was on its way once more when the program ended."""
    again = {"run.plan": {"goal": "Publish", "batches": [[A]]}, "run.done": 0}
    run = await found(tmp_path / "wfdesk.sqlite3", LEFT | again)
    assert run is not None
    assert BREAD in {*run.left, *run.changed}


DAMAGED = ["{garbage", "[1, 2]", "7", '{"left": [[1], "x", null], "every": {"a": 1}}']


@pytest.mark.parametrize("text", DAMAGED)
async def test_damage_is_no_obstacle(tmp_path: Path, text: str) -> None:
    noted = dict.fromkeys(["run.unpublished", "run.plan", "run.done"], text)
    assert await found(tmp_path / "wfdesk.sqlite3", noted) is None


async def test_it_is_taken_out_of_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "wfdesk.sqlite3"
    mark_of(path).write_text("", "utf-8")  # damage was met while it was open
    run = await found(path, PUBLISHING)
    assert run is not None
    assert set(run.left) == {BREAD, CAKE}
