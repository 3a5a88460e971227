"""A value in a few words: what the primary locale says, beside a field of another one."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from wfdesk.domain.schema import Field, FieldType
from wfdesk.domain.values import Value, format_number, video_url
from wfdesk.richtext.plain import plain_text
from wfdesk.ui.editor.fields.assets import alt_of, file_name, url_of

_LONGEST = 280
_LONGEST_READ = 20_000
"""Characters of rich text that are looked at: more would hold the window."""


def spoken(field: Field, value: Value) -> str:
    """Say the value; nothing where words would not help."""
    say = _WORDS.get(field.type)
    text = " ".join(say(field, value).split()) if say and value is not None else ""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}\N{HORIZONTAL ELLIPSIS}"


def _text(_field: Field, value: Value) -> str:
    return value if isinstance(value, str) else ""


def _rich(_field: Field, value: Value) -> str:
    return plain_text(value[:_LONGEST_READ]) if isinstance(value, str) else ""


def _number(_field: Field, value: Value) -> str:
    return format_number(value) if isinstance(value, int | Decimal) else ""


def _switch(_field: Field, value: Value) -> str:
    return {True: "On", False: "Off"}.get(value, "") if isinstance(value, bool) else ""


def _option(field: Field, value: Value) -> str:
    return next((choice.name for choice in field.choices if choice.id == value), "")


def _asset(_field: Field, value: Value) -> str:
    return alt_of(value) or file_name(url_of(value))


def _video(_field: Field, value: Value) -> str:
    return video_url(value)


_WORDS: Mapping[FieldType, Callable[[Field, Value], str]] = {
    FieldType.PLAIN_TEXT: _text,
    FieldType.RICH_TEXT: _rich,
    FieldType.LINK: _text,
    FieldType.EMAIL: _text,
    FieldType.PHONE: _text,
    FieldType.COLOR: _text,
    FieldType.NUMBER: _number,
    FieldType.SWITCH: _switch,
    FieldType.OPTION: _option,
    FieldType.IMAGE: _asset,
    FieldType.FILE: _asset,
    FieldType.VIDEO_LINK: _video,
}
