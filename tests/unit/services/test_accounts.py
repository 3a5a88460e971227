"""Which tokens are used again at the next start, and where they may go."""

from functools import partial
from pathlib import Path

from tests.doubles.canary import CANARY_TOKEN
from tests.doubles.keychain import FakeBackend
from wfdesk.assembly.online import _make_client
from wfdesk.domain.accounts import WEBFLOW_URL, Account
from wfdesk.domain.ids import AccountId
from wfdesk.services.accounts import AccountsService
from wfdesk.services.feed import ChangeFeed
from wfdesk.store.accounts import AccountsRepository
from wfdesk.store.database import Database
from wfdesk.sync.budget import Budget
from wfdesk.sync.connections import Connections
from wfdesk.sync.status import StatusBoard
from wfdesk.system.keychain import Keychain

ELSEWHERE = "http://127.0.0.1:9/v2"


async def restored(home: Path, api_url: str) -> tuple[set[str], dict[str, str]]:
    """Restore two accounts; return the addresses that are connected, and the notes by address."""
    backend = FakeBackend()
    backend.kept = {"webflow": CANARY_TOKEN, "elsewhere": CANARY_TOKEN}
    keychain = Keychain(lambda: backend)
    board = StatusBoard()
    connections = Connections(partial(_make_client, board, Budget(board)))
    database = await Database.open(home / "wfdesk.sqlite3")
    for name, url in (("webflow", WEBFLOW_URL), ("elsewhere", ELSEWHERE)):
        account = Account(AccountId(name), name, url)
        await database.write(lambda rows, account=account: AccountsRepository(rows).put(account))
    service = AccountsService(database, ChangeFeed(), keychain, connections, None)
    await service.restore(api_url)
    rows = await service.rows()
    found = {each.account.api_url for each in connections.all()}
    await connections.close()
    await database.close()
    keychain.close()
    return found, {row.account.api_url: row.note for row in rows}


async def test_a_token_of_another_address_is_not_sent_there_in_a_later_run(tmp_path) -> None:
    found, notes = await restored(tmp_path, WEBFLOW_URL)
    assert found == {WEBFLOW_URL}
    assert ELSEWHERE in notes[ELSEWHERE]


async def test_the_address_of_this_run_is_used_beside_webflow(tmp_path) -> None:
    found, _ = await restored(tmp_path, ELSEWHERE)
    assert found == {WEBFLOW_URL, ELSEWHERE}


async def test_a_pause_that_webflow_asks_for_is_on_the_status_board() -> None:
    board = StatusBoard()
    webflow = _make_client(board, Budget(board), WEBFLOW_URL, CANARY_TOKEN)
    webflow.pace.pause(30)
    assert board.status.paused_until is not None
    await webflow.aclose()
