"""The practice server at its largest: its start, its memory, and what a page far down costs."""

import json
import statistics
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

import psutil

from benchmarks.server import serving

MANY = 100_000
ROUNDS = 9
SORTS = ("createdOn", "lastUpdated", "lastPublished", "name", "slug")


def figures() -> Iterator[tuple[str, float, str, float | None]]:
    """What was measured, its unit, and the most that it may be."""
    begun = time.perf_counter()
    with serving(MANY) as (server, ready):
        yield "start of 100,000 practice items", round(time.perf_counter() - begun, 1), "s", 10
        asked = _Asked(ready["url"], ready["tokens"]["full"])
        site = asked("/sites")["sites"][0]
        collections = asked(f"/sites/{site['id']}/collections")["collections"]
        recipes = next(each["id"] for each in collections if each["slug"] == "recipes")
        items = f"/collections/{recipes}/items"
        for locale in (site["locales"]["primary"], *site["locales"]["secondary"]):
            for by in SORTS:
                for kind in ("", "/live"):
                    asked(f"{items}{kind}?limit=1&sortBy={by}&cmsLocaleId={locale['cmsLocaleId']}")
        memory = psutil.Process(server.pid).memory_info().rss / 2**20
        yield "its memory with every list in every order", round(memory), "MiB", 500
        total = asked(f"{items}?limit=1")["pagination"]["total"]
        first, last = (
            statistics.median(asked.seconds(f"{items}?offset={offset}") for _ in range(ROUNDS))
            for offset in (0, total - 100)
        )
        yield (
            "the last page of its longest list against the first",
            round(last / first, 2),
            "times",
            2,
        )


class _Asked:
    """Asks the server; a new connection each time, as that costs the same each time."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}"}

    def __call__(self, path: str) -> dict[str, Any]:
        request = urllib.request.Request(self._url + path, headers=self._headers)  # noqa: S310
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - the server started above
            found: dict[str, Any] = json.load(answer)
        return found

    def seconds(self, path: str) -> float:
        begun = time.perf_counter()
        self(path)
        return time.perf_counter() - begun
