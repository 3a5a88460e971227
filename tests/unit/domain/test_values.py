"""Which values mean the same, and what is sent for one."""

from decimal import Decimal

import pytest

from wfdesk.domain.ids import FieldSlug
from wfdesk.domain.schema import Field, FieldType
from wfdesk.domain.values import (
    canonical,
    format_number,
    is_identical,
    is_same,
    is_stored,
    parse_date,
    parse_number,
    storable,
    to_wire,
    without_lone_surrogates,
)


def field(kind: FieldType) -> Field:
    return Field("id", FieldSlug("x"), "X", kind)


@pytest.mark.parametrize(
    ("kind", "left", "right"),
    [
        (FieldType.LINK, "https://a.b/c/", "https://a.b/c"),
        (FieldType.EMAIL, "Ann@Example.com", "ann@example.com"),
        (FieldType.VIDEO_LINK, "https://v.x/1", {"url": "https://v.x/1", "metadata": {"a": 1}}),
        (FieldType.NUMBER, 1, Decimal("1.0")),
        (FieldType.NUMBER, Decimal("0.12345678901234567891"), Decimal("0.12345678901234568")),
        (FieldType.NUMBER, 12345678901234567891, 12345678901234567000),
        (FieldType.NUMBER, Decimal("1E-9999999"), 0),
        (FieldType.DATE_TIME, "2024-04-14", "2024-04-14T00:00:00.000Z"),
        (FieldType.DATE_TIME, "2024-04-14T02:00:00+02:00", "2024-04-14T00:00:00.000Z"),
        (FieldType.DATE_TIME, "2024-04-14T00:00:00.123987Z", "2024-04-14T00:00:00.123Z"),
        (FieldType.IMAGE, {"fileId": "f", "url": "u", "alt": None}, {"fileId": "f", "url": "v"}),
        (FieldType.MULTI_IMAGE, [], None),
        (FieldType.PLAIN_TEXT, "", None),
        (FieldType.MULTI_REFERENCE, [], None),
    ],
)
def test_what_webflow_stores_otherwise_is_the_same(
    kind: FieldType, left: object, right: object
) -> None:
    assert is_same(field(kind), left, right)


@pytest.mark.parametrize(
    ("kind", "left", "right"),
    [
        (FieldType.SWITCH, False, None),
        (FieldType.NUMBER, 0, None),
        (FieldType.NUMBER, Decimal("0.1234567890123456"), Decimal("0.1234567890123457")),
        (FieldType.NUMBER, 9007199254740991, 9007199254740990),
        (FieldType.NUMBER, 10**400, 10**401),
        (FieldType.DATE_TIME, "2024-04-14T00:00:00.123Z", "2024-04-14T00:00:00.124Z"),
        (FieldType.PLAIN_TEXT, "a ", "a"),
        (FieldType.RICH_TEXT, "<p>a</p>", '<p id="">a</p>'),
        (FieldType.MULTI_REFERENCE, ["a", "b"], ["b", "a"]),
        (FieldType.IMAGE, {"fileId": "f", "alt": "a"}, {"fileId": "f", "alt": "b"}),
        (FieldType.OPTION, "a", "A"),
    ],
)
def test_what_differs_to_a_reader_is_not_the_same(
    kind: FieldType, left: object, right: object
) -> None:
    assert not is_same(field(kind), left, right)


def test_another_spelling_is_the_same_but_not_identical() -> None:
    email = field(FieldType.EMAIL)
    assert is_same(email, "Ann@x.org", "ann@x.org")
    assert not is_identical(email, "Ann@x.org", "ann@x.org")


def test_zero_and_false_are_not_identical() -> None:
    assert not is_identical(field(FieldType.NUMBER), 0, False)


@pytest.mark.parametrize("kind", list(FieldType))
def test_clearing_any_field_sends_null(kind: FieldType) -> None:
    assert to_wire(field(kind), None) is None
    assert to_wire(field(kind), "") is None


def test_a_video_is_sent_as_its_address() -> None:
    value = {"url": "https://v.x/1", "metadata": {"title": "t"}}
    assert to_wire(field(FieldType.VIDEO_LINK), value) == "https://v.x/1"


