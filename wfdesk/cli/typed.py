"""What is typed for a field, read as a value of the field's type.

``FIELD=text`` is the text itself, ``FIELD=`` clears the field, ``FIELD=@file`` is what the file
says, ``FIELD=-`` what standard input says; one line end at their end is not part of it. A text that
begins with ``@`` is written ``@@``. More than ``MOST`` bytes are no value.
"""

import os
import stat
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from wfdesk.cli.exits import RefusedValueError, UsageError
from wfdesk.domain.ids import ItemId
from wfdesk.domain.schema import Field, FieldType
from wfdesk.domain.validation import Problem, Severity, no_date, problems_with
from wfdesk.domain.values import (
    Value,
    format_date,
    is_empty,
    parse_date,
    parse_number,
    without_lone_surrogates,
)

Resolve = Callable[[Field, str], Awaitable[ItemId]]
"""Finds the item that a reference is to point to, by its slug or id."""

MOST = 4 * 1024 * 1024
"""Bytes of a value. Webflow's answers, which have it with its item, are read up to twice that."""

_SWITCH: Mapping[str, bool | None] = {
    "true": True,
    "on": True,
    "yes": True,
    "1": True,
    "false": False,
    "off": False,
    "no": False,
    "0": False,
    "unset": None,
}
_INPUT = "standard input"
_READ_ONLY = "It can be changed in Webflow only."


class Assignment(msgspec.Struct, frozen=True):
    """``name=text`` as it was typed, with what a file or standard input says already read."""

    name: str
    text: str


def assignments(words: Sequence[str], folder: Path) -> list[Assignment]:
    """Split the words at their first ``=``. Paths are relative to the folder."""
    split = [word.partition("=") for word in words]
    for word, (name, sign, _) in zip(words, split, strict=True):
        if not sign or not name:
            raise UsageError(f"Write FIELD=VALUE, not {word}.")
    if sum(text == "-" for _, _, text in split) > 1:
        raise UsageError("Standard input can be the value of one field only.")
    return [
        Assignment(without_lone_surrogates(name), said(name, text, folder))
        for name, _, text in split
    ]


def said(name: str, text: str, folder: Path) -> str:
    """What is meant by the text after the ``=``, with what a file or standard input says."""
    if text == "-":
        return _from_standard_input(name)
    if text.startswith("@@"):
        return without_lone_surrogates(text[1:])
    if not text.startswith("@"):
        return without_lone_surrogates(text)
    path = folder / text[1:]
    try:
        _require_file(name, text[1:], path.stat())
        with path.open("rb") as file:
            return _decoded(name, str(path), _bounded(name, text[1:], file))
    except OSError as error:
        why = f"{text[1:]} cannot be read: {error.strerror}. Write @{text} for the text itself."
        raise RefusedValueError(name, name, why) from error


def _from_standard_input(name: str) -> str:
    if sys.stdin is None:
        raise RefusedValueError(name, name, f"There is no {_INPUT}. Write {name}= to clear it.")
    try:
        return _decoded(name, _INPUT, _bounded(name, _INPUT, sys.stdin.buffer))
    except OSError as error:
        why = f"{_INPUT.capitalize()} cannot be read: {error.strerror}."
        raise RefusedValueError(name, name, why) from error


def _require_file(name: str, where: str, found: os.stat_result) -> None:
    """A device may never end. A pipe, such as a shell's ``<(command)``, is read up to the limit."""
    if not (stat.S_ISREG(found.st_mode) or stat.S_ISFIFO(found.st_mode)):
        raise RefusedValueError(name, name, f"{where} is neither a file nor a pipe.")


def _bounded(name: str, where: str, source: BinaryIO) -> bytes:
    found = source.read(MOST + 1)
    if len(found) > MOST:
        why = f"What {where} holds is too long. A value has at most {MOST // 1024**2} MB."
        raise RefusedValueError(name, name, why)
    return found


def _decoded(name: str, where: str, found: bytes) -> str:
    try:
        text = found.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedValueError(name, name, f"What {where} holds is not UTF-8.") from error
    return text.removesuffix("\n").removesuffix("\r")


