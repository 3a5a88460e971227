"""All that the window asks: the services, and those that only something with a screen needs."""

from contextlib import AsyncExitStack
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QLocale

from wfdesk.assembly.local import LocalServices
from wfdesk.assembly.online import build_online
from wfdesk.services.accounts import AccountsService, Practice
from wfdesk.services.browsing import BrowsingService
from wfdesk.services.editing import EditingService
from wfdesk.services.feed import ChangeFeed
from wfdesk.services.history import HistoryService
from wfdesk.services.pages import PagesService
from wfdesk.services.palettes import PalettesService
from wfdesk.services.pictures import PictureService
from wfdesk.services.preferences import PreferencesService
from wfdesk.services.publishing import PublishingService
from wfdesk.services.refreshing import RefreshingService
from wfdesk.services.reviewing import ReviewingService
from wfdesk.services.spelling import SpellingService
from wfdesk.sync.status import StatusBoard
from wfdesk.system.child import program_arguments
from wfdesk.system.decoder import Decoder
from wfdesk.system.spelling import PersonalWords, SystemSpellers

_WORDS = "words.txt"
"""In the profile: what the user has added to the dictionary."""


class Services(Struct, frozen=True):
    """All of them."""

    feed: ChangeFeed
    board: StatusBoard
    accounts: AccountsService
    browsing: BrowsingService
    editing: EditingService
    history: HistoryService
    reviewing: ReviewingService
    publishing: PublishingService
    refreshing: RefreshingService
    preferences: PreferencesService
    pictures: PictureService
    decoder: Decoder
    palettes: PalettesService
    pages: PagesService
    spelling: SpellingService


def build_services(
    local: LocalServices, home: Path, stack: AsyncExitStack, practice: Practice
) -> Services:
    """What needs closing is closed by the stack."""
    online = build_online(local, stack, practice)
    pictures = PictureService(online.connections.origins)
    stack.push_async_callback(pictures.close)
    decoder = Decoder([*program_arguments(), "pictures"])
    stack.push_async_callback(decoder.close)
    words = PersonalWords(home / _WORDS)
    spelling = SpellingService(SystemSpellers(), words, local.preferences, _own_language())
    stack.callback(spelling.close)
    return Services(
        local.feed,
        local.board,
        online.accounts,
        local.browsing,
        local.editing,
        HistoryService(local.database, local.editing),
        local.reviewing,
        online.publishing,
        online.refreshing,
        local.preferences,
        pictures,
        decoder,
        PalettesService(local.database),
        PagesService(local.database, online.connections),
        spelling,
    )


def _own_language() -> str:
    """That of the user's system, for sites that name none."""
    locale = QLocale.system()
    return "en" if locale.language() == QLocale.Language.C else locale.name()
