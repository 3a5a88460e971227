"""Whatever comes over the wire ends as a value or as an error with a sentence, never as a bug."""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import format_datetime
from random import Random
from typing import Any

from tests.unit.fuzz.garbage import ROUNDS, broken, rounds, spoiled
from wfdesk.api import collections, items, sites, tokens
from wfdesk.api.itemwire import items_of, matched, total_of
from wfdesk.api.refusals import error_of, retry_after
from wfdesk.api.transport import Reply
from wfdesk.api.wire import decoded, encoded, shaped
from wfdesk.domain.errors import ApiError
from wfdesk.domain.ids import NAME, SLUG, CollectionId, LocaleId
from wfdesk.domain.items import Item

ITEM = {
    "id": "580e63fc8c9a982ac9b8b745",
    "cmsLocaleId": "653ad57de882f528b32e810e",
    "lastPublished": None,
    "lastUpdated": "2026-03-17T16:45:01.242Z",
    "createdOn": "2025-03-17T16:45:01+02:00",
    "isArchived": False,
    "isDraft": True,
    "fieldData": {
        "name": "Caf\u00e9 \U0001f950",
        "slug": "cafe",
        "price": 12.50,
        "tags": ["a", "b"],
    },
}
ANSWERS: tuple[Any, ...] = (
    {"items": [ITEM, ITEM], "pagination": {"limit": 100, "offset": 0, "total": 2}},
    ITEM,
    [ITEM],
    {"sites": [{"id": "s", "displayName": "S", "locales": {"primary": {"id": "l"}}}]},
    {"collections": [{"id": "c", "displayName": "C", "singularName": "c", "slug": "c"}]},
    {"id": "c", "displayName": "C", "singularName": "c", "fields": [{"id": "f", "type": "Number"}]},
    {"publishedItemIds": ["a"], "errors": []},
    {"message": "Validation Error", "code": "validation_error", "details": ["no"]},
    {"msg": "x", "problems": [{"param": "name", "description": "Field is required"}]},
    {"err": "RateLimit", "errors": {"field": "a", "message": "b"}, "code": 429},
)
SOUND = tuple(json.dumps(answer).encode() for answer in ANSWERS)
STRANGE = (
    *(None, True, 0, -1, 10**400, "", "x", [], {}, [[]], {"id": 1}, "items", [None]),
    *(Decimal("1e9999999"), Decimal("-1e-9999999"), Decimal("0.1"), "0001-01-01T00:00:00+14:00"),
    *({"total": "12"}, {"total": Decimal("1e9999999")}, {"total": []}, "9999-12-31T23:59:59-01:00"),
)
SHAPES = (
    *(collections._Collections, collections._FullCollection, items._Published),
    *(sites._Sites, sites._Domains, tokens._Introspection, tokens._Person),
)
COLLECTION, LOCALE = CollectionId("c"), LocaleId("l")


def test_any_bytes_are_a_value_or_an_error() -> None:
    values = 0
    for chance in rounds(1):
        body = broken(chance, chance.choice(SOUND))
        try:
            value = decoded(body)
        except ApiError:
            continue
        values += 1
        assert decoded(encoded(value)) == value
    assert values > ROUNDS / 20


def test_any_value_is_items_or_an_error() -> None:
    read = 0
    for chance in rounds(2):
        value = spoiled(chance, chance.choice(ANSWERS[:3]), STRANGE)
        with suppress(ApiError):
            assert total_of(value, 3) >= 0
        try:
            found = items_of(value, COLLECTION, LOCALE)
        except ApiError:
            continue
        read += len(found)
        assert all(isinstance(item, Item) and item.key.item for item in found)
        asked = [{NAME: item.fields.get(NAME), SLUG: item.fields.get(SLUG)} for item in found]
        chance.shuffle(asked)
        assert sorted(map(id, matched(asked, found))) == sorted(map(id, found))
    assert read > ROUNDS / 20


def test_any_value_has_the_shape_that_is_expected_or_is_an_error() -> None:
    fitting = 0
    for chance in rounds(3):
        value = spoiled(chance, chance.choice(ANSWERS), STRANGE)
        with suppress(ApiError):
            shaped(value, chance.choice(SHAPES))
            fitting += 1
    assert fitting > ROUNDS / 50


def test_any_refusal_is_an_error_that_holds_no_token() -> None:
    token = "t0ken-" + "x" * 58
    statuses = (*range(300, 600), 0, 200, 999)
    for chance in rounds(4):
        body = broken(chance, chance.choice(SOUND))
        place = chance.randrange(len(body) + 1)
        body = body[:place] + token.encode() * chance.randrange(2) + body[place:]
        error = error_of("GET /x", Reply(chance.choice(statuses), {}, body), token)
        assert isinstance(error, ApiError)
        assert error.summary
        assert token not in f"{error} {error.summary} {error.detail}"
        assert len(error.summary) < 2_000


NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
WAITS = (
    *(
        "0",
        "1",
        "60",
        "599.5",
        "600",
        "601",
        "-1",
        "1e3",
        "1_000",
        "NaN",
        "inf",
        "",
        " 5 ",
        "\u0663",
    ),
    *("9" * 30, "0" * 400, "5, 5", "5;q=1", "+5", "0x10", "Thu, 05 Mar 2026", "\0", "5\r\n6"),
    *(
        "Thu, 01 Jan 0001 00:00:00 +1400",
        "Fri, 31 Dec 9999 23:59:59 -1400",
        "Thu, 05 Mar 2026 25:61:61 GMT",
    ),
)


def some_wait(chance: Random) -> str:
    match chance.randrange(4):
        case 0:
            return chance.choice(WAITS)
        case 1:
            return str(chance.choice((1, 1.5, -1, 10**6)) * chance.randrange(2_000))
        case 2:
            when = NOW + timedelta(seconds=chance.randrange(-(10**9), 10**9))
            return format_datetime(when, usegmt=chance.random() < 0.5)
        case _:
            sound = chance.choice(WAITS).encode(errors="replace")
            return broken(chance, sound).decode("latin-1")


def test_any_wait_is_none_or_within_its_bounds() -> None:
    told = 0
    for chance in rounds(5):
        headers: Mapping[str, str] = {"retry-after": some_wait(chance)}
        if chance.random() < 0.5:
            headers = {**headers, "date": some_wait(chance)}
        seconds = retry_after(headers)
        told += seconds is not None
        assert seconds is None or 1 <= seconds <= 600
    assert told > ROUNDS / 4
