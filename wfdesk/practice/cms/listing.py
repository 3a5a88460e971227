"""Lists of items: filters, order and pages."""

import re
from collections.abc import Callable, Mapping
from typing import Final

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
Test = Callable[[Variant], bool]


def listed(
    world: World, collection: Collection, query: Mapping[str, str], *, live: bool = False
) -> Json:
    locale = locale_of(world, {"cmsLocaleId": query.get("cmsLocaleId", world.primary)})
    tests = _tests(query)
    if live:
        tests.append(lambda variant: variant.live is not None)
    found = _sorted(collection, locale, query)
    if tests:
        found = [variant for variant in found if all(test(variant) for test in tests)]
    page, pagination = page_of(found, query)
    return {"items": [variant.as_json(live=live) for variant in page], "pagination": pagination}


def _sorted(collection: Collection, locale: str, query: Mapping[str, str]) -> list[Variant]:
    """The order, kept until the collection changes: a full read asks for it page by page."""
    by, order = query.get("sortBy", "createdOn"), query.get("sortOrder", "desc")
    if by not in _KEYS or order not in {"asc", "desc"}:
        raise bad_request("sortBy or sortOrder is not supported")
    wanted = locale, by, order == "desc"
    revision, kept = collection.sorted_by.get(wanted, (-1, []))
    if revision != collection.revision:
        key = _KEYS[by]
        held = collection.locales.get(locale, {}).values()
        kept = sorted(held, key=lambda v: (key(v), v.id), reverse=order == "desc")
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