async def value_of(
    field: Field, text: str, *, before: Value, time_zone: str, resolve: Resolve
) -> Value:
    """Read a value; raises RefusedValueError for one that Webflow would refuse.

    ``before`` is the value the field has now: a picture keeps its alt text.
    """
    if not field.can_be_sent:
        raise _refused(field, _READ_ONLY)
    if not text:
        return None
    match field.type:
        case FieldType.REFERENCE:
            return await resolve(field, text.strip())
        case FieldType.MULTI_REFERENCE:
            names = [name.strip() for name in text.split(",")]
            return [await resolve(field, name) for name in names if name]
        case FieldType.DATE_TIME:
            return _date(field, text.strip(), time_zone)
        case FieldType.IMAGE | FieldType.FILE:
            return _asset(field, text.strip(), before)
        case _:
            read = _READERS.get(field.type)
            return _checked(field, read(field, text) if read else text)


def warnings_about(field: Field, value: Value) -> list[Problem]:
    """What Webflow takes all the same, or takes only as a draft."""
    return [] if is_empty(field, value) else problems_with(field, value)


def _checked(field: Field, value: Value) -> Value:
    if not is_empty(field, value):
        for problem in problems_with(field, value):
            if problem.severity is Severity.BLOCKS_SEND:
                raise _refused(field, problem.sentence)
    return value


def _refused(field: Field, reason: str) -> RefusedValueError:
    return RefusedValueError(field.slug, field.display_name, reason)


def _number(field: Field, text: str) -> Value:
    number = parse_number(text)
    if number is None:
        raise _refused(field, "This is not a number, such as 12.5.")
    return number


def _switch(field: Field, text: str) -> Value:
    word = text.strip().casefold()
    if word not in _SWITCH:
        raise _refused(field, "This is neither on nor off. Write true, false or unset.")
    return _SWITCH[word]


def _option(field: Field, text: str) -> Value:
    """By id, else by name. Two choices may share a name."""
    if any(choice.id == text for choice in field.choices):
        return text
    wanted = text.strip().casefold()
    found = [choice for choice in field.choices if choice.name.casefold() == wanted]
    if len(found) == 1:
        return found[0].id
    if found:
        ids = ", ".join(choice.id for choice in found)
        raise _refused(field, f"Several choices have this name. Take one by its id: {ids}.")
    there = ", ".join(choice.name or choice.id for choice in field.choices)
    raise _refused(field, f"There is no such choice. There are: {there}.")


def _date(field: Field, text: str, zone_name: str) -> Value:
    """A day, or a day and time: in the site's zone, as Webflow writes it, or with an offset."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise _refused(field, no_date(field)) from None
    if not field.has_time:
        if moment.time() != datetime.min.time() and "T" not in text:
            raise _refused(field, "This field holds a day without a time, such as 2026-03-05.")
        whole = parse_date(text) or moment
        return format_date(whole.replace(hour=0, minute=0, second=0, microsecond=0))
    if moment.tzinfo is None and "T" not in text:
        moment = moment.replace(tzinfo=_zone(zone_name))
    return format_date(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None


def _asset(field: Field, text: str, before: Value) -> Value:
    """A web address, or an object with ``fileId``, ``url`` and ``alt``."""
    if text.startswith("{"):
        return _checked(field, _json(field, text, dict))
    alt = before.get("alt") if isinstance(before, Mapping) else None
    return _checked(field, {"url": text, "alt": alt})


def _images(field: Field, text: str) -> Value:
    if text.lstrip().startswith("["):
        return _json(field, text, list)
    return [{"url": address, "alt": None} for address in text.split()]


def _json(field: Field, text: str, kind: type) -> Value:
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.DecodeError as error:
        raise _refused(field, f"This is not JSON: {error}.") from error


_READERS: Mapping[FieldType, Callable[[Field, str], Value]] = {
    FieldType.NUMBER: _number,
    FieldType.SWITCH: _switch,
    FieldType.OPTION: _option,
    FieldType.MULTI_IMAGE: _images,
}
