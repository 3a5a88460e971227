"""The languages of the site, by their tags, the one of its first locale first."""

from collections.abc import Mapping
from typing import Final

from wfdesk.practice.magazine.words.arabic import ARABIC
from wfdesk.practice.magazine.words.english import ENGLISH
from wfdesk.practice.magazine.words.french import FRENCH
from wfdesk.practice.magazine.words.wording import Words

LANGUAGES: Final[Mapping[str, Words]] = {"en": ENGLISH, "fr": FRENCH, "ar": ARABIC}
