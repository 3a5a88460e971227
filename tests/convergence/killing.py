"""Kills a publish at a given moment, starts again, goes on as a user would, and checks it all.

The child (``child.py``) is killed by itself, just before a request leaves, once it is answered or
before a commit; or from here, while the practice server holds its request.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

from tests.convergence.judging import check_journal, check_once
from tests.doubles.practice import ROOT, Practice

Json = dict[str, Any]
Key = list[str]
T = TypeVar("T")

HELD: Final = {"lost": "before", "held": "before", "answered": "after"}
"""Moments at which the server has the request, and on which side of the deed it waits: what is
lost is never done, what is held is done when its sender is dead already."""
_CUT: Final = {"lost": "reset_before", "slept": "reset_after"}
"""How a connection ends, on which side of the deed, where the server is to end it."""
PATIENCE: Final = 20.0


@dataclass(frozen=True)
class Kill:
    """``leaving``, ``arrived`` or ``commit``, and the number of it; ``lost``, ``held`` or
    ``answered``, and the request; or ``after`` so many seconds.
    """

    moment: str
    of: float | str


class Program:
    """The child's end of the line. One job at a time."""

    def __init__(self, path: Path, practice: Practice) -> None:
        self._place = {
            "path": str(path), "url": practice.url, "token": practice.tokens["full"]
        }  # fmt: skip
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.convergence.child"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._said: Json = {}

    def start(self, do: str, **more: Any) -> None:
        self._said = {}
        self._process.stdin.write(json.dumps({"do": do, **self._place, **more}) + "\n")
        self._process.stdin.flush()

    def heard(self, name: str) -> Any:
        """Wait until the child has said this, or has ended."""
        while not self._said.keys() & {name, "ended"}:
            self._said |= json.loads(self._process.stdout.readline())
        return self._said.get(name)

    def kill(self) -> None:
        with suppress(ProcessLookupError):  # it was at its end already
            os.kill(self.heard("pid"), signal.SIGKILL)

    def put_to_sleep(self) -> None:
        """Stop it where it is, and wait until it stands still."""
        pid = self.heard("pid")
        os.kill(pid, signal.SIGSTOP)
        _until(lambda: _state_of(pid) == "T")

    def wake(self) -> None:
        os.kill(self.heard("pid"), signal.SIGCONT)

    @property
    def was_killed(self) -> bool:
        return self.heard("ended") == signal.SIGKILL

    def done(self, do: str, **more: Any) -> Json:
        """Do a job to its end."""
        self.start(do, **more)
        assert self.heard("ended") == 0
        return self._said

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


@dataclass
class Batch:
    """Twenty items: seven new ones, six with an edit, and seven to be deleted."""

    create: list[tuple[str, Json]]
    update: list[tuple[Key, str, str]]
    delete: list[Key]
    locale: str
    since: int
    """The number of the last request before it."""
    keys: list[Key] = field(default_factory=list)
    """Of all, in this order, as the program knows them."""

    @property
    def as_job(self) -> Json:
        return {name: getattr(self, name) for name in ("create", "update", "delete", "locale")}


