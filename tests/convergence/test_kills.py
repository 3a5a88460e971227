"""SIGKILL at every step of a publish: nothing is lost, done twice, or gone on with by itself.

``WFDESK_KILLS`` asks for more of them than a push has time for.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.convergence.killing import HELD, Kill, Morning
from tests.doubles.practice import start

KILLS = int(os.environ.get("WFDESK_KILLS", "100"))
LONGEST = 0.4
"""Seconds that a batch takes, about: kills at random moments come within them."""
FAR = 3
"""Requests after a step, about, in which the step is done with."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL and fork")


@pytest.fixture
def morning(tmp_path: Path) -> Iterator[Morning]:
    practice = start("--items", "10", "--rate-limit", "0")
    morning = Morning(practice, tmp_path / "wfdesk.sqlite3")
    yield morning
    morning.close()
    practice.close()


@pytest.mark.timeout(60 + 3 * KILLS)
def test_a_publish_that_is_killed_at_any_step_goes_on_where_it_was(morning: Morning) -> None:
    counts, requests = morning.timeline()
    for chain in every_step(counts, requests):
        morning.killed(*chain)
    random = Random(KILLS)
    while morning.kills < KILLS:
        morning.killed(*(Kill("after", random.uniform(0, LONGEST)) for _ in range(3)))
    print(f"{morning.kills} kills")


def every_step(counts: dict[str, int], requests: list[str]) -> Iterator[list[Kill]]:
    """Before each commit, before and after each request, and while the server has it.

    A batch is killed once at a step that is counted and, where there is a later one, once more by
    the name of its request: what was counted is counted anew after a kill.
    """
    writes = [at for at, request in enumerate(requests) if not request.startswith("GET")]
    later = [(at, Kill(moment, requests[at])) for at in writes for moment in HELD]
    steps = [(at, Kill("leaving", at)) for at in range(len(requests))]
    steps += [(at, Kill("arrived", at)) for at in writes]
    commits = counts["commit"]
    steps += [(at * len(requests) // commits, Kill("commit", at)) for at in range(commits)]
    for at, kill in sorted(steps, key=lambda step: step[0]):
        following = next((each for each in later if each[0] > at + FAR), None)
        if following is not None:
            later.remove(following)
            yield [kill, following[1]]
        else:
            yield [kill]
    yield from ([kill] for _, kill in later)
