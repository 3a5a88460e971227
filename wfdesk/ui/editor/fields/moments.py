"""Dates as people write and read them, in a site's time zone.

Qt's time zones are used and not Python's: they need no data package on Windows.
"""

import re
from datetime import UTC, datetime

from PySide6.QtCore import QByteArray, QDate, QDateTime, QLocale, QTime, QTimeZone

_TIME = re.compile(
    r"^(?P<date>.*?)[T\s,]+(?P<h>\d{1,2}):(?P<m>\d{2})"
    r"(?::(?P<s>\d{2})(?:\.(?P<ms>\d{1,3}))?)?\s*(?P<half>[ap]\.?m\.?)?$",
    re.IGNORECASE,
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
"""Written with points the day comes first, wherever that is done."""
_NAMED = ("d MMM yyyy", "d MMMM yyyy", "MMM d yyyy", "MMMM d yyyy")
"""With the month's name, as the table writes it, whatever points and commas stand between."""
_BETWEEN = re.compile(r"[\s.,]+")
_SHORT = QLocale.FormatType.ShortFormat


def zone_of(name: str) -> QTimeZone:
    """Find a time zone; UTC when the name is unknown."""
    zone = QTimeZone(QByteArray(name.encode()))
    return zone if zone.isValid() else QTimeZone(QTimeZone.Initialization.UTC)


def in_zone(moment: datetime, zone: QTimeZone) -> QDateTime:
    milliseconds = round((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1000)
    return QDateTime.fromMSecsSinceEpoch(milliseconds, zone)


def to_utc(local: QDateTime) -> datetime:
    utc = local.toUTC()
    date, time = utc.date(), utc.time()
    return datetime(
        date.year(),
        date.month(),
        date.day(),
        time.hour(),
        time.minute(),
        time.second(),
        time.msec() * 1000,
        tzinfo=UTC,
    )


def written(local: QDateTime, *, has_time: bool) -> str:
    """Write so that it is read back the same: 2024-04-14 10:30."""
    text = local.date().toString("yyyy-MM-dd")
    if not has_time:
        return text
    time = local.time()
    form = "HH:mm" if not (time.second() or time.msec()) else "HH:mm:ss"
    return f"{text} {time.toString(f'{form}.zzz' if time.msec() else form)}"


def read_date(text: str) -> QDate | None:
    """Read a date in ISO form, with the month's name, or as the system's locale writes it."""
    text = text.strip()
    if match := _ISO.fullmatch(text):
        year, month, day = map(int, match.groups())
        found = QDate(year, month, day)
    elif match := _DOTTED.fullmatch(text):
        day, month, year = map(int, match.groups())
        found = QDate(year, month, day)
    else:
        found = QLocale().toDate(text, _SHORT, 2000)
        if not found.isValid():
            found = QLocale().toDate(text, QLocale.FormatType.LongFormat, 2000)
        if not found.isValid() and any(map(str.isalpha, text)):  # Qt takes numbers for names too.
            found = _read_named(_BETWEEN.sub(" ", text))
    return found if found.isValid() else None


def _read_named(text: str) -> QDate:
    """The months have the names that the system gives them, or the English ones."""
    ways = ((locale, form) for locale in (QLocale(), QLocale.c()) for form in _NAMED)
    found = (locale.toDate(text, form, 2000) for locale, form in ways)
    return next((date for date in found if date.isValid()), QDate())


def read_moment(text: str, zone: QTimeZone, time: QTime) -> QDateTime | None:
    """Read a date with a time of day; *time* stands in where only a date was typed."""
    text = text.strip()
    if match := _TIME.match(text):
        date, typed = read_date(match["date"]), _time(match)
        if date is None or typed is None:
            return None
        time = typed
    else:
        date = read_date(text)
    if date is None:
        return None
    local = QDateTime(date, time, zone)
    return local if local.isValid() else None


def spoken(local: QDateTime, *, has_time: bool) -> str:
    """Say it in full, so that nobody takes the month for the day."""
    locale = QLocale()
    day = locale.toString(local.date(), QLocale.FormatType.LongFormat)
    return f"{day}, {locale.toString(local.time(), _SHORT)}" if has_time else day


def _time(match: re.Match[str]) -> QTime | None:
    hour = int(match["h"])
    if half := match["half"]:
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    milliseconds = int((match["ms"] or "0").ljust(3, "0"))
    time = QTime(hour, int(match["m"]), int(match["s"] or 0), milliseconds)
    return time if time.isValid() else None
