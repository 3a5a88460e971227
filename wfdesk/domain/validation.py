"""What is wrong with a value, judged by the field's own ``validations``.

Webflow does not enforce everything the Designer lets people set, and existing items may break it:
a problem never stops anyone from opening or keeping an item. It stops what Webflow would refuse.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from enum import Enum
from urllib.parse import urlsplit

from msgspec import Struct

from wfdesk.domain.edits import OTHERWISE, Work
from wfdesk.domain.ids import SLUG, FieldSlug
from wfdesk.domain.schema import Collection, Field, FieldType
from wfdesk.domain.values import (
    Value,
    exact,
    format_date,
    format_number,
    is_empty,
    kept_date,
    kept_number,
    parse_date,
    video_url,
)

_MOST_DIGITS = 9
"""Before the point; larger numbers cannot be rounded to the decimals below."""
_MILLIONTH = Decimal("0.000001")
_MOST_SET = 4
"""Decimals that somebody sets for a limit."""


class Severity(Enum):
    WARNING = "may be sent and published"
    BLOCKS_PUBLISH = "may be kept and sent as a draft, not published"
    BLOCKS_SEND = "Webflow would refuse it"


class Problem(Struct, frozen=True, gc=False):
    field: FieldSlug
    sentence: str
    severity: Severity


def by_weight(problems: Iterable[Problem]) -> list[Problem]:
    """The problems, the mildest first."""
    weights = list(Severity)
    return sorted(problems, key=lambda problem: weights.index(problem.severity))


def problems_of(
    collection: Collection,
    fields: Mapping[FieldSlug, Value],
    touched: Iterable[FieldSlug] | None = None,
) -> list[Problem]:
    """List what is wrong with an item's values, in the order of the schema.

    What only Webflow itself can have put there is no problem: values of fields the user has not
    touched are checked for being required and for nothing else. ``None``: all are touched.
    """
    watched = None if touched is None else frozenset(touched)
    found: list[Problem] = []
    for field in collection.fields:
        if not field.can_be_sent:
            continue
        value = fields.get(field.slug)
        if is_empty(field, value):
            found += _missing(field)
        elif watched is None or field.slug in watched:
            found += problems_with(field, value)
    return found


def problems_in(work: Work, collection: Collection) -> list[Problem]:
    """List what is wrong with the values of an item, and with how they would be written."""
    doubts = [Problem(slug, OTHERWISE, Severity.BLOCKS_SEND) for slug in sorted(work.doubtful)]
    found = problems_of(collection, work.fields, touched=work.edits)
    return [*_slugless(work), *found, *doubts]


def _slugless(work: Work) -> list[Problem]:
    """Only an item that Webflow does not have yet gets a slug made from its name."""
    if work.is_new or SLUG not in work.edits or work.edits[SLUG].value not in {None, ""}:
        return []
    sentence = "An item in Webflow needs a slug. Type one, or undo what has emptied it."
    return [Problem(SLUG, sentence, Severity.BLOCKS_SEND)]


def problems_with(field: Field, value: Value) -> list[Problem]:
    """List what is wrong with one value that is not empty."""
    check = _CHECKS.get(field.type)
    if check is None:
        return []
    return [Problem(field.slug, sentence, severity) for sentence, severity in check(field, value)]


def bound_of(field: Field, name: str) -> Decimal | None:
    """The ``minValue`` or ``maxValue`` that somebody set, which Webflow keeps as a binary fraction.

    Its noise is left out: 0.30000003 was set as 0.3. Source: a capture, behaviour.md 1.4.
    """
    limit = _limit(field, name)
    if limit is None or not limit.is_finite() or limit.adjusted() > _MOST_DIGITS:
        return limit
    rounded = limit.quantize(_MILLIONTH)
    is_noise = bool(rounded) and _decimals(rounded) <= _MOST_SET < _decimals(limit)
    return rounded.normalize() if is_noise else limit


def address_problem(text: str) -> str:
    """Say what is wrong with a web address; nothing for a sound one."""
    return next((sentence for sentence, _ in _address(text)), "")


def _missing(field: Field) -> list[Problem]:
    if not field.is_required or field.slug == SLUG:  # a missing slug is made from the name
        return []
    sentence = f"{field.display_name} is required before this can be published."
    return [Problem(field.slug, sentence, Severity.BLOCKS_PUBLISH)]


_Findings = list[tuple[str, Severity]]


def _limit(field: Field, name: str) -> Decimal | None:
    limit = field.validations.get(name)
    if isinstance(limit, bool) or not isinstance(limit, int | float | Decimal):
        return None
    return exact(limit)


def _text(field: Field, value: Value) -> _Findings:
    text = str(value)
    found: _Findings = []
    longest, shortest = _limit(field, "maxLength"), _limit(field, "minLength")
    if longest is not None and len(text) > longest:
        over = f"{len(text) - int(longest)} characters over the limit of {int(longest)}."
        found.append((over, Severity.WARNING))
    if shortest is not None and len(text) < shortest:
        found.append((f"At least {int(shortest)} characters are asked for.", Severity.WARNING))
    if field.slug == SLUG:
        found += _slug(text)
    elif field.validations.get("singleLine") and "\n" in text:
        found.append(("This field holds a single line.", Severity.BLOCKS_SEND))
    return found


def _slug(text: str) -> _Findings:
    if all(letter.isascii() and (letter.isalnum() or letter in "-_") for letter in text):
        return []
    sentence = "A slug has only letters a to z, digits, hyphens and underscores."
    return [(sentence, Severity.BLOCKS_SEND)]


def _number(field: Field, value: Value) -> _Findings:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return [("This is not a number, such as 12.5.", Severity.BLOCKS_SEND)]
    number = exact(value)
    return _number_bounds(field, number) + _number_shape(field, number) + _number_kept(number)


def _number_bounds(field: Field, number: Decimal) -> _Findings:
    found: _Findings = []
    lowest, highest = bound_of(field, "minValue"), bound_of(field, "maxValue")
    if lowest is not None and number < lowest:
        found.append((f"The lowest value allowed is {format_number(lowest)}.", Severity.WARNING))
    if highest is not None and number > highest:
        found.append((f"The highest value allowed is {format_number(highest)}.", Severity.WARNING))
    return found


def _number_shape(field: Field, number: Decimal) -> _Findings:
    found: _Findings = []
    if field.validations.get("allowNegative") is False and number < 0:
        found.append(("Negative numbers are not allowed here.", Severity.WARNING))
    if field.validations.get("allowZero") is False and number == 0:
        found.append(("Zero is not allowed here.", Severity.WARNING))
    decimals = _decimals(number)
    if field.validations.get("format") == "integer" and decimals:
        found.append(("A whole number is asked for.", Severity.WARNING))
    precision = _limit(field, "precision")
    if precision is not None and decimals > precision:
        found.append((f"At most {int(precision)} decimal places.", Severity.WARNING))
    return found


def _number_kept(number: Decimal) -> _Findings:
    """Say what becomes of digits that are lost on the way. What Webflow has lost none."""
    kept = kept_number(number)
    if kept == number:
        return []
    whole = kept.to_integral_value()
    written = format_number(int(whole) if whole == kept else kept)
    return [(f"Webflow keeps about 16 digits of a number: {written}.", Severity.WARNING)]


def _decimals(number: Decimal) -> int:
    """How many places there are after the point, but for zeros at the end."""
    _, digits, exponent = number.as_tuple()
    if not number or not isinstance(exponent, int):
        return 0
    written = "".join(map(str, digits))
    return max(0, len(written.rstrip("0")) - len(written) - exponent)


def _date(field: Field, value: Value) -> _Findings:
    moment = parse_date(value)
    if moment is None:
        return [(no_date(field), Severity.BLOCKS_SEND)]
    kept = kept_date(moment)
    if kept == moment:
        return []
    said = f"Webflow keeps thousandths of a second, and no more: {format_date(kept)}."
    return [(said, Severity.WARNING)]


def no_date(field: Field) -> str:
    """Say that it is none, with one that the field would take."""
    example = "2026-03-05 10:30" if field.has_time else "2026-03-05"
    return f"This is not a date, such as {example}."


def _link(_field: Field, value: Value) -> _Findings:
    text = str(value)
    if text.startswith(("/", "#", "mailto:", "tel:")):
        return []
    return _address(text)


def _address(text: str) -> _Findings:
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme in {"http", "https"} and parts.netloc and not any(map(str.isspace, text)):
        return []
    return [("This is not a full web address, such as https://example.com.", Severity.BLOCKS_SEND)]


def _email(_field: Field, value: Value) -> _Findings:
    name, at, host = str(value).rpartition("@")
    is_likely = at and name and "." in host.strip(".") and not any(map(str.isspace, str(value)))
    sentence = "This is not an email address, such as name@example.com."
    return [] if is_likely else [(sentence, Severity.BLOCKS_SEND)]


def _phone(_field: Field, value: Value) -> _Findings:
    has_digit = any(letter.isdigit() for letter in str(value))
    sentence = "This is not a phone number, such as +1 555 0100."
    return [] if has_digit else [(sentence, Severity.WARNING)]


def _color(_field: Field, value: Value) -> _Findings:
    from wfdesk.domain.colours import parse_colour  # noqa: PLC0415 - not wanted at every start

    if isinstance(value, str) and parse_colour(value) is not None:
        return []
    return [("This is not a colour, such as #1a2b3c or orchid.", Severity.BLOCKS_SEND)]


def _option(field: Field, value: Value) -> _Findings:
    if any(choice.id == value for choice in field.choices):
        return []
    sentence = f"This choice no longer exists ({value}). Choose another one."
    return [(sentence, Severity.BLOCKS_SEND)]


def _switch(_field: Field, value: Value) -> _Findings:
    return (
        [] if isinstance(value, bool) else [("This is neither on nor off.", Severity.BLOCKS_SEND)]
    )


def _video(_field: Field, value: Value) -> _Findings:
    return _address(video_url(value))


def _image(_field: Field, value: Value) -> _Findings:
    if not isinstance(value, Mapping):
        return [("This is not a picture or file.", Severity.BLOCKS_SEND)]
    if value.get("fileId"):
        return []
    return _address(str(value.get("url") or ""))


def _images(field: Field, value: Value) -> _Findings:
    if not isinstance(value, list):
        return [("This is not a list of pictures.", Severity.BLOCKS_SEND)]
    return [
        (f"Picture {place}: {sentence}", severity)
        for place, image in enumerate(value, 1)
        for sentence, severity in _image(field, image)
    ]


_CHECKS: Mapping[FieldType, Callable[[Field, Value], _Findings]] = {
    FieldType.PLAIN_TEXT: _text,
    FieldType.RICH_TEXT: _text,
    FieldType.NUMBER: _number,
    FieldType.DATE_TIME: _date,
    FieldType.LINK: _link,
    FieldType.EMAIL: _email,
    FieldType.PHONE: _phone,
    FieldType.COLOR: _color,
    FieldType.OPTION: _option,
    FieldType.SWITCH: _switch,
    FieldType.VIDEO_LINK: _video,
    FieldType.IMAGE: _image,
    FieldType.FILE: _image,
    FieldType.MULTI_IMAGE: _images,
}
