"""Lists of items: filters, order and pages."""

import heapq
import re
from collections.abc import Callable, Mapping
from typing import Final

from wfdesk.practice.cms import filters
from wfdesk.practice.cms.filters import Test
from wfdesk.practice.cms.ids import iso, parsed
from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.model import Collection, Variant, World
from wfdesk.practice.cms.paging import page_of
from wfdesk.practice.cms.refused import bad_request
from wfdesk.practice.cms.writes import locale_of

_KEYS: Final[Mapping[str, Callable[[Variant], str]]] = {
    "slug": lambda variant: str(variant.fields.get("slug", "")),
    "name": lambda variant: str(variant.fields.get("name", "")),
    "lastPublished": lambda variant: variant.published or "",
    "lastUpdated": lambda variant: variant.updated,
    "createdOn": lambda variant: variant.created,
}
_RANGE: Final = re.compile(r"(lastUpdated|createdOn|lastPublished)\[(gte|lte)\]")
_LATE: Final = ("lastUpdated[", "createdOn[", "filter[", "sort[")
"""The beginnings of what the specification has and the reference lacks."""


def listed(
    world: World, collection: Collection, query: Mapping[str, str], *, live: bool = False
) -> Json:
    """A page of the items, of one locale or of several: ``cmsLocaleId`` names them with commas."""
    query = _served(query, world.behaviour.late_queries)
    asked = query.get("cmsLocaleId", world.primary).split(",")
    locales = [locale_of(world, {"cmsLocaleId": locale}) for locale in dict.fromkeys(asked)]
    tests = [*_tests(query), *filters.tests_of(collection, query)]
    if live:
        tests.append(lambda variant: variant.live is not None)
    found = _of_all(collection, locales, query)
    if tests:
        found = [variant for variant in found if all(test(variant) for test in tests)]
    page, pagination = page_of(filters.sorted_by_fields(collection, found, query), query)
    return {"items": [variant.as_json(live=live) for variant in page], "pagination": pagination}


def _served(query: Mapping[str, str], late: str) -> Mapping[str, str]:
    """What is left of the query on a server that does not know all of it."""
    if late == "served":
        return query
    known = {key: text for key, text in query.items() if not key.startswith(_LATE)}
    if known.get("sortBy") in {"lastUpdated", "createdOn"}:
        del known["sortBy"]
    if late == "refused" and len(known) < len(query):
        raise bad_request("The query is not supported")
    return known


def _of_all(collection: Collection, locales: list[str], query: Mapping[str, str]) -> list[Variant]:
    each = [_sorted(collection, locale, query) for locale in locales]
    if len(each) == 1:
        return each[0]
    key, is_falling = _order(query)
    return list(heapq.merge(*each, key=key, reverse=is_falling))


def _order(query: Mapping[str, str]) -> tuple[Callable[[Variant], tuple[str, str]], bool]:
    """What items are compared by, and whether the greatest comes first."""
    by, order = query.get("sortBy", "createdOn"), query.get("sortOrder", "desc")
    if by not in _KEYS or order not in {"asc", "desc"}:
        raise bad_request("sortBy or sortOrder is not supported")
    key = _KEYS[by]
    return lambda variant: (key(variant), variant.id), order == "desc"


def _sorted(collection: Collection, locale: str, query: Mapping[str, str]) -> list[Variant]:
    """The order, kept until the collection changes: a full read asks for it page by page."""
    key, is_falling = _order(query)
    wanted = locale, query.get("sortBy", "createdOn"), is_falling
    revision, kept = collection.sorted_by.get(wanted, (-1, []))
    if revision != collection.revision:
        held = collection.locales.get(locale, {}).values()
        kept = sorted(held, key=key, reverse=is_falling)
        collection.sorted_by[wanted] = collection.revision, kept
    return kept


def _tests(query: Mapping[str, str]) -> list[Test]:
    tests = [_equal(name, query[name]) for name in ("name", "slug") if name in query]
    for name, value in query.items():
        match = _RANGE.fullmatch(name)
        if match:
            tests.append(_within(match[1], match[2], value))
    return tests


def _equal(name: str, value: str) -> Test:
    return lambda variant: variant.fields.get(name) == value


def _within(name: str, bound: str, value: str) -> Test:
    try:
        limit = iso(parsed(value.replace(" ", "+")))
    except ValueError:
        raise bad_request(f"{name}[{bound}] is no date") from None
    key = _KEYS[name]
    if bound == "gte":
        return lambda variant: key(variant) >= limit
    return lambda variant: "" < key(variant) <= limit
