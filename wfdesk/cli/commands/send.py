"""``wfdesk send``: see ``sending``."""

from wfdesk.cli.exits import Exit
from wfdesk.cli.sending import add_arguments, send
from wfdesk.cli.session import Session
from wfdesk.domain.plan import Goal

__all__ = ["add_arguments", "run"]


async def run(session: Session) -> Exit:
    return await send(session, Goal.SEND)
