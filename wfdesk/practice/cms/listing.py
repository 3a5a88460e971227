"""Lists of items: filters, order and pages."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from wfdesk.practice.cms.ids import iso, parsed
from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.model import Collection, Variant, World
from wfdesk.practice.cms.orders import Order, Rank
from wfdesk.practice.cms.paging import page_of
from wfdesk.practice.cms.refused import bad_request
from wfdesk.practice.cms.writes import locale_of

_KEYS: Final[Mapping[str, Callable[[Variant, bool], str]]] = {
    "slug": lambda variant, live: str(variant.shown(live=live).get("slug", "")),
    "name": lambda variant, live: str(variant.shown(live=live).get("name", "")),
    "lastPublished": lambda variant, _live: variant.published or "",
    "lastUpdated": lambda variant, _live: variant.updated,
    "createdOn": lambda variant, _live: variant.created,
}
_RANGE: Final = re.compile(r"(lastUpdated|createdOn|lastPublished)\[(gte|lte)\]")
_EARLIEST: Final = "0"
Test = Callable[[Variant], bool]


def listed(
    world: World, collection: Collection, query: Mapping[str, str], *, live: bool = False
) -> Json:
    locale = locale_of(world, {"cmsLocaleId": query.get("cmsLocaleId", world.primary)})
    by, direction = query.get("sortBy", "createdOn"), query.get("sortOrder", "desc")
    if by not in _KEYS or direction not in {"asc", "desc"}:
        raise bad_request("sortBy or sortOrder is not supported")
    variants, places = _candidates(collection, (locale, by, live), query)
    if direction == "desc":
        places = places[::-1]
    tests = _tests(query, but=by)
    if tests:
        places = [place for place in places if all(test(variants[place]) for test in tests)]
    page, pagination = page_of(places, query)
    items = [variants[place].as_json(live=live) for place in page]
    return {"items": items, "pagination": pagination}


def _candidates(
    collection: Collection, wanted: tuple[str, str, bool], query: Mapping[str, str]
) -> tuple[Sequence[Variant], Sequence[int]]:
    """Items in ascending order, and the places of those that may be meant."""
    locale, by, live = wanted
    held: Iterable[Variant] = collection.locales.get(locale, {}).values()
    order = _order(collection, wanted)
    if "slug" in query:
        # One or none, in a site that is in order: it is found, and not searched for.
        slugs = _order(collection, (locale, "slug", False))
        entries = slugs.of(held)
        held = [entries[place] for place in slugs.between(query["slug"], query["slug"])]
        order = _new_order(by, live)
    return order.of(held), order.between(*_bounds(query, by))


def _order(collection: Collection, wanted: tuple[str, str, bool]) -> Order[Variant]:
    """The order that was asked for before, or a new one."""
    order = collection.orders.get(wanted)
    if order is None:
        _, by, live = wanted
        order = collection.orders[wanted] = _new_order(by, live)
    return order


def _new_order(by: str, live: bool) -> Order[Variant]:
    key = _KEYS[by]

    def rank(variant: Variant) -> Rank:
        return key(variant, live), variant.id

    def belongs(variant: Variant) -> bool:
        return not live or variant.live is not None

    return Order(rank, belongs)


def _bounds(query: Mapping[str, str], by: str) -> tuple[str, str | None]:
    """What is asked of the moment that is sorted by: the list is cut, and not searched."""
    least, most = "", None
    for name, value in query.items():
        match = _RANGE.fullmatch(name)
        if match and match[1] == by:
            limit = _limit(name, value)
            if match[2] == "gte":
                least = limit
            else:
                # What was never published is before no moment.
                least, most = max(least, _EARLIEST), limit
    return least, most


def _tests(query: Mapping[str, str], but: str) -> list[Test]:
    tests = [_equal(name, query[name]) for name in ("name", "slug") if name in query]
    for name, value in query.items():
        match = _RANGE.fullmatch(name)
        if match and match[1] != but:
            tests.append(_within(match[1], match[2], _limit(name, value)))
    return tests


def _equal(name: str, value: str) -> Test:
    return lambda variant: variant.fields.get(name) == value


def _within(name: str, bound: str, limit: str) -> Test:
    key = _KEYS[name]
    if bound == "gte":
        return lambda variant: key(variant, False) >= limit
    return lambda variant: "" < key(variant, False) <= limit


def _limit(name: str, value: str) -> str:
    try:
        return iso(parsed(value.replace(" ", "+")))
    except (ValueError, OverflowError):
        raise bad_request(f"{name} is no date") from None
