"""Pages of a list: which part is asked for."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.refused import bad_request

T = TypeVar("T")
_MOST_DIGITS: Final = 15


def page_of(found: Sequence[T], query: Mapping[str, str]) -> tuple[Sequence[T], Json]:
    """The part that ``limit`` and ``offset`` ask for, and what is said of it."""
    limit, offset = _number(query, "limit", 100), _number(query, "offset", 0)
    if not 1 <= limit <= 100:
        raise bad_request("limit must be between 1 and 100")
    pagination = {"limit": limit, "offset": offset, "total": len(found)}
    return found[offset : offset + limit], pagination


def _number(query: Mapping[str, str], name: str, otherwise: int) -> int:
    text = query.get(name, str(otherwise))
    if not text.isascii() or not text.isdigit() or len(text) > _MOST_DIGITS:
        raise bad_request(f"{name} must be a number")
    return int(text)
