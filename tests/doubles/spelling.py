"""Dictionaries of a few words: which ones a computer has is not for a test to know."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

ENGLISH = (
    "the bread oven takes time and is what was it a of in to water flour said baker well known"
)
GERMAN = "das brot ist gut und der ofen heiss"


class WordList:
    """What a dictionary knows; ``asked`` tells what it was asked for."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self.asked: list[str] = []

    def check(self, word: str) -> bool:
        self.asked.append(word)
        return word.lower() in self._words

    def suggest(self, word: str) -> list[str]:
        return get_close_matches(word, self._words, 6, 0.5)


class WordLists:
    """The dictionaries of a computer that has these."""

    def __init__(self, lists: Mapping[str, str]) -> None:
        self.lists = {language: WordList(text.split()) for language, text in lists.items()}
        self.opened: list[str] = []

    def languages(self) -> list[str]:
        return list(self.lists)

    def open(self, language: str) -> WordList:
        self.opened.append(language)
        return self.lists[language]
