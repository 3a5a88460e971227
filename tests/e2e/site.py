"""The practice site as the main job's test sees it: started, stopped, read and compared."""

import re
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from tests.doubles.practice import Practice, start

Item = dict[str, Any]
Content = dict[str, dict[str, Item]]
"""The items of each collection by their ids, the collections by their slugs."""

SERVERS_OWN = {"id", "fileId", "metadata", "createdOn", "lastUpdated", "lastPublished"}
"""What a server adds: ids, what it knows of a video, moments."""

HOSTED = re.compile(r"http://127\.0\.0\.1:\d+/assets/[0-9a-f]{24}_")
"""The beginning of a file's address on the server that keeps it."""


@contextmanager
def practising(*arguments: str, server: tuple[str, ...] = ()) -> Iterator[Practice]:
    practice = start("--rate-limit", "0", *arguments, server=server)
    try:
        yield practice
    finally:
        practice.close()


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        return listening.getsockname()[1]


def schemas(practice: Practice) -> dict[str, dict[str, Any]]:
    """Each collection with its fields, by its slug."""
    site = practice.get("/sites")["sites"][0]["id"]
    found = practice.get(f"/sites/{site}/collections")["collections"]
    return {each["slug"]: practice.get(f"/collections/{each['id']}") for each in found}


def content(practice: Practice) -> Content:
    found = {}
    for slug, schema in schemas(practice).items():
        items: dict[str, Item] = {}
        path = f"/collections/{schema['id']}/items"
        while page := practice.get(path, offset=len(items), limit=100)["items"]:
            items |= {item["id"]: item for item in page}
        found[slug] = items
    return found


def changes(before: Content, after: Content) -> dict[str, list[Item]]:
    """The items that are not to the letter as before, as a person made them; new ones last."""
    changed = {}
    for slug, items in after.items():
        assert before[slug].keys() <= items.keys(), "An item is gone"
        ordered = sorted(items, key=lambda key: key not in before[slug])
        changed[slug] = [
            plain(items[key]) for key in ordered if items[key] != before[slug].get(key)
        ]
    return {slug: items for slug, items in changed.items() if items}


def plain(value: Any) -> Any:
    """Drop what a server adds of its own."""
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items() if key not in SERVERS_OWN}
    if isinstance(value, str):
        return HOSTED.sub("", value)
    return value


def writes(practice: Practice) -> Counter[tuple[str, str]]:
    """How often each verb was used on each path, from the server's own log."""
    log = practice.control("GET", "log").json()
    return Counter(
        (entry["method"], entry["path"].removeprefix("/v2"))
        for entry in log
        if entry["method"] != "GET"
    )
