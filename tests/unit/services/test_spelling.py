"""Which dictionary is asked, what is remembered, and that nobody waits for it."""

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.doubles.spelling import ENGLISH, GERMAN, WordLists
from wfdesk.domain.errors import SpellingError
from wfdesk.domain.ids import NO_LOCALE, AccountId, LocaleId, SiteId
from wfdesk.domain.schema import Locale, Site
from wfdesk.services.preferences import PreferencesService
from wfdesk.services.spelling import Dictionary, Place, SpellingService, place_of
from wfdesk.store.database import Database
from wfdesk.system.spelling import PersonalWords

HOME = Place("en1", "en-US")


class Desk:
    """The service, and how it is after the program was started again."""

    def __init__(self, folder: Path, database: Database) -> None:
        self.lists = WordLists({"en_US": ENGLISH, "de_DE": GERMAN})
        self._folder = folder
        self._database = database
        self._made: list[SpellingService] = []
        self.service = self.again()

    def again(self) -> SpellingService:
        words = PersonalWords(self._folder / "words.txt")
        preferences = PreferencesService(self._database)
        self.service = SpellingService(self.lists, words, preferences, "en")
        self._made.append(self.service)
        return self.service

    async def dictionary(self, place: Place = HOME) -> Dictionary:
        found = await self.service.dictionary(place)
        assert found is not None
        return found

    def close(self) -> None:
        for service in self._made:
            service.close()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    database = await Database.open(tmp_path / "copy.sqlite3")
    made = Desk(tmp_path, database)
    yield made
    made.close()
    await database.close()


async def test_a_word_is_looked_up_once(desk) -> None:
    dictionary = await desk.dictionary()
    assert dictionary.is_right("bread") is None
    await dictionary.look_up(["bread", "teh"])
    assert (dictionary.is_right("bread"), dictionary.is_right("teh")) == (True, False)
    assert await desk.dictionary() is dictionary
    assert desk.lists.lists["en_US"].asked == ["bread", "teh"]


async def test_words_of_another_script_are_neither_wrong_nor_looked_up(desk) -> None:
    assert (await desk.dictionary()).is_right("שלום") is True


@pytest.mark.parametrize(
    ("place", "language"),
    [(HOME, "en_US"), (Place("x", "de-AT"), "de_DE"), (Place("site"), "en_US")],
)
async def test_a_place_is_checked_in_its_own_language_or_in_the_users(
    desk, place, language
) -> None:
    assert (await desk.dictionary(place)).language == language


def test_the_place_of_an_item_is_its_locale_and_without_locales_its_site() -> None:
    german = Locale(LocaleId("de1"), "de-AT", "German", is_primary=False)
    site = Site(SiteId("s"), AccountId("a"), "Bakery", locales=(german,))
    assert place_of(site, LocaleId("de1")) == Place("de1", "de-AT")
    assert place_of(replace(site, locales=()), NO_LOCALE) == Place("s")


async def test_a_language_without_a_dictionary_is_told(desk) -> None:
    with pytest.raises(SpellingError) as caught:
        await desk.service.dictionary(Place("x", "fr-CA"))
    assert caught.value.language == "fr-CA"


async def test_what_was_chosen_for_a_place_is_remembered_for_that_place(desk) -> None:
    await desk.service.choose(HOME, "de_DE")
    await desk.service.choose(Place("off", "en"), "")
    desk.again()
    assert (await desk.dictionary()).language == "de_DE"
    assert await desk.service.dictionary(Place("off", "en")) is None
    assert (await desk.dictionary(Place("en2", "en-US"))).language == "en_US"
    del desk.lists.lists["de_DE"]  # It was uninstalled.
    desk.again()
    assert (await desk.dictionary()).language == "en_US"


async def test_an_added_word_is_right_in_every_language_and_after_a_new_start(desk) -> None:
    await desk.service.add("Placemark")
    await desk.service.add("sourdough")
    desk.service.ignore("Teh")
    dictionary = await desk.dictionary(Place("x", "de"))
    for word in ("Placemark", "Sourdough", "SOURDOUGH", "Teh"):
        assert dictionary.is_right(word)
    assert dictionary.is_right("placemark") is None
    desk.again()
    dictionary = await desk.dictionary()
    assert dictionary.is_right("Placemark")
    assert dictionary.is_right("Teh") is None


async def test_who_does_not_wait_for_suggestions_has_them_the_next_time(desk) -> None:
    dictionary = await desk.dictionary()
    held, asked = threading.Event(), []
    suggest = desk.lists.lists["en_US"].suggest

    def slow(word: str) -> list[str]:
        asked.append(word)
        held.wait(10)
        return suggest(word)

    desk.lists.lists["en_US"].suggest = slow
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await dictionary.suggest("takse")
    held.set()
    assert "takes" in await dictionary.suggest("takse")
    assert asked == ["takse"]


async def test_a_dictionary_is_opened_when_it_is_needed_and_once(desk) -> None:
    await desk.service.languages()
    assert desk.lists.opened == []
    for place in (HOME, Place("en2", "en"), HOME):
        await desk.dictionary(place)
    assert desk.lists.opened == ["en_US"]
