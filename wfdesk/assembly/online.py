"""The services that speak to Webflow and to the keychain, on top of those of the local copy."""

from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from functools import partial

from msgspec import Struct

from wfdesk.api.webflow import Webflow
from wfdesk.assembly.local import LocalServices
from wfdesk.services.accounts import AccountsService, Practice
from wfdesk.services.publishing import PublishingService
from wfdesk.services.refreshing import RefreshingService
from wfdesk.sync.budget import Budget
from wfdesk.sync.connections import Connections
from wfdesk.sync.publish import Publisher
from wfdesk.sync.refresh import Refresher
from wfdesk.sync.status import StatusBoard
from wfdesk.system.keychain import Keychain
from wfdesk.system.logs import register_secret


class OnlineServices(Struct, frozen=True):
    connections: Connections
    accounts: AccountsService
    publishing: PublishingService
    refreshing: RefreshingService


def build_online(local: LocalServices, stack: AsyncExitStack, practice: Practice) -> OnlineServices:
    """What needs closing is closed by the stack. Nothing is asked of anybody yet."""
    database, feed, board = local.database, local.feed, local.board
    keychain = Keychain()
    stack.callback(keychain.close)
    budget = Budget(board)
    stack.callback(budget.close)
    connections = Connections(partial(_make_client, board, budget))
    stack.push_async_callback(connections.close)
    publisher = Publisher(database, connections, feed.publish)
    refresher = Refresher(database, connections, board, feed.publish)
    return OnlineServices(
        connections,
        AccountsService(database, feed, keychain, connections, practice),
        PublishingService(database, local.browsing, publisher),
        RefreshingService(refresher, publisher.lookup, board),
    )


def _make_client(board: StatusBoard, budget: Budget, api_url: str, token: str) -> Webflow:
    register_secret(token)
    webflow = Webflow(api_url, token)
    webflow.on_online = board.set_online
    webflow.on_clock = board.set_clock
    budget.watch(webflow.pace)
    webflow.pace.on_pause = partial(_show_pause, board)
    return webflow


def _show_pause(board: StatusBoard, seconds: float) -> None:
    board.set_paused(datetime.now(UTC) + timedelta(seconds=seconds))
