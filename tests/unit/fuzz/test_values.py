"""What people paste and colleagues store: read, or not a value, and never for long."""

import re
from datetime import datetime
from decimal import Decimal
from random import Random
from typing import cast

import pytest

from tests.doubles.pace import work_of
from tests.unit.fuzz.garbage import ROUNDS, rounds
from wfdesk.api.items import Items
from wfdesk.domain.ids import CollectionId, FieldSlug, LocaleId
from wfdesk.domain.schema import Field, FieldType
from wfdesk.domain.validation import problems_with
from wfdesk.domain.values import (
    Value,
    canonical,
    format_number,
    is_same,
    parse_date,
    parse_number,
    to_wire,
)
from wfdesk.sync.slugs import Slugs

PIECES = (
    *("1", "12", "0", "9" * 40, ".", ",", "-", "+", "\u2212", " ", "e", "E", "_", "\u0663", "NaN"),
    *("2026-03-05", "T", "12:30", ":59.999", "Z", "+14:00", "-14:00", "0001-01-01", "9999-12-31"),
    *("W10", "24:00", "\0", "\ud800", "x", "\u00e9", "\u4f60\u597d", "\U0001f950", "--", "/", "\n"),
)


def some_text(chance: Random) -> str:
    return "".join(chance.choices(PIECES, k=chance.randrange(7)))


def test_any_text_is_a_number_or_none() -> None:
    numbers = 0
    for chance in rounds(1):
        number = parse_number(some_text(chance))
        if number is not None:
            numbers += 1
            assert parse_number(format_number(number)) == number
    assert numbers > ROUNDS / 50


def test_any_text_is_a_date_or_none() -> None:
    dates = 0
    for chance in rounds(2):
        moment = parse_date(some_text(chance))
        if moment is not None:
            dates += 1
            assert isinstance(moment, datetime)
            assert not moment.utcoffset()
    assert dates > ROUNDS / 100


VALUES: tuple[Value, ...] = (
    *(None, True, False, 0, 1, 10**400, 1.5, Decimal("1.50"), Decimal("1e9999999"), "", "x"),
    *(Decimal("-1e-9999999"), Decimal("1." + "9" * 60), float("inf"), [], {}, [None], ["a", "a"]),
    *({"fileId": "a"}, {"url": "https://["}, [{"fileId": {}}], [[]], {"url": []}, "\ud800"),
    *("0001-01-01T00:00:00+14:00", "http://[", "a@b", "#fff", "hsl(1e999 1% 1%)", {"alt": 1}),
)
LIMITS: tuple[Value, ...] = (None, True, 1, Decimal("1e9999999"), "x", "integer", [], 10**400)
NAMES = ("maxLength", "minValue", "maxValue", "precision", "format", "allowZero", "singleLine")


def test_any_value_can_be_compared_checked_and_sent() -> None:
    for chance in rounds(3):
        kind = chance.choice(list(FieldType))
        limits = {name: chance.choice(LIMITS) for name in chance.choices(NAMES, k=2)}
        field = Field("1", FieldSlug("f"), "F", kind, validations=limits)
        one, other = chance.choices(VALUES, k=2)
        assert is_same(field, one, one)
        assert is_same(field, one, other) == is_same(field, other, one)
        if canonical(field, one) is not None:
            assert all(problem.sentence for problem in problems_with(field, one))
            to_wire(field, one)


@pytest.mark.parametrize("text", ["9" * 10**6, "0." + "9" * 10**6, "1" + "0" * 10**6], ids=len)
def test_no_number_takes_long(text: str) -> None:
    assert parse_number(text) is None
    assert work_of(lambda: parse_number(text)) < 20


async def test_any_name_has_a_slug_that_webflow_takes() -> None:
    nobody = cast(Items, None)  # Nothing is asked for.
    slugs = Slugs(nobody, CollectionId("c"), LocaleId("l"), set(), list, asks=False)
    stems = set[str]()
    for chance in rounds(4):
        name = "".join(chance.choices(PIECES, k=chance.choice((0, 1, 3, 9, 90))))
        slug = await slugs.free_for(name)
        assert re.fullmatch(r"[a-z0-9_-]{1,256}", slug, re.ASCII), name
        if chance.random() < 0.2:
            slugs.take(slug)
        stems.add(slug)
    assert len(stems) > ROUNDS / 20
