"""A log that is bounded: what is oldest falls out, and how much did is known."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from wfdesk.practice.cms.ids import iso
from wfdesk.practice.cms.json import Json

MOST: Final = 20_000
MOST_CHARACTERS: Final = 32_000_000


class Logbook:
    """Numbered entries, the newest of them. Numbers go on when the log is cleared."""

    def __init__(self, most: int = MOST, most_characters: int = MOST_CHARACTERS) -> None:
        self.fallen_out = 0
        self._most = most
        self._most_characters = most_characters
        self._characters = 0
        self._last = 0
        self._held: dict[int, tuple[int, Json]] = {}

    def add(self, entry: Json, characters: int) -> Json:
        """Keep the entry with its number and the time; *characters* is about what it weighs."""
        self._last += 1
        kept = {**entry, "number": self._last, "when": iso(datetime.now(UTC))}
        self._held[self._last] = characters, kept
        self._characters += characters
        while len(self._held) > self._most or self._characters > self._most_characters:
            self._characters -= self._held.pop(next(iter(self._held)))[0]
            self.fallen_out += 1
        return kept

    def take_back(self, number: int) -> None:
        """Be as if that entry had never been made."""
        characters, _ = self._held.pop(number, (0, None))
        self._characters -= characters

    def since(self, number: int = 0) -> Iterator[Json]:
        """The entries after the one of that number, in order."""
        return (entry for at, (_, entry) in self._held.items() if at > number)

    def clear(self) -> None:
        self._held.clear()
        self._characters = self.fallen_out = 0
