"""Asks a person before anything leaves or is given up. Where there is nobody to ask, refuses."""

import sys

from wfdesk.cli.exits import UsageError
from wfdesk.cli.session import Session

_NOBODY = "There is no terminal to ask on. Say --yes to do it without being asked."
_YES = frozenset({"y", "yes"})


def needs_an_answer(session: Session) -> None:
    """Raise UsageError where --yes is missing and nobody can be asked: before anything is done."""
    has_terminal = sys.stdin is not None and sys.stdin.isatty() and session.output.has_terminal
    if not (session.wanted.yes or has_terminal):
        raise UsageError(_NOBODY)


def agreed(session: Session, question: str) -> bool:
    """Whether the person says yes, or has said so on the command line. Enter means no."""
    if session.wanted.yes:
        return True
    with session.interruption.asking():
        session.output.draw(f"{question} [y/N] ")
        answer = sys.stdin.readline()
    if not answer.endswith("\n"):
        session.output.tell("")
    return answer.strip().casefold() in _YES
