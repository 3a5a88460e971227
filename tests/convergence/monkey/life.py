"""The monkey's life: the program is opened, used, closed and opened again, until the time is up."""

import asyncio
import faulthandler
import gc
import json
import sqlite3
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from random import Random
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from tests.convergence.monkey.neighbours import Neighbours
from tests.convergence.monkey.notes import Notes
from tests.convergence.monkey.user import Nowhere, User
from tests.convergence.monkey.watching import Watching, resident
from tests.doubles.practice import Practice
from wfdesk.app.options import Options
from wfdesk.app.program import Program
from wfdesk.app.screen import Screen
from wfdesk.app.start import _opened
from wfdesk.domain.edits import SendState
from wfdesk.domain.journal import ANOTHER, UNSEEN, Verb, is_question
from wfdesk.domain.plan import Plan
from wfdesk.ui.shell.commands import Command

ENDS = 150.0
"""Seconds within which a run or a window must come to its end.

A request whose answer does not come is given up after 60, and looked up after 30.
"""
LIVES = 40 + 5 * ENDS
"""Seconds within which a window must have been used, closed and left behind."""
HELD_UP = 1.0
"""Seconds after which an act is left to itself: a menu is open, and ends it when it closes."""

_COLLECTS = 0.1
"""How often an act is followed by a look for garbage: where Qt frees twice, it is found then."""


def trail_of(home: Path) -> Path:
    """Beside the profile: what the user did, a line for each act, and the memory in use then."""
    return home.with_name("trail.txt")


