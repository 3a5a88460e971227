import contextlib
import json
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wfdesk.api.wire import MAX_DEPTH, decoded, encoded, shaped
from wfdesk.domain.errors import NotWebflowError, RefusedError, ServerTroubleError

NUMBERS = st.integers() | st.decimals(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | st.text() | NUMBERS,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@pytest.mark.parametrize("number", ["1.10", "0.30000003", "12345678901234567890.5", "1E-30"])
def test_a_number_is_written_as_it_was_read(number):
    value = decoded(f'{{"n":{number}}}'.encode())
    assert value == {"n": Decimal(number)}
    assert encoded(value) == f'{{"n":{number}}}'.encode()


@given(VALUES)
def test_what_is_written_reads_the_same(value):
    assert decoded(encoded(value)) == value


@given(st.binary(max_size=200))
def test_no_answer_is_a_crash(body):
    with contextlib.suppress(NotWebflowError, ServerTroubleError):
        decoded(body)


def test_an_empty_body_is_nothing():
    assert decoded(b" \n") is None


@pytest.mark.parametrize(
    ("escape", "text"),
    [
        (rb"\ud83d", "\ufffd"),
        (rb"\uDE00", "\ufffd"),
        (rb"a\ud83d b", "a\ufffd b"),
        (rb"\ud83d\ude00", "\U0001f600"),
        (rb"\ud83d\ud83d\ude00", "\ufffd\U0001f600"),
        (rb"\\ud83d \ud83d", "\\ud83d \ufffd"),
    ],
)
def test_half_an_emoji_does_not_spoil_a_page(escape, text):
    assert decoded(b'{"name": "' + escape + b'"}') == {"name": text}


def test_half_an_emoji_is_not_sent():
    with pytest.raises(RefusedError) as caught:
        encoded({"name": "\ud83d"})
    assert "half of a character" in caught.value.summary


@pytest.mark.parametrize("depth", [1, MAX_DEPTH])
def test_sensible_depth_is_read(depth):
    assert decoded(b"[" * depth + b"]" * depth) is not None


@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 1000, 200_000])
def test_deep_json_is_not_webflow(depth):
    with pytest.raises(NotWebflowError) as caught:
        decoded(b'{"a":' * depth + b"1" + b"}" * depth)
    assert "deep" in caught.value.detail


@pytest.mark.parametrize(
    "body", [b"<html>", b"\xff\xfe", b"nonsense", b'{"a":"\xff"}', b"1" * 9999]
)
def test_what_is_no_json_is_not_webflow(body):
    with pytest.raises(NotWebflowError) as caught:
        decoded(body)
    assert "not from Webflow" in caught.value.summary


def test_json_that_ends_too_early_broke_off():
    with pytest.raises(ServerTroubleError) as caught:
        decoded(json.dumps({"items": [1, 2, 3]}).encode()[:-4])
    assert "broke off" in caught.value.summary


class Shape(msgspec.Struct):
    id: str


def test_a_missing_field_is_named():
    with pytest.raises(NotWebflowError) as caught:
        shaped({"name": "x"}, Shape)
    assert "`id`" in caught.value.detail


def test_unknown_fields_are_tolerated():
    assert shaped({"id": "x", "new": 1}, Shape) == Shape("x")
