"""JSON to Python and back, without losing a digit, and with limits for hostile answers.

Numbers with a fraction are ``Decimal`` both ways.
"""

import re
from decimal import Decimal, DecimalException
from typing import TypeVar

import msgspec

from wfdesk.domain.errors import (
    ApiError,
    NotWebflowError,
    Refusal,
    RefusedError,
    ServerTroubleError,
)
from wfdesk.domain.values import Value

MAX_DEPTH = 64

_T = TypeVar("_T")
_decoder = msgspec.json.Decoder(float_hook=Decimal)
_encoder = msgspec.json.Encoder(decimal_format="number")
_ESCAPE = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
    rb"|\\."
)

_STRANGE = (
    "The answer was not from Webflow, or in a form that wfdesk does not know. If you are on a"
    " guest network, sign in to it in your browser, then try again."
)


def encoded(value: Value) -> bytes:
    try:
        return _encoder.encode(value)
    except UnicodeEncodeError as error:
        reason = "The text holds half of a character, such as a cut emoji. Type it again."
        raise RefusedError(reason, error.reason, [Refusal("", reason)]) from error


def decoded(body: bytes) -> Value:
    """Read the body of an answer; an empty one is None."""
    if not body.strip():
        return None
    try:
        value = _decoded(body)
    except RecursionError:
        raise not_webflow("JSON nested too deeply") from None
    except (msgspec.DecodeError, UnicodeDecodeError, DecimalException, ValueError) as error:
        raise _unreadable(body, error) from error
    has_so_many = body.count(b"{") + body.count(b"[") > MAX_DEPTH
    if has_so_many and _is_deeper_than(MAX_DEPTH, value):
        raise not_webflow(f"JSON nested deeper than {MAX_DEPTH} levels")
    return value


def shaped(value: Value, shape: type[_T]) -> _T:
    """Fit a decoded value to a wire type, or name what is missing."""
    try:
        return msgspec.convert(value, shape)
    except msgspec.ValidationError as error:
        raise not_webflow(str(error)) from error


def not_webflow(reason: str) -> NotWebflowError:
    return NotWebflowError(_STRANGE, reason)


def _decoded(body: bytes) -> Value:
    try:
        value: Value = _decoder.decode(body)
    except msgspec.DecodeError:
        # A server in JavaScript that cuts a text may cut an emoji in two.
        if b"\\ud" not in body.lower():
            raise
        value = _decoder.decode(_ESCAPE.sub(_mended, body))
    return value


def _mended(escape: re.Match[bytes]) -> bytes:
    return b"\\ufffd" if escape["half"] else escape[0]


def _unreadable(body: bytes, error: Exception) -> ApiError:
    if "truncated" in str(error) and body.lstrip()[:1] in {b"{", b"["}:
        return ServerTroubleError(
            "Webflow's answer broke off. Try again in a moment.", "the JSON ends too early"
        )
    return not_webflow(f"no JSON: {type(error).__name__}")


def _is_deeper_than(limit: int, value: Value) -> bool:
    level = [value] if isinstance(value, dict | list) else []
    for _ in range(limit):
        if not level:
            return False
        level = [
            child
            for node in level
            for child in (node.values() if isinstance(node, dict) else node)
            if isinstance(child, dict | list)
        ]
    return bool(level)
