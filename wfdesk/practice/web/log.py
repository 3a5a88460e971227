"""The log of requests: what was asked, by whom, and what became of it."""

from typing import Any, Final
from urllib.parse import unquote_plus

from starlette.types import Scope

from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.logbook import Logbook
from wfdesk.practice.web.bodies import batch_in, read

MOST: Final = 20_000
MOST_CHARACTERS: Final = 32_000_000


def request_log() -> Logbook:
    return Logbook(MOST, MOST_CHARACTERS)


def entry_of(scope: Scope, body: bytes, token: str | None) -> Json:
    """What is known of a request when it comes; the rest is filled in as it goes on."""
    said = read(body)
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
