"""Runs every measurement and prints one line of JSON per figure. Ratios are of one run."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from functools import partial
from typing import Any

from benchmarks.window import refreshing
from wfdesk.app.options import Options
from wfdesk.app.start import run

ITEMS = 10_000
ROUNDS = 15
"""Odd, so that the median is a measurement."""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="wfdesk-bench-") as home:
        os.environ["WFDESK_HOME"] = home
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "wfdesk.practice"),
                *(f"--items={ITEMS}", "--rate-limit=0", "--until-stdin-closes"),
            ],
            stdin=subprocess.PIPE,  # so that it ends with us, however we end
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            recipes = _refreshing(json.loads(server.stdout.readline() if server.stdout else "{}"))
            _opening(recipes)
        finally:
            server.terminate()
            server.wait()
        _start(home)


def _refreshing(ready: dict[str, Any]) -> str:
    """Return the id of the collection with all field types."""
    url, token = ready["url"], ready["tokens"]["full"]
    site = _get(url, token, "/sites")["sites"][0]["id"]
    collections = _get(url, token, f"/sites/{site}/collections")["collections"]
    recipes: str = next(each["id"] for each in collections if each["slug"] == "recipes")
    found = run(Options(), partial(refreshing, url, token, recipes))
    _say("longest stall while 10,000 items are refreshed", found["stall_ms"], "ms", 50)
    _say("the same when nothing is new", found["second_stall_ms"], "ms", 50)
    return recipes


def _opening(collection: str) -> None:
    """In a process of its own: the first of all forms is made in it."""
    command = [sys.executable, "-m", "benchmarks.window", collection]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found = json.loads(done.stdout)
    _say("opening the first item of a collection", found["open_first_ms"], "ms", 80)
    _say("longest stall meanwhile", found["open_first_stall_ms"], "ms", 50)
    _say("opening an item with all field types", found["open_ms"], "ms", 80)


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
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": f"{home}/compiled"}
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
