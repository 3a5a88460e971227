"""The command line as a script sees it: a process, its two outputs, its exit code."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.doubles.practice import ROOT, Practice
from wfdesk.assembly.local import build_local
from wfdesk.cli.addresses import Addresses
from wfdesk.domain.ids import FieldSlug
from wfdesk.store.database import Database

SECONDS = 60


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Shell:
    """Runs wfdesk in a folder, with a profile, signed in for each run by a token."""

    def __init__(self, home: Path, folder: Path, practice: Practice) -> None:
        self.home = home
        self.folder = folder
        self.practice = practice

    def __call__(self, *words: str, said: str | None = None, **variables: str) -> Done:
        done = subprocess.run(
            self._command(words),
            cwd=self.folder,
            env=self.environment(**variables),
            input=said or "",
            capture_output=True,
            check=False,
            encoding="utf-8",
            timeout=SECONDS,
        )
        for token in self.practice.tokens.values():
            assert token not in done.stdout + done.stderr
        return Done(done.returncode, done.stdout, done.stderr)

    def online(self, *words: str, **variables: str) -> Done:
        return self(*words, "--api-url", self.practice.url, **variables)

    def start(self, *words: str, **streams: Any) -> "Running":
        """Begin a run of a command that speaks to the practice server."""
        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
            # Else the child would ignore it too, as a job in the background of a shell does.
            signal.signal(signal.SIGINT, signal.default_int_handler)
        given = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        process = subprocess.Popen(
            self._command((*words, "--api-url", self.practice.url)),
            cwd=self.folder,
            env=self.environment(),
            encoding="utf-8",
            **{**given, **streams},
        )
        return Running(process, self.practice)

    def environment(self, **variables: str) -> dict[str, str]:
        clean = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("WFDESK", "NO_COLOR", "DBUS"))
        }
        return {
            **clean,
            "HOME": str(self.home.parent),
            "PYTHONPATH": str(ROOT),
            "WFDESK_HOME": str(self.home),
            "WFDESK_TOKEN": self.practice.tokens["full"],
            "PYTHONIOENCODING": "utf-8",
            "TERM": "xterm",
            "TZ": "UTC",
            **variables,
        }

    def edit(self, address: str, **fields: str) -> None:
        """Have an unsent edit, as the window would make it: no process for what is not tested."""
        asyncio.run(_edited(self.home, address, fields))

    def _command(self, words: tuple[str, ...]) -> list[str]:
        return [sys.executable, "-m", "wfdesk", *words]


async def _edited(home: Path, address: str, fields: dict[str, str]) -> None:
    database = await Database.open(home / "wfdesk.sqlite3")
    try:
        local = build_local(database)
        addresses = Addresses(local.browsing, await local.browsing.tree(), None, None)
        work = await addresses.item(address)
        for slug, value in fields.items():
            await local.editing.set_field(work.key, FieldSlug(slug), value)
    finally:
        await database.close()


@dataclass
class Running:
    process: subprocess.Popen[str]
    practice: Practice

    def until(self, holds: Callable[[], bool]) -> None:
        deadline = time.monotonic() + SECONDS
        while not holds():
            assert self.process.poll() is None, self.process.stderr.read()
            assert time.monotonic() < deadline
            time.sleep(0.01)

    def until_asked(self, method: str, part: str = "") -> None:
        """Wait until the server has such a request, answered or not."""
        self.until(
            lambda: any(
                entry["method"] == method and part in entry["path"] for entry in self.practice.log()
            )
        )

    def until_told(self, sentence: str) -> None:
        for line in self.process.stderr:
            if sentence in line:
                return
        raise AssertionError(f"It never said: {sentence}")

    def end(self) -> Done:
        out, err = self.process.communicate(timeout=SECONDS)
        return Done(self.process.returncode, out, err)
