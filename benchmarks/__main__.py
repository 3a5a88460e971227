"""Runs every measurement and prints one line of JSON per figure. Ratios are of one run."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from benchmarks import practice, publishing, richtext
from benchmarks.server import serving

ITEMS = 10_000
FILLS = 3
"""The longest of many stalls is moved by whatever else the machine does: the median of some is not.
"""
ROUNDS = 15
"""Odd, so that the median is a measurement."""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="wfdesk-bench-") as folder:
        with serving(ITEMS) as (_, ready):
            homes = [f"{folder}/{each}" for each in range(FILLS)]
            recipes = _refreshing(ready, homes)
            _opening(recipes, homes[0])
        _start(homes[0])
    for figure in (*richtext.figures(), *publishing.figures(), *practice.figures()):
        _say(*figure)


def _refreshing(ready: dict[str, Any], homes: list[str]) -> str:
    """Fill a profile in each of the homes; return the id of the collection with all field types."""
    url, token = ready["url"], ready["tokens"]["full"]
    site = _get(url, token, "/sites")["sites"][0]["id"]
    collections = _get(url, token, f"/sites/{site}/collections")["collections"]
    recipes: str = next(each["id"] for each in collections if each["slug"] == "recipes")
    found = [_in_a_window(home, "refreshing", url, token, recipes) for home in homes]
    for figure, name in (
        ("longest stall while 10,000 items are refreshed", "stall_ms"),
        ("the same when nothing is new", "second_stall_ms"),
    ):
        _say(figure, statistics.median(each[name] for each in found), "ms", 50)
    return recipes


def _opening(collection: str, home: str) -> None:
    found = _in_a_window(home, "opening", collection)
    _say("opening the first item of a collection", found["open_first_ms"], "ms", 80)
    _say("longest stall meanwhile", found["open_first_stall_ms"], "ms", 50)
    _say("opening an item with all field types", found["open_ms"], "ms", 80)


def _in_a_window(home: str, *arguments: str) -> dict[str, Any]:
    """What a window of its own process has found: nothing in it was made before."""
    command = [sys.executable, "-m", "benchmarks.window", *arguments]
    environment = {**os.environ, "WFDESK_HOME": home}
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _start(home: str) -> None:
    bare, ours, stalls = list[float](), list[float](), list[float]()
    for each in range(ROUNDS + 1):
        first_bare, _ = _painted_after("benchmarks.bare", home)
        first_ours, stall = _painted_after("benchmarks.start", home)
        if each:  # the first round warms the caches of both
            bare.append(first_bare)
            ours.append(first_ours)
            stalls.append(float(stall))
    # Of pairs, which were measured one right after the other: the machine's own pace wanders.
    ratio = statistics.median(own / plain for own, plain in zip(ours, bare, strict=True))
    _say("start to the first painted table, 10,000 items", _ms(statistics.median(ours)), "ms", None)
    _say("a bare PySide6 window", _ms(statistics.median(bare)), "ms", None)
    _say("start against a bare window", round(ratio, 2), "times", 2.5)
    _say("longest stall in the 2 s after the first paint", statistics.median(stalls), "ms", 50)


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def _painted_after(module: str, home: str) -> tuple[float, str]:
    """Seconds from the start of the process to its word that it has painted; what it said last."""
    # As installed, and whatever this shell says: what was compiled once is not compiled again.
    compiled = f"{Path(home).parent}/compiled"
    environment = {**os.environ, "WFDESK_HOME": home, "PYTHONPYCACHEPREFIX": compiled}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", module]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as run:
        if run.stdout is None or run.stdout.readline() != "painted\n":
            raise RuntimeError(f"{module} has painted nothing.")
        taken = time.perf_counter() - start
        return taken, run.stdout.read()


def _get(url: str, token: str, path: str) -> dict[str, Any]:
    request = urllib.request.Request(  # noqa: S310 - the server started above
        url + path, headers={"Authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        found: dict[str, Any] = json.load(answer)
    return found


def _say(figure: str, value: float, unit: str, most: float | None) -> None:
    line = {"figure": figure, "value": value, "unit": unit, "at_most": most}
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
