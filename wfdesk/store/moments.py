"""Moments as the store keeps them: milliseconds since 1970, UTC."""

from datetime import UTC, datetime, timedelta

_START = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


def to_ms(moment: datetime | None) -> int | None:
    return None if moment is None else (moment - _START) // _MS


def from_ms(ms: int | None) -> datetime | None:
    return None if ms is None else _START + ms * _MS


def now_ms() -> int:
    return (datetime.now(UTC) - _START) // _MS