class Life:
    def __init__(
        self,
        seed: int,
        practice: Practice,
        home: Path,
        watching: Watching,
        application: QApplication,
    ) -> None:
        self._rng = Random(f"user {seed}")
        self._practice, self._home = practice, home
        self._watching, self._application = watching, application
        self._notes = Notes()
        self._neighbours = Neighbours(seed, practice, self._notes.hear)
        self._nowhere = Nowhere()
        self.acts: Counter[str] = Counter()
        self.runs = 0
        self.endings: Counter[str] = Counter()
        self._trail: list[str] = []
        """What the user did, in its order and where: told when something was found."""
        self._until = 0.0
        self._began = time.monotonic()
        self._opening: Screen | None = None

    async def lead(self, seconds: float) -> None:
        """Open and close the window again and again; in the end see what has become of it all."""
        self._until = time.monotonic() + seconds
        feeling = asyncio.create_task(self._watching.feel())
        await self._open(self._begin)
        while time.monotonic() < self._until:
            others = asyncio.create_task(self._neighbours.go_on())
            await self._open(self._use)
            others.cancel()
            await asyncio.wait([others])
            await self._neighbours.listen()
        await self._neighbours.leave_off()
        await self._open(self._finish)
        await self._neighbours.listen()
        # What Python put there must not outlive Python: Qt would crash at the very end.
        self._application.clipboard().clear()
        self._judge()
        feeling.cancel()
        await asyncio.wait([feeling])

    async def _open(self, use: Callable[[Program], Any]) -> None:
        options = Options(
            api_url=self._practice.url, home=self._home, token=self._practice.tokens["full"]
        )
        opened = asyncio.create_task(_opened(options, self._application, use, self._attend))
        await asyncio.wait([opened], timeout=LIVES)
        if not opened.done():  # nothing can be opened after that
            raise TimeoutError(f"The window does not end: {asyncio.all_tasks()}")
        await opened
        if self._opening is not None:  # a process that ends needs not
            self._opening.theme.deleteLater()
            self._opening = None
        for _ in range(3):
            await asyncio.sleep(0)
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        faulthandler.enable()  # the log has taken it over and let it go
        self._watching.count()

    def _attend(self, screen: Screen) -> None:
        self._opening = screen
        self._watching.attend(screen)

    async def _begin(self, program: Program) -> None:
        """Sign in for the first time, undisturbed: who cannot sign in has nothing to lose."""
        await self._idle(program)
        await program.services.refreshing.refresh_all()
        await self._leave(program, User(self._rng, self._notes, program, self._neighbours.meet))

    async def _use(self, program: Program) -> None:
        """Be a user for a while, and leave, whatever is under way."""
        program.sending.run_started.connect(self._on_run)
        user = User(self._rng, self._notes, program, self._neighbours.meet)
        until = min(self._until, time.monotonic() + self._rng.uniform(5, 40))
        while time.monotonic() < until and not program.screen.closed.is_set():
            if program.sending.is_running and self._rng.random() < 0.03:
                break
            name, act = user.draw()
            self.acts[name] += 1
            self._leave_trail(f"after {user.last!r} at {user.key}: {name}")
            await self._do(act)
            if self._rng.random() < _COLLECTS:
                gc.collect()
            if self._rng.random() < 0.7:
                await self._rest(program)
        await self._leave(program, user)

    def _leave_trail(self, step: str) -> None:
        """Note it on disk as well: who crashes cannot tell."""
        self._trail.append(step)
        with trail_of(self._home).open("a", encoding="utf-8") as file:
            file.write(f"{resident() // 1024} MB {step}\n")

    async def _do(self, act: Callable[[], None]) -> None:
        """Have the loop do it outside of any task; do not wait for what a menu holds up."""
        done = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_soon(self._try, act, done)
        await asyncio.wait([done], timeout=HELD_UP)

    def _try(self, act: Callable[[], None], done: "asyncio.Future[None]") -> None:
        try:
            act()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told
            self._watching.find("act: " + "".join(traceback.format_exception(error)))
        finally:
            if not done.done():
                done.set_result(None)

    async def _rest(self, program: Program) -> None:
        """Wait as a person does: for what was asked for, but not long."""
        until = time.monotonic() + 0.2
        while program.tasks._loads and time.monotonic() < until:
            await asyncio.sleep(0.02)
        await asyncio.sleep(self._rng.uniform(0.02, 0.12))

    async def _leave(self, program: Program, user: User) -> None:
        self.endings["during a run" if program.sending.is_running else "at rest"] += 1
        until = time.monotonic() + ENDS
        while not program.screen.closed.is_set():
            await self._do(user.leave)
            with suppress(TimeoutError):
                await asyncio.wait_for(program.screen.closed.wait(), 0.5)
            if time.monotonic() > until:
                self._watching.find(f"The window does not close: {program.tasks._running}")
                return

    async def _finish(self, program: Program) -> None:
        """Now that nothing strikes any more: look again, send all, wait for the end."""
        user = User(self._rng, self._notes, program, self._neighbours.meet)
        program.sending.run_started.connect(self._on_run)
        await self._idle(program)
        await program.services.refreshing.refresh_all()
        await self._idle(program)
        review = program.window.commands.action(Command.REVIEW)
        review.trigger()
        await self._idle(program)
        await self._do(user.agree)
        await self._idle(program)
        await self._leave(program, user)

    async def _idle(self, program: Program) -> None:
        until = time.monotonic() + ENDS
        while program.tasks._running or program.sending.is_running:
            await asyncio.sleep(0.05)
            if time.monotonic() > until:
                self._watching.find(f"No end: {program.tasks._running}")
                return

    def _on_run(self, _plan: Plan) -> None:
        self.runs += 1

    def _judge(self) -> None:
        store = self._home / "wfdesk.sqlite3"
        for each in self._notes.lost(store):
            self._watching.find(each)
        with closing(sqlite3.connect(store)) as rows:
            journal = rows.execute("SELECT verb, item, state, reason, fields FROM journal")
            entries = list(journal)
            ours = {server for (server,) in rows.execute("SELECT server FROM local_ids")}
        states = Counter(state for _, _, state, *_ in entries)
        if states[SendState.SENDING.value]:
            self._watching.find(f"The journal still sends: {states}")
        made = self._neighbours.made
        for item in made - ours if not states[SendState.UNKNOWN.value] else ():
            if not self._is_explained(item, entries):
                self._watching.find(f"Made, and nobody's: {item}\n{self._told_of(item, entries)}")
        self.states, self.made = dict(states), len(made)

    def _is_explained(self, item: str, journal: list[tuple[str, ...]]) -> bool:
        """Whether the user was asked about it, or gave it up before its making was answered.

        It had another name or slug by then: a colleague was quicker.
        """
        told = self._practice.control("GET", "changes").json()
        [made] = [each for each in told if each.get("item") == item and each["did"] == "created"]
        slug = made["fields"]["slug"]["after"]
        creates = [entry for entry in journal if entry[0] == Verb.CREATE.value]
        last = {local: reason for _, local, _, reason, _ in creates}
        attempts = [entry for entry in creates if json.loads(entry[4]).get("slug") == slug]
        return any(
            is_question(reason) or reason == ANOTHER or (reason in UNSEEN and last[local] == reason)
            for _, local, _, reason, _ in attempts
        )

    def _told_of(self, item: str, journal: list[tuple[str, ...]]) -> str:
        """What both sides know of an item that should be ours."""
        told = self._practice.control("GET", "changes").json()
        changes = [each for each in told if each.get("item") == item]
        begun = {change["request"] for change in changes}
        requests = [
            entry
            for entry in self._practice.log()
            if entry["number"] in begun or (entry["method"] == "GET" and "slug=" in entry["query"])
        ]
        return "\n".join(str(each)[:600] for each in (*changes, *requests, *journal))

    def report(self) -> dict[str, Any]:
        watching = self._watching
        return {
            "seconds": round(time.monotonic() - self._began),
            "acts": sum(self.acts.values()),
            "kinds": dict(self.acts.most_common()),
            "runs": self.runs,
            "endings": dict(self.endings),
            "faults": dict(self._neighbours.faults.most_common()),
            "colleague": dict(self._neighbours.acts.most_common()),
            "typed": self._notes._count,
            "in the book": sum(map(len, self._notes.last.values())),
            "taken back": self._notes.taken_back,
            "made": self.made,
            "journal": self.states,
            "longest hold": {"wall": watching.longest_wall, "work": watching.longest_work},
            "pace": watching.pace,
            "left": watching.counts,
            "findings": watching.findings,
            "trail": self._trail[-500:] if watching.findings else [],
        }
