"""Lists of items: filters, order and pages."""

import heapq
import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from wfdesk.practice.cms import filters
from wfdesk.practice.cms.filters import Query, Test
from wfdesk.practice.cms.ids import iso, parsed
from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.model import Collection, Variant, World
from wfdesk.practice.cms.orders import Order, Rank
from wfdesk.practice.cms.paging import page_of
from wfdesk.practice.cms.refused import bad_argument, bad_request
from wfdesk.practice.cms.writes import locale_of

_KEYS: Final[Mapping[str, Callable[[Variant, bool], str]]] = {
    "slug": lambda variant, live: str(variant.shown(live=live).get("slug", "")),
    "name": lambda variant, live: str(variant.shown(live=live).get("name", "")),
    "lastPublished": lambda variant, _live: variant.published or "",
    "lastUpdated": lambda variant, _live: variant.updated,
    "createdOn": lambda variant, _live: variant.created,
}
_TIMES: Final = ("lastUpdated[", "createdOn[", "lastPublished[")
_RANGE: Final = re.compile(r"(lastUpdated|createdOn|lastPublished)\[([gl]te?)\]")
"""The reference has ``gte`` and ``lte``; the changelog of 2024-06-18, which announced the filter,
shows it with ``gt`` and ``lt``. Both are served, and no others."""
_COMPARISONS: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}
_EARLIEST: Final = "0"
_LATE: Final = ("lastUpdated[", "createdOn[", "filter[", "sort[")
"""The beginnings of what the specification has and the reference lacks."""
_Cut = tuple[Sequence[Variant], Sequence[int]]
"""Items in ascending order, and the places of those that are meant."""


def listed(world: World, collection: Collection, asked: Query, *, live: bool = False) -> Json:
    """A page of the items, of one locale or of several: ``cmsLocaleId`` names them with commas."""
    every = _served(asked, world.behaviour.late_queries)
    query = dict(every)
    by, direction = query.get("sortBy", "createdOn"), query.get("sortOrder", "desc")
    if by not in _KEYS or direction not in {"asc", "desc"}:
        raise bad_request("sortBy or sortOrder is not supported")
    named = dict.fromkeys(query.get("cmsLocaleId", world.primary).split(","))
    locales = [locale_of(world, {"cmsLocaleId": locale}) for locale in named]
    tests = [*_tests(every, by, live), *filters.tests_of(collection, every, live=live)]
    cuts = [_cut(collection, (locale, by, live), every, tests) for locale in locales]
    variants, places = cuts[0] if len(cuts) == 1 else _merged(cuts, _rank(by, live))
    if direction == "desc":
        places = places[::-1]
    if filters.has_sorts(every):
        found = [variants[place] for place in places]
        variants = filters.sorted_by_fields(collection, found, every, live=live)
        places = range(len(found))
    page, pagination = page_of(places, query)
    items = [variants[place].as_json(live=live) for place in page]
    return {"items": items, "pagination": pagination}


def _served(query: Query, late: str) -> Query:
    """What is left of the query on a server that does not know all of it."""
    if late == "served":
        return query
    known = [
        (key, text)
        for key, text in query
        if not key.startswith(_LATE)
        and (key, text) not in {("sortBy", "lastUpdated"), ("sortBy", "createdOn")}
    ]
    if late == "refused" and len(known) < len(query):
        raise bad_request("The query is not supported")
    return known


def _merged(cuts: Sequence[_Cut], rank: Callable[[Variant], Rank]) -> _Cut:
    each = ([variants[place] for place in places] for variants, places in cuts)
    merged = list(heapq.merge(*each, key=rank))
    return merged, range(len(merged))


def _cut(
    collection: Collection,
    wanted: tuple[str, str, bool],
    query: Query,
    tests: Sequence[Test],
) -> _Cut:
    variants, places = _candidates(collection, wanted, query)
    if tests:
        places = [place for place in places if all(test(variants[place]) for test in tests)]
    return variants, places


def _candidates(collection: Collection, wanted: tuple[str, str, bool], query: Query) -> _Cut:
    """Those that may be meant, as far as an order shows it."""
    locale, by, live = wanted
    held: Iterable[Variant] = collection.locales.get(locale, {}).values()
    order = _order(collection, wanted)
    slug = dict(query).get("slug")
    if slug is not None:
        # One or none, in a site that is in order: it is found, and not searched for.
        slugs = _order(collection, (locale, "slug", live))
        entries = slugs.of(held)
        held = [entries[place] for place in slugs.between(slug, slug)]
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
    def belongs(variant: Variant) -> bool:
        return not live or variant.live is not None

    return Order(_rank(by, live), belongs)


def _rank(by: str, live: bool) -> Callable[[Variant], Rank]:
    key = _KEYS[by]
    return lambda variant: (key(variant, live), variant.id)


def _bounds(query: Query, by: str) -> tuple[str, str | None]:
    """What is asked of the moment that is sorted by: the list is cut, and not searched."""
    limits = [(bound, limit) for name, bound, limit in _ranges(query) if name == by]
    least = [limit for bound, limit in limits if bound == "gte"]
    most = [limit for bound, limit in limits if bound == "lte"]
    if most:
        # What was never published is before no moment.
        least.append(_EARLIEST)
    return max(least, default=""), min(most, default=None)


def _tests(query: Query, but: str, live: bool) -> list[Test]:
    """All that is asked, except what ``_bounds`` sees to."""
    single = dict(query)
    tests = [_equal(name, single[name], live) for name in ("name", "slug") if name in single]
    for name, bound, limit in _ranges(query):
        if name != but or bound in {"gt", "lt"}:
            tests.append(_within(name, bound, limit))
    return tests


def _ranges(query: Query) -> Iterator[tuple[str, str, str]]:
    """What is asked of moments: of which, in which sense, and the limit."""
    for key, text in query:
        if key.startswith(_TIMES):
            match = _RANGE.fullmatch(key)
            if match is None:
                raise bad_argument(f"{key} is no filter")
            yield match[1], match[2], _limit(key, text)


def _equal(name: str, value: str, live: bool) -> Test:
    return lambda variant: variant.shown(live=live).get(name) == value


def _within(name: str, bound: str, limit: str) -> Test:
    key, compare = _KEYS[name], _COMPARISONS[bound]
    return lambda variant: (when := key(variant, False)) != "" and compare(when, limit)


def _limit(name: str, value: str) -> str:
    try:
        return iso(parsed(value.replace(" ", "+")))
    except (ValueError, OverflowError):
        raise bad_request(f"{name} is no date") from None
