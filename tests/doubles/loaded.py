"""Imported once, by the process that practice servers are forked from: what none has to do anew."""

import pytest  # noqa: F401 - each fork runs its parent's main module, which is pytest's

from tests.doubles.held_practice import holding
from wfdesk.practice.magazine.content import world_of
from wfdesk.practice.magazine.prose import prose_of
from wfdesk.practice.magazine.words.languages import LANGUAGES
from wfdesk.practice.web.access import Access
from wfdesk.practice.web.server import Port, app_of

for _language in LANGUAGES:
    prose_of(1, _language)
# Reads the contract, and compiles the patterns of all routes.
app_of(world_of(1, 1), Access(1, 0), Port(), None, holding())
