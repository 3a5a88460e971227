"""The practice server, forked from a process that has loaded it: a test starts it in no time.

Each is a process of its own, as one from the command line is.
"""

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from multiprocessing.connection import Connection

from tests.doubles import held_practice

_FORKS = multiprocessing.get_context("forkserver")
# By its name: what it does is for the other process, and would be done in this one as well.
_FORKS.set_forkserver_preload(["tests.doubles.loaded"])


class Forked:
    """What the tests use of a ``subprocess.Popen``."""

    def __init__(self, arguments: Sequence[str]) -> None:
        given, stdin = _FORKS.Pipe(duplex=False)
        stdout, said = _FORKS.Pipe(duplex=False)
        self._process = _FORKS.Process(target=_serve, args=(tuple(arguments), given, said))
        self._process.start()
        given.close()
        said.close()
        self.pid = self._process.pid
        self.stdin = os.fdopen(_taken(stdin), "w", encoding="utf-8")
        self.stdout = os.fdopen(_taken(stdout), encoding="utf-8")

    def send_signal(self, number: signal.Signals) -> None:
        if self._process.is_alive():
            os.kill(self._process.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(held_practice.__name__, timeout)
        return self._process.exitcode


def _taken(pipe: Connection) -> int:
    """The pipe's end as a file of the system, which is the caller's to close."""
    number = os.dup(pipe.fileno())
    pipe.close()
    return number


def _serve(arguments: Sequence[str], stdin: Connection, stdout: Connection) -> None:
    for number, pipe in enumerate((stdin, stdout)):
        os.dup2(pipe.fileno(), number)
        pipe.close()
    sys.stdin, sys.stdout = os.fdopen(0), os.fdopen(1, "w")
    held_practice.main(arguments)
