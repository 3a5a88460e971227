"""A field's value in words, as a person reads it. Plain text only; nothing here is markup."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct, field

from wfdesk.domain.ids import ItemId
from wfdesk.domain.references import referred
from wfdesk.domain.schema import REFERENCE_TYPES, Field, FieldType
from wfdesk.domain.values import Value, canonical, format_number, parse_date, video_url

NOT_SET = "Not set"
BEFORE_ALT = " \N{EN DASH} "
ALT = "alt text: "

TEXT_TYPES = frozenset(
    {
        FieldType.PLAIN_TEXT,
        FieldType.RICH_TEXT,
        FieldType.LINK,
        FieldType.EMAIL,
        FieldType.PHONE,
        FieldType.VIDEO_LINK,
    }
)
"""Values that are compared word by word."""


class Surroundings(Struct, frozen=True):
    """What a value needs to be told in words, besides itself."""

    names: Mapping[ItemId, str] = field(default_factory=dict)
    time_zone: str = "UTC"


def in_words(about: Field | None, value: Value, around: Surroundings) -> str:
    """The value as text; ``NOT_SET`` when there is none."""
    if value is None or (about is not None and canonical(about, value) is None):
        return NOT_SET
    if about is None:
        return str(value)
    if about.type in REFERENCE_TYPES:
        return "\n".join(item_name(item, around) for item in referred(value))
    return _by_type(about, value, around)


def item_name(item: ItemId, around: Surroundings) -> str:
    return around.names.get(item, "Missing item")


def _by_type(about: Field, value: Value, around: Surroundings) -> str:
    if about.type is FieldType.DATE_TIME:
        return _moment(about, value, around.time_zone)
    if about.type is FieldType.OPTION:
        return _choice(about, value)
    told = _WORDS.get(about.type)
    return told(value) if told else str(value)


def _assets(value: Value) -> str:
    each = value if isinstance(value, list) else [value]
    return "\n".join(asset_in_words(asset) for asset in each)


def _switch(value: Value) -> str:
    return "On" if value is True else "Off"


def _visible(value: Value) -> str:
    return visible_text(str(value))


def asset_in_words(value: Value) -> str:
    """The file's name and its alt text."""
    if not isinstance(value, Mapping):
        return str(value)
    return f"{asset_name(value)}{BEFORE_ALT}{alt_in_words(value)}"


def asset_name(value: Value) -> str:
    file = value.get("fileId") if isinstance(value, Mapping) else None
    return asset_url(value).rpartition("/")[2] or str(file or "")


def alt_in_words(value: Value) -> str:
    alt = value.get("alt") if isinstance(value, Mapping) else None
    return f"{ALT}{alt}" if alt else "no alt text"


def asset_url(value: Value) -> str:
    url = value.get("url") if isinstance(value, Mapping) else value
    return url if isinstance(url, str) else ""


def _choice(about: Field, value: Value) -> str:
    for choice in about.choices:
        if choice.id == value:
            return choice.name or choice.id
    return "Missing choice"


def _moment(about: Field, value: Value, zone_name: str) -> str:
    moment = parse_date(value)
    if moment is None:
        return str(value)
    if not about.has_time:
        return _day(moment)  # A plain date is midnight UTC and never shifts.
    try:
        zone: ZoneInfo | None = ZoneInfo(zone_name)
    except (ZoneInfoNotFoundError, ValueError):
        zone = None
    local = moment.astimezone(zone or UTC)
    return f"{_day(local)}, {local:%H:%M} ({zone_name if zone else 'UTC'})"


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B} {moment.year}"


_BLOCKS = frozenset(
    "address article blockquote br div figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre section "  # noqa: SIM905 - a list of tags reads best as one line
    "table td th tr ul".split()
)
_UNSEEN = frozenset({"script", "style"})


class _Reader(HTMLParser):
    """Gathers what a reader of the page would see as text, a line per block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _BLOCKS:
            self.parts.append("\n")
        elif tag == "img":
            self.parts.append(f"[image: {dict(attrs).get('alt') or 'no alt text'}]")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)


def visible_text(html: str) -> str:
    """The words of rich text without its markup."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)


def comparable(about: Field, before: Value, after: Value) -> tuple[str, str, str]:
    """Two texts to compare, and a note when the words are the same and only markup differs."""
    old, new = (_text(about, value) for value in (before, after))
    if about.type is not FieldType.RICH_TEXT:
        return old, new, ""
    old_words, new_words = visible_text(old), visible_text(new)
    if old_words == new_words:
        return old, new, "The words are the same. The formatting differs, shown as HTML:"
    return old_words, new_words, ""


def _text(about: Field, value: Value) -> str:
    if about.type is FieldType.VIDEO_LINK:
        return video_url(value)
    return "" if value is None else str(value)


_WORDS: Mapping[FieldType, Callable[[Value], str]] = {
    FieldType.SWITCH: _switch,
    FieldType.NUMBER: format_number,
    FieldType.VIDEO_LINK: video_url,
    FieldType.IMAGE: asset_in_words,
    FieldType.FILE: asset_in_words,
    FieldType.MULTI_IMAGE: _assets,
    FieldType.RICH_TEXT: _visible,
}
