"""Which words of a language are right; what the user wants it to be is remembered."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from typing import TypeVar

from msgspec import Struct

from wfdesk.domain.errors import SpellingError
from wfdesk.domain.ids import LocaleId
from wfdesk.domain.schema import Site
from wfdesk.domain.spelling import fitting, may_be_of
from wfdesk.services.preferences import PreferencesService
from wfdesk.system.callthread import CallThread
from wfdesk.system.spelling import PersonalWords, Speller, Spellers

T = TypeVar("T")

_OFF = ""
_MOST_KEPT = 100_000
"""Words whose spelling is remembered: some megabytes."""


class Place(Struct, frozen=True):
    """Where there is text in one language: a locale of a site, or a site without locales."""

    id: str = ""
    tag: str = ""
    """The language, such as en-US; empty where nobody says."""


def place_of(site: Site, locale: LocaleId) -> Place:
    """Where an item in this locale is."""
    found = next((each for each in site.locales if each.id == locale), None)
    return Place(found.id, found.tag) if found else Place(site.id)


class Vocabulary:
    """What is right in any language: the user's own words, and those to be left alone for now."""

    def __init__(self, words: PersonalWords) -> None:
        self._words = words
        self._right: set[str] = set()

    def load(self) -> None:
        self._right |= self._words.read()

    def has(self, word: str) -> bool:
        return word in self._right or word.lower() in self._right

    def take(self, word: str) -> None:
        self._right.add(word)

    def keep(self, word: str) -> None:
        self._words.add(word)


class Dictionary:
    """What is known of the words of one language. Asking for more never holds the loop."""

    def __init__(
        self, language: str, speller: Speller, vocabulary: Vocabulary, thread: CallThread
    ) -> None:
        self.language = language
        self._speller = speller
        self._vocabulary = vocabulary
        self._thread = thread
        self._known: dict[str, bool] = {}
        self._suggested: dict[str, Future[list[str]]] = {}

    def is_right(self, word: str) -> bool | None:
        """Whether a word is right, or of another script; None while it was not looked up."""
        is_known = self._vocabulary.has(word) or not may_be_of(self.language, word)
        return True if is_known else self._known.get(word)

    async def look_up(self, words: Iterable[str]) -> None:
        asked = tuple(words)
        found = await _on(self._thread, lambda: [self._speller.check(each) for each in asked])
        if len(self._known) > _MOST_KEPT:
            self._known.clear()
        self._known.update(zip(asked, found, strict=True))

    async def suggest(self, word: str) -> Sequence[str]:
        """What may be meant by it. It takes up to a second, but is asked once only."""
        if word not in self._suggested:
            self._suggested[word] = self._thread.start(lambda: self._speller.suggest(word))
        # Who does not wait to the end finds the answer when he asks again.
        return await asyncio.shield(asyncio.wrap_future(self._suggested[word]))


class SpellingService:
    """Dictionaries are asked on a thread of their own, and opened when they are first needed."""

    def __init__(
        self,
        spellers: Spellers,
        words: PersonalWords,
        preferences: PreferencesService,
        own_language: str,
    ) -> None:
        self._spellers = spellers
        self._vocabulary = Vocabulary(words)
        self._preferences = preferences
        self._own_language = own_language
        self._thread = CallThread("spelling")
        self._languages: list[str] | None = None
        self._open: dict[str, Dictionary] = {}

    async def languages(self) -> Sequence[str]:
        """Those there are dictionaries for. ``SpellingError``: there can be none."""
        if self._languages is None:
            self._languages = await _on(self._thread, self._load)
        return self._languages

    async def dictionary(self, place: Place) -> Dictionary | None:
        """That for a place; None if the user wants none there.

        ``SpellingError``: there is none for the language.
        """
        languages = await self.languages()
        chosen = await self._preferences.get(_name(place))
        if chosen == _OFF:
            return None
        tag = place.tag or self._own_language
        language = chosen if chosen in languages else fitting(tag, languages)
        if not isinstance(language, str) or not language:
            raise SpellingError("no dictionary", language=tag)
        if language not in self._open:
            speller = await _on(self._thread, lambda: self._spellers.open(language))
            made = Dictionary(language, speller, self._vocabulary, self._thread)
            self._open.setdefault(language, made)
        return self._open[language]

    async def choose(self, place: Place, language: str) -> None:
        """Check with this one there from now on; with none if it is empty."""
        await self._preferences.put(_name(place), language)

    async def add(self, word: str) -> None:
        """Take a word for right, for good."""
        self.ignore(word)
        await _on(self._thread, lambda: self._vocabulary.keep(word))

    def ignore(self, word: str) -> None:
        """Take a word for right until the program ends."""
        self._vocabulary.take(word)

    def close(self) -> None:
        self._thread.stop()

    def _load(self) -> list[str]:
        self._vocabulary.load()
        return self._spellers.languages()


def _name(place: Place) -> str:
    return f"spelling/{place.id}"


async def _on(thread: CallThread, work: Callable[[], T]) -> T:
    return await asyncio.wrap_future(thread.start(work))
