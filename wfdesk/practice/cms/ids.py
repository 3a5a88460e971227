"""Identifiers, tokens and moments in the forms that the API uses."""

import hashlib
import random
import re
import unicodedata
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def new_id(rng: random.Random) -> str:
    """24 hexadecimal digits, as every object has."""
    return f"{rng.getrandbits(96):024x}"


def named_id(*parts: object) -> str:
    """The same id for the same parts, at every start."""
    return hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()[:24]


def token_of(seed: int, name: str) -> str:
    return hashlib.sha256(f"practice token {seed} {name}".encode()).hexdigest()


def moment(milliseconds: int) -> str:
    """Milliseconds since 1970 as full ISO 8601 in UTC."""
    return iso(_EPOCH + timedelta(milliseconds=milliseconds))


def iso(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="milliseconds")[:23] + "Z"


def parsed(text: str) -> datetime:
    """Read a date or a date with time; without a zone it is UTC. ValueError otherwise."""
    when = datetime.fromisoformat(text)
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def slug_of(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _NOT_SLUG.sub("-", plain).strip("-") or "item"
