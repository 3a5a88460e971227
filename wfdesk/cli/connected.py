"""Webflow, for the commands that ask it: signed in as the window is, or for this run alone."""

import os

from wfdesk.assembly.online import OnlineServices, build_online
from wfdesk.assembly.practice import PracticeSite
from wfdesk.cli.arguments import TOKEN
from wfdesk.cli.exits import Exit
from wfdesk.cli.session import Session
from wfdesk.domain.accounts import WEBFLOW_URL
from wfdesk.domain.errors import NotAuthorizedError
from wfdesk.system.paths import profile_dir

_ITEMS = 500
"""How many a new practice site has."""
_NOBODY = (
    "Nobody is signed in. Sign in once in the window, or put a site's token into the variable"
    f" {TOKEN} for this run alone."
)


def built(session: Session) -> OnlineServices:
    """The services, before anybody is asked anything."""
    practice = PracticeSite(profile_dir(), _ITEMS)
    session.stack.push_async_callback(practice.stop)
    return build_online(session.local, session.stack, practice)


async def sign_in(session: Session, online: OnlineServices) -> None:
    """Use the token of this run, if there is one, and those that the keychain still has.

    Raises NotAuthorizedError where none of them can be used, with the reason.
    """
    wanted, accounts = session.wanted, online.accounts
    api_url = wanted.api_url or WEBFLOW_URL
    if token := os.environ.get(TOKEN):
        await accounts.sign_in_once(token, api_url)
    elif wanted.practice:
        await accounts.start_practice()
    await accounts.restore(api_url)
    if not online.connections.all():
        notes = [f"{row.account.label}: {row.note}" for row in await accounts.rows() if row.note]
        raise NotAuthorizedError("\n".join(notes) or _NOBODY)


def exit_of_connection(session: Session, online: OnlineServices) -> Exit:
    """Why something did not go: Webflow was not reached, a token was refused, or something else."""
    if session.local.board.status.is_online is False:
        return Exit.UNREACHABLE
    return Exit.NO_TOKEN if online.connections.refused else Exit.NOT_ALL
