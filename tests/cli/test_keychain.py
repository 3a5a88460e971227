"""A token that the window has kept in the keychain is used; what cannot be reached is said."""

import subprocess
import sys
from pathlib import Path

from tests.cli.shell import Shell
from tests.desktop import desktop_session, needs_keychain

SIGN_IN = """
import asyncio, sys
from contextlib import AsyncExitStack
from pathlib import Path
from wfdesk.assembly.local import build_local
from wfdesk.assembly.online import build_online
from wfdesk.store.database import Database

async def main(home, url):
    async with AsyncExitStack() as stack:
        database = await Database.open(Path(home) / "wfdesk.sqlite3")
        stack.push_async_callback(database.close)
        online = build_online(build_local(database), stack, None)
        found = await online.accounts.sign_in(sys.stdin.read(), url)
        assert found.is_stored, found.note

asyncio.run(main(*sys.argv[1:]))
"""
"""What the window does when a token is pasted."""


@needs_keychain
def test_the_token_that_the_window_kept_is_used(wfdesk: Shell, tmp_path: Path) -> None:
    with desktop_session(tmp_path / "session") as session:
        environment = {**wfdesk.environment(), **session, "WFDESK_TOKEN": ""}
        subprocess.run(
            [sys.executable, "-c", SIGN_IN, str(wfdesk.home), wfdesk.practice.url],
            env=environment,
            input=wfdesk.practice.tokens["full"],
            check=True,
            text=True,
            timeout=60,
        )
        done = wfdesk.online("refresh", "authors", **session, WFDESK_TOKEN="")
        assert (done.code, "items" in done.out) == (0, True), done.err
    gone = wfdesk.online("refresh", "authors", WFDESK_TOKEN="")
    assert (gone.code, "this session has no D-Bus" in gone.err) == (4, True), gone.err
