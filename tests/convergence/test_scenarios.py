"""Thousands of seeded scenarios, and in each of them every promise is kept."""

import gc
import os
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.convergence.disk import Disk
from tests.convergence.scenario import Scenario

SCENARIOS = int(os.environ.get("WFDESK_SCENARIOS", "20000"))
FIRST = int(os.environ.get("WFDESK_FIRST_SEED", "0"))
"""``make soak`` plays more of them, and others."""
_TWICE = 100
"""One in so many is played twice."""
_LONG = 20
"""One in so many is long. Most of what goes wrong at all goes wrong in a short one, too."""
_FLOORS = {"writes": 1.45, "faults": 0.7, "crashes": 0.43, "colleague": 0.9, "wishes": 2.1}
"""So often at least each of it happens in a scenario, one with another."""
_FEW = 10_000
"""In fewer scenarios than these it may be otherwise by chance."""
_CALM = 0.11
"""In fewer of them than this nothing goes wrong at all, and nobody else is there."""


@pytest.fixture
def _swept() -> Iterator[None]:
    """What is there before is no garbage and need not be looked through with what is played."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.timeout(600 + SCENARIOS // 5)
@pytest.mark.usefixtures("_swept")
def test_no_scenario_loses_doubles_or_overwrites_anything() -> None:
    disk, found, totals = Disk(), list[str](), Counter[str]()
    for seed in range(FIRST, FIRST + SCENARIOS):
        is_short = seed % _LONG != 0
        scenario = Scenario(seed, disk, is_short=is_short)
        outcome = scenario.run()
        totals.update(outcome.counts | {"calm": int(outcome.is_calm)})
        command = f"python -m tests.convergence {seed}{' short' * is_short}"
        found += [f"{command}  # {each}" for each in outcome.findings]
        if (seed // _LONG) % _TWICE == 0:
            again = Scenario(seed, disk, is_short=is_short)
            again.run()
            assert again.trace() == scenario.trace(), f"{command} came otherwise"
        if seed % 50 == 0:
            gc.collect()  # nobody else does while tests run
        assert len(found) < 20, "\n".join(found)
    print(f"{SCENARIOS} scenarios: {dict(totals)}")
    assert not found, "\n".join(found)
    if SCENARIOS >= _FEW:
        _check_that_much_happened(totals)


def _check_that_much_happened(totals: Counter[str]) -> None:
    """Promises that nothing was up against are kept by chance."""
    a_scenario = {name: totals[name] / SCENARIOS for name in (*_FLOORS, "calm")}
    thin = {name: a_scenario[name] for name, floor in _FLOORS.items() if a_scenario[name] < floor}
    assert not thin, thin
    assert a_scenario["calm"] < _CALM, a_scenario