def test_pictures_are_sent_with_file_address_and_alt_and_nothing_else() -> None:
    value = [{"fileId": "f", "url": "u", "alt": None, "width": 3}]
    assert to_wire(field(FieldType.MULTI_IMAGE), value) == [{"fileId": "f", "url": "u"}]


@pytest.mark.parametrize("kind", list(FieldType))
@pytest.mark.parametrize("odd", [{"a": [1]}, [None], 3, True, "x", Decimal("1.5"), [[]]])
def test_no_value_of_any_shape_raises(kind: FieldType, odd: object) -> None:
    canonical(field(kind), odd)
    to_wire(field(kind), odd)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,5", Decimal("1.5")),
        ("0.30000003", Decimal("0.30000003")),
        ("-7", -7),
        ("\u22127", -7),
        ("12345678901234567890", 12345678901234567890),
        ("1e5", None),
        ("1.2.3", None),
        ("", None),
        ("٣", None),
    ],
)
def test_numbers_are_read_as_typed(text: str, number: object) -> None:
    assert parse_number(text) == number


def test_numbers_are_written_without_exponent() -> None:
    assert format_number(Decimal("1E+3")) == "1000"
    assert format_number(Decimal("0.1")) == "0.1"


def test_half_a_character_is_replaced() -> None:
    assert without_lone_surrogates("a\ud800b") == "a\ufffdb"


def test_what_cannot_be_kept_is_taken_out_of_a_value_however_deep_it_lies() -> None:
    value = {"files": [{"alt": "a\ud800", "size": 3}, None], "url": "\udfff"}
    kept = {"files": [{"alt": "a\ufffd", "size": 3}, None], "url": "\ufffd"}
    assert storable(value) == kept


LOAF = {"url": "https://example.com/breads/rye%20loaf.png?big", "alt": "A loaf"}
KEPT = {"fileId": "f", "url": "https://cdn.example/site/f_rye%20loaf.png", "alt": "A loaf"}


def test_a_file_given_by_its_address_is_stored_under_another_one() -> None:
    assert is_stored(field(FieldType.IMAGE), LOAF, KEPT)
    assert is_stored(field(FieldType.FILE), LOAF, KEPT)
    assert is_stored(field(FieldType.MULTI_IMAGE), [LOAF, KEPT], [KEPT, KEPT])


def test_a_switch_that_is_off_may_be_left_out() -> None:
    assert is_stored(field(FieldType.SWITCH), False, None)
    assert is_stored(field(FieldType.SWITCH), None, False)
    assert not is_stored(field(FieldType.SWITCH), True, None)


@pytest.mark.parametrize(
    ("kind", "sent", "held"),
    [
        (FieldType.IMAGE, LOAF, {**KEPT, "alt": "Another"}),
        (FieldType.IMAGE, LOAF, {**KEPT, "url": "https://cdn.example/site/f_cake.png"}),
        (FieldType.IMAGE, {**LOAF, "fileId": "g"}, KEPT),
        (FieldType.IMAGE, {"alt": "A loaf"}, KEPT),
        (FieldType.IMAGE, LOAF, None),
        (FieldType.MULTI_IMAGE, [LOAF], [KEPT, KEPT]),
        (FieldType.MULTI_IMAGE, [LOAF, KEPT], [KEPT, {**KEPT, "fileId": "g"}]),
        (FieldType.PLAIN_TEXT, "a", "b"),
    ],
)
def test_another_file_is_not_what_was_sent(kind: FieldType, sent: object, held: object) -> None:
    assert not is_stored(field(kind), sent, held)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("1E+9999999", "2E+9999999"),
        ("1E-9999999", "1"),
        ("0.10000000000000000000000000000001", "0.2"),
    ],
)
def test_a_number_is_compared_and_written_however_large_or_long(text, other) -> None:
    number = Decimal(text)
    assert is_same(field(FieldType.NUMBER), number, Decimal(text))
    assert not is_same(field(FieldType.NUMBER), number, Decimal(other))
    assert len(format_number(number)) < 1_000


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_date_that_no_clock_reaches_is_none(text: str) -> None:
    assert parse_date(text) is None
