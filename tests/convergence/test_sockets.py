"""Seeded scenes over real sockets: faults, a colleague, and a user who goes on.

``WFDESK_SCENES`` asks for more of them than a push has time for, ``WFDESK_FIRST_SEED`` for others.
"""

import os
from collections import Counter
from pathlib import Path

import pytest

from tests.convergence.judging import Json, gaps, judge
from tests.convergence.scenes import STRIKES, TO_WRITES
from tests.convergence.stage import staged

SCENES = int(os.environ.get("WFDESK_SCENES", "500"))
FIRST = int(os.environ.get("WFDESK_FIRST_SEED", "0"))
_FEW = 500
"""In fewer scenes than these, not every kind of fault comes to strike."""
KINDS = {order["do"] for order in (*STRIKES, *TO_WRITES)}


@pytest.mark.timeout(60 + SCENES)
async def test_whatever_fails_nothing_is_lost_doubled_or_overwritten_unseen(tmp_path: Path) -> None:
    struck, acts, overwritten = Counter[str](), 0, 0
    async with staged(tmp_path) as stage:
        for seed in range(FIRST, FIRST + SCENES):
            played = await stage.play(seed)
            try:
                judge(played)
            except AssertionError as error:
                error.add_note(f"seed {seed}: {played.scene}")
                error.add_note("\n".join(map(_line, played.log)))
                raise
            for entry in played.log:
                struck.update(set(entry["faults"]) - {"colleague"})
            acts += sum(change["by"] == "colleague" for change in played.changes)
            overwritten += gaps(played)
    faults = f"{struck.total()} faults, {acts} acts of a colleague, {overwritten} in the gap"
    print(f"{SCENES} scenes, {faults}")
    if SCENES >= _FEW:  # promises that nothing was up against are kept by chance
        assert struck.keys() >= KINDS, struck
        assert struck.total() >= SCENES // 2, struck


def _line(entry: Json) -> str:
    said = ("number", "method", "path", "query", "status", "faults")
    return " ".join(str(entry[each]) for each in said)
