"""On a terminal: the question, the one line that is redrawn, the countdown, the colours."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.cli.shell import Running, Shell
from tests.doubles.practice import Practice

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminal", allow_module_level=True)

import pty
import signal

REDRAWN = "\r\x1b[K"


class Terminal:
    """What a person sees, and types."""

    def __init__(self, running: Running, end: int) -> None:
        self.process = running.process
        self._end = end
        self.seen = ""

    def until(self, text: str) -> None:
        while text not in self.seen:
            self._read()

    def type(self, text: str) -> None:
        os.write(self._end, text.encode())

    def end(self) -> int:
        try:
            while True:
                self._read()
        except OSError:  # The other side is closed.
            return self.process.wait(30)

    def _read(self) -> None:
        said = os.read(self._end, 65536)
        if not said:
            raise OSError
        self.seen += said.decode()


@contextmanager
def at_a_terminal(wfdesk: Shell, *words: str) -> Iterator[Terminal]:
    end, other = pty.openpty()
    running = wfdesk.start(*words, stdin=other, stdout=other, stderr=other)
    os.close(other)
    try:
        yield Terminal(running, end)
    finally:
        running.process.kill()
        running.process.wait()
        os.close(end)


def test_publishing_asks_and_goes_on_only_at_a_yes(
    wfdesk: Shell, practice: Practice, address: str
) -> None:
    wfdesk.edit(address, subtitle="At a terminal")
    for answer in ("", "n"):
        with at_a_terminal(wfdesk, "publish", "--all") as terminal:
            terminal.until("Publish 1 item now? [y/N] ")
            terminal.type(f"{answer}\n")
            assert terminal.end() == 1
            assert "Nothing was sent." in terminal.seen
    assert all(entry["method"] == "GET" for entry in practice.log())
    order = {"do": "429", "method": "PATCH", "path": "/items", "seconds": 2}
    practice.control("POST", "faults", order)
    with at_a_terminal(wfdesk, "publish", "--all") as terminal:
        terminal.until("[y/N] ")
        terminal.type("y\n")
        assert terminal.end() == 0
    drawn = [part.split("\r")[0] for part in terminal.seen.split(REDRAWN)]
    assert any(part.startswith("Checking for changes by others · ") for part in drawn)
    countdown = re.findall(r"(\d) seconds?", "\n".join(part for part in drawn if "pause" in part))
    assert {"2", "1"} <= {*countdown}
    assert "Published  " in drawn[-1]


def test_ctrl_c_at_the_question_is_a_no_that_says_130(
    wfdesk: Shell, practice: Practice, address: str
) -> None:
    wfdesk.edit(address, subtitle="Perhaps")
    with at_a_terminal(wfdesk, "publish", address) as terminal:
        terminal.until("Publish 1 item now? [y/N] ")
        terminal.process.send_signal(signal.SIGINT)
        assert terminal.end() == 130
    assert len(wfdesk("changes", "--json").json["changes"]) == 1
    assert all(entry["method"] == "GET" for entry in practice.log())
