"""What an earlier run has left, and what is found out about it before anything goes."""

from contextlib import closing

from tests.cli.shell import Shell
from tests.doubles.practice import start


def killed_while_sending(wfdesk: Shell, command: str, address: str) -> None:
    """The change is on its way when the process dies; then it arrives."""
    practice = wfdesk.practice
    practice.control("POST", "faults", {"method": "PATCH", "do": "delay", "seconds": None})
    running = wfdesk.start(command, address, "--yes")
    running.until_asked("PATCH")
    running.process.kill()
    running.end()
    practice.control("DELETE", "faults")
    practice.control("POST", "release")


def test_a_lost_answer_that_nobody_can_be_asked_for_is_not_waited_for(
    wfdesk: Shell, address: str
) -> None:
    """It was sent to a site whose token is not here now."""
    wfdesk.edit(address, subtitle="Mine")
    killed_while_sending(wfdesk, "send", address)
    with closing(start("--items", "40", "--rate-limit", "0", "--seed", "7")) as other:
        away = Shell(wfdesk.home, wfdesk.folder, other)
        done = away.online("send", "--all", "--yes")
    assert (done.code, "Waiting up to half a minute" in done.err) == (1, False)
    assert "has no token for this site" in done.out
