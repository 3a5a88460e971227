"""Identifiers, tokens and moments in the forms that the API uses."""

import hashlib
import random
import re
import unicodedata
import uuid
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Half a million moments are written at the start of a large site: looked up, and not formatted.
_MINUTES: Final = tuple(f"T{minute // 60:02d}:{minute % 60:02d}:" for minute in range(1440))
_SECONDS: Final = tuple(f"{second:02d}." for second in range(60))
_THOUSANDTHS: Final = tuple(f"{thousandth:03d}Z" for thousandth in range(1000))
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def new_id(rng: random.Random) -> str:
    """24 hexadecimal digits, as every object has."""
    return f"{rng.getrandbits(96):024x}"


def fresh_id() -> str:
    """The id of what is made while the server runs."""
    return uuid.uuid4().hex[:24]


def named_id(*parts: object) -> str:
    """The same id for the same parts, at every start."""
    return hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()[:24]


def token_of(seed: int, name: str) -> str:
    return hashlib.sha256(f"practice token {seed} {name}".encode()).hexdigest()


def moment(milliseconds: int) -> str:
    """Milliseconds since 1970 as full ISO 8601 in UTC."""
    days, rest = divmod(milliseconds, 86_400_000)
    minutes, rest = divmod(rest, 60_000)
    seconds, rest = divmod(rest, 1000)
    return _day(days) + _MINUTES[minutes] + _SECONDS[seconds] + _THOUSANDTHS[rest]


@lru_cache(4096)
def _day(days: int) -> str:
    """The date so many days after the first of 1970. Content has many moments on few days."""
    return (_EPOCH + timedelta(days=days)).date().isoformat()


def iso(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="milliseconds")[:23] + "Z"


def parsed(text: str) -> datetime:
    """Read a date or a date with time; without a zone it is UTC. ValueError otherwise."""
    when = datetime.fromisoformat(text)
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def slug_of(name: str) -> str:
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return _NOT_SLUG.sub("-", name.lower()).strip("-") or "item"
