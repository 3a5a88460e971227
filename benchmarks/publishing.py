"""A thousand edits published: requests, seconds and stalls; and as the official SDK would do it."""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

from webflow import CollectionItemPatchSingleFieldData, Webflow
from webflow.environment import WebflowEnvironment
from webflow.resources.collections.resources.items import ItemIDs

from benchmarks.counting import forget, requests_of
from benchmarks.server import serving

ITEMS = 1_800
EDITS = 1_000


def figures() -> Iterator[tuple[str, float, str, float | None]]:
    """What was measured, its unit, and the most that it may be."""
    with serving(ITEMS) as (_, ready):
        url, token = ready["url"], ready["tokens"]["full"]
        recipes = _collection(url, token)
        yield from _ours(url, token, recipes)
        yield from _with_the_sdk(url, token, recipes)


def _ours(url: str, token: str, recipes: str) -> Iterator[tuple[str, float, str, float | None]]:
    with tempfile.TemporaryDirectory(prefix="wfdesk-bench-") as home:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "benchmarks.window",
                "publishing",
                url,
                token,
                recipes,
                str(EDITS),
            ],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            env={**os.environ, "WFDESK_HOME": home},
        )
    found = json.loads(done.stdout)
    if found["published"] != EDITS:
        raise RuntimeError(f"Only {found['published']} items were published.")
    yield "requests to send and publish 1,000 edits", found["requests"], "", 22
    yield "seconds for that", found["seconds"], "s", None
    yield "longest stall meanwhile", found["stall_ms"], "ms", 30


def _with_the_sdk(
    url: str, token: str, recipes: str
) -> Iterator[tuple[str, float, str, float | None]]:
    """An update and a publish an item, in a loop: the first thing that its manual shows."""
    where = WebflowEnvironment(base=url, data_api=url, content_delivery_api=url)
    items = Webflow(environment=where, access_token=token, timeout=20).collections.items
    keys = [
        item.id
        for offset in range(0, EDITS, 100)
        for item in items.list_items(recipes, offset=offset, limit=100).items or ()
        if item.id and item.last_published
    ]
    forget(url)
    begun = time.perf_counter()
    for number, key in enumerate(keys):
        fields = CollectionItemPatchSingleFieldData(name=f"Loaf {number}")
        items.update_item(recipes, key, field_data=fields)
        items.publish_item(recipes, request=ItemIDs(item_ids=[key]))
    taken = time.perf_counter() - begun
    share = EDITS / len(keys)
    yield "requests of the official SDK in a loop", round(len(requests_of(url)) * share), "", None
    yield "seconds for that, without a rate limit", round(taken * share, 1), "s", None


def _collection(url: str, token: str) -> str:
    def get(path: str) -> Any:
        request = urllib.request.Request(  # noqa: S310 - the server started above
            url + path, headers={"Authorization": f"Bearer {token}"}
        )
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return json.load(answer)

    site = get("/sites")["sites"][0]["id"]
    found = get(f"/sites/{site}/collections")["collections"]
    recipes: str = next(each["id"] for each in found if each["slug"] == "recipes")
    return recipes