class Morning:
    """A site and a program on it. One batch after the other is published, and killed."""

    def __init__(self, practice: Practice, path: Path) -> None:
        self._practice = practice
        self._program = Program(path, practice)
        self.kills = 0
        self._last = 0
        self._places, self._stories = map(practice.collection, ("places", "stories"))
        self._locale = practice.locales["primary"]["cmsLocaleId"]
        self._edited = [
            self._made(slug, f"Edited {slug} {number}")
            for slug in ("places", "stories")
            for number in range(3)
        ]
        self._old: list[list[Key]] = [[], [], []]
        """Places of the last batch but one, places of the last one, stories of the last one."""
        self._number = 0
        assert not self._program.done("begin")["trouble"]
        self._log(self._last)

    def close(self) -> None:
        self._program.close()

    def timeline(self) -> tuple[dict[str, int], list[str]]:
        """Publish until a batch has twenty items: how many of what it has, and its requests."""
        for _ in range(3):
            batch = self._next_batch()
            said = self._program.done("publish", batch=batch.as_job)
            batch.keys = said["keys"]
            requests = [f"{entry['method']} {entry['path']}" for entry in self._log(batch.since)]
            self._settle(batch)
        assert len(batch.keys) == 20
        return said["counts"], requests

    def killed(self, *kills: Kill) -> None:
        """Publish a batch that is killed at each of these moments, and check what became of it."""
        batch = self._next_batch()
        for kill in kills:
            if batch.keys:
                self._run(kill, batch, "go_on", {"keys": batch.keys})
            else:
                self._run(kill, batch, "publish", {"batch": batch.as_job})
            self._look()
        self._settle(batch)

    def sleep_through(self, request: str) -> Json:
        """Publish a batch; the computer falls asleep while the server has this request.

        The server does it meanwhile, and the connection ends. Returns what the program says.
        """
        batch = self._next_batch()
        self._order(Kill("slept", request))
        self._program.start("publish", batch=batch.as_job)
        batch.keys = self._program.heard("keys")
        number = self._until_held(is_done=False)
        try:
            self._program.put_to_sleep()
            self._practice.control("POST", "release")
            _until(lambda: self._entries(number - 1)[0]["status"])
        finally:
            self._program.wake()
        assert self._program.heard("ended") == 0
        said = {name: self._program.heard(name) for name in ("counts", "results")}
        sent = len(self._writes(batch.since))
        self._settle(batch)
        assert len(self._writes(batch.since)) == sent  # there was nothing left to do
        return said

    def _made(self, slug: str, name: str) -> Key:
        made = self._practice.make(slug, name=name)
        return [self._practice.collection(slug), made["id"], self._locale]

    def _next_batch(self) -> Batch:
        """New stories refer to new places. What is deleted is referred to by nothing any more."""
        self._number += 1
        number, (places, _, stories) = self._number, self._old
        new = [(self._places, {"name": f"Place {number}.{each}"}) for each in range(3)]
        new += [
            (self._stories, {"name": f"Story {number}.{each}", "place": {"new": each % 3}})
            for each in range(4)
        ]
        slugs = ["description"] * 3 + ["teaser"] * 3
        edits = [
            (key, slug, f"Edit {number}") for key, slug in zip(self._edited, slugs, strict=True)
        ]
        return Batch(new, edits, [*places, *stories], self._locale, self._last)

    def _run(self, kill: Kill, batch: Batch, do: str, job: Json) -> None:
        if kill.moment in HELD:
            self._order(kill)
        self._program.start(do, **job, die=[kill.moment, kill.of])
        batch.keys = batch.keys or self._program.heard("keys")
        if kill.moment in HELD:
            self._kill_held(kill)
        elif kill.moment == "after":
            time.sleep(kill.of)
            self._program.kill()
            self._let_arrive()
        assert self._program.was_killed or kill.moment == "after", kill
        self.kills += self._program.was_killed

    def _order(self, kill: Kill) -> None:
        method, path = kill.of.split()
        which = {"method": method, "path": f"^{re.escape(path)}$"}
        when = HELD.get(kill.moment, "before")
        orders = [{"do": "delay", "seconds": None, "when": when, **which}]
        if kill.moment in _CUT:
            orders.append({"do": _CUT[kill.moment], **which})
        assert self._practice.control("POST", "faults", orders).status_code == 200

    def _kill_held(self, kill: Kill) -> None:
        """Kill the program while the server has its request; then let the server go on."""
        number = self._until_held(is_done=kill.moment == "answered")
        self._program.kill()
        assert self._program.was_killed
        self._practice.control("POST", "release")
        if kill.moment == "held":
            _until(lambda: self._entries(number - 1)[0]["applied"])

    def _until_held(self, *, is_done: bool) -> int:
        """Wait until the server has the request that it was told to hold; return its number."""
        since = self._last

        def held() -> int | None:
            waiting = [entry for entry in self._entries(since) if entry["faults"][:1] == ["delay"]]
            return next((at["number"] for at in waiting if at["applied"] is is_done), None)

        return _until(held)

    def _let_arrive(self) -> None:
        """Until the server has done what was on its way: wfdesk itself waits for half a minute."""
        for _ in range(3):  # it reads what lies in its sockets before it answers the third
            self._entries(self._last)
        _until(lambda: all(each["status"] for each in self._entries(self._last)))

    def _look(self) -> None:
        """Start again: it finds out what became of each write, and sends nothing."""
        since = self._log(self._last)[-1:]
        said = self._program.done("look")
        assert said["left"] == 0, said
        asked = self._log(since[0]["number"] if since else self._last)
        assert {entry["method"] for entry in asked} <= {"GET"}, asked

    def _settle(self, batch: Batch) -> None:
        """Go on to the end. Then all is there, nothing twice, and the journal knows of it."""
        said = self._program.done("go_on", keys=batch.keys)
        assert (said["unsent"], said["in doubt"]) == (0, 0), said
        assert all(said["results"]), said
        log = self._log(batch.since)
        check_once(log)
        check_journal(log, said["journal"])
        self._check_site(batch, said["keys"])
        places, stories = said["keys"][:3], said["keys"][3:7]
        self._old = [self._old[1], places, stories]

    def _check_site(self, batch: Batch, keys: list[Key]) -> None:
        held = self._held()
        names = Counter(each["fieldData"].get("name") for each in held.values())
        for (_, fields), key in zip(batch.create, keys, strict=False):
            assert names[fields["name"]] == 1, fields
            there = held[key[1]]
            place = fields.get("place")
            wanted = {**fields, "place": keys[place["new"]][1]} if place else fields
            assert wanted.items() <= there["fieldData"].items(), there
            assert (bool(there["lastPublished"]), there["isDraft"]) == (True, False), there
        for key, slug, value in batch.update:
            assert held[key[1]]["fieldData"][slug] == value
            assert not held[key[1]]["isDraft"]
        assert not {key[1] for key in batch.delete} & held.keys()

    def _held(self) -> dict[str, Json]:
        state = self._practice.control("GET", "state").json()["collections"]
        return {
            each["id"]: each
            for collection in (self._places, self._stories)
            for each in state[collection]["items"]
            if each["cmsLocaleId"] == self._locale
        }

    def _log(self, since: int) -> list[Json]:
        entries = self._entries(since)
        self._last = max([self._last, *(entry["number"] for entry in entries)])
        return entries

    def _writes(self, since: int) -> list[Json]:
        return [entry for entry in self._entries(since) if entry["method"] != "GET"]

    def _entries(self, since: int) -> list[Json]:
        return self._practice.control("GET", f"log?since={since}").json()


def _until(found: Callable[[], T | None]) -> T:
    deadline = time.monotonic() + PATIENCE
    while not (there := found()):
        assert time.monotonic() < deadline
        time.sleep(0.002)
    return there


def _state_of(pid: int) -> str:
    """What Linux says of a process: T where it was stopped."""
    return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
