"""The real window under a user without aim, for as long as ``WFDESK_MONKEY_SECONDS`` says.

``WFDESK_MONKEY_SEED=n`` lets the user, the colleague and the faults draw the same lots again. When
each of them comes to its turn is up to the machine, so what a seed found it finds most of the time.
"""

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.convergence.monkey.life import trail_of
from wfdesk.system.logs import CRASH_FILE_NAME

SECONDS = float(os.environ.get("WFDESK_MONKEY_SECONDS", "20"))
SEED = int(os.environ.get("WFDESK_MONKEY_SEED", random.SystemRandom().randrange(1_000_000)))
OVERTIME = 400
"""Seconds for the start, for what is still under way at the end, and for looking it all up."""
SLACK = 5
"""Objects of Qt more or less at two closings: what is made once and kept for the next time."""
LET_GO = 100
"""References to None that are given up before they are taken: those of one moment, not of many."""
HELD = 500
"""As many pieces of work, each of 200,000 multiplications, the loop is held at most.

A million characters pasted at once take a third of that; nothing else takes a tenth.
"""
OVERWRITTEN = {"MALLOC_PERTURB_": "165"}
"""Has glibc write over memory that is freed: who looks at it crashes now, not in an hour."""
LONG = 4 * 3600
"""Seconds from which on memory is held to its limit; before that it is still filling up."""
MEGABYTES = 50
"""By which memory may grow from the middle one of the window's closings to the last."""


@pytest.mark.timeout(SECONDS + OVERTIME + 20)
def test_whatever_the_user_does_nothing_crashes_hangs_leaks_or_is_lost(tmp_path: Path) -> None:
    again = f"WFDESK_MONKEY_SEED={SEED} WFDESK_MONKEY_SECONDS={SECONDS:.0f} plays this again"
    print(f"\n{again}", flush=True)
    home = tmp_path / "profile"
    command = [sys.executable, "-X", "faulthandler", "-m", "tests.convergence.monkey"]
    monkey = subprocess.run(
        [*command, str(SEED), str(SECONDS), str(home)],
        env={**os.environ, **OVERWRITTEN},
        capture_output=True,
        text=True,
        timeout=SECONDS + OVERTIME,
        check=False,
    )
    print(monkey.stdout)
    # While the program runs, it is the program's own file that a crash is told to.
    crash = "".join(path.read_text(encoding="utf-8") for path in home.rglob(CRASH_FILE_NAME))
    trail = trail_of(home).read_text(encoding="utf-8").splitlines()[-100:]
    told = "\n".join([again, *trail, monkey.stderr[-20_000:], crash[-20_000:]])
    assert monkey.stdout, told
    report = json.loads(monkey.stdout.splitlines()[-1])
    assert not report["findings"], "\n".join([again, *report["trail"], *report["findings"]])
    assert monkey.returncode == 0, told
    assert monkey.stderr == "", told
    assert report["longest hold"]["work"] < HELD * report["pace"], again
    _check_what_is_left(report["left"], again)


def _check_what_is_left(left: list[dict[str, Any]], again: str) -> None:
    """After each closing there is no window, and in the end no more than halfway.

    What is made once and kept comes in the first half: on a slow machine, a piece at each closing.
    """
    assert {each["windows"] for each in left} == {0}, again
    first, *later = left[len(left) // 2 :]
    for each in later:
        assert each["widgets"] <= first["widgets"], (again, left)
        assert each["objects"] <= first["objects"] + SLACK, (again, left)
        # Qt's bindings once let go of None with each repaint, until the interpreter aborted.
        assert each["none"] > first["none"] - LET_GO, (again, left)
    if SECONDS >= LONG:
        grown = (left[-1]["kilobytes"] - first["kilobytes"]) / 1024
        assert grown < MEGABYTES, f"{again}\nMemory grew by {grown:.0f} MB"
