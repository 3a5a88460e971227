"""The log of requests: what was asked, by whom, and what became of it."""

import json
from typing import Any, Final
from urllib.parse import unquote_plus

from starlette.types import Scope

from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.logbook import Logbook

MOST: Final = 20_000
MOST_CHARACTERS: Final = 32_000_000


def request_log() -> Logbook:
    return Logbook(MOST, MOST_CHARACTERS)


def entry_of(scope: Scope, body: bytes, token: str | None) -> Json:
    """What is known of a request when it comes; the rest is filled in as it goes on."""
    said = _said(body)
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


def _said(body: bytes) -> Any:
    """What the request says, as far as it is JSON."""
    try:
        return json.loads(body) if body else None
    except ValueError:
        return None


def _items_in(held: Any) -> int:
    if not isinstance(held, dict):
        return 0
    for name in ("items", "itemIds", "fieldData"):
        if isinstance(held.get(name), list):
            return len(held[name])
    return 1 if held else 0
