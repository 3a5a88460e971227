"""Imported once, by the process that practice servers are forked from: what none has to do anew."""

import pytest  # noqa: F401 - each fork runs its parent's main module, which is pytest's

from tests.doubles import held_practice  # noqa: F401 - what they run
from wfdesk.practice.magazine.prose import prose_of
from wfdesk.practice.magazine.words.languages import LANGUAGES

for _language in LANGUAGES:
    prose_of(1, _language)
