"""In every time zone there is: a moment stays the moment it is, and a date its day."""

from datetime import UTC, datetime, timedelta
from random import Random

from PySide6.QtCore import QTime, QTimeZone

from wfdesk.ui.editor.fields.moments import (
    in_zone,
    read_date,
    read_moment,
    to_utc,
    written,
    zone_of,
)

ZONES = sorted(bytes(each).decode() for each in QTimeZone.availableTimeZoneIds())
START = datetime(1990, 1, 1, tzinfo=UTC)
YEARS = 45


def moments(name: str) -> list[datetime]:
    """Some of any year, and each quarter of an hour around the changes of the clock in one."""
    random, zone = Random(name), zone_of(name)
    some = [START + timedelta(minutes=random.randrange(YEARS * 525_600)) for _ in range(20)]
    year = (
        in_zone(datetime(2026, 1, 1, tzinfo=UTC), zone),
        in_zone(datetime(2027, 1, 1, tzinfo=UTC), zone),
    )
    for change in zone.transitions(*year):
        at = to_utc(change.atUtc)
        some += [at + timedelta(minutes=15 * quarter) for quarter in range(-8, 9)]
    return some


def test_there_are_zones() -> None:
    assert len(ZONES) > 300
    assert any(len(moments(name)) > 20 for name in ZONES)


def test_a_moment_that_is_shown_and_read_is_the_same() -> None:
    assert [name for name in ZONES if not all(_is_kept(each, name) for each in moments(name))] == []


def _is_kept(moment: datetime, name: str) -> bool:
    zone = zone_of(name)
    local = in_zone(moment, zone)
    text = written(local, has_time=True)
    again = read_moment(text, zone, QTime(0, 0))
    # An hour that comes twice is written alike both times.
    is_read = again is not None and (
        to_utc(again) == moment or written(again, has_time=True) == text
    )
    return is_read and to_utc(local) == moment


def test_a_date_has_no_zone_and_never_shifts() -> None:
    for days in range(0, YEARS * 365, 11):
        day = START + timedelta(days=days)
        shown = written(in_zone(day, zone_of("UTC")), has_time=False)
        assert read_date(shown).toString("yyyy-MM-dd") == f"{day:%Y-%m-%d}"
