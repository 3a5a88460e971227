"""What was changed, by whom and in which request.

Whatever alters the world tells it here. Whose hand it was is known from the context, so that no
operation has to hand the name of its caller down to the place where a value is put.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.logbook import Logbook

COLLEAGUE: Final = "colleague"
_MAKING: Final = frozenset({"created", "localized"})
_AN_ENTRY: Final = 300
"""What an entry weighs without values."""


class Sides(NamedTuple):
    """How a thing was and how it is, of what differs; None where it is not there.

    What they refer to is never altered, so a log that keeps them costs little more than they do.
    """

    before: Json | None
    after: Json | None

    def as_json(self) -> Json:
        old, new = self.before or {}, self.after or {}
        return {
            key: {"before": old.get(key), "after": new.get(key)}
            for key in {**old, **new}
            if old.get(key) != new.get(key)
        }

    def characters(self) -> int:
        return sum(len(str(value)) for side in self if side for value in side.values())


@dataclass(frozen=True, slots=True)
class _Hand:
    """Who changes something, and what this one request of his has done to variants so far."""

    by: str
    request: int | None = None
    done: dict[tuple[object, object], list[Json]] = field(default_factory=dict)


_HAND: ContextVar[_Hand] = ContextVar("hand")


class Changes:
    """The log of changes."""

    def __init__(self) -> None:
        self._log = Logbook()

    @contextmanager
    def by(self, name: str, request: int | None = None) -> Iterator[None]:
        """Whatever changes within is this one's doing."""
        before = _HAND.set(_Hand(name, request))
        try:
            yield
        finally:
            _HAND.reset(before)

    def note(
        self, what: str, did: str, where: Json, before: Json | None, after: Json | None
    ) -> None:
        """Say what was done to a thing: how it was and how it is, None where it is not there."""
        hand = _HAND.get(None) or _Hand("nobody")
        sides = sides_of(before, after)
        entry = {"by": hand.by, "request": hand.request, "what": what, "did": did, **where}
        kept = self._log.add({**entry, "fields": sides}, _AN_ENTRY + sides.characters())
        hand.done.setdefault(_place(kept), []).append(kept)

    def undo(self, item: str, locale: str | None) -> bool:
        """Forget a variant that the request at hand has made and now takes back."""
        hand = _HAND.get(None)
        own = hand.done.get((item, locale), []) if hand else []
        if not any(entry["did"] in _MAKING for entry in own):
            return False
        for entry in own:
            self._log.take_back(entry["number"])
        own.clear()
        return True

    def since(self, number: int = 0) -> Iterator[Json]:
        """The changes after the one of that number, in order."""
        return (
            {name: _shown(value) for name, value in entry.items()}
            for entry in self._log.since(number)
        )

    @property
    def fallen_out(self) -> int:
        return self._log.fallen_out

    def clear(self) -> None:
        self._log.clear()


def sides_of(before: Json | None, after: Json | None) -> Sides:
    if before is None or after is None:
        return Sides(before, after)
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return Sides(_only(keys, before), _only(keys, after))


def _only(keys: Iterable[str], side: Json) -> Json:
    return {key: side[key] for key in keys if key in side}


def _place(entry: Json) -> tuple[object, object]:
    return entry.get("item"), entry.get("locale")


def _shown(value: object) -> object:
    return value.as_json() if isinstance(value, Sides) else value
