"""Thousands of seeded scenarios, and in each of them every promise is kept."""

import gc
import os
from collections import Counter

import pytest

from tests.convergence.disk import Disk
from tests.convergence.scenario import Scenario

SCENARIOS = int(os.environ.get("WFDESK_SCENARIOS", "3000"))
FIRST = int(os.environ.get("WFDESK_FIRST_SEED", "0"))
"""``make soak`` plays more of them, and others."""
_TWICE = 100
"""One in so many is played twice."""


@pytest.mark.timeout(300 + SCENARIOS // 5)
def test_no_scenario_loses_doubles_or_overwrites_anything() -> None:
    disk, found, totals = Disk(), list[str](), Counter[str]()
    for seed in range(FIRST, FIRST + SCENARIOS):
        outcome = Scenario(seed, disk).run()
        totals.update(outcome.counts)
        found += [f"python -m tests.convergence {seed}  # {each}" for each in outcome.findings]
        if seed % _TWICE == 0:
            assert Scenario(seed, disk).run().digest == outcome.digest, (
                f"seed {seed} came otherwise"
            )
        if seed % 500 == 499:
            gc.collect()  # nobody else does while tests run
        assert len(found) < 20, "\n".join(found)
    print(f"{SCENARIOS} scenarios: {dict(totals)}")
    assert not found, "\n".join(found)
    assert totals["writes"] > SCENARIOS
    assert totals["faults"] > SCENARIOS // 3
