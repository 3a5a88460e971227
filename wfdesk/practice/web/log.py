"""The log of requests: what was asked, by whom, and what became of it."""

from typing import Any, Final
from urllib.parse import unquote_plus

from starlette.types import Scope

from wfdesk.practice.cms.json import Json
from wfdesk.practice.web.bodies import batch_in, read

_LONGEST: Final = 4_000_000
"""Bytes of a body that is shown; a longer one is not kept."""
_UNPACKED: Final = 8
"""A body weighs so much more when it is read."""


def entry_of(scope: Scope, body: bytes, token: str | None) -> Json:
    """What is known of a request when it comes; the rest is filled in as it goes on."""
    said = read(body) if len(body) <= _LONGEST else None
    return {
        "number": 0,
        "method": scope["method"],
        "path": scope["path"],
        "query": unquote_plus(scope["query_string"].decode("ascii", "replace")),
        "status": None,
        "token": token,
        "items": _items_in(said),
        "body": said,
        "faults": [],
        "applied": False,
    }


def _items_in(said: Any) -> int:
    """How many items a request is about."""
    batch = batch_in(said)
    if batch:
        return len(batch[1])
    return 1 if said and isinstance(said, dict) else 0


def weight_of(entry: Json, body: bytes) -> int:
    """About how many characters an entry of the log takes."""
    unpacked = 0 if entry["body"] is None else _UNPACKED * len(body)
    return len(entry["path"]) + len(entry["query"]) + unpacked
