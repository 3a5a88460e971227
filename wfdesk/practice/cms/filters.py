"""What ``filter[slug][operator]`` and ``sort[slug]`` ask for, field by field.

A query is a list of pairs: a term that is there twice is two terms.

Operators, forms of values and limits are those of Webflow's page "List Items".
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from wfdesk.practice.cms.ids import iso, parsed
from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.model import Collection, Variant
from wfdesk.practice.cms.refused import RefusedError, bad_argument

Test = Callable[[Variant], bool]
Held = Callable[[Variant], Any]
"""What an item has in a field."""
Query = Sequence[tuple[str, str]]
"""The parameters as they were sent, with those that are there twice."""

MOST_TERMS: Final = 10
MOST_SEARCHES: Final = 2
MOST_VALUES: Final = 100
MOST_SORTS: Final = 3

_FILTER: Final = re.compile(r"filter\[([^\]]*)\]\[([^\]]*)\]")
_SORT: Final = re.compile(r"sort\[([^\]]*)\]")
_NUMBER: Final = re.compile(
    r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[+-]?[0-9]+)?", re.IGNORECASE
)
_ITEM_ID: Final = re.compile(r"[0-9a-f]{24}")
_EQUAL: Final = frozenset({"eq", "ne", "in", "nin"})
_ORDER: Final = frozenset({"gt", "gte", "lt", "lte"})
_SEARCH: Final = frozenset({"contains", "ncontains"})
_EXISTS: Final = frozenset({"exists"})
_TEXT: Final = _EQUAL | _SEARCH | _EXISTS
OPERATORS: Final[Mapping[str, frozenset[str]]] = {
    "id": _EQUAL,
    "PlainText": _TEXT,
    "Email": _TEXT,
    "Phone": _TEXT,
    "Link": _TEXT,
    "Number": _EQUAL | _ORDER | _EXISTS,
    "DateTime": _EQUAL | _ORDER | _EXISTS,
    "Switch": _EQUAL | _EXISTS,
    "Color": _EQUAL | _EXISTS,
    "Reference": _EQUAL | _EXISTS,
    "Option": _EQUAL,
    **dict.fromkeys(("RichText", "Image", "MultiImage", "VideoLink", "MultiReference"), _EXISTS),
}
SORTABLE: Final = frozenset({"PlainText", "Email", "Phone", "Number", "DateTime", "Switch"})


def tests_of(collection: Collection, query: Query, *, live: bool) -> list[Test]:
    """One test for each term; an item must pass them all."""
    terms = list(_terms(collection, query))
    if len(terms) > MOST_TERMS:
        raise bad_argument(f"A request has at most {MOST_TERMS} filter terms")
    if sum(operator in _SEARCH for _, operator, _ in terms) > MOST_SEARCHES:
        raise bad_argument(f"A request has at most {MOST_SEARCHES} text-search terms")
    return [
        _test(_held(field["slug"], live), field, operator, text) for field, operator, text in terms
    ]


def has_sorts(query: Query) -> bool:
    return any(key.startswith("sort[") for key, _ in query)


def sorted_by_fields(
    collection: Collection, found: list[Variant], query: Query, *, live: bool
) -> list[Variant]:
    """The items in the order of ``sort[...]``; those without a value come first."""
    sorts = [(_sorted_by(key), order) for key, order in query if key.startswith("sort[")]
    if len(sorts) > MOST_SORTS:
        raise bad_argument(f"A request has at most {MOST_SORTS} sort fields")
    for slug, order in reversed(sorts):
        if order not in {"asc", "desc"}:
            raise bad_argument(f"sort[{slug}] must be asc or desc")
        if _field(collection, slug)["type"] not in SORTABLE:
            raise bad_argument(f"sort[{slug}]: the items cannot be sorted by this field")
        found = sorted(found, key=_key(_held(slug, live)), reverse=order == "desc")
    return found


def _sorted_by(key: str) -> str:
    match = _SORT.fullmatch(key)
    if match is None:
        raise bad_argument(f"{key} is no sort")
    return match[1]


def _terms(collection: Collection, query: Query) -> Iterator[tuple[Json, str, str]]:
    for key, text in query:
        if not key.startswith("filter["):
            continue
        match = _FILTER.fullmatch(key)
        if match is None:
            raise bad_argument(f"{key} is no filter")
        slug, operator = match[1], match[2]
        field = {"slug": "id", "type": "id"} if slug == "id" else _field(collection, slug)
        if operator not in OPERATORS.get(field["type"], ()):
            raise bad_argument(f"{operator} does not apply to {slug}")
        yield field, operator, text


def _field(collection: Collection, slug: str) -> Json:
    field = collection.field(slug)
    if field is None:
        raise bad_argument(f"There is no field {slug}")
    return field


def _test(held: Held, field: Json, operator: str, text: str) -> Test:
    if operator == "exists":
        wanted = _flag(field, text)
        return lambda variant: (held(variant) is not None) is wanted
    if operator in _SEARCH:
        sought, is_wanted = text.casefold(), operator == "contains"
        return lambda variant: (sought in str(held(variant) or "").casefold()) is is_wanted
    if operator in {"in", "nin"}:
        values = [_value(field, part) for part in text.split(",")]
        if len(values) > MOST_VALUES:
            raise bad_argument(f"{operator} takes at most {MOST_VALUES} values")
        return lambda variant: (held(variant) in values) is (operator == "in")
    return _compared(held, operator, _value(field, text))


def _compared(held: Held, operator: str, value: Any) -> Test:
    compare = _COMPARISONS[operator]
    if operator in _ORDER:
        return lambda variant: held(variant) is not None and compare(held(variant), value)
    return lambda variant: compare(held(variant), value)


_COMPARISONS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "eq": lambda held, value: bool(held == value),
    "ne": lambda held, value: bool(held != value),
    "gt": lambda held, value: bool(held > value),
    "gte": lambda held, value: bool(held >= value),
    "lt": lambda held, value: bool(held < value),
    "lte": lambda held, value: bool(held <= value),
}


def _held(slug: str, live: bool) -> Held:
    if slug == "id":
        return lambda variant: variant.id
    return lambda variant: variant.shown(live=live).get(slug)


def _key(held: Held) -> Callable[[Variant], tuple[bool, Any]]:
    def key(variant: Variant) -> tuple[bool, Any]:
        value = held(variant)
        return (value is not None, value if value is not None else 0)

    return key


def _value(field: Json, text: str) -> Any:
    read = _READERS.get(field["type"])
    return read(field, text) if read else text


def _number(field: Json, text: str) -> float:
    number = float(text) if _NUMBER.fullmatch(text) else math.nan
    if not math.isfinite(number):
        raise _unfit(field, text)
    return number


def _flag(field: Json, text: str) -> bool:
    if text not in {"true", "false"}:
        raise _unfit(field, text)
    return text == "true"


def _date(field: Json, text: str) -> str:
    try:
        # A plus that was not escaped arrives as a space.
        return iso(parsed(text.replace(" ", "+")))
    except (ValueError, OverflowError):
        raise _unfit(field, text) from None


def _item(field: Json, text: str) -> str:
    if not _ITEM_ID.fullmatch(text):
        raise _unfit(field, text)
    return text


def _choice(field: Json, text: str) -> str:
    if text not in {entry["id"] for entry in field["validations"]["options"]}:
        raise _unfit(field, text)
    return text


_READERS: Final[Mapping[str, Callable[[Json, str], Any]]] = {
    "Number": _number,
    "Switch": _flag,
    "DateTime": _date,
    "id": _item,
    "Reference": _item,
    "Option": _choice,
}


def _unfit(field: Json, text: str) -> RefusedError:
    return bad_argument(f"'{text}' is no value for {field['slug']}")
