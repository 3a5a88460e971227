"""Spelling by the dictionaries of this system, which Enchant finds.

On Linux they are those of the desktop, on macOS the system's own where Enchant was installed, on
Windows those that come with pyenchant. Nothing here may be called by two threads at once.
"""

import importlib
import re
from pathlib import Path
from typing import Any, Protocol

from wfdesk.domain.errors import SpellingError

_MOST = 6
"""Suggestions that are given."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2})?")
"""Aspell also names variants, such as ``en_US-w_accents``: nobody could tell what they are."""
_CURLED = "\N{RIGHT SINGLE QUOTATION MARK}"
_MISSING = "Enchant is not installed"
_UNFIT = "Enchant cannot be loaded"
_BROKEN = "the dictionary cannot be read"


class Speller(Protocol):
    """Knows the words of one language."""

    def check(self, word: str) -> bool: ...

    def suggest(self, word: str) -> list[str]:
        """What may be meant, the likeliest first. It may take a second."""
        ...


class Spellers(Protocol):
    """Those there are on this computer. ``SpellingError``: there is none, and why."""

    def languages(self) -> list[str]:
        """Such as en_US and fr."""
        ...

    def open(self, language: str) -> Speller: ...


class SystemSpellers:
    """Loads Enchant with the first question, which takes a tenth of a second."""

    def __init__(self) -> None:
        self._library: Any = None
        self._broker: Any = None
        self._missing: tuple[str, ...] = ()
        """What it lacks, and how that was told."""

    def languages(self) -> list[str]:
        named = self._ready().list_languages()
        return sorted(each for each in named if _LANGUAGE.fullmatch(each))

    def open(self, language: str) -> Speller:
        broker = self._ready()
        try:
            return SystemSpeller(broker.request_dict(language))
        except self._library.errors.Error as error:
            raise SpellingError(_BROKEN, str(error)) from None

    def _ready(self) -> Any:
        if self._broker is None:
            self._library = self._load()
            self._broker = self._library.Broker()
        return self._broker

    def _load(self) -> Any:
        """Look for it once: where there is none, it is looked for in many places."""
        if not self._missing:
            try:
                return importlib.import_module("enchant")
            except ImportError as error:
                self._missing = _MISSING, str(error)
            except (OSError, AttributeError) as error:  # it fits another system, or is too old
                self._missing = _UNFIT, str(error)
        raise SpellingError(*self._missing)


class SystemSpeller:
    def __init__(self, dictionary: Any) -> None:
        self._dictionary = dictionary

    def check(self, word: str) -> bool:
        """Take what is joined by hyphens for right if its parts are, as dictionaries do."""
        parts = list(filter(None, word.split("-")))
        return self._knows(word) or (len(parts) > 1 and all(map(self._knows, parts)))

    def suggest(self, word: str) -> list[str]:
        """With the apostrophes that the word has: many dictionaries know the plain one only."""
        found = self._dictionary.suggest(_plain(word))[:_MOST]
        return [each.replace("'", _CURLED) for each in found] if _CURLED in word else found

    def _knows(self, word: str) -> bool:
        return bool(self._dictionary.check(word) or self._dictionary.check(_plain(word)))


class PersonalWords:
    """Words that the user takes for right, in any language: a file with one on each line."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> frozenset[str]:
        return frozenset(line.strip() for line in self._text().splitlines())

    def add(self, word: str) -> None:
        """Keep it for good. ``SpellingError``: the disk does not take it."""
        text = self._text()
        is_line = not text or text.endswith("\n")  # Whoever wrote in it may have left that out.
        try:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(f"{word}\n" if is_line else f"\n{word}\n")
        except OSError as error:
            raise SpellingError("The word could not be kept.", str(error)) from None

    def _text(self) -> str:
        try:
            return self._path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""


def _plain(word: str) -> str:
    return word.replace(_CURLED, "'")
