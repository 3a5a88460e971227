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

from benchmarks.window import measure
from wfdesk.app.options import Options
from wfdesk.app.start import run

ITEMS = 10_000
ROUNDS = 5


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="wfdesk-bench-") as home:
        os.environ["WFDESK_HOME"] = home
        server = subprocess.Popen(
            [sys.executable, "-m", "wfdesk.practice", f"--items={ITEMS}", "--rate-limit=0"],
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            _in_window(json.loads(server.stdout.readline() if server.stdout else "{}"))
        finally:
            server.terminate()
            server.wait()
        _start()


def _in_window(ready: dict[str, Any]) -> None:
    url, token = ready["url"], ready["tokens"]["full"]
    site = _get(url, token, "/sites")["sites"][0]["id"]
    collections = _get(url, token, f"/sites/{site}/collections")["collections"]
    recipes = next(each["id"] for each in collections if each["slug"] == "recipes")
    found = run(Options(), partial(measure, url, token, recipes))
    _say("longest stall while 10,000 items are refreshed", found["stall_ms"], "ms", 50)
    _say("the same when nothing is new", found["second_stall_ms"], "ms", 50)
    _say("opening an item of another collection than before", found["open_first_ms"], "ms", 80)
    _say("opening an item with all field types", found["open_ms"], "ms", 80)


def _start() -> None:
    bare = statistics.median(_painted_after("benchmarks.bare") for _ in range(ROUNDS))
    ours = statistics.median(_painted_after("benchmarks.start") for _ in range(ROUNDS))
    _say("start to the first painted table, 10,000 items", round(ours * 1000), "ms", None)
    _say("a bare PySide6 window", round(bare * 1000), "ms", None)
    _say("start against a bare window", round(ours / bare, 2), "times", 2.5)


def _painted_after(module: str) -> float:
    """Seconds from the start of the process to its word that it has painted."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", module], stdout=subprocess.PIPE, text=True)
    if process.stdout:
        process.stdout.readline()
    taken = time.perf_counter() - start
    process.wait()
    return taken


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
