"""What a body says: the batch in it, and the items that a request names."""

import re
from collections.abc import Sequence
from typing import Any, Final

from wfdesk.practice.cms import json
from wfdesk.practice.cms.json import Json

BATCHES: Final = ("items", "itemIds", "fieldData", "nodes", "properties")
"""The names that a list of what is to be done goes by."""
_PLACE: Final = re.compile(r"/collections/([^/]+)(?:/items/([0-9a-f]{24}))?")


def read(body: bytes) -> Any:
    """What a body says; None if it is no JSON, as that of a picture."""
    try:
        return json.read(body)
    except ValueError:
        return None


def batch_in(said: Any) -> tuple[str, list[Any]] | None:
    """The batch of a request and its name, if it is one."""
    held: Json = said if isinstance(said, dict) else {}
    for name in BATCHES:
        if isinstance(held.get(name), list):
            return name, held[name]
    return None


def named_in(path: str, said: Any) -> tuple[str | None, Sequence[str]]:
    """The collection and the items that a request is about."""
    place = _PLACE.search(path)
    if place is None:
        return None, ()
    if place[2]:
        return place[1], [place[2]]
    _, entries = batch_in(said) or ("", [])
    ids = [entry.get("id") if isinstance(entry, dict) else entry for entry in entries]
    return place[1], [key for key in ids if isinstance(key, str)]
