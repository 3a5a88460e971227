"""The server's time of day, as its answers tell it, and how far this computer's is off."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def told_time(headers: Mapping[str, str]) -> datetime | None:
    """What the server's clock said when it answered; None when nothing sensible."""
    try:
        told = parsedate_to_datetime(headers.get("date", ""))
    except (ValueError, OverflowError):
        return None
    return told.replace(tzinfo=UTC) if told.tzinfo is None else told


def seconds_ahead(headers: Mapping[str, str]) -> float | None:
    """By how much this computer's clock is ahead of the server's, give or take a few seconds."""
    told = told_time(headers)
    return None if told is None else (datetime.now(UTC) - told).total_seconds()
