from decimal import Decimal

import pytest

from wfdesk.store.json import checksum, decode, encode


@pytest.mark.parametrize(
    "text", ["0.10", "1.0", "-0.0", "19.99", "1E+400", "123456789012345678901234567890.123456789"]
)
def test_a_number_is_written_as_it_was_read(text: str) -> None:
    assert encode(decode(text)) == text


def test_a_number_with_a_fraction_is_a_decimal() -> None:
    assert decode('{"price": [19.99]}') == {"price": [Decimal("19.99")]}


def test_a_whole_number_of_any_length_stays_whole() -> None:
    assert decode(encode(2**70)) == 2**70


def test_equal_objects_have_equal_text() -> None:
    assert encode({"b": 1, "a": {"d": 1, "c": 2}}) == encode({"a": {"c": 2, "d": 1}, "b": 1})


def test_true_and_one_have_different_text() -> None:
    assert encode(True) != encode(1)


def test_a_checksum_sees_where_one_part_ends_and_the_next_begins() -> None:
    assert checksum("ab", "c") != checksum("a", "bc")
