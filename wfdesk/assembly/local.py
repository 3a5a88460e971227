"""The services that need nothing but the local copy: enough for the first screen."""

from msgspec import Struct

from wfdesk.services.browsing import BrowsingService
from wfdesk.services.editing import EditingService
from wfdesk.services.feed import ChangeFeed
from wfdesk.services.preferences import PreferencesService
from wfdesk.services.recounting import RecountingService
from wfdesk.services.reviewing import ReviewingService
from wfdesk.store.database import Database
from wfdesk.sync.status import StatusBoard


class LocalServices(Struct, frozen=True):
    database: Database
    feed: ChangeFeed
    board: StatusBoard
    browsing: BrowsingService
    editing: EditingService
    reviewing: ReviewingService
    preferences: PreferencesService
    recounting: RecountingService


def build_local(database: Database) -> LocalServices:
    feed = ChangeFeed()
    return LocalServices(
        database,
        feed,
        StatusBoard(),
        BrowsingService(database),
        EditingService(database, feed),
        ReviewingService(database),
        PreferencesService(database),
        RecountingService(database),
    )
