"""Seeded scenes over real sockets: faults, a colleague, and a user who goes on.

``WFDESK_SCENES`` asks for more of them than a push has time for, ``WFDESK_FIRST_SEED`` for others.
"""

import os
from pathlib import Path

import pytest

from tests.convergence.judging import Json, gaps, judge
from tests.convergence.stage import staged

SCENES = int(os.environ.get("WFDESK_SCENES", "500"))
FIRST = int(os.environ.get("WFDESK_FIRST_SEED", "0"))


@pytest.mark.timeout(60 + SCENES)
async def test_whatever_fails_nothing_is_lost_doubled_or_overwritten_unseen(tmp_path: Path) -> None:
    struck = acts = overwritten = 0
    async with staged(tmp_path) as stage:
        for seed in range(FIRST, FIRST + SCENES):
            played = await stage.play(seed)
            try:
                judge(played)
            except AssertionError as error:
                error.add_note(f"seed {seed}: {played.scene}")
                error.add_note("\n".join(map(_line, played.log)))
                raise
            struck += sum(len(set(entry["faults"]) - {"colleague"}) for entry in played.log)
            acts += sum(change["by"] == "colleague" for change in played.changes)
            overwritten += gaps(played)
    print(f"{SCENES} scenes, {struck} faults, {acts} acts of a colleague, {overwritten} in the gap")


def _line(entry: Json) -> str:
    said = ("number", "method", "path", "query", "status", "faults")
    return " ".join(str(entry[each]) for each in said)
