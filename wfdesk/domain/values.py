"""Field values: which two mean the same, and what is sent for one.

Webflow changes values as it stores them (a link loses its trailing slash, a video's address comes
back as an object), so values are compared in a canonical form per type and never as raw JSON.
"""

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from urllib.parse import unquote, urlsplit

from wfdesk.domain.schema import Field, FieldType

Value = object
"""A JSON value in Python: None, bool, int, Decimal, str, list or dict.

Numbers with a fraction are ``Decimal``, so that they are written as they were read. A field that
is absent and a field that is null are both None: Webflow shows an unset field either way.
"""

_LONGEST_NUMBER = 1_000
"""Characters. To write a number out, or to read it, takes a second for a hundred thousand."""


def is_same(field: Field, left: Value, right: Value) -> bool:
    """Whether the two values mean the same to Webflow."""
    if left is right or (type(left) is type(right) and left == right):  # nearly always
        return True
    return canonical(field, left) == canonical(field, right)


def is_identical(field: Field, left: Value, right: Value) -> bool:
    """Whether the two values are sent as the same; stricter than ``is_same``."""
    sent = to_wire(field, left), to_wire(field, right)
    return sent[0] == sent[1] and isinstance(sent[0], bool) == isinstance(sent[1], bool)


def is_stored(field: Field, sent: Value, held: Value) -> bool:
    """Whether *held* may be what Webflow made of *sent*.

    A file that is given by its address is fetched: it gets an id, and an address elsewhere that
    ends in its name. A switch that is off may be left out.
    """
    if is_same(field, sent, held):
        return True
    if field.type is FieldType.SWITCH:
        return not sent and not held
    if field.type in {FieldType.IMAGE, FieldType.FILE}:
        return _is_fetched(sent, held)
    if field.type is not FieldType.MULTI_IMAGE:
        return False
    if not isinstance(sent, list) or not isinstance(held, list) or len(sent) != len(held):
        return False
    pairs = zip(sent, held, strict=True)
    return all(
        asset_form(one) == asset_form(other) or _is_fetched(one, other) for one, other in pairs
    )


def is_empty(field: Field, value: Value) -> bool:
    return canonical(field, value) is None


def canonical(field: Field, value: Value) -> Value:
    """The form in which values of the field's type are compared; None is 'not set'."""
    if value is None or value in ("", [], {}):
        return None
    form = _CANONICAL.get(field.type)
    return form(value) if form else value


def to_wire(field: Field, value: Value) -> Value:
    """What is sent for the value. Clearing a field sends null."""
    if canonical(field, value) is None:
        return None
    match field.type:
        case FieldType.VIDEO_LINK:
            return video_url(value)
        case FieldType.IMAGE | FieldType.FILE:
            return _asset_to_wire(value)
        case FieldType.MULTI_IMAGE if isinstance(value, list):
            return [_asset_to_wire(image) for image in value]
        case _:
            return value


def video_url(value: Value) -> str:
    """The address of a video, which Webflow takes as a string and gives back as an object."""
    if isinstance(value, Mapping):
        value = value.get("url")
    return value if isinstance(value, str) else ""


def parse_date(value: Value) -> datetime | None:
    """Read an ISO 8601 date in UTC. A plain date is midnight UTC."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def format_date(moment: datetime) -> str:
    """Write a moment as Webflow does: UTC, milliseconds, Z."""
    utc = moment.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def parse_number(text: str) -> int | Decimal | None:
    """Read what a person typed: ``1,5`` and ``1.5`` alike. None when it is not a number."""
    plain = text.strip().replace("\u2212", "-").replace(",", ".")
    if len(plain) > _LONGEST_NUMBER:
        return None
    if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", plain, re.ASCII):
        return None
    number = Decimal(plain)
    return int(number) if "." not in plain else number


def exact(number: float | Decimal) -> Decimal:
    """The number as it is written: a float goes by its digits, all else is not rounded."""
    return Decimal(str(number)) if isinstance(number, float) else Decimal(number)


def kept_date(moment: datetime) -> datetime:
    """The moment as Webflow keeps it, which has no more than thousandths of a second."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def kept_number(number: float | Decimal) -> Decimal:
    """The number as a program keeps it that reads JSON in JavaScript: about 16 digits of it.

    One that is too large for that is left as it is.
    """
    try:
        double = float(number)
    except OverflowError:
        return exact(number)
    return Decimal(repr(double)) if math.isfinite(double) else exact(number)


def format_number(value: Value) -> str:
    """Write a number in full, without exponent and without going through binary."""
    if isinstance(value, Decimal):
        is_writable = value.is_finite() and abs(value.adjusted()) < _LONGEST_NUMBER
        return f"{value:f}" if is_writable else str(value)
    return "" if value is None else str(value)


def without_lone_surrogates(text: str) -> str:
    """Replace half characters, which neither SQLite nor JSON can hold, by U+FFFD."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def storable(value: Value) -> Value:
    """Take out what neither SQLite nor JSON can hold, however deep it lies."""
    if isinstance(value, str):
        return without_lone_surrogates(value)
    if isinstance(value, list):
        return [storable(each) for each in value]
    if isinstance(value, dict):
        return {name: storable(each) for name, each in value.items()}
    return value


def _number(value: Value) -> Value:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return value
    return kept_number(value)


def _date(value: Value) -> Value:
    moment = parse_date(value)
    return kept_date(moment) if moment else value


def asset_form(value: Value) -> Value:
    """An asset is its file and its alt text; one never uploaded is known by its address."""
    if not isinstance(value, Mapping):
        return value
    return (value.get("fileId") or value.get("url") or "", value.get("alt") or "")


def _is_fetched(sent: Value, held: Value) -> bool:
    if not isinstance(sent, Mapping) or not isinstance(held, Mapping) or sent.get("fileId"):
        return False
    name = unquote(urlsplit(str(sent.get("url") or "")).path).rpartition("/")[2]
    address = unquote(str(held.get("url") or ""))
    is_named_alike = bool(name) and address.endswith((f"/{name}", f"_{name}"))
    return is_named_alike and (sent.get("alt") or "") == (held.get("alt") or "")


def _images(value: Value) -> Value:
    return tuple(asset_form(image) for image in value) if isinstance(value, list) else value


def _asset_to_wire(value: Value) -> Value:
    if not isinstance(value, Mapping):
        return value
    return {key: value[key] for key in ("fileId", "url", "alt") if value.get(key) is not None}


_CANONICAL: Mapping[FieldType, Callable[[Value], Value]] = {
    FieldType.LINK: lambda value: str(value).rstrip("/"),
    FieldType.EMAIL: lambda value: str(value).casefold(),
    FieldType.VIDEO_LINK: lambda value: video_url(value) or None,
    FieldType.NUMBER: _number,
    FieldType.DATE_TIME: _date,
    FieldType.IMAGE: asset_form,
    FieldType.FILE: asset_form,
    FieldType.MULTI_IMAGE: _images,
    FieldType.MULTI_REFERENCE: lambda value: tuple(value) if isinstance(value, list) else value,
}
