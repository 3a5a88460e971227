"""What was changed, by whom and in which request.

Whatever alters the world tells it here. Whose hand it was is known from the context, so that no
operation has to hand the name of its caller down to the place where a value is put.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Final

from wfdesk.practice.cms.json import Json
from wfdesk.practice.cms.logbook import Logbook

COLLEAGUE: Final = "colleague"
MOST: Final = 20_000
MOST_CHARACTERS: Final = 32_000_000
_AN_ENTRY: Final = 300
"""What an entry weighs without values."""


@dataclass(frozen=True, slots=True)
class _Hand:
    """Who changes something, and what this one request of his has changed so far."""

    by: str
    request: int | None = None
    done: list[Json] = field(default_factory=list)


_HAND: ContextVar[_Hand] = ContextVar("hand")


class Changes:
    """The log of changes."""

    def __init__(self) -> None:
        self.log = Logbook(MOST, MOST_CHARACTERS)

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
        fields = differences(before, after)
        entry = {"by": hand.by, "request": hand.request, "what": what, "did": did, **where}
        hand.done.append(self.log.add({**entry, "fields": fields}, _AN_ENTRY + _characters(fields)))

    def undo(self, item: str, locale: str) -> bool:
        """Forget a variant that the request at hand has made and now takes back."""
        hand = _HAND.get(None)
        done = hand.done if hand else []
        own = [each for each in done if (each.get("item"), each.get("locale")) == (item, locale)]
        if not any(each["did"] in {"created", "localized"} for each in own):
            return False
        for each in own:
            self.log.take_back(each["number"])
            done.remove(each)
        return True


def differences(before: Json | None, after: Json | None) -> Json:
    """What differs, by its key, as it was and as it is. What is not there is null."""
    old, new = before or {}, after or {}
    return {
        key: {"before": old.get(key), "after": new.get(key)}
        for key in {**old, **new}
        if old.get(key) != new.get(key)
    }


def _characters(fields: Json) -> int:
    return sum(len(str(value)) for pair in fields.values() for value in pair.values())
