"""The services that speak to Webflow or to the keychain, on top of those of the local copy."""

from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from functools import partial

from msgspec import Struct

from wfdesk.api.webflow import Webflow
from wfdesk.app.local import LocalServices
from wfdesk.services.accounts import AccountsService, Practice
from wfdesk.services.browsing import BrowsingService
from wfdesk.services.editing import EditingService
from wfdesk.services.feed import ChangeFeed
from wfdesk.services.history import HistoryService
from wfdesk.services.palettes import PalettesService
from wfdesk.services.pictures import PictureService
from wfdesk.services.preferences import PreferencesService
from wfdesk.services.publishing import PublishingService
from wfdesk.services.refreshing import RefreshingService
from wfdesk.services.reviewing import ReviewingService
from wfdesk.sync.budget import Budget
from wfdesk.sync.connections import Connections
from wfdesk.sync.publish import Publisher
from wfdesk.sync.refresh import Refresher
from wfdesk.sync.status import StatusBoard
from wfdesk.system.child import program_arguments
from wfdesk.system.decoder import Decoder
from wfdesk.system.keychain import Keychain
from wfdesk.system.logs import register_secret


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


def build_services(local: LocalServices, stack: AsyncExitStack, practice: Practice) -> Services:
    """What needs closing is closed by the stack."""
    database, feed, board = local.database, local.feed, local.board
    keychain = Keychain()
    stack.callback(keychain.close)
    budget = Budget(board)
    stack.callback(budget.close)
    connections = Connections(partial(_make_client, board, budget))
    stack.push_async_callback(connections.close)
    pictures = PictureService(connections.origins)
    stack.push_async_callback(pictures.close)
    decoder = Decoder([*program_arguments(), "pictures"])
    stack.push_async_callback(decoder.close)
    publisher = Publisher(database, connections, feed.publish)
    refresher = Refresher(database, connections, board, feed.publish)
    return Services(
        feed,
        board,
        AccountsService(database, feed, keychain, connections, practice),
        local.browsing,
        local.editing,
        HistoryService(database, local.editing),
        local.reviewing,
        PublishingService(database, local.browsing, publisher),
        RefreshingService(refresher, publisher.lookup, board),
        local.preferences,
        pictures,
        decoder,
        PalettesService(database),
    )


def _make_client(board: StatusBoard, budget: Budget, api_url: str, token: str) -> Webflow:
    register_secret(token)
    webflow = Webflow(api_url, token)
    webflow.on_online = board.set_online
    budget.watch(webflow.pace)
    webflow.pace.on_pause = partial(_show_pause, board)
    return webflow


def _show_pause(board: StatusBoard, seconds: float) -> None:
    board.set_paused(datetime.now(UTC) + timedelta(seconds=seconds))
